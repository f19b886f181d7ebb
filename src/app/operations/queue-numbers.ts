import type { StageName } from '../../domain/stage-name.ts';
import type { Library } from '../library.ts';

/** What is known of a queue of several workers. */
export interface QueueNumbers {
  readonly jobs: readonly {
    readonly stage: StageName;
    /** `later`: failed lately, and comes again. `dead`: given up. */
    readonly state: 'waiting' | 'later' | 'active' | 'dead';
    readonly count: number;
  }[];
  readonly workers: number;
}

/** More runs at once than anybody starts. */
const MOST_RUNS = 20;
/** A worker says every few seconds that it is there. */
const SILENT_MILLIS = 60_000;

/** Null where this process does all the work. */
export async function queueNumbers(
  library: Pick<Library, 'isShared' | 'queue' | 'store'>,
): Promise<QueueNumbers | null> {
  if (!library.isShared) return null;
  const { runs } = library.store;
  const queue = await library.queue();
  const counts = new Map<string, QueueNumbers['jobs'][number]>();
  const add = (stage: StageName, state: QueueNumbers['jobs'][number]['state'], count: number): void => {
    const key = `${stage} ${state}`;
    counts.set(key, { stage, state, count: (counts.get(key)?.count ?? 0) + count });
  };
  for (const { id } of await runs.list({ active: true, limit: MOST_RUNS })) {
    for (const [stage, { waiting, later, active }] of await queue.live(id)) {
      add(stage, 'waiting', waiting - later);
      add(stage, 'later', later);
      add(stage, 'active', active);
    }
  }
  for (const { stage } of await queue.dead()) add(stage, 'dead', 1);
  const workers = await runs.workers();
  return {
    jobs: [...counts.values()],
    workers: workers.filter(({ silentMillis }) => silentMillis < SILENT_MILLIS).length,
  };
}
