import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { besideUse } from './beside-name.ts';
import { removeIfLeftover } from './lock-draft.ts';
import { holdLockFile, isTakeover, readIfStale, removeStale } from './lock-file.ts';
import { removeFile } from './remove-file.ts';

/** How often a folder is looked through for what killed processes left: one write at a time leaves three files at most. */
const SWEEP_EVERY_MILLIS = 10 * 60_000;

const sweptAt = new Map<string, number>();

/** When a folder is first written to, and now and then after it. */
export async function sweepNowAndThen(folder: string, deadline: number): Promise<void> {
  const now = Date.now();
  if (now - (sweptAt.get(folder) ?? 0) < SWEEP_EVERY_MILLIS) return;
  sweptAt.set(folder, now);
  await sweepFolder(folder, deadline);
}

/**
 * Removes what killed processes left beside sidecars: drafts, locks, temporary files. What others are at work with
 * stays, and so does what cannot be listed or removed (a folder of somebody else's): it is in nobody's way, and the
 * write of its sidecar will tell.
 *
 * @param deadline until when to wait for others, in milliseconds since 1970.
 */
export async function sweepFolder(folder: string, deadline: number): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    await sweepFile(join(folder, name), name, deadline).catch(() => undefined);
  }
}

async function sweepFile(path: string, name: string, deadline: number): Promise<void> {
  if (isTakeover(name)) {
    const stale = await readIfStale(path);
    if (stale !== null) await removeStale(path, stale, deadline);
    return;
  }
  const beside = besideUse(path);
  if (beside === null) return await removeIfLeftover(path);
  const isFree = beside.use === 'lock' ? (await readIfStale(path)) !== null : !(await isThere(beside.lock));
  // Whoever has a temporary file holds the lock; so under the lock it is nobody's.
  if (isFree) await holdLockFile(beside.lock, () => removeFile(beside.tmp), Date.now());
}

const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );
