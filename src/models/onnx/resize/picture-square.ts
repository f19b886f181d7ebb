import type { ImagePreprocessing } from '../../../domain/model.ts';
import { RESIZE_PASSES } from './resize-passes.ts';
import { type SquarePlan, squarePlan } from './square-plan.ts';
import type { Span } from './weights.ts';

/**
 * Raised when the numbers that a network gets for the same picture change: vectors become due again.
 */
export const PREPROCESSING_VERSION = 1;

interface Passes {
  alongRows(
    source: number,
    sourceStride: number,
    rows: number,
    target: number,
    targetStride: number,
    width: number,
    spans: number,
    weights: number,
  ): void;
  alongColumns(
    source: number,
    stride: number,
    rows: number,
    target: number,
    spans: number,
    weights: number,
  ): void;
}

/** A plan as the passes read it. */
interface PackedPlan {
  /** The rows of the picture that count. */
  readonly firstRow: number;
  readonly endRow: number;
  readonly columnSpans: Int32Array;
  readonly columnWeights: Int16Array;
  readonly rowSpans: Int32Array;
  readonly rowWeights: Int16Array;
}

/** What is used of it: Node has it, its type declarations don't. */
declare const WebAssembly: {
  readonly Memory: new (size: {
    initial: number;
  }) => { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

const PAGE_BYTES = 65536;
/** The passes load 16 bytes at a time, a few past the end; what they load there is multiplied by nothing. */
const SLACK_BYTES = 64;
/** A library has few sizes of proxies; a plan takes some 20 kB. */
const MOST_PLANS = 32;
const LOW_PLACES = 11;

/** Makes a network's square out of pictures, with the same bytes as Pillow and torchvision. One for each thread. */
export class PictureSquare {
  readonly #preprocessing: ImagePreprocessing;
  readonly #memory = new WebAssembly.Memory({ initial: 1 });
  readonly #passes: Passes;
  readonly #plans = new Map<string, PackedPlan>();
  readonly #stride: number;

  constructor(preprocessing: ImagePreprocessing) {
    this.#preprocessing = preprocessing;
    // A pass writes one byte past its row.
    this.#stride = align(preprocessing.sizePx * 3 + 1);
    const module = new WebAssembly.Module(Buffer.from(RESIZE_PASSES, 'base64'));
    const instance = new WebAssembly.Instance(module, { resize: { memory: this.#memory } });
    this.#passes = instance.exports as Passes;
  }

  /**
   * @param rgb 8 bits, row by row, no padding
   * @returns sizePx × sizePx × 3, RGB, rows of `strideBytes`; only until the next call
   */
  of(rgb: Uint8Array, widthPx: number, heightPx: number): { pixels: Uint8Array; strideBytes: number } {
    const plan = this.#planOf(widthPx, heightPx);
    const { sizePx } = this.#preprocessing;
    const stride = this.#stride;
    const rows = plan.endRow - plan.firstRow;
    const layout = new MemoryLayout();
    const columnSpans = layout.place(plan.columnSpans.byteLength);
    const columnWeights = layout.place(plan.columnWeights.byteLength);
    const rowSpans = layout.place(plan.rowSpans.byteLength);
    const rowWeights = layout.place(plan.rowWeights.byteLength);
    // Rows are done in twos, and weights of columns come in twos.
    const source = layout.place((rows + 1) * widthPx * 3);
    const between = layout.place((rows + 2) * stride);
    const target = layout.place(sizePx * stride);
    this.#grow(layout.bytes + SLACK_BYTES);

    const { buffer } = this.#memory;
    new Int32Array(buffer, columnSpans).set(plan.columnSpans);
    new Int16Array(buffer, columnWeights).set(plan.columnWeights);
    new Int32Array(buffer, rowSpans).set(plan.rowSpans);
    new Int16Array(buffer, rowWeights).set(plan.rowWeights);
    const bytes = new Uint8Array(buffer);
    bytes.set(rgb.subarray(plan.firstRow * widthPx * 3, plan.endRow * widthPx * 3), source);
    this.#passes.alongRows(source, widthPx * 3, rows, between, stride, sizePx, columnSpans, columnWeights);
    this.#passes.alongColumns(between, stride, sizePx, target, rowSpans, rowWeights);
    return { pixels: bytes.subarray(target, target + sizePx * stride), strideBytes: stride };
  }

  #planOf(widthPx: number, heightPx: number): PackedPlan {
    const key = `${widthPx}×${heightPx}`;
    const known = this.#plans.get(key);
    if (known) return known;
    if (this.#plans.size >= MOST_PLANS) this.#plans.delete(this.#plans.keys().next().value!);
    const plan = packed(squarePlan(widthPx, heightPx, this.#preprocessing), this.#stride);
    this.#plans.set(key, plan);
    return plan;
  }

  #grow(bytes: number): void {
    const missing = bytes - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE_BYTES));
  }
}

class MemoryLayout {
  bytes = 0;

  place(bytes: number): number {
    const at = this.bytes;
    this.bytes = align(at + bytes);
    return at;
  }
}

const align = (bytes: number): number => (bytes + 15) & ~15;

function packed({ columns, rows }: SquarePlan, stride: number): PackedPlan {
  const firstRow = Math.min(...rows.map((span) => span.first));
  const endRow = Math.max(...rows.map((span) => span.first + span.weights.length));
  return {
    firstRow,
    endRow,
    columnSpans: packedSpans(columns, 4, (span) => span.first * 3),
    columnWeights: packedWeights(columns, 4),
    rowSpans: packedSpans(rows, 2, (span) => (span.first - firstRow) * stride),
    rowWeights: packedWeights(rows, 2),
  };
}

function packedSpans(spans: readonly Span[], group: number, offsetBytes: (span: Span) => number): Int32Array {
  return Int32Array.from(
    spans.flatMap((span) => [offsetBytes(span), Math.ceil(span.weights.length / group)]),
  );
}

/** In groups, filled up with zeros: the high parts of a group, then the low ones. */
function packedWeights(spans: readonly Span[], group: number): Int16Array {
  const parts: number[] = [];
  for (const { weights } of spans) {
    for (let start = 0; start < weights.length; start += group) {
      const ofGroup = Array.from({ length: group }, (_, i) => weights[start + i] ?? 0);
      parts.push(...ofGroup.map((weight) => weight >> LOW_PLACES));
      parts.push(...ofGroup.map((weight) => weight & (2 ** LOW_PLACES - 1)));
    }
  }
  return Int16Array.from(parts);
}
