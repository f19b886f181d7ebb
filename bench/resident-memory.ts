import { readdir, readFile } from 'node:fs/promises';

const SAMPLE_MILLIS = 200;

/**
 * Largest sum of resident memory of this process and all that it started, while `work` runs, sampled five times a
 * second from /proc. Pages that processes share are counted for each, so the truth is a little lower.
 * @returns megabytes (10^6 bytes); null where there is no /proc.
 */
export async function peakResidentMegabytes<Result>(
  work: () => Promise<Result>,
): Promise<{ result: Result; megabytes: number | null }> {
  let peak = 0;
  let sampling: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    sampling = residentBytes().then((bytes) => {
      peak = Math.max(peak, bytes);
    });
  }, SAMPLE_MILLIS);
  try {
    const result = await work();
    await sampling;
    return { result, megabytes: peak === 0 ? null : peak / 1e6 };
  } finally {
    clearInterval(timer);
  }
}

async function residentBytes(): Promise<number> {
  const parents = new Map<number, number>();
  const resident = new Map<number, number>();
  for (const name of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(name)) continue;
    // A process may end between the two looks.
    const status = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '');
    parents.set(Number(name), Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0));
    resident.set(Number(name), Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024);
  }
  let sum = 0;
  for (const [process_, bytes] of resident) if (isOurs(process_, parents)) sum += bytes;
  return sum;
}

function isOurs(process_: number, parents: ReadonlyMap<number, number>): boolean {
  let ancestor = process_;
  while (ancestor > 1) {
    if (ancestor === process.pid) return true;
    ancestor = parents.get(ancestor) ?? 0;
  }
  return false;
}
