import { parentPort } from 'node:worker_threads';
import type { InferenceSession } from 'onnxruntime-node';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';
import type { WorkerReply } from '../../threads/worker-pool.ts';
import { onnxReason } from '../onnx-reason.ts';
import type { NetworkAnswer, NetworkSetup, NetworkTask } from './network-task.ts';
import { floatTensor, type OpenSession, openSession, vectorOutput, vectorRows } from './open-session.ts';
import { isOutOfMemory } from './out-of-memory.ts';

/** A network with the memory that its batches lie in. */
interface OpenNetwork extends OpenSession {
  readonly input: string;
  readonly output: string;
  readonly fixedBatch: number | null;
  batch: Float32Array;
}

let opening: Promise<OpenNetwork> | null = null;

/** One after the other: all batches lie in the same memory. */
let last: Promise<void> = Promise.resolve();

parentPort?.on('message', (task: NetworkTask) => {
  last = last.then(() => respond(task));
});

async function respond(task: NetworkTask): Promise<void> {
  const reply = await answer(task);
  const vectors = reply.kind === 'done' && reply.result.kind === 'vectors' ? reply.result.vectors : [];
  parentPort?.postMessage(
    reply,
    vectors.map((vector) => vector.buffer),
  );
}

async function answer({ setup, pictures }: NetworkTask): Promise<WorkerReply<NetworkAnswer>> {
  let network: OpenNetwork;
  try {
    opening ??= open(setup);
    network = await opening;
  } catch (cause) {
    opening = null;
    if (cause instanceof PhotoTagError) {
      return { kind: 'broken', code: cause.code, message: cause.message, remedy: cause.remedy };
    }
    const why = onnxReason(messageOf(cause));
    if (isOutOfMemory(why)) return { kind: 'done', result: { kind: 'out-of-memory', why } };
    if (setup.provider === 'cuda') return { kind: 'done', result: { kind: 'unavailable', why } };
    return broken(`The network ${setup.path} cannot be opened: ${why}`);
  }
  if (pictures.length === 0) {
    return { kind: 'done', result: { kind: 'open', fixedBatch: network.fixedBatch } };
  }
  try {
    return {
      kind: 'done',
      result: { kind: 'vectors', vectors: await vectorsOf(network, setup, pictures) },
    };
  } catch (cause) {
    const why = onnxReason(messageOf(cause));
    if (isOutOfMemory(why)) return { kind: 'done', result: { kind: 'out-of-memory', why } };
    return broken(`The network ${setup.path} failed: ${why}`);
  }
}

async function open(setup: NetworkSetup): Promise<OpenNetwork> {
  const opened = await openSession(setup.path, setup.provider, setup.threads);
  const { session } = opened;
  const input = pixelInput(session);
  const output = vectorOutput(session, setup.dimensions);
  return { ...opened, input: input.name, output, fixedBatch: input.fixedBatch, batch: new Float32Array(0) };
}

/** @throws Error where it is no network from pictures to vectors */
function pixelInput(session: InferenceSession): { name: string; fixedBatch: number | null } {
  for (const input of session.inputMetadata) {
    if (!input.isTensor || input.shape.length !== 4) continue;
    const [count] = input.shape;
    return { name: input.name, fixedBatch: typeof count === 'number' && count > 0 ? count : null };
  }
  throw new Error('it has no input for pictures (batch × 3 × height × width)');
}

async function vectorsOf(
  network: OpenNetwork,
  { sizePx, dimensions }: NetworkSetup,
  pictures: readonly Float32Array[],
): Promise<Float32Array<ArrayBuffer>[]> {
  const values = 3 * sizePx * sizePx;
  const count = network.fixedBatch ?? pictures.length;
  if (network.batch.length < count * values) network.batch = new Float32Array(count * values);
  const batch = network.batch.subarray(0, count * values);
  for (const [at, picture] of pictures.entries()) batch.set(picture, at * values);
  const feeds = { [network.input]: floatTensor(network, network.input, batch, [count, 3, sizePx, sizePx]) };
  const outputs = await network.session.run(feeds, [network.output]);
  return vectorRows(outputs[network.output]!, dimensions).slice(0, pictures.length);
}

function broken(message: string): WorkerReply<never> {
  return {
    kind: 'broken',
    code: 'TOOL_FAILED',
    message,
    remedy:
      'Check the file with `photo-tag models verify`, and fetch it again with `photo-tag models pull` where it is damaged.',
  };
}
