import type { Sha1 } from '../../domain/photo.ts';
import type { Library } from '../library.ts';
import { type PhotoDate, photoDates } from './photo-dates.ts';

/**
 * Photos of which something was decided that their dates do not say yet: the stage `dates` has not run since. The
 * decisions are looked through once; from then on only photos that were changed are looked at again.
 */
export class DueDates {
  readonly #library: () => Library;
  /** May be due: those that are not any more are dropped when they are looked at. */
  #suspects: Set<Sha1> | null = null;
  #touched: Sha1[] = [];

  constructor(library: () => Library) {
    this.#library = library;
  }

  /** Something else is said of these now. */
  touch(sha1s: readonly Sha1[]): void {
    if (this.#suspects === null) this.#touched.push(...sha1s);
    else for (const sha1 of sha1s) this.#suspects.add(sha1);
  }

  async photos(): Promise<ReadonlySet<Sha1>> {
    const { store } = this.#library();
    const suspects = this.#suspects ?? new Set((await store.dates.allDecisions()).keys());
    for (const sha1 of this.#touched.splice(0)) suspects.add(sha1);
    this.#suspects ??= suspects;
    const due = new Set<Sha1>();
    const looked = [...suspects];
    for await (const photo of photoDates(store, looked)) if (isDue(photo)) due.add(photo.sha1);
    for (const sha1 of looked) if (!due.has(sha1)) suspects.delete(sha1);
    return due;
  }
}

/** Whether the date says something else than the decision, or still says one that was taken back. */
export function isDue({
  time,
  decision,
  clockMillis,
}: Pick<PhotoDate, 'time' | 'decision' | 'clockMillis'>): boolean {
  if (decision === null) return time?.byHand === true;
  if (decision.kind === 'shift') {
    // A shift of a clock that is not there does nothing.
    if (clockMillis === null) return false;
    return !(
      time?.byHand === true &&
      time.precision === 'second' &&
      time.wallMillis === clockMillis + decision.shiftMillis
    );
  }
  const { startMillis, endMillis } = decision.interval;
  return !(
    time?.byHand === true &&
    time.interval?.startMillis === startMillis &&
    time.interval.endMillis === endMillis
  );
}
