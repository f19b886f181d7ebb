import { createHash } from 'node:crypto';
import type { Row, Value } from './table-shape.ts';

const MASK = (1n << 128n) - 1n;

/**
 * A checksum of rows in whatever order: the sum of the first 128 bits of the SHA-256 of each. Two tables that differ in
 * a bit of one row have different sums, unless by a chance of 2⁻¹²⁸; a row that is there twice counts twice.
 */
export class TableDigest {
  rows = 0;
  #sum = 0n;

  add(row: Row): void {
    const hash = createHash('sha256');
    for (const value of row) {
      const bytes = bytesOf(value);
      // The length first, so that no two rows run into the same bytes.
      hash.update(`${bytes === null ? 'null' : bytes.length}:`);
      if (bytes !== null) hash.update(bytes);
    }
    const sum = hash.digest();
    this.#sum = (this.#sum + (sum.readBigUInt64LE(0) | (sum.readBigUInt64LE(8) << 64n))) & MASK;
    this.rows++;
  }

  get hex(): string {
    return this.#sum.toString(16).padStart(32, '0');
  }
}

function bytesOf(value: Value): Uint8Array | null {
  if (value === null) return null;
  if (value instanceof Uint8Array) return value;
  // A column of whole numbers in SQLite takes others as well, and is one of real numbers on Postgres then.
  if (typeof value === 'number') return new Uint8Array(Float64Array.of(value).buffer);
  return Buffer.from(value);
}
