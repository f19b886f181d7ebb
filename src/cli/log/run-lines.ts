import type { Logger } from 'pino';
import type { RunDesk, RunState } from '../../app/run-desk.ts';

/** What a run that the page started does, a line a change: its state, and each stage at its end. */
export function logRuns(desk: RunDesk, log: Logger): () => void {
  let before: RunState | null = desk.state;
  return desk.subscribe((run) => {
    const steps = new Map(before?.id === run.id ? before.steps.map((step) => [step.stage, step]) : []);
    for (const { stage, state, progress } of run.steps) {
      const former = steps.get(stage)?.state ?? 'waiting';
      if (state === former || state === 'waiting' || state === 'running') continue;
      const { done, total, failed, skipped, elapsedSeconds } = progress ?? {};
      const counts = { done, total, failed, skipped, elapsedSeconds };
      log.info({ event: 'stage', run: run.id, stage, state, ...counts }, 'stage ended');
    }
    if (run.state !== (before?.id === run.id ? before.state : null)) {
      const level = run.state === 'failed' ? 'error' : 'info';
      log[level]({ event: 'run', run: run.id, state: run.state, code: run.problem?.code }, 'run');
      if (run.problem !== null) log.error({ event: 'run-problem', run: run.id }, run.problem.message);
    }
    for (const notice of run.notices.slice(before?.id === run.id ? before.notices.length : 0)) {
      log.info({ event: 'notice', run: run.id }, notice);
    }
    before = run;
  });
}
