import { Worker } from 'node:worker_threads';
import { messageOf, PhotoTagError } from '../domain/errors.ts';
import type { FileHash, FileHasher } from './file-hasher.ts';

export interface HashRequest {
  readonly paths: readonly string[];
}

export interface HashAnswer {
  readonly hashes: readonly (FileHash | { readonly reason: string })[];
}

/** Paths per message to a worker: few, so that one large file does not hold up others that another could take. */
const PATHS_PER_MESSAGE = 8;

interface Task {
  readonly paths: readonly string[];
  readonly resolve: (answer: HashAnswer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * SHA-1 of whole files, and for JPEG the hash of the image data, in worker threads: hashing and reading block.
 * @param options workers: threads, each with a buffer of 1 MiB.
 */
export function createFileHasher({ workers }: { readonly workers: number }): FileHasher {
  const threads: Worker[] = [];
  const idle: Worker[] = [];
  const tasks: Task[] = [];
  const running = new Map<Worker, Task>();
  let broken: PhotoTagError | null = null;

  function next(): void {
    while (tasks.length > 0) {
      const thread = idle.pop() ?? (threads.length < workers ? start() : undefined);
      if (thread === undefined) return;
      const task = tasks.shift()!;
      running.set(thread, task);
      thread.postMessage({ paths: task.paths } satisfies HashRequest);
    }
  }

  function start(): Worker {
    const thread = new Worker(new URL('./hash-files-worker.ts', import.meta.url));
    threads.push(thread);
    thread.on('message', (answer: HashAnswer) => {
      const task = running.get(thread)!;
      running.delete(thread);
      idle.push(thread);
      task.resolve(answer);
      next();
    });
    // Bad files are answers; a thread that fails is out of memory, or our mistake.
    thread.on('error', fail);
    return thread;
  }

  function fail(cause: unknown): void {
    broken ??= new PhotoTagError('TOOL_FAILED', `Reading files failed: ${messageOf(cause)}`, {
      remedy: 'Start again; where it happens again, report it with this message.',
      cause,
    });
    for (const task of [...running.values(), ...tasks.splice(0)]) task.reject(broken);
    running.clear();
  }

  async function hashSome(paths: readonly string[]): Promise<(FileHash | Error)[]> {
    const answer = await new Promise<HashAnswer>((resolve, reject) => {
      if (broken !== null) return reject(broken);
      tasks.push({ paths, resolve, reject });
      next();
    });
    return answer.hashes.map((hash) => ('reason' in hash ? new Error(hash.reason) : hash));
  }

  return {
    async hash(paths) {
      const messages: Promise<(FileHash | Error)[]>[] = [];
      for (let from = 0; from < paths.length; from += PATHS_PER_MESSAGE) {
        messages.push(hashSome(paths.slice(from, from + PATHS_PER_MESSAGE)));
      }
      return (await Promise.all(messages)).flat();
    },
    async close() {
      await Promise.all(threads.splice(0).map((thread) => thread.terminate()));
    },
  };
}
