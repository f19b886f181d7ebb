import { type ComponentType, lazy, type ReactNode } from 'react';
import type { Words } from '../words/index.ts';
import { CALENDAR, LENS, PENCIL, PICTURE, PLAY, SETTINGS } from './icons.tsx';

export interface Panel {
  readonly name: keyof Words['panels'];
  readonly path: string;
  /** Above its name on a phone. */
  readonly icon: ReactNode;
  readonly Component: ComponentType;
}

/** In the order of the work. Each is loaded when it is opened. */
export const PANELS: readonly Panel[] = [
  {
    name: 'config',
    path: '/config',
    icon: SETTINGS,
    Component: lazy(() => import('../panels/config/index.tsx')),
  },
  { name: 'run', path: '/run', icon: PLAY, Component: lazy(() => import('../panels/run/index.tsx')) },
  {
    name: 'review',
    path: '/review',
    icon: PICTURE,
    Component: lazy(() => import('../panels/review/index.tsx')),
  },
  {
    name: 'dates',
    path: '/dates',
    icon: CALENDAR,
    Component: lazy(() => import('../panels/dates/index.tsx')),
  },
  { name: 'write', path: '/write', icon: PENCIL, Component: lazy(() => import('../panels/write/index.tsx')) },
  {
    name: 'search',
    path: '/search',
    icon: LENS,
    Component: lazy(() => import('../panels/search/index.tsx')),
  },
];
