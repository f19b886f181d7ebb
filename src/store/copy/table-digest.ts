import { createHash } from 'node:crypto';
import type { ColumnKind, Row, Value } from './table-shape.ts';

const MASK = (1n << 128n) - 1n;

/**
 * A checksum of rows in whatever order: the sum of the first 128 bits of the SHA-256 of each. Two tables that differ in
 * a bit of one row have different sums, unless by a chance of 2⁻¹²⁸; a row that is there twice counts twice.
 */
export class TableDigest {
  rows = 0;
  #sum = 0n;
  readonly #kinds: readonly ColumnKind[];

  /** @param kinds of the columns, in the order of the values of each row */
  constructor(kinds: readonly ColumnKind[]) {
    this.#kinds = kinds;
  }

  add(row: Row): void {
    const hash = createHash('sha256');
    row.forEach((value, i) => {
      const bytes = bytesOf(value, this.#kinds[i]!);
      // The length first, so that no two rows run into the same bytes.
      hash.update(`${bytes === null ? 'null' : bytes.length}:`);
      if (bytes !== null) hash.update(bytes);
    });
    const sum = hash.digest();
    this.#sum = (this.#sum + (sum.readBigUInt64LE(0) | (sum.readBigUInt64LE(8) << 64n))) & MASK;
    this.rows++;
  }

  get hex(): string {
    return this.#sum.toString(16).padStart(32, '0');
  }
}

function bytesOf(value: Value, kind: ColumnKind): Uint8Array | null {
  if (value === null) return null;
  if (value instanceof Uint8Array) return value;
  if (kind === 'real') return new Uint8Array(Float64Array.of(Number(value)).buffer);
  return Buffer.from(String(value));
}
