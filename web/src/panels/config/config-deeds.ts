import type { Deed } from '../../deeds/deed.ts';

export const VIEWS = ['form', 'yaml', 'vocabulary'] as const;
export type View = (typeof VIEWS)[number];

export interface ConfigContext {
  readonly view: View;
  readonly isDirty: boolean;
  /** Shows the difference, and asks whether it is to be saved. */
  readonly review: () => void;
  readonly discard: () => void;
  readonly show: (view: View) => void;
  readonly search: () => void;
  readonly onlyChanged: boolean;
  readonly showOnlyChanged: (only: boolean) => void;
}

const viewDeed = (view: View, key: string): Deed<ConfigContext> => ({
  id: `view-${view}`,
  group: 'config',
  label: (words) => words.config.views[view],
  keys: [key],
  isAllowed: (context) => context.view !== view,
  run: (context) => context.show(view),
});

export const showForm = viewDeed('form', 's');
export const showYaml = viewDeed('yaml', 'y');
export const showVocabulary = viewDeed('vocabulary', 'v');
export const VIEW_DEEDS: Readonly<Record<View, Deed<ConfigContext>>> = {
  form: showForm,
  yaml: showYaml,
  vocabulary: showVocabulary,
};

export const review: Deed<ConfigContext> = {
  id: 'review-save',
  group: 'config',
  label: (words) => words.config.deeds.review,
  keys: ['Ctrl+S'],
  worksInText: true,
  // Also where nothing differs yet: what is being typed may, and the browser would save the page otherwise.
  isAllowed: ({ view }) => view !== 'vocabulary',
  run: (context) => context.review(),
};

export const discard: Deed<ConfigContext> = {
  id: 'discard',
  group: 'config',
  label: (words) => words.config.deeds.discard,
  keys: [],
  isAllowed: ({ isDirty }) => isDirty,
  run: (context) => context.discard(),
};

export const search: Deed<ConfigContext> = {
  id: 'search-settings',
  group: 'config',
  label: (words) => words.config.deeds.search,
  keys: ['/'],
  isAllowed: ({ view }) => view !== 'yaml',
  run: (context) => context.search(),
};

export const onlyChanged: Deed<ConfigContext> = {
  id: 'only-changed',
  group: 'config',
  label: (words) => words.config.deeds.onlyChanged,
  keys: ['c'],
  isAllowed: ({ view }) => view === 'form',
  run: (context) => context.showOnlyChanged(!context.onlyChanged),
};

export const CONFIG_DEEDS: readonly Deed<ConfigContext>[] = [
  showForm,
  showYaml,
  showVocabulary,
  search,
  onlyChanged,
  review,
  discard,
];
