import { parentPort } from 'node:worker_threads';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';
import type { WorkerReply } from '../../threads/worker-pool.ts';
import { type OpenSession, openSession, vectorOutput, vectorRows } from './open-session.ts';
import { type TokenFacts, TokenIds } from './token-ids.ts';

/** How the worker opens its network; the same in every task. */
export interface TextSetup {
  readonly network: string;
  readonly tokenizer: string;
  readonly facts: TokenFacts;
  readonly dimensions: number;
  readonly threads: number;
}

export interface TextTask {
  readonly setup: TextSetup;
  readonly texts: readonly string[];
}

interface OpenText extends OpenSession {
  readonly tokens: TokenIds;
  readonly output: string;
}

let opening: Promise<OpenText> | null = null;

parentPort?.on('message', async (task: TextTask) => parentPort?.postMessage(await answer(task)));

async function answer({ setup, texts }: TextTask): Promise<WorkerReply<readonly Float32Array[]>> {
  try {
    opening ??= open(setup);
    return { kind: 'done', result: await vectorsOf(await opening, setup, texts) };
  } catch (cause) {
    if (cause instanceof PhotoTagError) {
      return { kind: 'broken', code: cause.code, message: cause.message, remedy: cause.remedy };
    }
    return {
      kind: 'broken',
      code: 'TOOL_FAILED',
      message: `The text network ${setup.network} failed: ${messageOf(cause)
        .trim()
        .replaceAll(/\s*\n\s*/g, '; ')}`,
      remedy:
        'Check the files with `photo-tag models verify`, and fetch them again with `photo-tag models pull` where they are damaged.',
    };
  }
}

async function open({ network, tokenizer, facts, dimensions, threads }: TextSetup): Promise<OpenText> {
  const tokens = new TokenIds(tokenizer, facts);
  // Texts are few and kept: the GPU has better things to do, and memory that is short.
  const opened = await openSession(network, 'cpu', threads);
  return { ...opened, tokens, output: vectorOutput(opened.session, dimensions) };
}

async function vectorsOf(
  { session, Tensor, tokens, output }: OpenText,
  { facts: { contextLength }, dimensions }: TextSetup,
  texts: readonly string[],
): Promise<Float32Array[]> {
  const rows = texts.map((text) => tokens.of(text));
  const shape = [texts.length, contextLength];
  const ids = rows.flatMap((row) => [...row.ids]);
  const seen = rows.flatMap(({ length }) =>
    Array.from({ length: contextLength }, (_, at) => (at < length ? 1 : 0)),
  );
  const feeds: Record<string, InstanceType<typeof Tensor>> = {};
  for (const input of session.inputMetadata) {
    const values = input.name === 'attention_mask' ? seen : input.name === 'input_ids' ? ids : null;
    if (values === null || !input.isTensor)
      throw new Error(`it has an input that is not known: ${input.name}`);
    feeds[input.name] =
      input.type === 'int32'
        ? new Tensor('int32', Int32Array.from(values), shape)
        : new Tensor('int64', BigInt64Array.from(values, BigInt), shape);
  }
  const outputs = await session.run(feeds, [output]);
  return vectorRows(outputs[output]!, dimensions);
}
