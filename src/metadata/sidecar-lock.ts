import { randomUUID } from 'node:crypto';
import { lstat, open, readFile, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { besideName } from './beside-name.ts';
import { SidecarRefusal } from './sidecar-refusal.ts';

/*
 * One writer of ours at a time per sidecar: in this process by a queue (inTurn), among processes and machines by a lock
 * file `.IMG_1.xmp.photo-tag-lock` that is made with O_EXCL. A killed process leaves its lock; the next writer takes it over
 * when the process is gone, or when it is older than any write can be. Other programs know nothing of our lock:
 * against them, and should two ever hold the lock, the bytes are compared right before the rename.
 */

/** The lock is held for one small write, so seconds mean that somebody else's disk is slow. */
export const LOCK_WAIT_MILLIS = 5_000;
const POLL_MILLIS = 25;

/** Longer than a write on the slowest network disk. Too short would let two write; too long only delays a retry. */
const STALE_AFTER_MILLIS = 10 * 60_000;

/**
 * Between making the lock file and writing the owner into it lies a moment; a process killed there leaves a lock that
 * names nobody. Shorter than the wait, so that whoever meets it takes it over instead of giving up.
 */
const OWNERLESS_AFTER_MILLIS = 2_000;

const queues = new Map<string, Promise<unknown>>();

/** Runs the works of one sidecar in this process one after the other, in the order of the calls. */
export async function inTurn<Result>(target: string, work: () => Promise<Result>): Promise<Result> {
  const earlier = queues.get(target) ?? Promise.resolve();
  const mine = earlier.then(work);
  const settled = mine.catch(() => undefined);
  queues.set(target, settled);
  try {
    return await mine;
  } finally {
    if (queues.get(target) === settled) queues.delete(target);
  }
}

/**
 * Runs `work` while no other process of ours writes this sidecar. Keep it short: others wait.
 *
 * @throws SidecarRefusal where another process holds the lock for longer than `waitMillis`.
 */
export async function withLockFile<Result>(
  target: string,
  work: () => Promise<Result>,
  waitMillis = LOCK_WAIT_MILLIS,
): Promise<Result> {
  const lock = besideName(target, 'lock');
  await acquire(lock, Date.now() + waitMillis);
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

/** True while somebody writes the sidecar, and after somebody was killed while writing it. */
export async function hasLockFile(target: string): Promise<boolean> {
  return await lstat(besideName(target, 'lock')).then(
    () => true,
    () => false,
  );
}

async function acquire(lock: string, deadline: number): Promise<void> {
  while (!(await create(lock))) {
    const stale = await readIfStale(lock);
    if (stale !== null) {
      // Only if it is still the same: another taker may have been quicker and hold a new one.
      if ((await readLock(lock)) === stale) await rm(lock, { force: true });
    } else if (Date.now() > deadline) {
      throw new SidecarRefusal(
        `Another photo-tag is writing this sidecar. Try again when it is done; if none runs, delete ${lock}.`,
      );
    } else {
      await sleep(POLL_MILLIS);
    }
  }
}

async function create(lock: string): Promise<boolean> {
  try {
    const file = await open(lock, 'wx');
    try {
      await file.writeFile(JSON.stringify({ host: hostname(), pid: process.pid, lock: randomUUID() }));
    } catch (error) {
      await rm(lock, { force: true });
      throw error;
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** The content of a lock that nobody holds any more, or null. */
async function readIfStale(lock: string): Promise<string | null> {
  const content = await readLock(lock);
  if (content === null) return null;
  const stats = await stat(lock).catch(() => null);
  return stats !== null && isStale(content, stats.mtimeMs) ? content : null;
}

async function readLock(lock: string): Promise<string | null> {
  try {
    return await readFile(lock, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function isStale(content: string, madeMillis: number): boolean {
  const ageMillis = Date.now() - madeMillis;
  if (ageMillis > STALE_AFTER_MILLIS) return true;
  const owner = ownerOf(content);
  if (owner === null) return ageMillis > OWNERLESS_AFTER_MILLIS;
  if (owner.host !== hostname()) return false;
  // Our own number: another thread of ours, unless the lock is older than this process (containers reuse numbers).
  if (owner.pid === process.pid) return madeMillis < Date.now() - process.uptime() * 1000;
  return !isAlive(owner.pid);
}

function ownerOf(content: string): { host: string; pid: number } | null {
  try {
    const { host, pid } = JSON.parse(content) as { host?: unknown; pid?: unknown };
    return typeof host === 'string' && typeof pid === 'number' && pid > 0 ? { host, pid } : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
