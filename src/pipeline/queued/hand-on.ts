import type { StageName } from '../../domain/stage-name.ts';
import type { JobChanges, NewJob } from '../../queue/queue.ts';
import type { AnyStage, DueItem, ItemOutcome } from '../../stages/stage.ts';
import type { Store } from '../../store/store.ts';
import { handsOnTo, PLACES } from './flow.ts';
import type { WorkItem } from './tools.ts';

type Results = readonly ItemOutcome<DueItem, unknown>[];

/** Counts results in the progress of the run, and makes jobs of what they made due in the stages behind. */
export async function countAndHandOn(
  { store, jobs }: { readonly store: Store; readonly jobs: JobChanges },
  { job, stages, stage }: Pick<WorkItem, 'job' | 'stages' | 'stage'>,
  results: Results,
): Promise<void> {
  const { runId } = job;
  await store.runs.count(runId, stage.name, countsOf(results));
  // A run that is paused or cancelled gets no new jobs; what is due stays due.
  if ((await store.runs.get(runId))?.state !== 'running') return;
  const photos = photosOf(stage, results);
  if (photos.length === 0) return;
  const sent: NewJob[] = [];
  for (const next of handsOnTo(stage.name, stages)) {
    sent.push(...jobsOf(runId, next, photos));
    await store.runs.count(runId, next, { total: photos.length });
  }
  await jobs.send(sent);
}

export function jobsOf(runId: number, stage: StageName, keys: readonly string[]): NewJob[] {
  const { jobSize } = PLACES[stage];
  const jobs: NewJob[] = [];
  for (let start = 0; start < keys.length; start += jobSize) {
    jobs.push({ runId, stage, kind: 'batch', keys: keys.slice(start, start + jobSize) });
  }
  return jobs;
}

export function countsOf(results: Results): { done: number; failed: number; skipped: number } {
  const counts = { done: 0, failed: 0, skipped: 0 };
  for (const { item, outcome } of results) {
    const size = item.size ?? 1;
    counts.done += size;
    if (outcome.status !== 'done') counts[outcome.status] += size;
  }
  return counts;
}

/** Each once, in order. A scan names photos by what it read. */
function photosOf(stage: AnyStage, results: Results): string[] {
  const photos = results.flatMap(({ item, outcome }) => {
    if (stage.name !== 'scan') return stage.photosOf?.(item) ?? [item.key];
    return outcome.status === 'done' ? [(outcome.result as { readonly sha1: string }).sha1] : [];
  });
  return [...new Set(photos)];
}
