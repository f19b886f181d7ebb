import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';
import { onnxReason } from '../onnx-reason.ts';
import { loadOnnxRuntime } from '../onnx-runtime.ts';

export interface SessionOptions {
  /** onnxruntime's names, best first: `['cuda', 'cpu']`. */
  readonly providers: readonly string[];
  /** Threads that share one pass of the network. */
  readonly intraOpThreads: number;
}

/** Workers run side by side, so one thread a pass: two workers of one thread are faster than one of two. */
export const WORKER_SESSION: SessionOptions = { providers: ['cpu'], intraOpThreads: 1 };

/** Values of one output with its dimensions. int64 labels come as numbers. */
export interface NetworkOutput {
  readonly values: Float32Array | Int32Array | BigInt64Array;
  readonly dims: readonly number[];
}

export interface NetworkSession {
  readonly inputs: readonly InferenceSession.ValueMetadata[];
  readonly outputNames: readonly string[];
  run(feeds: Record<string, Tensor>): Promise<Record<string, NetworkOutput>>;
  readonly Tensor: typeof Tensor;
}

/**
 * Opens a network of a file.
 * @throws PhotoTagError TOOL_MISSING where onnxruntime does not load, MODEL_MISSING where the file is not a network
 */
export async function openNetwork(
  path: string,
  { providers, intraOpThreads }: SessionOptions = WORKER_SESSION,
): Promise<NetworkSession> {
  const onnx = await loadOnnxRuntime('people_policy.detector: embedded');
  let session: InferenceSession;
  try {
    session = await onnx.InferenceSession.create(path, {
      executionProviders: [...providers],
      intraOpNumThreads: intraOpThreads,
      interOpNumThreads: 1,
      // Errors only: exporters leave warnings that no user can do anything about.
      logSeverityLevel: 3,
      // Waiting threads that spin take the processor from the other workers.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    });
  } catch (cause) {
    throw new PhotoTagError(
      'MODEL_MISSING',
      `The network cannot be opened: ${onnxReason(messageOf(cause))}`,
      {
        file: path,
        remedy: 'Pull it again with `photo-tag models pull`, or set people_policy.detector to embedded.',
        cause,
      },
    );
  }
  return {
    inputs: session.inputMetadata,
    outputNames: session.outputNames,
    Tensor: onnx.Tensor,
    async run(feeds) {
      const results = await session.run(feeds);
      return Object.fromEntries(
        Object.entries(results).map(([name, tensor]) => [
          name,
          { values: tensor.data as NetworkOutput['values'], dims: tensor.dims },
        ]),
      );
    },
  };
}

/**
 * The input that takes the picture, held to what the catalogue says of it.
 * @returns its name, or why it cannot be it
 */
export function pictureInput(
  { inputs }: NetworkSession,
  inputPx: number,
): { name: string } | { why: string } {
  const input = inputs.find((one) => one.isTensor && one.shape.length === 4);
  if (!input?.isTensor) return { why: 'it takes no picture' };
  if (input.type !== 'float32') return { why: `it takes ${input.type} instead of float32` };
  const side = input.shape.slice(2).find((one) => typeof one === 'number' && one > 0 && one !== inputPx);
  return side === undefined ? { name: input.name } : { why: `it takes ${side} px instead of ${inputPx}` };
}
