import type { VocabularyTerm } from '../../../api/wire.ts';
import type { Deed } from '../../../deeds/deed.ts';

export type OrderKind = 'add' | 'edit' | 'rename' | 'merge' | 'remove' | 'promote' | 'demote';

/** Of no word that is shown. */
export const isOfNew = (kind: OrderKind): boolean => kind === 'add' || kind === 'promote';

export interface VocabularyContext {
  /** The marked word; null where none is shown. */
  readonly term: VocabularyTerm | null;
  /** A change is at work: another has to wait. */
  readonly isAtWork: boolean;
  readonly step: (by: 1 | -1) => void;
  readonly begin: (kind: OrderKind) => void;
  readonly follow: () => void;
  readonly search: () => void;
}

const withTerm = ({ term, isAtWork }: VocabularyContext): boolean => term !== null && !isAtWork;

const beginning = (kind: OrderKind, keys: readonly string[]): Deed<VocabularyContext> => ({
  id: `word-${kind}`,
  group: 'words',
  label: (words) => words.config.vocabulary.deeds[kind],
  keys,
  isAllowed: isOfNew(kind) ? ({ isAtWork }) => !isAtWork : withTerm,
  run: (context) => context.begin(kind),
});

export const add = beginning('add', ['n']);
export const edit = beginning('edit', ['e', 'Enter']);
export const rename = beginning('rename', ['r']);
export const merge = beginning('merge', ['m']);
export const remove = beginning('remove', ['Delete']);
export const promote = beginning('promote', ['p']);
export const demote = beginning('demote', ['d']);

export const follow: Deed<VocabularyContext> = {
  id: 'word-follow',
  group: 'words',
  label: (words) => words.config.vocabulary.deeds.follow,
  keys: ['w'],
  isAllowed: ({ isAtWork }) => !isAtWork,
  run: (context) => context.follow(),
};

export const search: Deed<VocabularyContext> = {
  id: 'word-search',
  group: 'words',
  label: (words) => words.config.vocabulary.deeds.search,
  keys: ['/'],
  isAllowed: () => true,
  run: (context) => context.search(),
};

const step = (id: string, by: 1 | -1, keys: readonly string[]): Deed<VocabularyContext> => ({
  id: `word-${id}`,
  group: 'words',
  label: (words) => words.config.vocabulary.deeds[by === 1 ? 'next' : 'previous'],
  keys,
  mayRepeat: true,
  isAllowed: () => true,
  run: (context) => context.step(by),
});

export const VOCABULARY_DEEDS: readonly Deed<VocabularyContext>[] = [
  search,
  step('next', 1, ['j', 'ArrowDown']),
  step('previous', -1, ['k', 'ArrowUp']),
  add,
  edit,
  rename,
  merge,
  remove,
  promote,
  demote,
  follow,
];
