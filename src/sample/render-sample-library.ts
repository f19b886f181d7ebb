import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, rmdir, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { messageOf, PhotoTagError } from '../domain/errors.ts';
import { scaledSize } from './files/write-picture.ts';
import { writeTags } from './files/write-tags.ts';
import { addOddFiles } from './library/odd-files.ts';
import type { Picture, PlannedPhoto } from './library/planned-file.ts';
import { photosOf } from './library/shoot.ts';
import { SHOOTS } from './library/shoots.ts';
import { strays } from './library/strays.ts';
import { renderPictures } from './render-pictures.ts';

export interface SampleProgress {
  readonly done: number;
  readonly total: number;
}

export interface SampleOptions {
  /** Moves the camera, the framing and the grain. The same seed gives the same bytes. */
  readonly seed: number;
  /** Of the pictures' width and height, 0 to 1; for tests. */
  readonly scale?: number;
  readonly onProgress?: (progress: SampleProgress) => void;
}

/** Lies in a complete library, and says how many files belong to it. */
const MARKER = '.photo-tag-sample.json';

/**
 * Renders a small photo library for those who have no photos at hand: bursts of different scenes, taken by
 * different cameras in different years, with the disorder of a real one.
 *
 * All is rendered beside `folder` and renamed at the end, so `folder` is either complete or not there. A complete
 * one is left alone, whatever was added to it since.
 * @returns how many files the library was made with.
 * @throws PhotoTagError DATA_FOLDER (something else lies there, or it cannot be written), DISK_FULL, TOOL_MISSING.
 */
export async function renderSampleLibrary(
  folder: string,
  { seed, scale = 1, onProgress }: SampleOptions,
): Promise<{ files: number }> {
  const library = resolve(folder);
  const standing = await filesOfStanding(library);
  if (standing !== null) return { files: standing };
  try {
    return await renderBeside(library, seed, scale, onProgress ?? (() => {}));
  } catch (error) {
    throw explained(error, library);
  }
}

/** @returns null where nothing lies yet. */
async function filesOfStanding(library: string): Promise<number | null> {
  if (!existsSync(library)) return null;
  try {
    const marker: unknown = JSON.parse(await readFile(join(library, MARKER), 'utf8'));
    return (marker as { files: number }).files;
  } catch (error) {
    const entries = await readdir(library).catch(() => ['?']);
    if (entries.length === 0) {
      await rmdir(library);
      return null;
    }
    throw new PhotoTagError('DATA_FOLDER', 'The folder for the sample library holds something else.', {
      file: library,
      remedy: 'Name another folder, or move this one away.',
      cause: error,
    });
  }
}

async function renderBeside(
  library: string,
  seed: number,
  scale: number,
  onProgress: (progress: SampleProgress) => void,
): Promise<{ files: number }> {
  const partial = `${library}.partial-${process.pid}`;
  await removeRemains(library);
  await rm(partial, { recursive: true, force: true });
  try {
    const photos = [...SHOOTS.flatMap((shoot) => photosOf(shoot, seed)), ...strays(seed)];
    const files = await fill(partial, photos, scale, onProgress);
    await writeFile(join(partial, MARKER), `${JSON.stringify({ files, seed })}\n`);
    await rename(partial, library).catch((error: NodeJS.ErrnoException) => {
      // Another run finished first: its library is as good.
      if (!existsSync(join(library, MARKER))) throw error;
    });
    return { files };
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function fill(
  partial: string,
  photos: readonly PlannedPhoto[],
  scale: number,
  onProgress: (progress: SampleProgress) => void,
): Promise<number> {
  const placed = photos.map((photo) => ({ ...photo, file: join(partial, photo.path) }));
  for (const { file } of placed) await mkdir(dirname(file), { recursive: true });
  let done = 0;
  await renderPictures(
    placed.map(({ picture, file, tags }) => ({
      picture,
      target: file,
      scale,
      model: String(tags?.Model ?? ''),
    })),
    () => onProgress({ done: ++done, total: placed.length }),
  );
  await writeTags(
    placed.flatMap(({ file, tags, picture }) =>
      tags === null ? [] : [{ file, tags: { ...tags, ...shapeTags(picture, scale) } }],
    ),
  );
  const odd = await addOddFiles(partial);
  for (const { file, mtimeMillis } of placed) {
    const when = new Date(mtimeMillis);
    await utimes(file, when, when);
  }
  return placed.length + odd;
}

/** What EXIF says of the pixels as they are stored. */
function shapeTags(picture: Picture, scale: number): Record<string, number> {
  const [width, height] = scaledSize(picture, scale);
  const turned = picture.orientation !== 1;
  return {
    'Orientation#': picture.orientation,
    ExifImageWidth: turned ? height : width,
    ExifImageHeight: turned ? width : height,
  };
}

/** Half-rendered folders of runs that were killed. */
async function removeRemains(library: string): Promise<void> {
  const parent = dirname(library);
  await mkdir(parent, { recursive: true });
  const prefix = `${basename(library)}.partial-`;
  for (const name of await readdir(parent)) {
    const pid = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid || isRunning(Number(pid))) continue;
    await rm(join(parent, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function explained(error: unknown, library: string): unknown {
  if (error instanceof PhotoTagError) return error;
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new PhotoTagError('DISK_FULL', 'The disk is full: the sample library was not rendered.', {
      file: library,
      remedy: 'Make room for 120 MB, or name a folder on another disk.',
      cause: error,
    });
  return new PhotoTagError('DATA_FOLDER', `The sample library could not be rendered: ${messageOf(error)}`, {
    file: library,
    remedy: 'Look whether the folder can be written, or name another one.',
    cause: error,
  });
}
