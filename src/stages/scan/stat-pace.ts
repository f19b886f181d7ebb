import { type BigIntStats, lstatSync } from 'node:fs';
import { lstat } from 'node:fs/promises';

/** Stat calls under way at once where each has to wait: enough to hide the latency of a network disk. */
const STATS_AT_ONCE = 32;
/** What the system has in memory takes some 3 µs; what is slower than this comes from a disk or over a network. */
const SLOW_STAT_MILLIS = 0.1;
/** Folders after a slow one, before it is found out anew. */
const FOLDERS_BEFORE_NEXT_TRY = 50;

/**
 * Stats of many paths. One after the other where the system answers from memory, which takes a fifth of the processor
 * time; several at a time where it has to wait.
 */
export class StatPace {
  readonly #slowMillis: number;
  #slowFolders = 0;

  /** @param slowMillis what takes longer has to wait */
  constructor(slowMillis = SLOW_STAT_MILLIS) {
    this.#slowMillis = slowMillis;
  }

  /** @returns by place in `paths`; throws what that stat threw. */
  async stats(paths: readonly string[]): Promise<(i: number) => BigIntStats> {
    if (this.#slowFolders > 0) {
      this.#slowFolders--;
      return this.#atOnce(paths);
    }
    const [first, rest] = [paths.slice(0, STATS_AT_ONCE), paths.slice(STATS_AT_ONCE)];
    let slow = 0;
    const early = first.map((path) => {
      const startedAt = performance.now();
      const stats = outcomeOf(() => lstatSync(path, { bigint: true }));
      if (performance.now() - startedAt > this.#slowMillis) slow++;
      return stats;
    });
    // One alone may be the machine that was busy with something else.
    const isSlow = slow > first.length / 4;
    if (isSlow) this.#slowFolders = FOLDERS_BEFORE_NEXT_TRY;
    const late = isSlow
      ? await this.#atOnce(rest)
      : valuesOf(rest.map((path) => outcomeOf(() => lstatSync(path, { bigint: true }))));
    const soon = valuesOf(early);
    return (i) => (i < early.length ? soon(i) : late(i - early.length));
  }

  async #atOnce(paths: readonly string[]): Promise<(i: number) => BigIntStats> {
    const all: PromiseSettledResult<BigIntStats>[] = [];
    for (let start = 0; start < paths.length; start += STATS_AT_ONCE) {
      const some = paths.slice(start, start + STATS_AT_ONCE);
      all.push(...(await Promise.allSettled(some.map((path) => lstat(path, { bigint: true })))));
    }
    return valuesOf(all);
  }
}

function outcomeOf<Value>(work: () => Value): PromiseSettledResult<Value> {
  try {
    return { status: 'fulfilled', value: work() };
  } catch (reason) {
    return { status: 'rejected', reason };
  }
}

const valuesOf =
  <Value>(outcomes: readonly PromiseSettledResult<Value>[]) =>
  (i: number): Value => {
    const outcome = outcomes[i]!;
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  };
