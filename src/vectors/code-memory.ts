import { readFileSync } from 'node:fs';
import { PhotoTagError } from '../domain/errors.ts';

/** Rows scanned by one call: their sums stay in the first cache, and other work is let in between calls. */
export const BLOCK_ROWS = 4096;

/** Rows of codes begin at multiples of this many bytes: the step of the scan. */
const ROW_ALIGNMENT = 64;

/** Codes of rows, and their products with a query. */
export interface CodeMemory {
  /** Bytes a row. */
  readonly stride: number;
  /** Makes room for so many rows. Views that were given before may be of no use after it. */
  reserve(rows: number): void;
  /** The codes of `count` rows, row-major, to read and to write. */
  view(from: number, count: number): Int8Array;
  /**
   * Σ codes · query of each of at most BLOCK_ROWS rows; overwritten by the next call.
   * @param query `stride` numbers, so scaled that no sum leaves 32 bits
   */
  products(from: number, count: number, query: Int16Array): Int32Array;
}

export const strideOf = (dimensions: number): number => Math.ceil(dimensions / ROW_ALIGNMENT) * ROW_ALIGNMENT;

/** WebAssembly with SIMD, and plain loops where there is none; the numbers are the same. */
export function openCodeMemory(stride: number): CodeMemory {
  try {
    return new WasmCodeMemory(stride);
  } catch {
    return new PlainCodeMemory(stride);
  }
}

/** As much of the WebAssembly interface as is used here: its types come only with those of browsers. */
interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
interface Wasm {
  Module: new (bytes: Uint8Array) => unknown;
  Instance: new (module: unknown, imports: unknown) => { readonly exports: { readonly products: Products } };
  Memory: new (limits: { initial: number; maximum: number; shared: boolean }) => WasmMemory;
}

type Products = (codes: number, rows: number, stride: number, query: number, out: number) => void;

const PAGE_BYTES = 65_536;
/** All that 32 bits can address: 4 GiB, 3.7 million rows of 1,152 numbers. */
const MOST_PAGES = 65_536;
const QUERY_AT = 0;
const OUT_AT = PAGE_BYTES;
const CODES_AT = 2 * PAGE_BYTES;
/** Longest row whose query fits in its page. */
const MOST_STRIDE = PAGE_BYTES / Int16Array.BYTES_PER_ELEMENT;

/** Codes in WebAssembly's memory. It is shared, which lets it grow without a copy, and other threads scan it. */
export class WasmCodeMemory implements CodeMemory {
  readonly stride: number;
  readonly #memory: WasmMemory;
  readonly #products: Products;

  constructor(stride: number) {
    if (stride > MOST_STRIDE)
      throw new RangeError(`Rows of ${stride} numbers are longer than ${MOST_STRIDE}`);
    this.stride = stride;
    const { WebAssembly } = globalThis as unknown as { WebAssembly: Wasm };
    const module = new WebAssembly.Module(readFileSync(new URL('./int8-products.wasm', import.meta.url)));
    this.#memory = new WebAssembly.Memory({ initial: 2, maximum: MOST_PAGES, shared: true });
    this.#products = new WebAssembly.Instance(module, { search: { memory: this.#memory } }).exports.products;
  }

  reserve(rows: number): void {
    const pages = Math.ceil((CODES_AT + rows * this.stride) / PAGE_BYTES);
    if (pages > MOST_PAGES) {
      throw new PhotoTagError(
        'TOOL_FAILED',
        `${rows} vectors of ${this.stride} numbers are more than 4 GiB`,
        {
          remedy:
            'The search takes no more photos with a model of so many dimensions; choose one with fewer.',
        },
      );
    }
    const now = this.#memory.buffer.byteLength / PAGE_BYTES;
    if (pages > now) this.#memory.grow(pages - now);
  }

  view(from: number, count: number): Int8Array {
    return new Int8Array(this.#memory.buffer, CODES_AT + from * this.stride, count * this.stride);
  }

  products(from: number, count: number, query: Int16Array): Int32Array {
    new Int16Array(this.#memory.buffer, QUERY_AT, this.stride).set(query);
    this.#products(CODES_AT + from * this.stride, count, this.stride, QUERY_AT, OUT_AT);
    return new Int32Array(this.#memory.buffer, OUT_AT, count);
  }
}

/** The same in JavaScript: some ten times slower. */
export class PlainCodeMemory implements CodeMemory {
  readonly stride: number;
  readonly #out = new Int32Array(BLOCK_ROWS);
  #codes = new Int8Array(0);

  constructor(stride: number) {
    this.stride = stride;
  }

  reserve(rows: number): void {
    if (rows * this.stride <= this.#codes.length) return;
    const codes = new Int8Array(Math.max(rows * this.stride, this.#codes.length * 1.5));
    codes.set(this.#codes);
    this.#codes = codes;
  }

  view(from: number, count: number): Int8Array {
    return this.#codes.subarray(from * this.stride, (from + count) * this.stride);
  }

  products(from: number, count: number, query: Int16Array): Int32Array {
    const { stride } = this;
    const codes = this.#codes;
    for (let i = 0; i < count; i++) {
      const at = (from + i) * stride;
      let sum = 0;
      for (let k = 0; k < stride; k++) sum = (sum + codes[at + k]! * query[k]!) | 0;
      this.#out[i] = sum;
    }
    return this.#out.subarray(0, count);
  }
}
