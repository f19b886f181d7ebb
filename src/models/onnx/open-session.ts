import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { loadOnnxRuntime } from '../onnx-runtime.ts';
import type { Provider } from './device.ts';

/** A session, and what of it a caller has to know. */
export interface OpenSession {
  readonly session: InferenceSession;
  readonly Tensor: typeof Tensor;
}

/** @throws PhotoTagError TOOL_MISSING where onnxruntime does not load; other errors are the network's or the provider's. */
export async function openSession(path: string, provider: Provider, threads: number): Promise<OpenSession> {
  const onnx = await loadOnnxRuntime('embeddings.model: embedded');
  keepHalvesAsBits(onnx.Tensor);
  const session = await onnx.InferenceSession.create(path, {
    executionProviders: provider === 'cuda' ? ['cuda'] : ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    // What goes wrong is thrown, and batches that are too large are expected: nothing is printed beside our own words.
    logSeverityLevel: 4,
    // Waiting threads that spin take the processor from those that decode pictures.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  return { session, Tensor: onnx.Tensor };
}

/**
 * Where a Float16Array exists, onnxruntime 1.30 makes one of every half precision tensor, and its own binary then reads
 * no bytes of it. It looks once, at the first tensor of a thread: if none is there, it keeps the bits in a Uint16Array.
 */
function keepHalvesAsBits(Made: typeof Tensor): void {
  const { Float16Array: hidden } = globalThis;
  Reflect.deleteProperty(globalThis, 'Float16Array');
  try {
    new Made('float32', [0], [1]);
  } finally {
    globalThis.Float16Array = hidden;
  }
}

/** Names that exports of CLIP and SigLIP give to the vector, the surest first. */
const VECTOR_NAMES = ['image_embeds', 'text_embeds', 'sentence_embedding', 'pooler_output'];

/**
 * The output that is one vector a row.
 * @throws Error where there is none of that many dimensions
 */
export function vectorOutput(session: InferenceSession, dimensions: number): string {
  const fitting = session.outputMetadata.flatMap((output) => {
    if (!output.isTensor || output.shape.length !== 2) return [];
    const [, width] = output.shape;
    return typeof width !== 'number' || width === dimensions ? [output.name] : [];
  });
  const known = VECTOR_NAMES.find((name) => fitting.includes(name)) ?? fitting[0];
  if (known === undefined) {
    throw new Error(`it has no output of ${dimensions} numbers (${session.outputNames.join(', ')})`);
  }
  return known;
}

/** Rows of a vector output, in single precision. */
export function vectorRows(output: Tensor, dimensions: number): Float32Array<ArrayBuffer>[] {
  const [rows, width] = output.dims;
  if (width !== dimensions) throw new Error(`it gave vectors of ${width} numbers instead of ${dimensions}`);
  const values = singlePrecision(output);
  return Array.from({ length: rows ?? 0 }, (_, row) => values.slice(row * width, (row + 1) * width));
}

function singlePrecision({ type, data }: Tensor): Float32Array<ArrayBuffer> {
  if (type === 'float32') return data as Float32Array<ArrayBuffer>;
  if (type !== 'float16') throw new Error(`it gave vectors of type ${type}`);
  const { buffer, byteOffset, length } = data as unknown as Uint16Array<ArrayBuffer>;
  return Float32Array.from(new Float16Array(buffer, byteOffset, length));
}

/** Numbers as the network wants them at that input. */
export function floatTensor(
  { session, Tensor: Made }: OpenSession,
  input: string,
  values: Float32Array,
  shape: readonly number[],
): Tensor {
  const metadata = session.inputMetadata.find(({ name }) => name === input);
  if (metadata?.isTensor && metadata.type === 'float16') {
    return new Made('float16', new Uint16Array(new Float16Array(values).buffer), shape);
  }
  return new Made('float32', values, shape);
}
