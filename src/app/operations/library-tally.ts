import type { FileStatus } from '../../domain/photo.ts';
import type { Reading, StageCounts } from '../../store/store.ts';
import type { VisionSpending } from '../../store/vision-store.ts';

/** How much there is of everything. Counting reads an index from end to end: seconds where there are millions of rows. */
export interface LibraryTally {
  readonly photos: number;
  readonly bytes: number;
  readonly files: Readonly<Record<FileStatus, number>>;
  readonly clusters: number;
  readonly stages: readonly StageCounts[];
  readonly spending: readonly VisionSpending[];
}

export async function tallyOf(store: Reading): Promise<LibraryTally> {
  const { photos, bytes } = await store.files.totals();
  return {
    photos,
    bytes,
    files: await store.files.countsByStatus(),
    clusters: await store.clusters.count(),
    stages: await store.outcomes.counts(),
    spending: await store.vision.spending(),
  };
}

/** Photos are not counted anew before so many seconds have gone by … */
const LEAST_SECONDS = 30;
/** … and counting takes one part in so many of the time, however large the library is. */
const SHARE_OF_TIME = 50;

export interface TallyOfTime {
  readonly tally: LibraryTally;
  /** When it was counted, by `performance.now()`. */
  readonly atMillis: number;
  readonly tookMillis: number;
}

/** The last tally, and a new one on its way where it is old: nobody who asks waits but the first. */
export class KeptTally {
  readonly #count: () => Promise<LibraryTally>;
  #last: TallyOfTime | null = null;
  #underWay: Promise<void> | null = null;

  /** @param count where it keeps nobody else waiting */
  constructor(count: () => Promise<LibraryTally>) {
    this.#count = count;
  }

  /** Null where it was never possible to count. */
  async now(): Promise<TallyOfTime | null> {
    const underWay = this.#isOld() ? this.#refresh() : null;
    if (this.#last === null) await underWay;
    return this.#last;
  }

  #isOld(): boolean {
    if (this.#last === null) return true;
    const { atMillis, tookMillis } = this.#last;
    return performance.now() - atMillis > Math.max(LEAST_SECONDS * 1000, tookMillis * SHARE_OF_TIME);
  }

  #refresh(): Promise<void> {
    this.#underWay ??= this.#countNow().finally(() => {
      this.#underWay = null;
    });
    return this.#underWay;
  }

  async #countNow(): Promise<void> {
    const started = performance.now();
    try {
      const tally = await this.#count();
      const atMillis = performance.now();
      this.#last = { tally, atMillis, tookMillis: atMillis - started };
    } catch {
      // The last one stays, with its age beside it; that the store does not answer is what /health says.
    }
  }
}
