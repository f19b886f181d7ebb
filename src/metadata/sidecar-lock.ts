import { dirname } from 'node:path';
import { besideName, oneSpelling } from './beside-name.ts';
import { lstat } from './disk.ts';
import { holdLockFile } from './lock-file.ts';
import { sweepNowAndThen } from './lock-sweep.ts';
import type { SharedDrafts } from './shared-drafts.ts';

/*
 * One writer of ours at a time per sidecar: in this process by a queue (inTurn), among processes and machines by a lock
 * file `.img_1.xmp.photo-tag-lock` (lock-file.ts). Other programs know nothing of our lock: against them, the bytes are
 * compared right before the rename.
 */

/** The lock is held for one small write, so seconds mean that somebody else's disk is slow. */
export const LOCK_WAIT_MILLIS = 5_000;

const queues = new Map<string, Promise<unknown>>();

/** Runs the works of one sidecar in this process one after the other, in the order of the calls. */
export async function inTurn<Result>(target: string, work: () => Promise<Result>): Promise<Result> {
  const key = oneSpelling(target);
  const earlier = queues.get(key) ?? Promise.resolve();
  const mine = earlier.then(work);
  const settled = mine.catch(() => undefined);
  queues.set(key, settled);
  try {
    return await mine;
  } finally {
    if (queues.get(key) === settled) queues.delete(key);
  }
}

export interface LockOptions {
  readonly waitMillis?: number;
  /** For whoever locks many sidecars, one after the other. */
  readonly drafts?: SharedDrafts | undefined;
}

/**
 * Runs `work` while no other process of ours writes this sidecar. Keep it short: others wait.
 *
 * @throws SidecarRefusal where another process holds the lock for longer than `waitMillis`.
 */
export async function withLockFile<Result>(
  target: string,
  work: () => Promise<Result>,
  { waitMillis = LOCK_WAIT_MILLIS, drafts }: LockOptions = {},
): Promise<Result> {
  const deadline = Date.now() + waitMillis;
  await sweepNowAndThen(dirname(target), deadline);
  return await holdLockFile(besideName(target, 'lock'), work, deadline, drafts);
}

/** True while somebody writes the sidecar, and after somebody was killed while writing it. */
export async function hasLockFile(target: string): Promise<boolean> {
  return await lstat(besideName(target, 'lock')).then(
    () => true,
    () => false,
  );
}
