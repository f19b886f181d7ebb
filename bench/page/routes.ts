import { setTimeout as sleep } from 'node:timers/promises';
import type { Serving } from './server.ts';

export interface AskedRoute {
  /** Milliseconds, the median of the rounds. */
  readonly millis: number;
  /** The longest that a small question of somebody else waited meanwhile, milliseconds. */
  readonly longestWaitOfOthers: number;
}

/** Asks a route some times, while somebody else asks for next to nothing all the time. */
export async function askRoute(
  { url }: Serving,
  path: string,
  rounds: number,
  body?: unknown,
): Promise<AskedRoute> {
  const times: number[] = [];
  let longestWaitOfOthers = 0;
  let isDone = false;
  const others = async (): Promise<void> => {
    while (!isDone) {
      longestWaitOfOthers = Math.max(longestWaitOfOthers, await millisOf(() => fetch(url('/api/run'))));
      await sleep(5);
    }
  };
  // The first question of all pays for the connection, and for the code of this program that asks.
  await fetch(url('/api/run'));
  const asking = others();
  try {
    for (let round = 0; round < rounds; round++) {
      times.push(await millisOf(() => ask(url(path), body)));
    }
  } finally {
    isDone = true;
    await asking;
  }
  return { millis: percentile(times, 0.5), longestWaitOfOthers };
}

async function ask(url: string, body: unknown): Promise<unknown> {
  const init = body === undefined ? {} : asJson(body);
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${await response.text()}`);
  return response.json();
}

const asJson = (body: unknown): RequestInit => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
});

async function millisOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** By the nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
