import type { Deed } from '../../../deeds/deed.ts';

/** What deeds on clusters that are alike see and do. */
export interface AlikeContext {
  readonly at: number;
  readonly total: number;
  readonly columns: number;
  /** How many get the answer. */
  readonly chosen: number;
  readonly parts: number;
  readonly go: (at: number) => void;
  readonly toggle: (at: number) => void;
  /** All that are alike, or none. */
  readonly toggleAll: () => void;
  readonly togglePart: (place: number) => void;
  readonly confirm: () => void;
  readonly cancel: () => void;
  readonly resizeTiles: (step: 1 | -1) => void;
}

type AlikeDeed = Deed<AlikeContext>;

const step = (
  id: 'left' | 'right' | 'up' | 'down',
  keys: readonly string[],
  by: (context: AlikeContext) => number,
): AlikeDeed => ({
  id: `alike-${id}`,
  group: 'go',
  label: ({ review }) => review.alike.steps[id],
  keys,
  mayRepeat: true,
  isAllowed: (context) => context.at + by(context) >= 0 && context.at + by(context) < context.total,
  run: (context) => context.go(context.at + by(context)),
});

export const confirm: AlikeDeed = {
  id: 'alike-confirm',
  group: 'decide',
  label: ({ review }) => review.alike.confirm,
  keys: ['Enter'],
  isAllowed: ({ chosen }) => chosen > 0,
  run: (context) => context.confirm(),
};

export const cancel: AlikeDeed = {
  id: 'alike-cancel',
  group: 'go',
  label: ({ review }) => review.alike.cancel,
  keys: ['Escape', 'e'],
  isAllowed: () => true,
  run: (context) => context.cancel(),
};

export const toggle: AlikeDeed = {
  id: 'alike-toggle',
  group: 'decide',
  label: ({ review }) => review.alike.toggle,
  keys: ['x', 'Space'],
  isAllowed: ({ total }) => total > 0,
  run: (context) => context.toggle(context.at),
};

export const toggleAll: AlikeDeed = {
  id: 'alike-all',
  group: 'decide',
  label: ({ review }) => review.alike.toggleAll,
  keys: ['a'],
  isAllowed: ({ total }) => total > 0,
  run: (context) => context.toggleAll(),
};

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const;

/** A part of the answer by its number. */
const part = (place: number): AlikeDeed => ({
  id: `alike-part-${place}`,
  group: 'decide',
  label: ({ review }) => review.alike.togglePart,
  keys: [DIGITS[place]!],
  keysInHelp: '1 … 0',
  isInHelp: place === 0,
  isAllowed: ({ parts }) => place < parts,
  run: ({ togglePart }) => togglePart(place),
});

const resize = (id: 'larger' | 'smaller', keys: readonly string[], by: 1 | -1): AlikeDeed => ({
  id: `alike-${id}`,
  group: 'picture',
  label: ({ review }) => review.grid[id],
  keys,
  isAllowed: () => true,
  run: ({ resizeTiles }) => resizeTiles(by),
});

export const ALIKE_DEEDS: readonly AlikeDeed[] = [
  confirm,
  cancel,
  toggle,
  toggleAll,
  ...DIGITS.map((_, place) => part(place)),
  step('right', ['ArrowRight', 'j'], () => 1),
  step('left', ['ArrowLeft', 'k'], () => -1),
  step('down', ['ArrowDown'], ({ columns }) => columns),
  step('up', ['ArrowUp'], ({ columns }) => -columns),
  resize('larger', ['+', '='], 1),
  resize('smaller', ['-'], -1),
];
