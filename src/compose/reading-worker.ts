import { parentPort, workerData } from 'node:worker_threads';
import { messageOf, PhotoTagError } from '../domain/errors.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import type { WorkerReply } from '../threads/worker-pool.ts';
import type { Answer, Question } from './reading-thread.ts';

/** The thread of reading-thread.ts: opens the database with the first question and answers one after the other. */
/** Indexes are read from end to end here: what the system keeps of the file is enough. */
const CACHE_KIB = 8192;

const { file } = workerData as { file: string };
let opened: ReturnType<typeof openSqliteStore> | null = null;

async function answer({ part, method, args }: Question): Promise<Answer> {
  try {
    opened ??= openSqliteStore(file, { cacheKiB: CACHE_KIB });
    const store = (await opened) as unknown as Record<
      string,
      Record<string, (...args: readonly unknown[]) => Promise<unknown>>
    >;
    return { value: await store[part]![method]!(...args) };
  } catch (error) {
    if (error instanceof PhotoTagError) {
      return { code: error.code, message: error.message, remedy: error.remedy };
    }
    const remedy = 'Ask again. If it fails again, `photo-tag doctor` says what is wrong with the database.';
    return {
      code: 'STORE_UNUSABLE',
      message: `The database ${file} cannot be read: ${messageOf(error)}`,
      remedy,
    };
  }
}

parentPort!.on('message', async (question: Question) => {
  parentPort!.postMessage({ kind: 'done', result: await answer(question) } satisfies WorkerReply<Answer>);
});
