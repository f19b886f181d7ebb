import { readFileSync } from 'node:fs';

const SAMPLE_MILLIS = 250;

/**
 * Largest sum of resident memory of a process and all that it started, while `work` runs, sampled four times a
 * second from /proc. Pages that processes share are counted for each, so the truth is a little lower.
 * @returns megabytes (10^6 bytes); null where there is no /proc.
 */
export async function peakResidentMegabytes<Result>(
  work: () => Promise<Result>,
  pid = process.pid,
): Promise<{ result: Result; megabytes: number | null }> {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, residentBytes(pid));
  }, SAMPLE_MILLIS);
  try {
    const result = await work();
    peak = Math.max(peak, residentBytes(pid));
    return { result, megabytes: peak === 0 ? null : peak / 1e6 };
  } finally {
    clearInterval(timer);
  }
}

/** Node starts processes from its main thread, whose id is that of the process. Only few files: sampling is cheap. */
function residentBytes(pid: number): number {
  const own = Number(/^VmRSS:\s+(\d+) kB/m.exec(readProc(`${pid}/status`))?.[1] ?? 0) * 1024;
  const children = readProc(`${pid}/task/${pid}/children`).split(' ').filter(Boolean);
  return children.reduce((sum, child) => sum + residentBytes(Number(child)), own);
}

/** Empty where there is no such file: a process may end between two looks. */
function readProc(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch {
    return '';
  }
}
