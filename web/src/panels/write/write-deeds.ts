import type { WriteState } from '../../api/wire.ts';
import type { Deed } from '../../deeds/deed.ts';
import { type Choice, isAtWork, mayApply } from './job.ts';
import type { ShownRun } from './runs.ts';

export interface WriteContext {
  readonly job: WriteState | null;
  /** What the job was that the program forgot when it was started anew; null where there was none. */
  readonly lost: 'compared' | 'changed' | null;
  readonly choice: Choice;
  /** A run of the pipeline holds the library. */
  readonly isRunning: boolean;
  /** A request is on its way. */
  readonly isAsking: boolean;
  readonly runs: readonly ShownRun[];
  /** Place of the marked run among `runs`. */
  readonly marked: number;
  readonly showsPaths: boolean;
  readonly choose: (choice: Choice) => void;
  readonly compare: () => void;
  /** Asks whether what was compared is to be done. */
  readonly confirm: () => void;
  readonly cancel: () => void;
  readonly mark: (place: number) => void;
  /** Shows what taking that run back would change. */
  readonly takeBack: (run: ShownRun) => void;
  readonly showPaths: (shows: boolean) => void;
  readonly getAudit: () => void;
}

const isFree = ({ job, isAsking }: WriteContext): boolean => !isAtWork(job) && !isAsking;
const markedOf = ({ runs, marked }: WriteContext): ShownRun | undefined => runs[marked];

export const compare: Deed<WriteContext> = {
  id: 'compare',
  group: 'write',
  label: (words) => words.write.deeds.compare,
  keys: ['c'],
  isAllowed: isFree,
  run: (context) => context.compare(),
};

export const apply: Deed<WriteContext> = {
  id: 'apply',
  group: 'write',
  label: (words) => words.write.deeds.write,
  keys: ['w'],
  isAllowed: (context) => isFree(context) && !context.isRunning && mayApply(context.job, context.choice),
  run: (context) => context.confirm(),
};

/** The same of a comparison that an undo or a redo made. */
export const applyOf = (kind: WriteState['kind']): Deed<WriteContext> =>
  kind === 'write' ? apply : { ...apply, label: (words) => words.write.deeds[kind], isInHelp: false };

export const cancel: Deed<WriteContext> = {
  id: 'cancel',
  group: 'write',
  label: (words) => words.write.deeds.cancel,
  keys: ['x'],
  isAllowed: ({ job, isAsking }) => job?.state === 'running' && !isAsking,
  run: (context) => context.cancel(),
};

export const chooseProposed: Deed<WriteContext> = {
  id: 'choose-proposed',
  group: 'write',
  label: (words) => words.write.proposed,
  keys: ['p'],
  isAllowed: isFree,
  run: ({ choice, choose }) => choose({ ...choice, reviewed: false }),
};

export const chooseReviewed: Deed<WriteContext> = {
  id: 'choose-reviewed',
  group: 'write',
  label: (words) => words.write.reviewed,
  keys: ['o'],
  isAllowed: isFree,
  run: ({ choice, choose }) => choose({ ...choice, reviewed: true }),
};

export const toggleAgain: Deed<WriteContext> = {
  id: 'toggle-again',
  group: 'write',
  label: (words) => words.write.again,
  keys: ['g'],
  isAllowed: isFree,
  run: ({ choice, choose }) => choose({ ...choice, again: !choice.again }),
};

export const togglePaths: Deed<WriteContext> = {
  id: 'toggle-paths',
  group: 'write',
  label: (words) => words.write.paths,
  keys: ['f'],
  isAllowed: ({ job }) => job !== null,
  run: ({ showsPaths, showPaths }) => showPaths(!showsPaths),
};

export const nextRun: Deed<WriteContext> = {
  id: 'next-run',
  group: 'go',
  label: (words) => words.write.deeds.nextRun,
  keys: ['j'],
  mayRepeat: true,
  isAllowed: ({ marked, runs }) => marked + 1 < runs.length,
  run: ({ mark, marked }) => mark(marked + 1),
};

export const previousRun: Deed<WriteContext> = {
  id: 'previous-run',
  group: 'go',
  label: (words) => words.write.deeds.previousRun,
  keys: ['k'],
  mayRepeat: true,
  isAllowed: ({ marked }) => marked > 0,
  run: ({ mark, marked }) => mark(marked - 1),
};

/** Of one run, at its button; without a key, which the marked one has. */
export const takeBack = (run: ShownRun, back: 'undo' | 'redo'): Deed<WriteContext> => ({
  id: `${back}-${run.id}`,
  group: 'write',
  label: (words) => words.write.deeds[back],
  keys: [],
  isAllowed: isFree,
  run: (context) => context.takeBack(run),
});

export const undoMarked: Deed<WriteContext> = {
  id: 'undo-marked',
  group: 'write',
  label: (words) => words.write.deeds.undoMarked,
  keys: ['u'],
  isAllowed: (context) => isFree(context) && markedOf(context)?.back === 'undo',
  run: (context) => context.takeBack(markedOf(context)!),
};

export const redoMarked: Deed<WriteContext> = {
  id: 'redo-marked',
  group: 'write',
  label: (words) => words.write.deeds.redoMarked,
  keys: ['r'],
  isAllowed: (context) => isFree(context) && markedOf(context)?.back === 'redo',
  run: (context) => context.takeBack(markedOf(context)!),
};

export const getAudit: Deed<WriteContext> = {
  id: 'audit',
  group: 'write',
  label: (words) => words.write.audit,
  keys: ['t'],
  isAllowed: ({ runs }) => runs.length > 0,
  run: (context) => context.getAudit(),
};

export const WRITE_DEEDS: readonly Deed<WriteContext>[] = [
  chooseProposed,
  chooseReviewed,
  toggleAgain,
  compare,
  apply,
  cancel,
  togglePaths,
  undoMarked,
  redoMarked,
  getAudit,
  nextRun,
  previousRun,
];
