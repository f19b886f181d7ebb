import { WorkerPool } from '../threads/worker-pool.ts';
import type { ChangeOptions } from './make-change.ts';
import type { SidecarRequest } from './sidecar-change.ts';
import type { SidecarChange, SidecarWriteResult } from './sidecar-writer.ts';

export type SidecarTask =
  | { readonly kind: 'plan'; readonly requests: readonly SidecarRequest[] }
  | {
      readonly kind: 'make';
      readonly request: SidecarRequest;
      readonly target: string;
      readonly options: ChangeOptions;
    };

export type SidecarReply =
  | { readonly kind: 'planned'; readonly changes: readonly (SidecarChange | { readonly reason: string })[] }
  /** Null: exiftool has to be asked, which a thread cannot; nothing was done. */
  | { readonly kind: 'made'; readonly result: SidecarWriteResult | null };

/** Sidecars of one message: many, since one takes some 80 µs, and few enough that all threads get some. */
const PLANS_PER_TASK = 25;

/** Plans and writes in worker threads, where calls to the disk may block: several times faster where there are many. */
export class SidecarThreads {
  readonly #pool: WorkerPool<SidecarTask, SidecarReply>;

  constructor(threads: number) {
    const script = new URL('./sidecar-worker.ts', import.meta.url);
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
  async make(
    request: SidecarRequest,
    target: string,
    options: ChangeOptions,
  ): Promise<SidecarWriteResult | null> {
    const reply = await this.#pool.run({ kind: 'make', request, target, options });
    return reply.kind === 'made' ? reply.result : null;
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }
}
