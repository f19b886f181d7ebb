import type { Deed } from '../../../deeds/deed.ts';
import type { ReviewContext } from '../review-context.ts';
import { COMMON_DEEDS } from '../review-deeds.ts';

type GridDeed = Deed<ReviewContext>;

const inside = ({ total }: ReviewContext, at: number): boolean => at >= 0 && at < total;

/** Going by a key, and with Shift selecting all on the way. */
function step(
  id: 'left' | 'right' | 'up' | 'down' | 'first' | 'last',
  keys: readonly string[],
  to: (context: ReviewContext) => number,
): GridDeed[] {
  const plain: GridDeed = {
    id: `grid-${id}`,
    group: 'go',
    label: ({ review }) => review.grid.steps[id],
    keys,
    mayRepeat: true,
    isAllowed: (context) => inside(context, to(context)),
    run: (context) => context.go(to(context)),
  };
  return [
    plain,
    {
      ...plain,
      id: `grid-select-${id}`,
      group: 'cluster',
      label: ({ review }) => review.grid.selectSteps,
      keys: keys.filter((key) => key.length > 1).map((key) => `Shift+${key}`),
      keysInHelp: 'Shift+← ↑ ↓ →',
      isInHelp: id === 'left',
      run: (context) => context.extendTo(to(context)),
    },
  ];
}

export const openCluster: GridDeed = {
  id: 'grid-open',
  group: 'go',
  label: ({ review }) => review.grid.open,
  keys: ['Enter'],
  isAllowed: ({ cluster }) => cluster !== null,
  run: ({ setView }) => setView('one'),
};

const selectHere: GridDeed = {
  id: 'grid-select',
  group: 'cluster',
  label: ({ review }) => review.deeds.select,
  keys: ['x', 'Space', 'm'],
  isAllowed: ({ cluster }) => cluster !== null,
  run: ({ cluster, index, toggleSelected }) => toggleSelected(cluster!, index),
};

const selectTo: GridDeed = {
  id: 'grid-select-to',
  group: 'cluster',
  label: ({ review }) => review.grid.selectTo,
  keys: ['Shift+X'],
  isAllowed: ({ cluster }) => cluster !== null,
  run: ({ index, extendTo }) => extendTo(index),
};

const resize = (id: 'larger' | 'smaller', keys: readonly string[], by: 1 | -1): GridDeed => ({
  id: `grid-${id}`,
  group: 'picture',
  label: ({ review }) => review.grid[id],
  keys,
  isAllowed: () => true,
  run: ({ resizeTiles }) => resizeTiles(by),
});

export const GRID_DEEDS: readonly GridDeed[] = [
  ...step('right', ['ArrowRight', 'j'], ({ index }) => index + 1),
  ...step('left', ['ArrowLeft', 'k'], ({ index }) => index - 1),
  ...step('down', ['ArrowDown'], ({ index, columns }) => index + columns),
  ...step('up', ['ArrowUp'], ({ index, columns }) => index - columns),
  ...step('first', ['Home'], () => 0),
  ...step('last', ['End'], ({ total }) => total - 1),
  openCluster,
  selectHere,
  selectTo,
  resize('larger', ['+', '='], 1),
  resize('smaller', ['-'], -1),
  ...COMMON_DEEDS.filter(({ id }) => id !== 'select'),
];
