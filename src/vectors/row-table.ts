import type { RowFacts } from '../algorithms/nearest/candidates.ts';
import { encodeRow } from '../algorithms/nearest/row-codes.ts';
import type { VectorRow } from '../store/store.ts';
import { type CodeMemory, openCodeMemory, strideOf } from './code-memory.ts';

/** All rows of an index in memory, in ascending order of id. */
export class RowTable implements RowFacts {
  readonly dimensions: number;
  /** Taken off each row before it is coded; never changes, as codes would mean something else then. */
  readonly mean: Float32Array;
  /** How many rows it is the mean of. */
  readonly rowsOfMean: number;
  readonly codes: CodeMemory;
  ids = new Float64Array(0);
  scales = new Float32Array(0);
  errors = new Float32Array(0);
  /** 1: the vector is no longer in the store. */
  gone = new Uint8Array(0);
  length = 0;
  goneCount = 0;

  constructor(
    mean: Float32Array,
    rowsOfMean: number,
    codes: CodeMemory = openCodeMemory(strideOf(mean.length)),
  ) {
    this.dimensions = mean.length;
    this.mean = mean;
    this.rowsOfMean = rowsOfMean;
    this.codes = codes;
  }

  get lastId(): number {
    return this.length === 0 ? 0 : this.ids[this.length - 1]!;
  }

  reserve(rows: number): void {
    this.codes.reserve(rows);
    if (rows <= this.ids.length) return;
    const room = Math.max(rows, Math.ceil(this.ids.length * 1.5));
    this.ids = widened(this.ids, new Float64Array(room));
    this.scales = widened(this.scales, new Float32Array(room));
    this.errors = widened(this.errors, new Float32Array(room));
    this.gone = widened(this.gone, new Uint8Array(room));
  }

  append(rows: readonly VectorRow[]): void {
    this.reserve(this.length + rows.length);
    for (const { id, sha1, vector } of rows) {
      if (vector.length !== this.dimensions) {
        throw new RangeError(
          `The vector of photo ${sha1} has ${vector.length} numbers, others ${this.dimensions}`,
        );
      }
      const at = this.length++;
      const { scale, error } = encodeRow(vector, this.mean, this.codes.view(at, 1));
      this.ids[at] = id;
      this.scales[at] = scale;
      this.errors[at] = error;
    }
  }

  /** Marks all rows as gone but those of these ids. @param ids ascending */
  keepOnly(ids: Float64Array): void {
    let next = 0;
    this.goneCount = 0;
    for (let row = 0; row < this.length; row++) {
      while (next < ids.length && ids[next]! < this.ids[row]!) next++;
      this.gone[row] = ids[next] === this.ids[row] ? 0 : 1;
      this.goneCount += this.gone[row]!;
    }
  }

  /** Closes the gaps that rows which are gone leave. */
  compact(): void {
    let to = 0;
    for (let row = 0; row < this.length; row++) {
      if (this.gone[row] !== 0) continue;
      if (to !== row) {
        this.codes.view(to, 1).set(this.codes.view(row, 1));
        this.ids[to] = this.ids[row]!;
        this.scales[to] = this.scales[row]!;
        this.errors[to] = this.errors[row]!;
      }
      to++;
    }
    this.gone.fill(0, 0, to);
    this.length = to;
    this.goneCount = 0;
  }

  /** Row of an id; −1 where there is none. */
  rowOf(id: number): number {
    let low = 0;
    let high = this.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (this.ids[middle]! === id) return this.gone[middle] === 0 ? middle : -1;
      if (this.ids[middle]! < id) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}

function widened<Numbers extends { set(values: Numbers): void }>(values: Numbers, wider: Numbers): Numbers {
  wider.set(values);
  return wider;
}
