/**
 * A purse that cannot be overdrawn: the most that a call can cost is set aside before it, and what it did cost takes
 * that place. All amounts are whole billionths of a dollar.
 */
export class SpendBudget {
  readonly limitNanoUsd: number;
  #spent: number;
  #setAside = 0;

  /** @param spentNanoUsd in this run before, as when it was killed */
  constructor(limitNanoUsd: number, spentNanoUsd: number) {
    this.limitNanoUsd = limitNanoUsd;
    this.#spent = spentNanoUsd;
  }

  get spentNanoUsd(): number {
    return this.#spent;
  }

  get leftNanoUsd(): number {
    return Math.max(0, this.limitNanoUsd - this.#spent - this.#setAside);
  }

  /** Calls are on their way whose price is not known yet. */
  get isWaiting(): boolean {
    return this.#setAside > 0;
  }

  /** @returns whether it was there. */
  setAside(nanoUsd: number): boolean {
    // A number that is none would pass every comparison.
    if (!(nanoUsd >= 0) || nanoUsd > this.leftNanoUsd) return false;
    this.#setAside += nanoUsd;
    return true;
  }

  /**
   * Ends what was set aside.
   * @returns what counts as spent: never more than was set aside, whatever the service says
   */
  spend(setAsideNanoUsd: number, nanoUsd: number): number {
    const counted = Number.isFinite(nanoUsd)
      ? Math.min(Math.max(0, nanoUsd), setAsideNanoUsd)
      : setAsideNanoUsd;
    this.#setAside -= setAsideNanoUsd;
    this.#spent += counted;
    return counted;
  }
}
