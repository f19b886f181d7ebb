import type { Provider } from './device.ts';

export interface SessionPlan {
  /** Copies of the network side by side, each in a thread of its own. */
  readonly sessions: number;
  /** Threads that share one pass of a session. */
  readonly threadsEach: number;
}

/** Weights, their copy in the layout of the matrix products, and what a pass needs. */
const MEMORY_PER_WEIGHT = 2.2;
/** The rest is the system's, and that of the programs beside us. */
const MEMORY_SHARE = 0.5;

/**
 * On a CPU, sessions of one thread each do more than one session of many: threads that share a pass wait for each
 * other at every operation (bench/models.ts measures it). Each session holds the weights once, so that memory may
 * allow fewer; then several threads share one. On a GPU one session has all of it.
 */
export function sessionPlan(given: {
  readonly provider: Provider;
  readonly threads: number;
  readonly weightBytes: number;
  readonly freeBytes: number;
}): SessionPlan {
  const { provider, threads, weightBytes, freeBytes } = given;
  if (provider === 'cuda') return { sessions: 1, threadsEach: 1 };
  const fit = Math.floor((freeBytes * MEMORY_SHARE) / (weightBytes * MEMORY_PER_WEIGHT));
  const sessions = Math.max(1, Math.min(threads, fit));
  return { sessions, threadsEach: Math.max(1, Math.floor(threads / sessions)) };
}
