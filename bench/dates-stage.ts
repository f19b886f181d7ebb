import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ListingCost } from './dates-listing.ts';
import { type BenchOptions, type BenchReport, thisMachine } from './report.ts';
import type { StageCost } from './stage-cost.ts';

const ADDED = 100;
const ALLOWED_SECONDS = 60;
const ALLOWED_MEGABYTES = 2000;

/**
 * What does the stage `dates` take through the real database and the real runner? A library with known dates
 * (date-library/) is resolved, once more with nothing to do, and with 100 photos added; then the lists of
 * `photo-tag dates` and `photo-tag status` are read. Each in a process of its own.
 * @param options size: photos
 */
export async function run({ seed, size }: BenchOptions): Promise<BenchReport> {
  const folder = await mkdtemp(join(tmpdir(), 'photo-tag-dates-stage-'));
  try {
    const file = join(folder, 'library.sqlite');
    await inOwnProcess('dates-stage-fill.ts', file, size + ADDED, seed, 0, size);
    const resolved = async () => JSON.parse(await inOwnProcess('dates-stage-run.ts', file)) as StageCost;
    const first = await resolved();
    const second = await resolved();
    await inOwnProcess('dates-stage-fill.ts', file, size + ADDED, seed, size, size + ADDED);
    const third = await resolved();
    const listing = JSON.parse(await inOwnProcess('dates-listing.ts', file)) as ListingCost;
    const megabytes = Math.max(first.megabytes, second.megabytes, third.megabytes);
    const { cpuSeconds } = first;
    return {
      name: 'dates-stage',
      machine: thisMachine(),
      rows: [
        costRow('first run', first),
        costRow('second run', second),
        costRow(`${ADDED} photos added`, third),
        {
          'processor seconds of': 'photo-tag dates: the runs',
          runs: listing.runs,
          s: listing.runsCpuSeconds,
        },
        { 'processor seconds of': 'photo-tag dates: trust', runs: null, s: listing.trustCpuSeconds },
        { 'processor seconds of': 'photo-tag status', runs: null, s: listing.statusCpuSeconds },
      ],
      goals: [
        {
          what: `processor seconds for ${size} photos`,
          goal: `less than ${ALLOWED_SECONDS}`,
          value: cpuSeconds,
          holds: cpuSeconds < ALLOWED_SECONDS,
        },
        {
          what: 'most megabytes resident',
          goal: `less than ${ALLOWED_MEGABYTES}`,
          value: megabytes,
          holds: megabytes < ALLOWED_MEGABYTES,
        },
        { what: 'photos done by the second run', goal: 'none', value: second.done, holds: second.done === 0 },
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function costRow(what: string, { done, seconds, cpuSeconds, megabytes }: StageCost) {
  return {
    what,
    'photos resolved': done,
    seconds,
    'processor seconds': cpuSeconds,
    'peak MB': Math.round(megabytes),
  };
}

async function inOwnProcess(name: string, ...values: (string | number)[]): Promise<string> {
  const path = fileURLToPath(new URL(name, import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [path, ...values.map(String)]);
  return stdout;
}
