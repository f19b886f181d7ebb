import { basename, extname } from 'node:path';
import { RE2JS } from 're2js';
import type { Config } from '../../config/schema.ts';

/** Decides what of a library is no photo: by extension, and by the patterns of the config. */
export function leaveOutRule(index: Config['index']) {
  const extensions = new Set(index.include_ext.map((extension) => extension.toLowerCase()));
  const patterns = index.exclude_regex.map((source) => ({
    source,
    pattern: RE2JS.compile(source, RE2JS.CASE_INSENSITIVE),
  }));
  return (relativePath: string, kind: 'file' | 'folder'): string | null => {
    const name = basename(relativePath);
    const hit = patterns.find(({ pattern }) => pattern.test(relativePath) || pattern.test(name));
    if (hit) return `matches index.exclude_regex ${hit.source}`;
    if (kind === 'folder') return null;
    const extension = extname(name).toLowerCase();
    if (extensions.has(extension)) return null;
    if (extension === '.xmp') return 'a sidecar';
    return extension === ''
      ? 'no file extension (index.include_ext)'
      : `the extension ${extension} is not in index.include_ext`;
  };
}
