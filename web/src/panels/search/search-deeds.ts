import type { SearchHit } from '../../api/wire.ts';
import type { Deed } from '../../deeds/deed.ts';
import { redo, undo } from '../../deeds/turn-back.ts';
import type { Selection } from './selection.ts';

/** What deeds of the search see and do. */
export interface SearchContext {
  readonly hits: readonly SearchHit[];
  /** Place of the photo that has the keys. */
  readonly at: number;
  readonly columns: number;
  /** SHA-1 of the photo that is shown large. */
  readonly open: string | null;
  readonly selection: Selection;
  /** The map of clusters is looked at. */
  readonly isMap: boolean;
  readonly go: (at: number) => void;
  readonly show: (sha1: string | null) => void;
  readonly like: (sha1: string) => void;
  /** Goes to the cluster of a photo. */
  readonly review: (sha1: string) => void;
  readonly toggle: (at: number) => void;
  readonly extend: (at: number) => void;
  readonly selectAll: () => void;
  readonly clear: () => void;
  readonly turnBack: (way: 'undo' | 'redo') => void;
  readonly save: () => void;
  readonly focusField: () => void;
  readonly focusTag: () => void;
  readonly openFilter: () => void;
  readonly toggleMap: () => void;
  readonly toggleZoom: () => void;
}

type SearchDeed = Deed<SearchContext>;

/** The photo that deeds are for: the open one, also where the search does not find it any more. */
const meant = ({ hits, at, open }: SearchContext): string | null => open ?? hits[at]?.sha1 ?? null;
const isThere = (context: SearchContext): boolean => meant(context) !== null;
const isHit = ({ hits, at }: SearchContext): boolean => hits[at] !== undefined;
const inGrid = (context: SearchContext): boolean => context.open === null && isHit(context);

const step = (
  id: string,
  keys: readonly string[],
  label: SearchDeed['label'],
  by: (context: SearchContext) => number,
  isAllowed: (context: SearchContext) => boolean = isHit,
): SearchDeed => ({
  id,
  group: 'go',
  label,
  keys,
  mayRepeat: true,
  isAllowed: (context) => isAllowed(context) && context.hits[context.at + by(context)] !== undefined,
  run: (context) => context.go(context.at + by(context)),
});

export const next = step(
  'next',
  ['ArrowRight', 'j'],
  ({ search }) => search.deeds.next,
  () => 1,
);
export const previous = step(
  'previous',
  ['ArrowLeft', 'k'],
  ({ search }) => search.deeds.previous,
  () => -1,
);
export const down: SearchDeed = {
  ...step(
    'down',
    ['ArrowDown'],
    ({ search }) => search.deeds.down,
    ({ columns }) => columns,
    inGrid,
  ),
  isAllowed: (context) => inGrid(context) && context.at < context.hits.length - 1,
  run: ({ go, at, columns, hits }) => go(Math.min(at + columns, hits.length - 1)),
};
export const up = step(
  'up',
  ['ArrowUp'],
  ({ search }) => search.deeds.up,
  ({ columns }) => -columns,
  inGrid,
);

export const focusField: SearchDeed = {
  id: 'field',
  group: 'go',
  label: ({ search }) => search.deeds.field,
  keys: ['/'],
  isAllowed: () => true,
  run: (context) => context.focusField(),
};

export const filter: SearchDeed = {
  id: 'filter',
  group: 'go',
  label: ({ search }) => search.deeds.filter,
  keys: ['f'],
  isAllowed: () => true,
  run: (context) => context.openFilter(),
};

export const map: SearchDeed = {
  id: 'map',
  group: 'go',
  label: (words) => words.map.deed,
  keys: ['m'],
  isAllowed: () => true,
  run: (context) => context.toggleMap(),
};

export const open: SearchDeed = {
  id: 'open',
  group: 'picture',
  label: ({ search }) => search.deeds.open,
  keys: ['Enter'],
  isAllowed: inGrid,
  run: ({ show, hits, at }) => show(hits[at]!.sha1),
};

export const back: SearchDeed = {
  id: 'back',
  group: 'picture',
  label: ({ search }) => search.deeds.back,
  keys: ['Escape'],
  isAllowed: (context) => context.open !== null,
  run: ({ show }) => show(null),
};

export const clear: SearchDeed = {
  id: 'clear',
  group: 'decide',
  label: ({ search }) => search.deeds.clear,
  keys: ['Escape'],
  isAllowed: ({ selection, open }) => open === null && selection.size > 0,
  run: (context) => context.clear(),
};

export const like: SearchDeed = {
  id: 'like',
  group: 'picture',
  label: ({ search }) => search.deeds.like,
  keys: ['l'],
  isAllowed: isThere,
  run: (context) => context.like(meant(context)!),
};

export const review: SearchDeed = {
  id: 'review',
  group: 'picture',
  label: ({ search }) => search.deeds.review,
  keys: ['v'],
  isAllowed: isThere,
  run: (context) => context.review(meant(context)!),
};

export const zoom: SearchDeed = {
  id: 'zoom',
  group: 'picture',
  label: ({ review }) => review.deeds.zoom,
  keys: ['z'],
  isAllowed: (context) => context.open !== null,
  run: (context) => context.toggleZoom(),
};

export const select: SearchDeed = {
  id: 'select',
  group: 'decide',
  label: ({ search }) => search.deeds.select,
  keys: ['x'],
  isAllowed: isHit,
  run: ({ toggle, at }) => toggle(at),
};

export const selectTo: SearchDeed = {
  id: 'select-to',
  group: 'decide',
  label: ({ search }) => search.deeds.selectTo,
  keys: ['Shift+x'],
  isAllowed: inGrid,
  run: ({ extend, at }) => extend(at),
};

export const selectAll: SearchDeed = {
  id: 'select-all',
  group: 'decide',
  label: ({ search }) => search.deeds.selectAll,
  keys: ['a'],
  isAllowed: inGrid,
  run: (context) => context.selectAll(),
};

export const addTag: SearchDeed = {
  id: 'add-tag',
  group: 'decide',
  label: ({ search }) => search.deeds.addTag,
  keys: ['t'],
  isAllowed: (context) => context.open !== null || context.selection.size > 0,
  run: (context) => context.focusTag(),
};

export const csv: SearchDeed = {
  id: 'csv',
  group: 'decide',
  label: ({ search }) => search.deeds.csv,
  keys: ['e'],
  isAllowed: ({ hits, open }) => open === null && hits.length > 0,
  run: (context) => context.save(),
};

/** `back` and `clear` share Escape, and never are allowed together: the key takes the one that is. */
export const searchDeeds = (isOpen: boolean): readonly SearchDeed[] => [
  focusField,
  filter,
  map,
  next,
  previous,
  down,
  up,
  open,
  ...(isOpen ? [back, clear] : [clear, back]),
  like,
  review,
  zoom,
  select,
  selectTo,
  selectAll,
  addTag,
  csv,
  undo,
  redo,
];
