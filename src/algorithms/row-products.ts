/**
 * A request for the scalar products of each row of `a` with each row of `b`: out[i·n + j] = a_i · b_j for m rows
 * of `a` and n rows of `b`, all row-major with rows of `dimensions` values. The sums may run in any order and in
 * float32.
 */
export interface ProductRequest {
  readonly a: Float32Array;
  readonly b: Float32Array;
  readonly dimensions: number;
  /** Its first m × n values are overwritten. */
  readonly out: Float32Array;
}

/**
 * An algorithm that needs products. It is a generator that yields a request wherever it needs one answered, so
 * that the same lines run on plain loops at once (`withPlainProducts`) and on a library whose calls are
 * asynchronous (`withProducts`), and know neither.
 */
export type NeedsProducts<Result> = Generator<ProductRequest, Result, void>;

/** Fills `out`. */
export type RowProducts = (request: ProductRequest) => Promise<void>;

export function withPlainProducts<Result>(algorithm: NeedsProducts<Result>): Result {
  for (;;) {
    const step = algorithm.next();
    if (step.done) return step.value;
    plainProducts(step.value);
  }
}

export async function withProducts<Result>(
  algorithm: NeedsProducts<Result>,
  products: RowProducts,
): Promise<Result> {
  for (;;) {
    const step = algorithm.next();
    if (step.done) return step.value;
    await products(step.value);
  }
}

/** In tiles of 4×4: eight loads serve sixteen products, and sixteen sums don't wait for each other. */
export function plainProducts({ a, b, dimensions, out }: ProductRequest): void {
  const m = a.length / dimensions;
  const n = b.length / dimensions;
  // Widened once: the conversion of each operand costs more than the product.
  const rows = Float64Array.from(a);
  const columns = Float64Array.from(b);
  const tile = new Float64Array(16);
  for (let i = 0; i < m; i += 4) {
    for (let j = 0; j < n; j += 4) {
      dotTile({ rows, columns, dimensions, i, j, lastRow: m - 1, lastColumn: n - 1 }, tile);
      for (let r = i; r < Math.min(i + 4, m); r++) {
        for (let c = j; c < Math.min(j + 4, n); c++) out[r * n + c] = tile[(r - i) * 4 + (c - j)]!;
      }
    }
  }
}

interface Tile {
  readonly rows: Float64Array;
  readonly columns: Float64Array;
  readonly dimensions: number;
  readonly i: number;
  readonly j: number;
  readonly lastRow: number;
  readonly lastColumn: number;
}

/** Dot products of rows i … i+3 with columns j … j+3 into `tile`, each summed in order; past the last, the last. */
export function dotTile(
  { rows, columns, dimensions, i, j, lastRow, lastColumn }: Tile,
  tile: Float64Array,
): void {
  const i0 = i * dimensions;
  const i1 = Math.min(i + 1, lastRow) * dimensions;
  const i2 = Math.min(i + 2, lastRow) * dimensions;
  const i3 = Math.min(i + 3, lastRow) * dimensions;
  const j0 = j * dimensions;
  const j1 = Math.min(j + 1, lastColumn) * dimensions;
  const j2 = Math.min(j + 2, lastColumn) * dimensions;
  const j3 = Math.min(j + 3, lastColumn) * dimensions;
  let s00 = 0;
  let s01 = 0;
  let s02 = 0;
  let s03 = 0;
  let s10 = 0;
  let s11 = 0;
  let s12 = 0;
  let s13 = 0;
  let s20 = 0;
  let s21 = 0;
  let s22 = 0;
  let s23 = 0;
  let s30 = 0;
  let s31 = 0;
  let s32 = 0;
  let s33 = 0;
  for (let k = 0; k < dimensions; k++) {
    const a0 = rows[i0 + k]!;
    const a1 = rows[i1 + k]!;
    const a2 = rows[i2 + k]!;
    const a3 = rows[i3 + k]!;
    const b0 = columns[j0 + k]!;
    const b1 = columns[j1 + k]!;
    const b2 = columns[j2 + k]!;
    const b3 = columns[j3 + k]!;
    s00 += a0 * b0;
    s01 += a0 * b1;
    s02 += a0 * b2;
    s03 += a0 * b3;
    s10 += a1 * b0;
    s11 += a1 * b1;
    s12 += a1 * b2;
    s13 += a1 * b3;
    s20 += a2 * b0;
    s21 += a2 * b1;
    s22 += a2 * b2;
    s23 += a2 * b3;
    s30 += a3 * b0;
    s31 += a3 * b1;
    s32 += a3 * b2;
    s33 += a3 * b3;
  }
  tile[0] = s00;
  tile[1] = s01;
  tile[2] = s02;
  tile[3] = s03;
  tile[4] = s10;
  tile[5] = s11;
  tile[6] = s12;
  tile[7] = s13;
  tile[8] = s20;
  tile[9] = s21;
  tile[10] = s22;
  tile[11] = s23;
  tile[12] = s30;
  tile[13] = s31;
  tile[14] = s32;
  tile[15] = s33;
}
