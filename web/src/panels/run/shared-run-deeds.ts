import type { Work } from '../../api/wire.ts';
import type { Deed } from '../../deeds/deed.ts';

export type SharedRun = Work['runs'][number];
export type SharedRunDeed = 'pause' | 'resume' | 'cancel';

export interface SharedRunsContext {
  /** Those that have not ended come first. */
  readonly runs: readonly SharedRun[];
  /** Place of the marked run among those that have not ended. */
  readonly marked: number;
  /** A request is on its way. */
  readonly isAsking: boolean;
  readonly mark: (place: number) => void;
  readonly change: (order: { readonly id: number; readonly deed: SharedRunDeed }) => void;
}

export const isActive = ({ endedAt }: SharedRun): boolean => endedAt === null;

const markedOf = ({ runs, marked }: SharedRunsContext): SharedRun | undefined =>
  runs.filter(isActive)[marked];

const FROM: Record<SharedRunDeed, readonly SharedRun['state'][]> = {
  pause: ['running'],
  resume: ['paused'],
  cancel: ['running', 'paused'],
};

export const mayChange = (run: SharedRun, deed: SharedRunDeed): boolean => FROM[deed].includes(run.state);

/** Nothing is lost by any of them, so none asks: what was done stays, and what is due is found again. */
const ofMarked = (deed: SharedRunDeed, key: string): Deed<SharedRunsContext> => ({
  id: `${deed}-shared`,
  group: 'workers',
  label: (words) => words.workers.deeds[deed],
  keys: [key],
  isAllowed: (context) => {
    const run = markedOf(context);
    return run !== undefined && mayChange(run, deed) && !context.isAsking;
  },
  run: (context) => context.change({ id: markedOf(context)!.id, deed }),
});

export const CHANGE_MARKED: Readonly<Record<SharedRunDeed, Deed<SharedRunsContext>>> = {
  pause: ofMarked('pause', 'p'),
  resume: ofMarked('resume', 'g'),
  cancel: ofMarked('cancel', 'x'),
};

/** Of one run, at its button; without a key, which the marked one has. */
export const changeRun = (run: SharedRun, deed: SharedRunDeed): Deed<SharedRunsContext> => ({
  ...CHANGE_MARKED[deed],
  id: `${deed}-shared-${run.id}`,
  keys: [],
  isAllowed: ({ isAsking }) => mayChange(run, deed) && !isAsking,
  run: (context) => context.change({ id: run.id, deed }),
});

const next: Deed<SharedRunsContext> = {
  id: 'next-shared',
  group: 'go',
  label: (words) => words.workers.deeds.next,
  keys: ['j'],
  mayRepeat: true,
  isAllowed: ({ runs, marked }) => marked + 1 < runs.filter(isActive).length,
  run: ({ mark, marked }) => mark(marked + 1),
};

const previous: Deed<SharedRunsContext> = {
  id: 'previous-shared',
  group: 'go',
  label: (words) => words.workers.deeds.previous,
  keys: ['k'],
  mayRepeat: true,
  isAllowed: ({ marked }) => marked > 0,
  run: ({ mark, marked }) => mark(marked - 1),
};

export const SHARED_RUN_DEEDS: readonly Deed<SharedRunsContext>[] = [
  ...Object.values(CHANGE_MARKED),
  next,
  previous,
];
