import type { SharedRunStatus, WorkStatus } from '../app/queued/work-status.ts';
import { STAGE_NAMES } from '../stages/index.ts';
import { printable, table } from './output.ts';

/** Workers, runs and batches that were given up, for people. */
export function workText({ isShared, workers, runs, dead }: WorkStatus): string {
  if (!isShared) return 'The library is a file, which one process works on at a time.\n';
  const parts = [
    workers.length === 0
      ? 'No worker is at work. Start one with `photo-tag worker`.'
      : table(
          ['worker', 'stages', 'device', 'state', 'heard', 'at work on'],
          workers.map((worker) => [
            `${printable(worker.host)} ${worker.pid}`,
            worker.stages.length === STAGE_NAMES.length ? 'all' : worker.stages.join(', '),
            worker.device,
            worker.state,
            `${worker.secondsSinceHeard.toFixed(0)} s ago`,
            worker.jobs.map(({ stage, items }) => (items === 0 ? stage : `${stage} ${items}`)).join(', '),
          ]),
        ),
  ];
  if (runs.length > 0) {
    parts.push(
      table(
        ['run', 'command', 'state', 'stages'],
        runs.map((run) => [String(run.id), printable(run.command), run.state, stepsText(run)]),
      ),
    );
  }
  for (const { stage, items, reason, diedAt } of dead) {
    const what = items === 0 ? stage : `${stage}, ${items} items`;
    parts.push(`Given up: ${what}, ${diedAt}: ${printable(reason)}`);
  }
  if (dead.length > 0) parts.push('The next run tries anew what was given up.');
  return `${parts.join('\n')}\n`;
}

function stepsText({ steps, problem }: SharedRunStatus): string {
  if (problem !== null) return printable(problem);
  const done = steps.filter(({ state }) => state === 'done').length;
  const open = steps
    .filter(({ state }) => state === 'open')
    .map((step) => `${step.stage} ${step.done}/${step.total}`);
  return [`${done} of ${steps.length} done`, ...open].join(', ');
}
