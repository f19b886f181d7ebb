import type { DateDeed, DateRun, DateRunDetails, DoubtedPhoto } from '../../api/wire.ts';
import type { Deed } from '../../deeds/deed.ts';
import { redo, type TurnsBack, undo } from '../../deeds/turn-back.ts';
import type { Draft, DraftTarget } from './draft.ts';
import type { DatesFilter } from './filter.ts';

/** What deeds of the dates see and do. */
export interface DatesContext extends TurnsBack {
  readonly view: DatesFilter['view'];
  /** How many rows the list of the view has, and which of them is open. */
  readonly rows: number;
  readonly at: number;
  readonly run: DateRun | null;
  readonly details: DateRunDetails | null;
  /** SHA-1 of the photo of the run that is shown. */
  readonly sample: string | null;
  readonly photo: DoubtedPhoto | null;
  readonly selection: ReadonlySet<string>;
  readonly draft: Draft | null;
  readonly isOpen: boolean;
  readonly due: number;
  /** A run of the pipeline is at work, or was just asked for. */
  readonly isRunning: boolean;
  readonly go: (at: number) => void;
  readonly stepSample: (by: number) => void;
  readonly decide: (deed: DateDeed) => void;
  readonly edit: (kind: Draft['kind'], target?: DraftTarget) => void;
  readonly toggle: () => void;
  readonly selectFolder: () => void;
  /** Closes what is open, the innermost first. */
  readonly back: () => void;
  readonly changeView: () => void;
  readonly openFilter: () => void;
  readonly start: () => void;
}

type DatesDeed = Deed<DatesContext>;

/** Something is open that can be decided. */
const isThere = ({ run, photo }: DatesContext): boolean => run !== null || photo !== null;
const isRun = ({ run }: DatesContext): boolean => run !== null;
const isPhoto = ({ photo }: DatesContext): boolean => photo !== null;
const mayAccept = ({ run }: DatesContext): boolean =>
  run !== null && run.proposal !== null && run.decision?.photos !== run.photos;

export const next: DatesDeed = {
  id: 'next',
  group: 'go',
  label: ({ dates }) => dates.deeds.next,
  keys: ['j', 'ArrowDown'],
  mayRepeat: true,
  isAllowed: ({ at, rows }) => at + 1 < rows,
  run: ({ go, at }) => go(at + 1),
};

export const previous: DatesDeed = {
  id: 'previous',
  group: 'go',
  label: ({ dates }) => dates.deeds.previous,
  keys: ['k', 'ArrowUp'],
  mayRepeat: true,
  isAllowed: ({ at }) => at > 0,
  run: ({ go, at }) => go(at - 1),
};

export const acceptNext: DatesDeed = {
  id: 'accept-next',
  group: 'decide',
  label: ({ dates }) => dates.deeds.acceptNext,
  keys: ['Enter'],
  isAllowed: mayAccept,
  run: ({ decide, go, at, rows }) => {
    decide({ kind: 'accept' });
    if (at + 1 < rows) go(at + 1);
  },
};

export const accept: DatesDeed = {
  id: 'accept',
  group: 'decide',
  label: ({ dates }) => dates.deeds.accept,
  keys: ['a'],
  isAllowed: mayAccept,
  run: ({ decide }) => decide({ kind: 'accept' }),
};

export const keep: DatesDeed = {
  id: 'keep',
  group: 'decide',
  label: ({ dates }) => dates.deeds.keep,
  keys: ['c'],
  isAllowed: isThere,
  run: ({ decide }) => decide({ kind: 'keep' }),
};

export const shift: DatesDeed = {
  id: 'shift',
  group: 'decide',
  label: ({ dates }) => dates.deeds.shift,
  keys: ['s'],
  isAllowed: isThere,
  run: ({ edit }) => edit('shift'),
};

export const takenAt: DatesDeed = {
  id: 'taken-at',
  group: 'decide',
  label: ({ dates }) => dates.deeds.at,
  keys: ['t'],
  isAllowed: ({ sample, run, photo, selection }) =>
    (run !== null && sample !== null) || (photo !== null && selection.size === 0),
  run: ({ edit }) => edit('at'),
};

export const set: DatesDeed = {
  id: 'set',
  group: 'decide',
  label: ({ dates }) => dates.deeds.set,
  keys: ['d'],
  isAllowed: isThere,
  run: ({ edit }) => edit('set'),
};

export const folder: DatesDeed = {
  id: 'folder',
  group: 'decide',
  label: ({ dates }) => dates.deeds.folder,
  keys: ['o'],
  isAllowed: ({ details, photo }) => photo !== null || (details?.folders.length ?? 0) > 0,
  run: ({ edit, details, photo }) => {
    const own = details?.folders[0];
    if (photo !== null) edit('set', { kind: 'folder', path: photo.folder, sample: photo.sha1 });
    else if (own !== undefined) edit('set', { kind: 'folder', path: own.path, sample: own.sample });
  },
};

export const forget: DatesDeed = {
  id: 'forget',
  group: 'decide',
  label: ({ dates }) => dates.deeds.forget,
  keys: ['x', 'Delete'],
  isAllowed: ({ run, photo }) => run?.state === 'decided' || photo?.isDue === true,
  run: ({ decide }) => decide({ kind: 'forget' }),
};

export const nextSample: DatesDeed = {
  id: 'next-sample',
  group: 'picture',
  label: ({ dates }) => dates.deeds.nextSample,
  keys: ['.', 'ArrowRight'],
  mayRepeat: true,
  isAllowed: isRun,
  run: ({ stepSample }) => stepSample(1),
};

export const previousSample: DatesDeed = {
  id: 'previous-sample',
  group: 'picture',
  label: ({ dates }) => dates.deeds.previousSample,
  keys: [',', 'ArrowLeft'],
  mayRepeat: true,
  isAllowed: isRun,
  run: ({ stepSample }) => stepSample(-1),
};

export const select: DatesDeed = {
  id: 'select',
  group: 'decide',
  label: ({ dates }) => dates.deeds.select,
  keys: ['m'],
  isAllowed: isPhoto,
  run: ({ toggle }) => toggle(),
};

export const selectFolder: DatesDeed = {
  id: 'select-folder',
  group: 'decide',
  label: ({ dates }) => dates.deeds.selectFolder,
  keys: ['Shift+m'],
  isAllowed: isPhoto,
  run: (context) => context.selectFolder(),
};

export const back: DatesDeed = {
  id: 'back',
  group: 'go',
  label: ({ dates }) => dates.deeds.back,
  keys: ['Escape'],
  isAllowed: ({ draft, selection, isOpen }) => draft !== null || selection.size > 0 || isOpen,
  run: (context) => context.back(),
};

export const changeView: DatesDeed = {
  id: 'view',
  group: 'page',
  label: ({ dates }) => dates.deeds.view,
  keys: ['v'],
  isAllowed: () => true,
  run: (context) => context.changeView(),
};

export const filter: DatesDeed = {
  id: 'filter',
  group: 'page',
  label: ({ dates }) => dates.deeds.filter,
  keys: ['f'],
  isAllowed: () => true,
  run: (context) => context.openFilter(),
};

export const start: DatesDeed = {
  id: 'start',
  group: 'run',
  label: ({ dates }) => dates.deeds.run,
  keys: ['r'],
  isAllowed: ({ due, isRunning }) => due > 0 && !isRunning,
  run: (context) => context.start(),
};

export const DATES_DEEDS: readonly DatesDeed[] = [
  acceptNext,
  accept,
  keep,
  shift,
  takenAt,
  set,
  folder,
  forget,
  select,
  selectFolder,
  undo,
  redo,
  next,
  previous,
  back,
  nextSample,
  previousSample,
  start,
  changeView,
  filter,
];
