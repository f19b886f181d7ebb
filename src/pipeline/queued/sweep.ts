import type { NewJob } from '../../queue/queue.ts';
import type { DueItem } from '../../stages/stage.ts';
import { runStage, type Saving } from '../run-stage.ts';
import { handedOnBy, PLACES } from './flow.ts';
import { countAndHandOn, jobsOf } from './hand-on.ts';
import { LapsedError, type WorkItem, type WorkTools } from './tools.ts';

/** Jobs that are sent in one transaction. */
const SENT_AT_ONCE = 32;

/**
 * Finds what is due in a stage and has no job, and makes jobs of it. Where nothing is left, and nothing can come any
 * more, the stage is complete.
 */
export async function sweep(tools: WorkTools, work: WorkItem): Promise<void> {
  const { store, queue } = tools;
  const { job, run, stage, stages, signal } = work;
  await store.runs.openStep(run.id, stage.name, stage.unit);
  await store.takeStock();
  await stage.prepare?.(signal);
  // In this order: what is saved in between is either due no more, or has had its job all the time.
  const live = await queue.liveKeys(stage.name);
  const { jobSize } = PLACES[stage.name];
  let [found, sent] = [0, 0];
  let keys: string[] = [];
  let units = 0;
  const send = async (): Promise<void> => {
    const made: NewJob[] = jobsOf(run.id, stage.name, keys);
    await queue.transaction(async (transaction, jobs) => {
      if (!(await jobs.holds(job))) throw new LapsedError(job);
      await transaction.runs.count(run.id, stage.name, { total: units });
      await jobs.send(made);
    });
    sent += keys.length;
    [keys, units] = [[], 0];
  };
  for await (const item of stage.due() as AsyncIterable<DueItem>) {
    if (signal.aborted) break;
    found++;
    if (live.has(item.key)) continue;
    keys.push(item.key);
    units += item.size ?? 1;
    if (keys.length === jobSize * SENT_AT_ONCE) await send();
  }
  if (keys.length > 0) await send();
  const before = handedOnBy(stage.name, stages);
  await queue.transaction(async (transaction, jobs) => {
    if (!(await jobs.complete(job))) throw new LapsedError(job);
    const steps = await transaction.runs.steps([run.id]);
    const nothingComes =
      before === undefined || steps.find((step) => step.stage === before)?.state === 'done';
    if (found === 0 && sent === 0 && nothingComes && !signal.aborted) {
      await stage.finish?.(transaction);
      await transaction.runs.endStep(run.id, stage.name);
    }
    await transaction.runs.swept(run.id, stage.name);
    await transaction.runs.forgetJob(job.id);
  });
}

/** A stage that begins again after a death has less to do than it had. */
async function countWhole({ store }: WorkTools, { run, stage }: WorkItem, due: number): Promise<void> {
  const step = (await store.runs.steps([run.id])).find((one) => one.stage === stage.name);
  if (step) await store.runs.count(run.id, stage.name, { total: step.done + due - step.total });
}

/**
 * Does the whole of a stage that cannot be split. Each batch is saved only while the job is ours.
 *
 * @returns false where it was stopped before its end
 */
export async function runWhole(tools: WorkTools, work: WorkItem): Promise<boolean> {
  const { store, queue } = tools;
  const { job, run, stage, signal } = work;
  await store.runs.openStep(run.id, stage.name, stage.unit);
  const saving: Saving = {
    batch: (save, results) =>
      queue.transaction(async (transaction, jobs) => {
        if (!(await jobs.holds(job))) throw new LapsedError(job);
        await save(transaction);
        await countAndHandOn({ store: transaction, jobs }, work, results);
        // It gets on: whatever killed it before is behind it.
        await transaction.runs.forgetEnds(job.id);
      }),
    finish: (finish) =>
      queue.transaction(async (transaction, jobs) => {
        if (!(await jobs.complete(job))) throw new LapsedError(job);
        await finish(transaction);
        await transaction.runs.endStep(run.id, stage.name);
        await transaction.runs.swept(run.id, stage.name);
        await transaction.runs.forgetJob(job.id);
      }),
  };
  let counted: Promise<void> | null = null;
  await runStage(stage, {
    store,
    signal,
    saving,
    onProgress: ({ total }) => {
      // Only for the eye: how much there is to do.
      counted ??= countWhole(tools, work, total).catch(() => undefined);
    },
  });
  await counted;
  return !signal.aborted;
}
