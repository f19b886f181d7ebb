import { parentPort } from 'node:worker_threads';
import { messageOf, PhotoTagError } from '../domain/errors.ts';
import type { WorkerReply } from './worker-pool.ts';

/** What is said of a task at which the tool broke; nobody knows whether the task or the tool is to blame. */
export interface BrokenAt<Task> {
  /** `The people detector failed at a.jpg` */
  message(task: Task): string;
  readonly remedy: string;
}

/**
 * Lets this worker thread answer each message of its pool (worker-pool.ts) with what a tool makes of it. An Error as a
 * result is the task's own; what the tool throws, at loading too, breaks the pool.
 */
export function answerTasks<Task, Result>(
  loading: Promise<(task: Task) => Result | Promise<Result>>,
  brokenAt: BrokenAt<Task>,
): void {
  loading.catch(() => {}); // Answered to the first task.
  parentPort?.on('message', async (task: Task) => {
    parentPort?.postMessage(await answer(loading, task, brokenAt));
  });
}

async function answer<Task, Result>(
  loading: Promise<(task: Task) => Result | Promise<Result>>,
  task: Task,
  { message, remedy }: BrokenAt<Task>,
): Promise<WorkerReply<Result>> {
  try {
    const perform = await loading;
    return { kind: 'done', result: await perform(task) };
  } catch (error) {
    if (error instanceof PhotoTagError) {
      const file = error.file === undefined ? '' : ` (${error.file})`;
      return { kind: 'broken', code: error.code, message: `${error.message}${file}`, remedy: error.remedy };
    }
    return { kind: 'broken', code: 'TOOL_FAILED', message: `${message(task)}: ${messageOf(error)}`, remedy };
  }
}
