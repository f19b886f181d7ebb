import { dirname } from 'node:path';
import { WorkerPool } from '../threads/worker-pool.ts';
import type { ChangeOptions } from './make-change.ts';
import type { SidecarRequest } from './sidecar-change.ts';
import type { SidecarReply, SidecarTask, TargetedRequest } from './sidecar-task.ts';
import type { SidecarChange, SidecarWriteResult } from './sidecar-writer.ts';

/** Sidecars of one message: many, since one takes some 80 µs, and few enough that all threads get some. */
const PLANS_PER_TASK = 25;

/** Writes of one message, which share the draft of their locks and wait for the disk together. */
const CHANGES_PER_TASK = 24;

interface WaitingChange extends TargetedRequest {
  readonly settle: (result: SidecarWriteResult | null) => void;
  readonly fail: (error: unknown) => void;
}

/** Plans and writes in worker threads, where calls to the disk may block: several times faster where there are many. */
export class SidecarThreads {
  readonly #pool: WorkerPool<SidecarTask, SidecarReply>;
  readonly #threads: number;
  readonly #options: ChangeOptions;
  readonly #waiting: WaitingChange[] = [];
  #tasks = 0;

  constructor(threads: number, options: ChangeOptions) {
    const script = new URL('./sidecar-worker.ts', import.meta.url);
    this.#threads = threads;
    this.#options = options;
    this.#pool = new WorkerPool('sidecar writer', script, threads);
  }

  async plan(requests: readonly SidecarRequest[]): Promise<(SidecarChange | Error)[]> {
    const parts: Promise<SidecarReply>[] = [];
    for (let from = 0; from < requests.length; from += PLANS_PER_TASK) {
      parts.push(this.#pool.run({ kind: 'plan', requests: requests.slice(from, from + PLANS_PER_TASK) }));
    }
    return (await Promise.all(parts)).flatMap((reply) =>
      reply.kind === 'planned'
        ? reply.changes.map((change) => ('reason' in change ? new Error(change.reason) : change))
        : [],
    );
  }

  /** @returns null where exiftool has to be asked; then nothing was done. */
  make(request: SidecarRequest, target: string): Promise<SidecarWriteResult | null> {
    return new Promise((settle, fail) => {
      this.#waiting.push({ request, target, settle, fail });
      // All that are asked for in this turn first: together they are fewer messages.
      queueMicrotask(() => this.#assign());
    });
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  #assign(): void {
    while (this.#tasks < this.#threads && this.#waiting.length > 0) void this.#perform(this.#takeSome());
  }

  /** The oldest, and others of its folder; an equal share for each thread. */
  #takeSome(): WaitingChange[] {
    const most = Math.min(CHANGES_PER_TASK, Math.ceil(this.#waiting.length / this.#threads));
    const folder = dirname(this.#waiting[0]!.target);
    const end = this.#waiting.findIndex(({ target }, index) => index >= most || dirname(target) !== folder);
    return this.#waiting.splice(0, end < 0 ? this.#waiting.length : end);
  }

  async #perform(changes: readonly WaitingChange[]): Promise<void> {
    this.#tasks += 1;
    try {
      const plain = changes.map(({ request, target }) => ({ request, target }));
      const reply = await this.#pool.run({ kind: 'make', changes: plain, options: this.#options });
      if (reply.kind !== 'made') throw new TypeError(`a sidecar worker answered with ${reply.kind}`);
      changes.forEach(({ settle }, index) => {
        settle(reply.results[index]!);
      });
    } catch (error) {
      for (const { fail } of changes) fail(error);
    } finally {
      this.#tasks -= 1;
      this.#assign();
    }
  }
}
