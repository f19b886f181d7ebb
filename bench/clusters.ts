import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ClustersLibrary } from './clusters-library.ts';
import type { ClustersOne } from './clusters-one.ts';
import { type BenchGoal, type BenchReport, thisMachine } from './report.ts';

const SIZES = [200, 500, 1000, 2000, 5000, 10_000, 20_000];
const DIMENSIONS = [512, 768];
const MEBIBYTE = 2 ** 20 / 1e6;

/**
 * The reference, scikit-learn-contrib hdbscan in its fastest mode, at D = 512: seconds in process, recorded on
 * 2 × AMD EPYC (Zen 4), and those seconds over the yardstick's best on a machine of that kind, 185 GFLOP/s. The
 * machine of a run may be faster or slower; multiples of the yardstick carry over.
 */
const REFERENCE: Record<number, { seconds: number }> = {
  2000: { seconds: 0.137 },
  5000: { seconds: 0.887 },
  10000: { seconds: 4.52 },
};
const REFERENCE_FLOPS = 185e9;

/**
 * How long does clustering take beside the bare matrix product of all pairs (the yardstick, N²·D, two threads), and
 * beside the reference? A whole window has HDBSCAN, the even clusters, the second pass and the medoids in it.
 *
 * @param options size: only so many photos a window. library: instead, a library of so many photos in realistic windows
 */
export async function run(options: { seed: number; size?: number; library?: number }): Promise<BenchReport> {
  return options.library === undefined
    ? await windows(options)
    : await library(options.seed, options.library);
}

async function windows({ seed, size }: { seed: number; size?: number }): Promise<BenchReport> {
  const rows: Record<string, unknown>[] = [];
  const goals: BenchGoal[] = [];
  for (const dimensions of DIMENSIONS) {
    for (const count of size === undefined ? SIZES : [size]) {
      const one = await inOwnProcess<ClustersOne>('clusters-one.ts', count, dimensions, seed);
      const multiple = one.hdbscanSeconds / one.yardstickSeconds;
      const reference = dimensions === 512 ? referenceMultiple(count) : null;
      const share = reference === null ? null : multiple / reference;
      rows.push({
        photos: count,
        D: dimensions,
        'yardstick s': one.yardstickSeconds,
        'HDBSCAN s': one.hdbscanSeconds,
        'of yardstick': multiple,
        'reference of yardstick': reference,
        'ours of reference': share,
        'whole window s': one.windowSeconds,
        'peak MiB': Math.round(one.megabytes / MEBIBYTE),
        ...(one.slowBecause !== null && { 'no onnxruntime': one.slowBecause }),
      });
      if (share !== null && count >= 5000) {
        goals.push({
          what: `time of the reference, ${count} × ${dimensions}`,
          goal: 'at most 0.25',
          value: share,
          holds: share <= 0.25,
        });
      }
      if (count === 10_000 && dimensions === 512) {
        const mebibytes = one.megabytes / MEBIBYTE;
        goals.push({
          what: 'peak MiB, 10000 × 512',
          goal: 'under 500',
          value: mebibytes,
          holds: mebibytes < 500,
        });
      }
    }
  }
  return { name: 'clusters', machine: thisMachine(), rows, goals };
}

function referenceMultiple(count: number): number | null {
  const recorded = REFERENCE[count];
  return recorded ? recorded.seconds / ((2 * count * count * 512) / REFERENCE_FLOPS) : null;
}

async function library(seed: number, photos: number): Promise<BenchReport> {
  const dimensions = 512;
  const one = await inOwnProcess<ClustersLibrary>('clusters-library.ts', photos, dimensions, seed);
  const minutes = one.seconds / 60;
  return {
    name: 'clusters',
    machine: thisMachine(),
    rows: [
      {
        photos,
        D: dimensions,
        windows: one.windows,
        'largest window': one.largest,
        clusters: one.clusters,
        seconds: one.seconds,
        'of these making vectors': one.makingSeconds,
        'photos a second': Math.round(photos / one.seconds),
        'peak MB': Math.round(one.megabytes),
      },
    ],
    goals: [
      { what: `minutes for ${photos} photos`, goal: 'under 5', value: minutes, holds: minutes < 5 },
      { what: 'peak MB', goal: 'under 2000', value: one.megabytes, holds: one.megabytes < 2000 },
    ],
  };
}

async function inOwnProcess<Result>(script: string, ...numbers: number[]): Promise<Result> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [path, ...numbers.map(String)]);
  return JSON.parse(stdout) as Result;
}
