import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { Embedder } from '../../models/embedder.ts';
import type { Library } from '../library.ts';

/** A photo that others are compared with. */
export interface PhotoTerm {
  readonly sign: 1 | -1;
  /** As the user named it. */
  readonly name: string;
  /** Null: a file that is not in the library. */
  readonly sha1: Sha1 | null;
  /** JPEG for an embedder to look at; null where the library has none of it. */
  readonly jpeg: string | null;
}

export interface PhotoTerms {
  readonly terms: readonly PhotoTerm[];
  /** Removes what was made of files that are not in the library. */
  close(): Promise<void>;
}

export interface NamedPhoto {
  readonly sign: 1 | -1;
  /** A path, or a SHA-1. */
  readonly name: string;
}

const SHA1 = /^[0-9a-f]{40}$/i;

/**
 * Finds the photos of a search: by SHA-1 and by path in the library; any other file that can be decoded is taken as
 * it is. Throws USAGE where there is none, or where its pixels cannot be read.
 */
export async function findPhotoTerms(
  library: Library,
  photos: readonly NamedPhoto[],
  workingFolder: string,
): Promise<PhotoTerms> {
  let folder: string | null = null;
  const close = async () => {
    if (folder !== null) await rm(folder, { recursive: true, force: true });
  };
  try {
    const terms: PhotoTerm[] = [];
    for (const { sign, name } of photos) {
      const sha1 = await inLibrary(library, name, workingFolder);
      if (sha1 !== null) {
        const proxy = await library.proxies.show(sha1);
        terms.push({ sign, name, sha1, jpeg: existsSync(proxy) ? proxy : null });
        continue;
      }
      const original = resolve(workingFolder, name);
      if (!existsSync(original)) throw noSuchPhoto(name);
      folder ??= await mkdtemp(join(tmpdir(), 'photo-tag-search-'));
      const target = join(folder, `${terms.length}.jpg`);
      const [proxy] = await (await library.proxyMaker()).make([{ original, target }]);
      if (proxy instanceof Error) throw unreadable(original, proxy);
      terms.push({ sign, name, sha1: null, jpeg: target });
    }
    return { terms, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Its vector of that model: the one that is kept, or made now. Null where nothing can be seen of it. */
export async function vectorOfPhoto(
  library: Library,
  embedder: Pick<Embedder, 'embedImages'> | null,
  model: string,
  { sha1, jpeg, name }: PhotoTerm,
): Promise<Float32Array | null> {
  if (sha1 !== null) {
    const kept = (await library.store.photos.embeddingsOf([sha1], model)).get(sha1);
    if (kept !== undefined) return kept;
  }
  if (embedder === null || jpeg === null) return null;
  const [embedding] = await embedder.embedImages([jpeg]);
  if (embedding instanceof Error) throw unreadable(name, embedding);
  return embedding?.vector ?? null;
}

/** Why a photo of the library has no vector, in words. */
export async function whyNoVector({ store }: Library, { sha1, name }: PhotoTerm): Promise<PhotoTagError> {
  const said = `${name} has no vector to compare others with`;
  for (const stage of ['proxies', 'embeddings'] as const) {
    const outcome = sha1 === null ? undefined : (await store.outcomes.of(stage, [sha1])).get(sha1);
    if (outcome !== undefined && outcome.status !== 'done') {
      return new PhotoTagError('USAGE', `${said}: ${outcome.reason ?? outcome.status}`, {
        file: name,
        remedy: 'Take another photo, or put the file right and run `photo-tag run --retry-failed`.',
      });
    }
  }
  return new PhotoTagError('USAGE', `${said} yet`, {
    file: name,
    remedy: 'Run `photo-tag run` first: it makes the vectors of photos that have none.',
  });
}

async function inLibrary(
  { store, settings }: Library,
  name: string,
  workingFolder: string,
): Promise<Sha1 | null> {
  const path = resolve(workingFolder, name);
  const [file] = await store.files.atPaths([settings.places.toLibrary(path)]);
  if (file?.sha1 != null) return file.sha1;
  if (!SHA1.test(name) || existsSync(path)) return null;
  const sha1 = name.toLowerCase();
  if ((await store.outcomes.of('scan', [sha1])).has(sha1)) return sha1;
  throw noSuchPhoto(name);
}

function noSuchPhoto(name: string): PhotoTagError {
  return new PhotoTagError('USAGE', `${name} is neither a photo of this library nor a file`, {
    file: name,
    remedy: 'Name a file, or the SHA-1 of a photo as `photo-tag search --json` shows it.',
  });
}

function unreadable(file: string, cause: Error): PhotoTagError {
  return new PhotoTagError('USAGE', `${file} cannot be compared: ${messageOf(cause)}`, {
    file,
    cause,
    remedy: 'Take a JPEG, TIFF, PNG or RAW file that other programs can open.',
  });
}
