import { Worker } from 'node:worker_threads';
import { PhotoTagError } from '../domain/errors.ts';

interface Job<Request, Reply> {
  readonly request: Request;
  readonly settle: (reply: Reply) => void;
  readonly fail: (error: Error) => void;
}

interface Seat<Request, Reply> {
  readonly worker: Worker;
  job: Job<Request, Reply> | null;
}

export interface WorkerPoolOptions {
  /** What runs there, for messages: `clustering`. */
  readonly name: string;
  readonly script: URL;
  readonly threads: number;
  /** What the user can do when a thread dies. */
  readonly remedy: string;
  readonly workerData?: unknown;
}

/**
 * Worker threads that answer one request at a time each, one message for one message. They start with the first
 * request. A thread that dies fails all requests that wait, with TOOL_FAILED; a later request starts new threads.
 */
export class WorkerPool<Request, Reply> {
  readonly #options: WorkerPoolOptions;
  readonly #waiting: Job<Request, Reply>[] = [];
  #seats: Seat<Request, Reply>[] = [];

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
  }

  run(request: Request): Promise<Reply> {
    return new Promise((settle, fail) => {
      this.#waiting.push({ request, settle, fail });
      this.#assign();
    });
  }

  close(): Promise<void> {
    return this.stop(
      new PhotoTagError('CANCELLED', `${this.#options.name} was closed before it was done`, {
        remedy: 'Run the stage again: it goes on where it was.',
      }),
    );
  }

  /** Ends all threads; what waits fails with `error`. */
  async stop(error: Error): Promise<void> {
    const seats = this.#seats;
    this.#seats = [];
    const jobs = [...seats.flatMap((seat) => seat.job ?? []), ...this.#waiting.splice(0)];
    for (const job of jobs) job.fail(error);
    await Promise.all(seats.map((seat) => seat.worker.terminate()));
  }

  #assign(): void {
    while (this.#waiting.length > 0) {
      const seat = this.#seats.find((candidate) => candidate.job === null) ?? this.#newSeat();
      if (seat === null) return;
      seat.job = this.#waiting.shift()!;
      seat.worker.postMessage(seat.job.request);
    }
  }

  #newSeat(): Seat<Request, Reply> | null {
    const { script, threads, workerData } = this.#options;
    if (this.#seats.length >= threads) return null;
    const worker = new Worker(script, { workerData });
    const seat: Seat<Request, Reply> = { worker, job: null };
    worker.on('message', (reply: Reply) => {
      seat.job?.settle(reply);
      seat.job = null;
      this.#assign();
    });
    worker.on('error', (cause: Error) => this.#died(seat, cause.message, cause));
    worker.on('exit', (code) => this.#died(seat, `it ended with exit code ${code}`));
    this.#seats.push(seat);
    return seat;
  }

  #died(seat: Seat<Request, Reply>, why: string, cause?: Error): void {
    if (!this.#seats.includes(seat)) return;
    const { name, remedy } = this.#options;
    void this.stop(
      new PhotoTagError('TOOL_FAILED', `A worker thread of ${name} died: ${why}`, { remedy, cause }),
    );
  }
}
