import type { Progress } from '../../pipeline/progress.ts';
import type { LockHolder } from '../../pipeline/run-lock.ts';
import { runPipeline } from '../../pipeline/run-pipeline.ts';
import type { Library } from '../library.ts';
import { lockLibrary } from '../lock-library.ts';

export interface SettleRequest {
  /** As the user typed it, for whoever finds the lock. */
  readonly command: string;
  readonly signal: AbortSignal;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly onAbandoned?: ((holder: LockHolder) => void) | undefined;
}

export interface SettledDates {
  /** Photos whose date was resolved anew. */
  readonly resolved: number;
  readonly cancelled: boolean;
}

/** Runs the dates stage under the library's lock, if anything in it is due. */
export async function settleDates(library: Library, request: SettleRequest): Promise<SettledDates> {
  const lock = await lockLibrary(library, request.command);
  try {
    if (lock.abandonedBy) request.onAbandoned?.(lock.abandonedBy);
    const { stages, cancelled } = await runPipeline(['dates'], (name) => library.stageOf(name), {
      store: library.store,
      signal: request.signal,
      onProgress: request.onProgress,
    });
    return { resolved: stages[0]?.done ?? 0, cancelled };
  } finally {
    await lock.release();
  }
}
