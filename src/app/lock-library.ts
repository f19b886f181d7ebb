import { acquireRunLock, type LockHolder } from '../pipeline/run-lock.ts';
import type { Library } from './library.ts';

/** What of a library can be locked. */
export interface LockableLibrary {
  readonly store: Library['store'];
  readonly settings: Pick<Library['settings'], 'dataFolder'>;
}

export interface LibraryRunLock {
  /** The run on this machine that held the lock before and ended without giving it back, or null. */
  readonly abandonedBy: LockHolder | null;
  /** Aborts when the database is lost, and others may have taken it. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/**
 * One command at a time on one library: on this machine by the lock on its data folder, and on all that share a database
 * by the database's own.
 * Throws LOCKED with who holds it.
 */
export async function lockLibrary(
  { store, settings }: LockableLibrary,
  command: string,
): Promise<LibraryRunLock> {
  const here = acquireRunLock(settings.dataFolder, command);
  try {
    const everywhere = await store.lock({ command });
    return {
      abandonedBy: here.abandonedBy,
      lost: everywhere.lost,
      async release() {
        await everywhere.release();
        here.release();
      },
    };
  } catch (error) {
    here.release();
    throw error;
  }
}
