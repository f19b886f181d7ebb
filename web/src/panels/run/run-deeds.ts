import type { Run } from '../../api/wire.ts';
import type { Deed } from '../../deeds/deed.ts';

export interface RunContext {
  readonly run: Run | null;
  readonly failed: number;
  /** A request is on its way. */
  readonly isAsking: boolean;
  readonly start: (order: { stages?: string[]; retryFailed?: boolean }) => void;
  readonly cancel: () => void;
}

const isAtWork = ({ run }: RunContext): boolean => run !== null && run.endedAt === null;
const isFree = (context: RunContext): boolean => !isAtWork(context) && !context.isAsking;

export const start: Deed<RunContext> = {
  id: 'start',
  group: 'run',
  label: (words) => words.run.start,
  keys: ['s'],
  isAllowed: isFree,
  run: (context) => context.start({}),
};

/** The same after a run that was cancelled or stopped: what is done is not done again. */
export const resume: Deed<RunContext> = {
  ...start,
  id: 'resume',
  label: (words) => words.run.resume,
  isInHelp: false,
};

export const cancel: Deed<RunContext> = {
  id: 'cancel',
  group: 'run',
  label: (words) => words.run.cancel,
  keys: ['c'],
  isAllowed: (context) => isAtWork(context) && context.run!.state === 'running' && !context.isAsking,
  run: (context) => context.cancel(),
};

export const retryFailed: Deed<RunContext> = {
  id: 'retry-failed',
  group: 'run',
  label: (words) => words.run.retryFailed,
  keys: ['r'],
  isAllowed: (context) => isFree(context) && context.failed > 0,
  run: (context) => context.start({ retryFailed: true }),
};

export const runOnly = (stage: string): Deed<RunContext> => ({
  id: `run-${stage}`,
  group: 'run',
  label: (words) => words.run.runOnly(words.run.stages[stage] ?? stage),
  keys: [],
  isAllowed: isFree,
  run: (context) => context.start({ stages: [stage] }),
});

export const RUN_DEEDS: readonly Deed<RunContext>[] = [start, cancel, retryFailed];
