import type { Store } from '../store/store.ts';

/** Below it any plan is quick. */
const FIRST = 1000;

/**
 * Has the tables counted anew each time a stage has done twice as much. What a stage fills was empty when it began, and a
 * planner that takes it for empty still reads all of it for each lookup, so that the stage slows down as it goes on.
 */
export class StockTaking {
  readonly #store: Pick<Store, 'takeStock'>;
  #next = FIRST;

  constructor(store: Pick<Store, 'takeStock'>) {
    this.#store = store;
  }

  /** @param done items of the stage so far */
  async after(done: number): Promise<void> {
    if (done < this.#next) return;
    this.#next = 2 * done;
    await this.#store.takeStock();
  }
}
