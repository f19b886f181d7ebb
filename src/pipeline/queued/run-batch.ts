import type { Outcome } from '../../domain/outcome.ts';
import type { AnyStage, DueItem, ItemOutcome } from '../../stages/stage.ts';
import { assertComplete } from '../run-stage.ts';
import { countAndHandOn } from './hand-on.ts';
import type { Patience } from './patience.ts';
import { LapsedError, type WorkItem, type WorkTools } from './tools.ts';

/**
 * Does those items of a job that are still due. What comes of it is saved in the transaction that ends the job; items
 * that somebody else did meanwhile, or whose facts changed, are left as they are.
 */
export async function runBatch(tools: WorkTools, work: WorkItem, patience: Patience): Promise<void> {
  const { stage, job, signal } = work;
  const results = await patience.through(async () => {
    const items: DueItem[] = await stage.claim!(tools.store, job.keys);
    return inSlices(stage, items, signal);
  });
  // By itself, so that the work is not done again because the database was away when it was to be saved.
  await patience.through(() => saveBatch(tools, work, results));
}

/** In batches of the stage's size, as many at a time as it has lanes. */
async function inSlices(
  stage: AnyStage,
  items: readonly DueItem[],
  signal: AbortSignal,
): Promise<ItemOutcome<DueItem, unknown>[]> {
  const slices: DueItem[][] = [];
  for (let start = 0; start < items.length; start += stage.batchSize) {
    slices.push(items.slice(start, start + stage.batchSize));
  }
  const done: ItemOutcome<DueItem, unknown>[][] = slices.map(() => []);
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < slices.length) {
      const index = next++;
      const slice = slices[index]!;
      const outcomes: Outcome<unknown>[] = await stage.run(slice, signal);
      const results = slice.map((item, at) => ({ item, outcome: outcomes[at] }));
      assertComplete(stage, results);
      done[index] = results;
    }
  };
  const lanes = Array.from({ length: Math.max(1, stage.lanes) }, () =>
    lane().catch((error: unknown) => {
      next = slices.length;
      throw error;
    }),
  );
  const ended = await Promise.allSettled(lanes);
  const broken = ended.find((result) => result.status === 'rejected');
  if (broken) throw broken.reason;
  return done.flat();
}

export async function saveBatch(
  { queue }: WorkTools,
  { job, stages, stage }: Pick<WorkItem, 'job' | 'stages' | 'stage'>,
  results: readonly ItemOutcome<DueItem, unknown>[],
): Promise<void> {
  await queue.transaction(async (store, jobs) => {
    if (!(await jobs.complete(job))) throw new LapsedError(job);
    await store.outcomes.hold(results.flatMap(({ item }) => stage.photosOf?.(item) ?? [item.key]));
    const due: DueItem[] = results.length === 0 ? [] : await stage.claim!(store, job.keys);
    const fingerprints = new Map(due.map(({ key, fingerprint }) => [key, fingerprint]));
    const fresh = results.filter(
      ({ item }) => fingerprints.has(item.key) && fingerprints.get(item.key) === item.fingerprint,
    );
    if (fresh.length > 0) {
      await stage.save(store, fresh);
      await countAndHandOn({ store, jobs }, { job, stages, stage }, fresh);
    }
    await store.runs.forgetJob(job.id);
  });
}
