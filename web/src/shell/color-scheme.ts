import type { MantineColorSchemeManager } from '@mantine/core';
import { Kept } from '../state/kept.ts';

export type ColorScheme = 'auto' | 'light' | 'dark';

/** Kept by this browser; public/color-scheme.js reads the same before the first paint. */
export const colorScheme = new Kept<ColorScheme>('color-scheme', ['auto', 'light', 'dark'], 'auto');

export const colorSchemeManager: MantineColorSchemeManager = {
  get: () => colorScheme.value,
  set: (value) => colorScheme.set(value),
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear: () => colorScheme.set('auto'),
};

const NEXT: Record<ColorScheme, ColorScheme> = { auto: 'light', light: 'dark', dark: 'auto' };
export const nextColorScheme = (scheme: ColorScheme): ColorScheme => NEXT[scheme];
