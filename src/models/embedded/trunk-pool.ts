import { Worker } from 'node:worker_threads';
import { PhotoTagError } from '../../domain/errors.ts';
import type { TrunkReply, TrunkRequest } from './trunk-protocol.ts';

interface Job {
  readonly jpeg: string;
  readonly settle: (reply: TrunkReply) => void;
  readonly fail: (error: PhotoTagError) => void;
}

interface Seat {
  readonly worker: Worker;
  job: Job | null;
}

/** Worker threads that run the trunk, one proxy at a time each. They start with the first proxy. */
export class TrunkPool {
  readonly #threads: number;
  readonly #script: URL;
  readonly #waiting: Job[] = [];
  #seats: Seat[] = [];

  constructor(threads: number, script: URL = new URL('./trunk-worker.ts', import.meta.url)) {
    this.#threads = threads;
    this.#script = script;
  }

  /**
   * @throws PhotoTagError TOOL_FAILED where a worker died, and whatever keeps the model from loading. All other
   * proxies that wait then fail too; a later call starts new workers.
   */
  run(jpeg: string): Promise<TrunkReply> {
    return new Promise((settle, fail) => {
      this.#waiting.push({ jpeg, settle, fail });
      this.#assign();
    });
  }

  async close(): Promise<void> {
    await this.#stop(
      new PhotoTagError('CANCELLED', 'The embedded model was closed before it was done.', {
        remedy: 'Run the stage again: it goes on where it was.',
      }),
    );
  }

  #assign(): void {
    while (this.#waiting.length > 0) {
      const seat = this.#seats.find((s) => s.job === null) ?? this.#newSeat();
      if (seat === null) return;
      seat.job = this.#waiting.shift()!;
      const request: TrunkRequest = { jpeg: seat.job.jpeg };
      seat.worker.postMessage(request);
    }
  }

  #newSeat(): Seat | null {
    if (this.#seats.length >= this.#threads) return null;
    const worker = new Worker(this.#script);
    const seat: Seat = { worker, job: null };
    worker.on('message', (reply: TrunkReply) => this.#answer(seat, reply));
    worker.on('error', (cause: Error) => this.#died(seat, cause.message, cause));
    worker.on('exit', (code) => this.#died(seat, `it ended with exit code ${code}`));
    this.#seats.push(seat);
    return seat;
  }

  #answer(seat: Seat, reply: TrunkReply): void {
    const job = seat.job;
    seat.job = null;
    if (reply.kind === 'broken') {
      const error = new PhotoTagError(reply.code, reply.message, { remedy: reply.remedy });
      job?.fail(error);
      void this.#stop(error);
      return;
    }
    job?.settle(reply);
    this.#assign();
  }

  #died(seat: Seat, why: string, cause?: Error): void {
    if (!this.#seats.includes(seat)) return;
    const at = seat.job === null ? '' : ` at ${seat.job.jpeg}`;
    void this.#stop(
      new PhotoTagError('TOOL_FAILED', `A worker of the embedded model died${at}: ${why}`, {
        remedy: 'Run the stage again. If it fails again, set runtime.workers to 1: memory may be short.',
        file: seat.job?.jpeg,
        cause,
      }),
    );
  }

  async #stop(error: PhotoTagError): Promise<void> {
    const seats = this.#seats;
    this.#seats = [];
    const jobs = [...seats.flatMap((seat) => seat.job ?? []), ...this.#waiting.splice(0)];
    for (const job of jobs) job.fail(error);
    await Promise.all(seats.map((seat) => seat.worker.terminate()));
  }
}
