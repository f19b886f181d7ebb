import { stat } from 'node:fs/promises';
import { PhotoTagError } from '../domain/errors.ts';
import type { PathMap } from '../domain/path-map.ts';

/**
 * Before anything is looked at or written: without its disk a place is an empty folder or none, and proxies and
 * sidecars would be put beside where they belong.
 * @throws PhotoTagError ROOT_MISSING
 */
export async function requirePlaces({ rules }: PathMap): Promise<void> {
  for (const { from, to } of rules) {
    const found = await stat(to).then(
      (stats) => (stats.isDirectory() ? null : 'that is no folder'),
      (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? 'that is not there' : error.message),
    );
    if (found === null) continue;
    throw new PhotoTagError(
      'ROOT_MISSING',
      `runtime.path_map says that ${from} is ${to} on this machine, but ${found}`,
      {
        file: to,
        remedy: 'Mount it, or mend runtime.path_map. Nothing was marked as missing, and nothing was written.',
      },
    );
  }
}
