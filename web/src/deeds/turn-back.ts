import type { Deed } from './deed.ts';

/** A panel whose deeds can be taken back, one after the other. */
export interface TurnsBack {
  readonly turnBack: (way: 'undo' | 'redo') => void;
}

export const undo: Deed<TurnsBack> = {
  id: 'undo',
  group: 'decide',
  label: ({ review }) => review.deeds.undo,
  keys: ['Ctrl+Z', 'u'],
  isAllowed: () => true,
  run: ({ turnBack }) => turnBack('undo'),
};

export const redo: Deed<TurnsBack> = {
  id: 'redo',
  group: 'decide',
  label: ({ review }) => review.deeds.redo,
  keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
  isAllowed: () => true,
  run: ({ turnBack }) => turnBack('redo'),
};
