import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';
import type { LibraryLock } from '../../store/store.ts';
import type { WorkTools } from './tools.ts';

const AGAIN_MILLIS = 1000;

/**
 * While workers have something to do they hold the library together, so that who wants it alone (a run in one process,
 * the writing of sidecars) waits for them, and they for him.
 */
export class LibraryHold {
  readonly #tools: Pick<WorkTools, 'lock' | 'tell'>;
  #lock: LibraryLock | null = null;
  #taking: Promise<boolean> | null = null;
  #isKeptOff = false;

  constructor(tools: Pick<WorkTools, 'lock' | 'tell'>) {
    this.#tools = tools;
  }

  /** @returns false where somebody has it alone */
  async take(): Promise<boolean> {
    if (this.#tools.lock === undefined || (this.#lock !== null && !this.#lock.lost.aborted)) return true;
    this.#taking ??= this.#take(this.#tools.lock).finally(() => {
      this.#taking = null;
    });
    return this.#taking;
  }

  /** With the connection the lock is lost; it is taken again before anything is saved. */
  async mend(): Promise<void> {
    while (this.#lock?.lost.aborted && !(await this.take())) await sleep(AGAIN_MILLIS);
  }

  async release(): Promise<void> {
    const lock = this.#lock;
    this.#lock = null;
    await lock?.release();
  }

  async #take(lock: () => Promise<LibraryLock>): Promise<boolean> {
    try {
      this.#lock = await lock();
      this.#isKeptOff = false;
      return true;
    } catch (error) {
      if (!(error instanceof PhotoTagError) || error.code !== 'LOCKED') throw error;
      if (!this.#isKeptOff) this.#tools.tell(`${messageOf(error)}. Waiting for its end.`);
      this.#isKeptOff = true;
      return false;
    }
  }
}
