import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readText, stat } from './disk.ts';
import { hardLink } from './hard-link.ts';
import { type LockDraft, makeDraft } from './lock-draft.ts';
import { isAbandoned, type LockOwner } from './lock-owner.ts';
import { clearUp, removeFile } from './remove-file.ts';
import type { SharedDrafts } from './shared-drafts.ts';
import { SidecarRefusal } from './sidecar-refusal.ts';
import { writeNewFile } from './write-new-file.ts';

/*
 * A lock is a file that names its owner. It appears whole: a draft with the owner in it (lock-draft.ts) gets the lock's
 * name as a second one by link(2), which fails where the name is taken. A killed process leaves its lock; the next one
 * takes it over when the owner is gone, or when it is older than any write can be. lock-sweep.ts looks for those that
 * nobody would ask for again.
 */

const POLL_MILLIS = 25;

/** Locks, with their owner, whose work in this process is done and that could not be removed (a disk that failed then). */
const givenUp = new Set<string>();

const keyOf = (lock: string, owner: string): string => `${lock}\n${owner}`;

/**
 * Runs `work` while nobody else holds the lock.
 * @param deadline until when to wait for others, in milliseconds since 1970.
 * @param drafts where the lock's draft comes from and stays; else it gets one of its own.
 * @throws SidecarRefusal after that.
 */
export async function holdLockFile<Result>(
  lock: string,
  work: () => Promise<Result>,
  deadline: number,
  drafts?: SharedDrafts,
): Promise<Result> {
  const folder = dirname(lock);
  const draft = await (drafts?.in(folder) ?? makeDraft(folder));
  try {
    try {
      await acquire(lock, draft, deadline);
    } catch (error) {
      await drafts?.forget(folder);
      throw error;
    } finally {
      // Not a reason to give a lock back: the next start finds the draft by its name.
      if (drafts === undefined) await clearUp(() => removeFile(draft.path));
    }
    return await work();
  } finally {
    await release(lock, draft.owner);
  }
}

async function acquire(lock: string, draft: LockDraft, deadline: number): Promise<void> {
  while (!(await claim(lock, draft))) {
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
}

/**
 * After a claim that failed too: the disk may have made the lock and lost the answer. Never fails, since the work is
 * done or has failed by itself; what stays is known to this process as nobody's, and to others when this one ends.
 */
async function release(lock: string, owner: string): Promise<void> {
  givenUp.add(keyOf(lock, owner));
  const isGone = await clearUp(async () => {
    // Not where somebody took it over, because this computer slept in the middle of its work.
    if ((await readLock(lock)) === owner) await removeFile(lock);
  });
  if (isGone) givenUp.delete(keyOf(lock, owner));
}

/** @returns false where somebody has the lock. */
async function claim(lock: string, { path, owner }: LockDraft): Promise<boolean> {
  const linked = await hardLink(path, lock);
  return linked === 'unsupported' ? await createWithoutLink(lock, owner) : linked === 'linked';
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
export async function removeStale(lock: string, content: string, deadline: number): Promise<void> {
  const name = createHash('sha1')
    .update(`${basename(lock)}\n${content}`)
    .digest('hex');
  const remove = async () => {
    if ((await readIfStale(lock)) === content) await removeFile(lock);
  };
  await holdLockFile(join(dirname(lock), `.${name}.photo-tag-takeover`), remove, deadline);
  givenUp.delete(keyOf(lock, content));
}

const TAKEOVER = /^\.[0-9a-f]{40}\.photo-tag-takeover$/u;

/** Whether a file of this name is the lock for the removal of another lock. */
export const isTakeover = (name: string): boolean => TAKEOVER.test(name);

/** The content of a lock that nobody holds any more, or null. */
export async function readIfStale(lock: string): Promise<string | null> {
  const content = await readLock(lock);
  if (content === null || givenUp.has(keyOf(lock, content))) return content;
  const stats = await stat(lock).catch(() => null);
  return stats !== null && isAbandoned(ownerOf(content), stats.mtimeMs) ? content : null;
}

async function readLock(lock: string): Promise<string | null> {
  try {
    return await readText(lock);
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
