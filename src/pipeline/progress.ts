import type { StageName } from '../domain/stage-name.ts';
import type { StageUnit } from '../stages/stage.ts';

/** How far a stage is. */
export interface Progress {
  readonly stage: StageName;
  readonly unit: StageUnit;
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  readonly skipped: number;
  readonly elapsedSeconds: number;
  /** Units per second over the last part of the run, so that a pause or a cache shows at once. */
  readonly ratePerSecond: number;
  /** Null until a rate is known. */
  readonly secondsLeft: number | null;
}

/** Rate over this long is steady enough to read and young enough to be true. */
const RATE_WINDOW_MILLIS = 20_000;

/** Counts outcomes and reckons rate and time left. The clock is an argument so that tests need not wait. */
export class ProgressMeter {
  readonly #stage: StageName;
  readonly #unit: StageUnit;
  #total: number;
  readonly #now: () => number;
  readonly #started: number;
  #samples: { at: number; done: number }[];
  #done = 0;
  #failed = 0;
  #skipped = 0;

  constructor(stage: StageName, unit: StageUnit, total: number, now: () => number = Date.now) {
    this.#stage = stage;
    this.#unit = unit;
    this.#total = total;
    this.#now = now;
    this.#started = now();
    this.#samples = [{ at: this.#started, done: 0 }];
  }

  count(units: number, status: 'done' | 'skipped' | 'failed'): void {
    this.#done += units;
    if (status === 'failed') this.#failed += units;
    if (status === 'skipped') this.#skipped += units;
  }

  /** In the place of counting, where others count. */
  set({ total, done, failed, skipped }: Pick<Progress, 'total' | 'done' | 'failed' | 'skipped'>): void {
    this.#total = Math.max(total, done);
    this.#done = done;
    this.#failed = failed;
    this.#skipped = skipped;
  }

  read(): Progress {
    const now = this.#now();
    this.#samples.push({ at: now, done: this.#done });
    while (this.#samples.length > 2 && now - this.#samples[1]!.at > RATE_WINDOW_MILLIS) this.#samples.shift();
    const first = this.#samples[0]!;
    const seconds = (now - first.at) / 1000;
    const ratePerSecond = seconds > 0 ? (this.#done - first.done) / seconds : 0;
    const left = this.#total - this.#done;
    return {
      stage: this.#stage,
      unit: this.#unit,
      done: this.#done,
      total: this.#total,
      failed: this.#failed,
      skipped: this.#skipped,
      elapsedSeconds: (now - this.#started) / 1000,
      ratePerSecond,
      secondsLeft: left <= 0 ? 0 : ratePerSecond > 0 ? left / ratePerSecond : null,
    };
  }
}
