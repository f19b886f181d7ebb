/** So many batches without trouble, and a larger one is tried again: some minutes on a GPU. */
const STEP_UP_AFTER = 200;

/**
 * How many pictures a batch may have: halved when memory runs out, doubled again after a while, and after a longer
 * while each time that this was too early.
 */
export class BatchSize {
  readonly #most: number;
  readonly #stepUpAfter: number;
  #current: number;
  #good = 0;
  #patience = 1;
  #onTrial = false;

  constructor(most: number, stepUpAfter = STEP_UP_AFTER) {
    this.#most = most;
    this.#stepUpAfter = stepUpAfter;
    this.#current = most;
  }

  get current(): number {
    return this.#current;
  }

  /**
   * Memory ran out with a batch of that size.
   * @returns whether the size is another now: a batch that was at work beside the first to fail changes nothing more
   */
  tooLarge(size: number): boolean {
    const half = Math.max(1, Math.floor(size / 2));
    if (half >= this.#current) return false;
    if (this.#onTrial) this.#patience *= 2;
    this.#onTrial = false;
    this.#good = 0;
    this.#current = half;
    return true;
  }

  /** A batch went well. @returns whether the size is another now */
  wentWell(size: number): boolean {
    if (this.#current >= this.#most || size < this.#current) return false;
    this.#good++;
    if (this.#good < this.#stepUpAfter * this.#patience) return false;
    this.#good = 0;
    this.#onTrial = true;
    this.#current = Math.min(this.#most, this.#current * 2);
    return true;
  }
}
