import { type ResourceLimits, type Transferable, Worker } from 'node:worker_threads';
import { type ErrorCode, PhotoTagError } from '../domain/errors.ts';

/** From a worker: what became of its task, or why the worker cannot work at all. */
export type WorkerReply<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'broken'; readonly code: ErrorCode; readonly message: string; readonly remedy: string };

interface Job<Task, Result> {
  readonly task: Task;
  readonly transfer: readonly Transferable[];
  readonly settle: (result: Result) => void;
  readonly fail: (error: PhotoTagError) => void;
}

interface Seat<Task, Result> {
  readonly worker: Worker;
  /** The first is at work, the others wait in the worker's own queue. */
  readonly jobs: Job<Task, Result>[];
}

/** A pool that has had nothing to do for so long gives its memory back; starting again takes half a second. */
const IDLE_MILLIS = 10_000;

export interface WorkerPoolOptions {
  /** After so long without a task the workers end. */
  readonly idleMillis?: number | undefined;
  /** How much JavaScript memory a worker may take; V8's own limits where it is left out. */
  readonly heap?: ResourceLimits | undefined;
  /** What every worker is told at its start, as its `workerData`. */
  readonly workerData?: unknown;
  /**
   * Tasks that a worker is given at once; one where it is left out. With two, it goes from one to the next without
   * waiting for this thread.
   */
  readonly ahead?: number | undefined;
}

/** Worker threads of one script, which do one task after the other. They start with the first task and end when idle. */
export class WorkerPool<Task, Result> {
  readonly #what: string;
  readonly #script: URL;
  readonly #threads: number;
  readonly #idleMillis: number;
  readonly #heap: ResourceLimits | undefined;
  readonly #workerData: unknown;
  readonly #ahead: number;
  readonly #waiting: Job<Task, Result>[] = [];
  #seats: Seat<Task, Result>[] = [];
  #idle: NodeJS.Timeout | undefined;

  /** @param what names the work in errors: `people detector`. @param script answers each message with a WorkerReply. */
  constructor(what: string, script: URL, threads: number, options: WorkerPoolOptions = {}) {
    this.#what = what;
    this.#script = script;
    this.#threads = Math.max(1, threads);
    this.#idleMillis = options.idleMillis ?? IDLE_MILLIS;
    this.#heap = options.heap;
    this.#workerData = options.workerData;
    this.#ahead = options.ahead ?? 1;
  }

  /**
   * @throws PhotoTagError TOOL_FAILED where a worker died, and what a worker says that keeps it from working. All
   * other tasks that wait then fail too; a later call starts new workers.
   * @param transfer buffers of the task that are handed over instead of copied: the caller has them no more
   */
  run(task: Task, transfer: readonly Transferable[] = []): Promise<Result> {
    return new Promise((settle, fail) => {
      this.#waiting.push({ task, transfer, settle, fail });
      this.#assign();
    });
  }

  async close(): Promise<void> {
    await this.#stop(
      new PhotoTagError('CANCELLED', `The ${this.#what} was closed before it was done.`, {
        remedy: 'Run the stage again: it goes on where it was.',
      }),
    );
  }

  #assign(): void {
    clearTimeout(this.#idle);
    while (this.#waiting.length > 0) {
      const seat = this.#idlest();
      if (seat === null) return;
      const job = this.#waiting.shift()!;
      seat.jobs.push(job);
      seat.worker.postMessage(job.task, job.transfer);
    }
  }

  /** A worker with nothing to do, else a new one, else the one with the fewest tasks; null where all have enough. */
  #idlest(): Seat<Task, Result> | null {
    const [first] = [...this.#seats].sort((a, b) => a.jobs.length - b.jobs.length);
    if (first?.jobs.length === 0) return first;
    return this.#newSeat() ?? (first && first.jobs.length < this.#ahead ? first : null);
  }

  #newSeat(): Seat<Task, Result> | null {
    if (this.#seats.length >= this.#threads) return null;
    const seat: Seat<Task, Result> = {
      worker: new Worker(this.#script, {
        workerData: this.#workerData,
        ...(this.#heap && { resourceLimits: this.#heap }),
      }),
      jobs: [],
    };
    seat.worker.on('message', (reply: WorkerReply<Result>) => this.#answer(seat, reply));
    seat.worker.on('error', (cause: Error) => this.#died(seat, cause.message, cause));
    seat.worker.on('exit', (code) => this.#died(seat, `it ended with exit code ${code}`));
    this.#seats.push(seat);
    return seat;
  }

  #answer(seat: Seat<Task, Result>, reply: WorkerReply<Result>): void {
    const job = seat.jobs.shift();
    if (reply.kind === 'broken') {
      const error = new PhotoTagError(reply.code, reply.message, { remedy: reply.remedy });
      job?.fail(error);
      void this.#stop(error);
      return;
    }
    job?.settle(reply.result);
    this.#assign();
    if (this.#seats.every((one) => one.jobs.length === 0)) {
      this.#idle = setTimeout(() => void this.close(), this.#idleMillis).unref();
    }
  }

  #died(seat: Seat<Task, Result>, why: string, cause?: Error): void {
    if (!this.#seats.includes(seat)) return;
    void this.#stop(
      new PhotoTagError('TOOL_FAILED', `A worker of the ${this.#what} died: ${why}`, {
        remedy: 'Run the stage again. If it fails again, set runtime.workers to 1: memory may be short.',
        cause,
      }),
    );
  }

  async #stop(error: PhotoTagError): Promise<void> {
    clearTimeout(this.#idle);
    const seats = this.#seats;
    this.#seats = [];
    const jobs = [...seats.flatMap((seat) => seat.jobs), ...this.#waiting.splice(0)];
    for (const job of jobs) job.fail(error);
    await Promise.all(seats.map((seat) => seat.worker.terminate()));
  }
}
