import { failed } from '../../domain/outcome.ts';
import type { DueItem } from '../../stages/stage.ts';
import { saveBatch } from './run-batch.ts';
import { DEATHS, PIECES } from './timings.ts';
import { LapsedError, type WorkItem, type WorkTools } from './tools.ts';

/** What is to become of a batch at which the program died that often. */
export function afterDeaths(keys: number, deaths: number): 'try' | 'cut' | 'give up' {
  if (keys > 1) return deaths >= DEATHS.ofBatch ? 'cut' : 'try';
  return deaths >= DEATHS.ofOne ? 'give up' : 'try';
}

/** Puts pieces of the job in its place, so that those that are not to blame are done, and the one that is stands alone. */
export async function cutInPieces({ queue, tell }: WorkTools, { job }: WorkItem): Promise<void> {
  const size = Math.ceil(job.keys.length / PIECES);
  const pieces = Array.from({ length: Math.ceil(job.keys.length / size) }, (_, index) =>
    job.keys.slice(index * size, (index + 1) * size),
  );
  await queue.transaction(async (store, jobs) => {
    if (!(await jobs.complete(job))) throw new LapsedError(job);
    await jobs.send(pieces.map((keys) => ({ runId: job.runId, stage: job.stage, kind: 'batch', keys })));
    await store.runs.forgetJob(job.id);
  });
  tell(
    `${job.stage}: the program died ${DEATHS.ofBatch} times at a batch of ${job.keys.length}; it is tried again in ${pieces.length} parts`,
  );
}

/** The single photo at which the program dies fails with its reason, as any other that cannot be worked on. */
export async function giveUpOnPhoto(tools: WorkTools, work: WorkItem, deaths: number): Promise<void> {
  const { job, stage } = work;
  const items: DueItem[] = await stage.claim!(tools.store, job.keys);
  const reason = deathReason(deaths);
  await saveBatch(
    tools,
    work,
    items.map((item) => ({ item, outcome: failed(reason) })),
  );
  for (const { key } of items) tools.tell(`${job.stage}: ${key}: ${reason}`);
}

export const deathReason = (deaths: number): string =>
  `the program died ${deaths} times while it worked on it`;
