import { realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { ClockRun } from '../../domain/clock-run.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import type { PhotoFile, Sha1 } from '../../domain/photo.ts';
import type { Store } from '../../store/store.ts';
import type { Library } from '../library.ts';
import { folderPrefix } from './folder-prefix.ts';

/** Photos that a decision is about. */
export type DateTarget =
  | { readonly kind: 'run'; readonly run: ClockRun; readonly sha1s: readonly Sha1[] }
  | {
      readonly kind: 'folder';
      /** Absolute. */
      readonly folder: string;
      readonly recursive: boolean;
      readonly sha1s: readonly Sha1[];
    }
  | { readonly kind: 'photos'; readonly sha1s: readonly Sha1[] };

export interface TargetOptions {
  /** Where the program was started: relative folders are looked up there, then in the roots. */
  readonly workingFolder: string;
  readonly recursive: boolean;
}

/** Ids start like this; so many characters of one are enough where they name one run. */
const RUN_ID = /^r[0-9a-f]{3,10}$/;
const PAGE = 10_000;

/**
 * @param names ids of runs, or their first characters, and folders
 * @throws USAGE for a name that is neither
 */
export async function findTargets(
  { store, settings }: Library,
  names: readonly string[],
  options: TargetOptions,
): Promise<DateTarget[]> {
  const runs = await store.dates.runs();
  const places = [options.workingFolder, ...settings.roots, ...(await knownRoots(store))];
  const { toLibrary } = settings.places;
  const targets: DateTarget[] = [];
  for (const name of new Set(names)) {
    const run = runNamed(name, runs);
    targets.push(run ?? (await folderNamed(store, name, { places, toLibrary }, options.recursive)));
  }
  return targets;
}

function runNamed(name: string, runs: readonly ClockRun[]): DateTarget | null {
  if (!RUN_ID.test(name)) return null;
  const named = runs.filter(({ id }) => id.startsWith(name));
  if (named.length > 1) {
    throw new PhotoTagError('USAGE', `${name} is the start of ${named.length} runs`, {
      remedy: `Write one of them in full: ${named.map(({ id }) => id).join(', ')}.`,
    });
  }
  const [run] = named;
  return run === undefined ? null : { kind: 'run', run, sha1s: run.keys };
}

/**
 * All photos of the folder that a photo lies in: who may name no path names it so.
 * @throws USAGE for a photo that is not there
 */
export async function folderOfPhoto({ store }: Library, sha1: Sha1): Promise<DateTarget> {
  const [file] = (await store.files.ofPhotos([sha1])).get(sha1) ?? [];
  if (file === undefined) {
    throw new PhotoTagError('USAGE', `There is no photo ${sha1}`, {
      remedy: 'Its file may be gone: scan again, and look at the list anew.',
    });
  }
  const folder = dirname(file.path);
  return { kind: 'folder', folder, recursive: false, sha1s: [...(await photosBelow(store, folder)).direct] };
}

async function folderNamed(
  store: Store,
  name: string,
  { places, toLibrary }: { readonly places: readonly string[]; readonly toLibrary: (path: string) => string },
  recursive: boolean,
): Promise<DateTarget> {
  let deeper = 0;
  for (const folder of new Set(
    places.flatMap((place) => withRealPath(resolve(place, name)).map(toLibrary)),
  )) {
    const below = await photosBelow(store, folder);
    const sha1s = recursive ? below.all : below.direct;
    if (sha1s.size > 0) return { kind: 'folder', folder, recursive, sha1s: [...sha1s] };
    deeper ||= below.all.size;
  }
  if (deeper > 0) {
    throw new PhotoTagError('USAGE', `No photo lies in ${name} itself, but ${deeper} below it`, {
      file: name,
      remedy: 'Add --recursive to mean the folders below it too.',
    });
  }
  if (RUN_ID.test(name)) {
    throw new PhotoTagError('USAGE', `There is no run ${name}`, {
      remedy:
        '`photo-tag dates` lists the runs. Their ids change when photos are added or removed; decisions do not.',
    });
  }
  throw new PhotoTagError('USAGE', `No photo of the library lies in ${name}`, {
    file: name,
    remedy:
      'Name a run (`photo-tag dates` lists them) or a folder of the library: in full, or from here, or from a root.',
  });
}

/** The library knows folders as the scan found them: behind a link, or not. */
function withRealPath(folder: string): string[] {
  try {
    return [folder, realpathSync(folder)];
  } catch {
    // A folder that is not there now may still have been asked for: its photos are unknown then, which is said.
    return [folder];
  }
}

/** Photos in a folder, and those in it and below it. @param folder absolute */
export async function photosBelow(
  store: Store,
  folder: string,
): Promise<{ direct: Set<Sha1>; all: Set<Sha1> }> {
  const prefix = folderPrefix(folder);
  const direct = new Set<Sha1>();
  const all = new Set<Sha1>();
  let after = prefix;
  for (;;) {
    const page: PhotoFile[] = await store.files.page({ after, limit: PAGE });
    for (const { path, sha1, status } of page) {
      if (!path.startsWith(prefix)) return { direct, all };
      if (status !== 'present' || sha1 === null) continue;
      all.add(sha1);
      if (!path.slice(prefix.length).includes(prefix.at(-1)!)) direct.add(sha1);
    }
    if (page.length < PAGE) return { direct, all };
    after = page.at(-1)!.path;
  }
}

/** Roots that photos were found under, which may have been named on the command line alone. */
async function knownRoots(store: Store): Promise<string[]> {
  const roots: string[] = [];
  let after: string | null = null;
  for (;;) {
    const [file]: PhotoFile[] = await store.files.page({ after, limit: 1 });
    if (file === undefined) return roots;
    roots.push(file.root);
    // Behind all that lies below it: the character after the separator.
    const prefix = folderPrefix(file.root);
    after = prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
  }
}
