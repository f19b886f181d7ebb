/** Who made a lock, and whether that one can still be at work. */
export interface LockOwner {
  /** True where it was made on this machine, whose processes can be looked up. */
  readonly isHere: boolean;
  readonly pid: number;
}

/** Longer than a write on the slowest network disk. Too short would let two write; too long only delays a retry. */
const STALE_AFTER_MILLIS = 10 * 60_000;

/** FAT rounds the time of a file down to 2 s: a file of this moment may look that old. */
const CLOCK_STEP_MILLIS = 2_000;

/**
 * Where a disk has no hard links, a moment lies between making the lock file and writing the owner into it; a process
 * killed there leaves a lock that names nobody. Longer than that moment on a slow card, and shorter than the wait for a
 * lock, so that whoever meets it takes it over instead of giving up.
 */
const OWNERLESS_AFTER_MILLIS = CLOCK_STEP_MILLIS + 2_000;

/** @param owner null where the file names none. */
export function isAbandoned(owner: LockOwner | null, madeMillis: number): boolean {
  const ageMillis = Date.now() - madeMillis;
  if (ageMillis > STALE_AFTER_MILLIS) return true;
  if (owner === null) return ageMillis > OWNERLESS_AFTER_MILLIS;
  if (!owner.isHere) return false;
  // Our own number: another thread of ours, unless the lock is older than this process (containers reuse numbers).
  if (owner.pid === process.pid) return ageMillis > process.uptime() * 1000 + CLOCK_STEP_MILLIS;
  return !isAlive(owner.pid);
}

/** Whether a process of this machine has this number. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
