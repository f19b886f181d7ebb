import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hardLink } from './hard-link.ts';
import { removeIfLeftover, writeDraft } from './lock-draft.ts';
import { isAbandoned, type LockOwner } from './lock-owner.ts';
import { SidecarRefusal } from './sidecar-refusal.ts';
import { writeNewFile } from './write-new-file.ts';

/*
 * A lock is a file that names its owner. It appears whole: a draft with the owner in it (lock-draft.ts) gets the lock's
 * name as a second one by link(2), which fails where the name is taken. A killed process leaves its lock; the next one
 * takes it over when the owner is gone, or when it is older than any write can be.
 */

const POLL_MILLIS = 25;

/** How often a folder is looked through for what killed processes left: one file at most for each write at a time. */
const SWEEP_EVERY_MILLIS = 10 * 60_000;

const sweptAt = new Map<string, number>();

/**
 * Runs `work` while nobody else holds the lock.
 * @param deadline until when to wait for others, in milliseconds since 1970.
 * @throws SidecarRefusal after that.
 */
export async function holdLockFile<Result>(
  lock: string,
  work: () => Promise<Result>,
  deadline: number,
): Promise<Result> {
  await sweep(dirname(lock), deadline);
  const owner = JSON.stringify({ host: hostname(), pid: process.pid, lock: randomUUID() });
  await acquire(lock, owner, deadline);
  try {
    return await work();
  } finally {
    // Not where somebody took it over, because this computer slept in the middle of its work.
    if ((await readLock(lock)) === owner) await rm(lock, { force: true });
  }
}

async function acquire(lock: string, owner: string, deadline: number): Promise<void> {
  const draft = await writeDraft(dirname(lock), owner);
  try {
    while (!(await claim(lock, draft, owner))) {
      const stale = await readIfStale(lock);
      if (stale !== null) {
        await removeStale(lock, stale, deadline);
      } else if (Date.now() > deadline) {
        throw new SidecarRefusal(
          `Another photo-tag is writing this sidecar. Try again when it is done; if none runs, delete ${lock}.`,
        );
      } else {
        await sleep(POLL_MILLIS);
      }
    }
  } finally {
    await rm(draft, { force: true });
  }
}

/** @returns false where somebody has the lock. */
async function claim(lock: string, draft: string, owner: string): Promise<boolean> {
  const linked = await hardLink(draft, lock);
  if (linked === 'unsupported') return await createWithoutLink(lock, owner);
  if (linked === 'linked') return true;
  // A network disk may have done it and lost the answer; then the draft has two names (open(2), on NFS).
  return (await stat(draft)).nlink === 2;
}

/** Where a disk has no hard links: a process killed in here leaves a lock without an owner. */
async function createWithoutLink(lock: string, owner: string): Promise<boolean> {
  try {
    await writeNewFile(lock, owner);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Several may find the same lock of a killed process, and the slower one must not remove the new lock that the quicker
 * one has made meanwhile. So the removal itself is done under a lock, whose name belongs to exactly this content.
 */
async function removeStale(lock: string, content: string, deadline: number): Promise<void> {
  const name = createHash('sha1')
    .update(`${basename(lock)}\n${content}`)
    .digest('hex');
  const remove = async () => {
    if ((await readIfStale(lock)) === content) await rm(lock, { force: true });
  };
  await holdLockFile(join(dirname(lock), `.${name}.photo-tag-takeover`), remove, deadline);
}

const TAKEOVER = /^\.[0-9a-f]{40}\.photo-tag-takeover$/;

/** Removes what killed processes left beside their locks, when a folder is first written to and now and then after it. */
async function sweep(folder: string, deadline: number): Promise<void> {
  const now = Date.now();
  if (now - (sweptAt.get(folder) ?? 0) < SWEEP_EVERY_MILLIS) return;
  sweptAt.set(folder, now);
  // What cannot be listed or removed (a folder of somebody else's) is in nobody's way.
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    if (TAKEOVER.test(name)) {
      const stale = await readIfStale(path).catch(() => null);
      if (stale !== null) await removeStale(path, stale, deadline).catch(() => undefined);
    } else {
      await removeIfLeftover(path).catch(() => undefined);
    }
  }
}

/** The content of a lock that nobody holds any more, or null. */
async function readIfStale(lock: string): Promise<string | null> {
  const content = await readLock(lock);
  if (content === null) return null;
  const stats = await stat(lock).catch(() => null);
  return stats !== null && isAbandoned(ownerOf(content), stats.mtimeMs) ? content : null;
}

async function readLock(lock: string): Promise<string | null> {
  try {
    return await readFile(lock, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function ownerOf(content: string): LockOwner | null {
  try {
    const { host, pid } = JSON.parse(content) as { host?: unknown; pid?: unknown };
    if (typeof host !== 'string' || typeof pid !== 'number' || pid <= 0) return null;
    return { isHere: host === hostname(), pid };
  } catch {
    return null;
  }
}
