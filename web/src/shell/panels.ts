import { type ComponentType, lazy } from 'react';
import type { Words } from '../words/index.ts';

export interface Panel {
  readonly name: keyof Words['panels'];
  readonly path: string;
  readonly Component: ComponentType;
}

/** In the order of the work. Each is loaded when it is opened. */
export const PANELS: readonly Panel[] = [
  { name: 'config', path: '/config', Component: lazy(() => import('../panels/config/index.tsx')) },
  { name: 'run', path: '/run', Component: lazy(() => import('../panels/run/index.tsx')) },
  { name: 'review', path: '/review', Component: lazy(() => import('../panels/review/index.tsx')) },
  { name: 'dates', path: '/dates', Component: lazy(() => import('../panels/dates/index.tsx')) },
  { name: 'write', path: '/write', Component: lazy(() => import('../panels/write/index.tsx')) },
  { name: 'search', path: '/search', Component: lazy(() => import('../panels/search/index.tsx')) },
];
