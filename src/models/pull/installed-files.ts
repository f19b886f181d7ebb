import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelEntry } from '../../domain/model.ts';
import { filesOf, precisionsOf } from '../catalog/default-precision.ts';
import { modelFolder } from '../model-folder.ts';
import type { ModelFileState, ModelFileStatus, ModelStatus } from '../model-store.ts';
import { addFile, type FileDigests, RunningDigest } from './file-digest.ts';
import { partPath } from './part-file.ts';
import { type Pin, type Pins, readPins } from './pins.ts';
import { cancelled, diskProblem } from './pull-errors.ts';

/**
 * What of a model is on disk.
 * @param signal with one, every byte is read; without, sizes alone are compared.
 */
export async function statusOf(
  modelsDir: string,
  entry: ModelEntry,
  signal: AbortSignal | null,
): Promise<ModelStatus> {
  const folder = modelFolder(modelsDir, entry);
  const pins = await readPins(folder);
  const files: ModelFileStatus[] = [];
  let partBytes = 0;
  for (const { path } of entry.files) {
    const target = join(folder, path);
    const bytes = await sizeOf(target);
    partBytes += (await sizeOf(partPath(target))) ?? 0;
    const pin = pins.get(path);
    if (bytes === null && pin === undefined) continue;
    files.push({ path, bytes, state: await stateOf(target, bytes, pin, signal) });
  }
  const isThere = (path: string) => files.some((file) => file.path === path && isUsable(file.state));
  const installed = precisionsOf(entry).filter((precision) =>
    filesOf(entry, precision).every(({ path }) => isThere(path)),
  );
  return { entry, folder, installed, files: withoutRemoved(files, pins), partBytes };
}

const isUsable = (state: ModelFileState): boolean => state === 'ok' || state === 'unpinned';

/** A model that was removed keeps its pins, and misses nothing. */
function withoutRemoved(files: readonly ModelFileStatus[], pins: Pins): readonly ModelFileStatus[] {
  return pins.size > 0 && files.every(({ state }) => state === 'missing') ? [] : files;
}

async function stateOf(
  path: string,
  bytes: number | null,
  pin: Pin | undefined,
  signal: AbortSignal | null,
): Promise<ModelFileState> {
  if (bytes === null) return 'missing';
  if (pin === undefined) return 'unpinned';
  if (pin.bytes !== bytes) return 'changed';
  if (signal === null) return 'ok';
  return (await digestsOf(path, bytes, signal)).sha256 === pin.sha256 ? 'ok' : 'changed';
}

/** @returns null where there is no such file. */
export async function sizeOf(path: string): Promise<number | null> {
  try {
    const stats = await stat(path);
    return stats.isFile() ? stats.size : null;
  } catch {
    return null;
  }
}

export async function digestsOf(path: string, bytes: number, signal: AbortSignal): Promise<FileDigests> {
  const digest = new RunningDigest(bytes);
  try {
    await addFile(digest, path, signal);
  } catch (error) {
    if (signal.aborted) throw cancelled();
    throw diskProblem(error, path, path);
  }
  return digest.end();
}
