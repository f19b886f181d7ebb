import { dirname, isAbsolute, resolve } from 'node:path';
import { PhotoTagError } from '../../domain/errors.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { Store } from '../../store/store.ts';
import type { LabelledRow } from './read-labels.ts';

export interface FoundPhotos {
  /** By name as the table writes it. */
  readonly sha1s: ReadonlyMap<string, Sha1>;
  /** Names that are no photo of the library, with the line of their first row; these rows are left out. */
  readonly unknown: readonly UnknownPhoto[];
}

export interface UnknownPhoto {
  readonly name: string;
  readonly line: number;
}

const SHA1 = /^[0-9a-f]{40}$/i;
const PAGE = 5000;

/**
 * Which photo each row speaks of: a SHA-1, a path from the root, one that begins where the program was started or
 * where the table lies, or the end of a path (`IMG_1.jpg`, `Rio/IMG_1.jpg`) that only one photo has.
 * @throws PhotoTagError USAGE where a name could be several photos
 */
export async function findLabelledPhotos(
  store: Store,
  rows: readonly LabelledRow[],
  places: { readonly table: string; readonly workingFolder: string },
): Promise<FoundPhotos> {
  const lines = new Map<string, number>();
  for (const { photo, line } of rows) if (!lines.has(photo)) lines.set(photo, line);
  const sha1s = new Map<string, Sha1>();
  const hashes = [...lines.keys()].filter((name) => SHA1.test(name));
  const scanned = await store.outcomes.of(
    'scan',
    hashes.map((name) => name.toLowerCase()),
  );
  for (const name of hashes) if (scanned.has(name.toLowerCase())) sha1s.set(name, name.toLowerCase());
  await addExactPaths(store, lines, places, sha1s);
  await addPathEnds(store, lines, places.table, sha1s);
  const unknown = [...lines].filter(([name]) => !sha1s.has(name)).map(([name, line]) => ({ name, line }));
  return { sha1s, unknown };
}

async function addExactPaths(
  store: Store,
  lines: ReadonlyMap<string, number>,
  { table, workingFolder }: { readonly table: string; readonly workingFolder: string },
  sha1s: Map<string, Sha1>,
): Promise<void> {
  const candidates = [...lines.keys()].flatMap((name) =>
    [workingFolder, dirname(table)].map((folder) => ({ name, path: resolve(folder, name) })),
  );
  const files = await store.files.atPaths([...new Set(candidates.map(({ path }) => path))]);
  const byPath = new Map(files.map((file) => [file.path, file.sha1]));
  for (const { name, path } of candidates) {
    const sha1 = byPath.get(path);
    if (sha1 != null && !sha1s.has(name)) sha1s.set(name, sha1);
  }
}

/** Looks through all files once; a name with backslashes is read as a path of Windows where it is found as none other. */
async function addPathEnds(
  store: Store,
  lines: ReadonlyMap<string, number>,
  table: string,
  sha1s: Map<string, Sha1>,
): Promise<void> {
  const wanted = new Map<string, { name: string; parts: string[] }[]>();
  for (const name of lines.keys()) {
    if (sha1s.has(name) || (isAbsolute(name) && !name.includes('\\'))) continue;
    const parts = partsOf(name);
    const base = parts.at(-1)!;
    wanted.set(base, [...(wanted.get(base) ?? []), { name, parts }]);
  }
  if (wanted.size === 0) return;
  const found = new Map<string, Map<Sha1, string>>();
  for (let after: string | null = null; ; ) {
    const files = await store.files.page({ after, limit: PAGE });
    for (const { path, sha1, status } of files) {
      if (sha1 === null || status !== 'present') continue;
      const own = partsOf(path);
      for (const { name, parts } of wanted.get(own.at(-1)!) ?? []) {
        if (parts.some((part, i) => own.at(i - parts.length) !== part)) continue;
        const photos = found.get(name) ?? new Map<Sha1, string>();
        found.set(name, photos.set(sha1, photos.get(sha1) ?? path));
      }
    }
    if (files.length < PAGE) break;
    after = files.at(-1)!.path;
  }
  for (const [name, photos] of found) {
    if (photos.size > 1) throw ambiguous(table, name, lines.get(name)!, [...photos.values()]);
    sha1s.set(name, [...photos.keys()][0]!);
  }
}

const partsOf = (path: string): string[] =>
  path
    .normalize('NFC')
    .split(/[\\/]/)
    .filter((part) => part !== '' && part !== '.');

function ambiguous(table: string, name: string, line: number, paths: readonly string[]): PhotoTagError {
  const more = paths.length > 2 ? ` and ${paths.length - 2} more` : '';
  return new PhotoTagError(
    'USAGE',
    `${table}, line ${line}: “${name}” could be several photos: ${paths.slice(0, 2).join(', ')}${more}`,
    { file: table, remedy: 'Write more of the path, or all of it.' },
  );
}
