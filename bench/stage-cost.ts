import type { Progress } from '../src/pipeline/progress.ts';

/** What a stage took, of a process that does nothing else. */
export interface StageCost {
  readonly done: number;
  readonly seconds: number;
  /** Of all threads. */
  readonly cpuSeconds: number;
  /** The highest resident memory of the process so far, 10^6 bytes. */
  readonly megabytes: number;
}

export async function stageCost(run: () => Promise<Progress>): Promise<StageCost> {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  const { done } = await run();
  const { user, system } = process.cpuUsage(before);
  return {
    done,
    seconds: (performance.now() - startedAt) / 1000,
    cpuSeconds: (user + system) / 1e6,
    // In kilobytes of 1,024.
    megabytes: (process.resourceUsage().maxRSS * 1024) / 1e6,
  };
}
