import { type ErrorCode, PhotoTagError } from '../domain/errors.ts';
import type { Reading } from '../store/store.ts';
import { WorkerPool } from '../threads/worker-pool.ts';

/** One question to a part of the store: `tags.names()`. */
export interface Question {
  readonly part: string;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** An answer, or why there is none: what is wrong with one question says nothing of the next. */
export type Answer =
  | { readonly value: unknown }
  | { readonly code: ErrorCode; readonly message: string; readonly remedy: string };

/** Thread and cache give their memory back when nobody asked for so long. */
const IDLE_MILLIS = 30_000;

/**
 * Reads the SQLite database of that file in a thread and over a connection of its own. Node's SQLite keeps its thread
 * busy while it works, and with it everybody who asks the server: what goes through half a million photos is asked here.
 * It sees what was committed before the question, and starts with the first one.
 */
export function readingThread(file: string): { reading: Reading; close(): Promise<void> } {
  const pool = new WorkerPool<Question, Answer>(
    'reader of the database',
    new URL('./reading-worker.ts', import.meta.url),
    1,
    { workerData: { file }, idleMillis: IDLE_MILLIS, heap: { maxYoungGenerationSizeMb: 8 } },
  );
  const ask = async (question: Question): Promise<unknown> => {
    const answer = await pool.run(question);
    if ('value' in answer) return answer.value;
    throw new PhotoTagError(answer.code, answer.message, { remedy: answer.remedy });
  };
  const parts = new Map<string | symbol, object>();
  const partOf = (part: string): object =>
    new Proxy(
      {},
      {
        get:
          (_, method) =>
          (...args: unknown[]) =>
            ask({ part, method: String(method), args }),
      },
    );
  const reading = new Proxy({} as Reading, {
    get: (_, part) => {
      const known = parts.get(part) ?? partOf(String(part));
      parts.set(part, known);
      return known;
    },
  });
  return { reading, close: () => pool.close() };
}
