import type { QueryCodes } from './query-codes.ts';

/** Facts of rows that the scan needs beside their codes; row i of each. */
export interface RowFacts {
  readonly scales: Float32Array;
  readonly errors: Float32Array;
}

/** Rows that may be among the nearest, best bound first. */
export interface Candidates {
  readonly rows: Uint32Array;
  /** None of these rows has a larger product with the query than this. */
  readonly uppers: Float64Array;
  /** Every other row that was not left out has a smaller product than this; −∞ where there is none. */
  readonly beyond: number;
}

/**
 * Which rows may be among the `count` of largest product with a query, when each product is only known within
 * bounds: those whose upper bound reaches the `count`-th largest lower bound. No other row can be among them, so
 * that looking at the candidates alone is exact.
 */
export class CandidateCollector {
  readonly #query: QueryCodes;
  readonly #count: number;
  /** The largest lower bounds as a heap, smallest first. */
  readonly #lowers: Float64Array;
  #kept = 0;
  #rows = new Uint32Array(1024);
  #uppers = new Float64Array(1024);
  #found = 0;
  #leftOut = false;

  constructor(query: QueryCodes, count: number) {
    this.#query = query;
    this.#count = count;
    this.#lowers = new Float64Array(count);
  }

  /**
   * Takes `products[i]`, codes · codes of row `from + i`.
   * @param skipped rows with a value other than 0 are left out
   */
  add(products: Int32Array, facts: RowFacts, from: number, rows: number, skipped: Uint8Array): void {
    const { step, offset, length, slack } = this.#query;
    const { scales, errors } = facts;
    let least = this.#least();
    for (let i = 0; i < rows; i++) {
      const row = from + i;
      const product = offset + step * scales[row]! * products[i]!;
      const reach = length * errors[row]! + slack;
      if (skipped[row] !== 0) continue;
      if (product + reach < least) {
        this.#leftOut = true;
        continue;
      }
      this.#keep(row, product + reach);
      if (product - reach > least) {
        this.#push(product - reach);
        least = this.#least();
      }
    }
  }

  take(): Candidates {
    const least = this.#least();
    const order: number[] = [];
    for (let i = 0; i < this.#found; i++) if (this.#uppers[i]! >= least) order.push(i);
    order.sort((a, b) => this.#uppers[b]! - this.#uppers[a]! || this.#rows[a]! - this.#rows[b]!);
    return {
      beyond: this.#leftOut || order.length < this.#found ? least : -Infinity,
      rows: Uint32Array.from(order, (i) => this.#rows[i]!),
      uppers: Float64Array.from(order, (i) => this.#uppers[i]!),
    };
  }

  #least(): number {
    return this.#kept < this.#count ? -Infinity : this.#lowers[0]!;
  }

  #keep(row: number, upper: number): void {
    if (this.#found === this.#rows.length) this.#makeRoom();
    this.#rows[this.#found] = row;
    this.#uppers[this.#found++] = upper;
  }

  /** Early candidates are mostly none any more by now. */
  #makeRoom(): void {
    const least = this.#least();
    let kept = 0;
    for (let i = 0; i < this.#found; i++) {
      if (this.#uppers[i]! < least) continue;
      this.#rows[kept] = this.#rows[i]!;
      this.#uppers[kept++] = this.#uppers[i]!;
    }
    this.#leftOut ||= kept < this.#found;
    this.#found = kept;
    if (kept <= this.#rows.length / 2) return;
    const rows = new Uint32Array(this.#rows.length * 2);
    const uppers = new Float64Array(rows.length);
    rows.set(this.#rows);
    uppers.set(this.#uppers);
    this.#rows = rows;
    this.#uppers = uppers;
  }

  /** Into the heap; the smallest falls out where it is full. */
  #push(lower: number): void {
    const heap = this.#lowers;
    if (this.#kept < this.#count) {
      let i = this.#kept++;
      for (; i > 0 && heap[(i - 1) >> 1]! > lower; i = (i - 1) >> 1) heap[i] = heap[(i - 1) >> 1]!;
      heap[i] = lower;
      return;
    }
    let i = 0;
    for (let child = 1; child < this.#count; child = 2 * i + 1) {
      if (child + 1 < this.#count && heap[child + 1]! < heap[child]!) child++;
      if (heap[child]! >= lower) break;
      heap[i] = heap[child]!;
      i = child;
    }
    heap[i] = lower;
  }
}
