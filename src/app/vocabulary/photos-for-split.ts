import { PhotoTagError } from '../../domain/errors.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { Library } from '../library.ts';
import { filteredPhotos, type TypedFilters } from '../search/filters.ts';
import { shellWord } from './term-words.ts';

const FILTERS: readonly (keyof TypedFilters)[] = [
  ...(['from', 'to', 'trust', 'camera', 'place', 'people', 'reviewed', 'tag'] as const),
];

/** The photos that a split is to give the other term, and how they were named. */
export async function photosForSplit(
  library: Library,
  {
    clusters,
    where,
  }: { readonly clusters?: string | undefined; readonly where?: readonly string[] | undefined },
): Promise<{ readonly photos: readonly Sha1[]; readonly said: string }> {
  if (clusters === undefined && where === undefined) {
    throw new PhotoTagError('USAGE', 'Nothing says which photos get the other term', {
      remedy: "Name clusters (--clusters ID,ID) or what the photos are (--where 'camera: pentax').",
    });
  }
  const sets: ReadonlySet<Sha1>[] = [];
  const said: string[] = [];
  if (clusters !== undefined) {
    sets.push(
      await membersOf(
        library,
        clusters.split(',').map((id) => id.trim()),
      ),
    );
    said.push(`--clusters ${clusters}`);
  }
  if (where !== undefined) {
    sets.push((await filteredPhotos(library, typedFilters(where.join(';')))) ?? new Set());
    said.push(...where.map((filter) => `--where ${shellWord(filter)}`));
  }
  const [first, ...others] = sets;
  return { photos: [...first!].filter((sha1) => others.every((set) => set.has(sha1))), said: said.join(' ') };
}

async function membersOf({ store }: Library, ids: readonly string[]): Promise<Set<Sha1>> {
  const found = await store.clusters.get(ids);
  const missing = ids.filter((id) => !found.some((cluster) => cluster.id === id));
  if (missing.length > 0) {
    throw new PhotoTagError('USAGE', `There is no cluster ${missing.join(', ')}`, {
      remedy: '`photo-tag clusters --list` shows all with their ids.',
    });
  }
  return new Set(found.flatMap((cluster) => cluster.members.map(({ sha1 }) => sha1)));
}

/** `camera: pentax; place: rio`. */
function typedFilters(text: string): TypedFilters {
  const filters: Partial<Record<keyof TypedFilters, string>> = {};
  for (const part of text.split(';').filter((piece) => piece.trim() !== '')) {
    const [, key = '', value = ''] = /^\s*([a-z]+)\s*[:=]\s*(.+?)\s*$/s.exec(part) ?? [];
    const filter = FILTERS.find((name) => name === key);
    if (filter === undefined) {
      throw new PhotoTagError('USAGE', `--where ${part.trim()} says nothing about photos`, {
        remedy: `Write 'camera: pentax', with any of ${FILTERS.join(', ')}; several are parted by a semicolon.`,
      });
    }
    filters[filter] = value;
  }
  return filters;
}
