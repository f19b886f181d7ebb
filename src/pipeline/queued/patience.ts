import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../domain/errors.ts';
import { isConflict, isLost } from './lost-database.ts';
import type { Timings } from './timings.ts';

/** Two transactions in each other's way agree after a few tries; more is a fault of this program. */
const MOST_CONFLICTS = 8;

/** Waits while the database is away, and says so once, and once when it is back. */
export class Patience {
  readonly #timings: Pick<Timings, 'retryMillis'>;
  readonly #tell: (notice: string) => void;
  readonly #giveUp: AbortSignal;
  #lostSince: number | null = null;

  readonly #before: () => Promise<void>;

  /**
   * @param giveUp ends the waiting with the error itself
   * @param before is done before each try
   */
  constructor(
    timings: Pick<Timings, 'retryMillis'>,
    tell: (notice: string) => void,
    giveUp: AbortSignal,
    before: () => Promise<void> = () => Promise.resolve(),
  ) {
    this.#before = before;
    this.#timings = timings;
    this.#tell = tell;
    this.#giveUp = giveUp;
  }

  /** Does the work as often as it takes. It must be harmless to do it again: its commit may have come through. */
  async through<Result>(work: () => Promise<Result>): Promise<Result> {
    const [first, last] = this.#timings.retryMillis;
    let wait = first;
    let conflicts = 0;
    for (;;) {
      try {
        await this.#before();
        const result = await work();
        this.#isBack();
        return result;
      } catch (error) {
        if (this.#giveUp.aborted) throw error;
        if (isConflict(error) && ++conflicts <= MOST_CONFLICTS) {
          await this.#sleep(Math.random() * 50 * conflicts);
          continue;
        }
        if (!isLost(error)) throw error;
        this.#isLost(error);
        await this.#sleep(wait);
        wait = Math.min(2 * wait, last);
      }
    }
  }

  #isLost(error: unknown): void {
    if (this.#lostSince !== null) return;
    this.#lostSince = Date.now();
    this.#tell(`${messageOf(error)}. Waiting until it is back; what is in hand is kept.`);
  }

  #isBack(): void {
    if (this.#lostSince === null) return;
    const seconds = Math.round((Date.now() - this.#lostSince) / 1000);
    this.#lostSince = null;
    this.#tell(`The database is back after ${seconds} s.`);
  }

  async #sleep(millis: number): Promise<void> {
    await sleep(millis, undefined, { signal: this.#giveUp }).catch(() => undefined);
  }
}
