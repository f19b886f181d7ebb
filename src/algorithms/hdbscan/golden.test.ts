import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasShared, sharedPath } from '../../../test/shared.ts';
import { adjustedRandIndex } from '../adjusted-rand-index.ts';
import { toHalves, unitVectorOf } from '../half-floats.ts';
import { unsplashVectors } from '../scene-vectors.fixture.ts';
import { hdbscan } from './index.ts';

/*
 * The reference is scikit-learn-contrib hdbscan. Equal distances are common (core distances repeat), and which
 * of them merges first is chance, so that the reference differs from itself on permuted input; each golden file
 * says by how much, and ours may differ by no more.
 *
 * The reference's distances come from a float32 matrix product: 5e-7 off ours, which is up to 2e-5 in a strength.
 */
const ROUNDING_OF_REFERENCE = 3e-5;

interface Golden {
  n: number;
  d: number;
  min_cluster_size: number;
  min_samples: number;
  sha256_vectors: string;
  clusters: number;
  labels: number[];
  reference_against_its_own_permutations: { points_that_differ: number[]; ari: number[] };
  probabilities?: number[];
  outlier_scores?: number[];
}

const NAMES = [
  'clip-unsplash-125',
  'synthetic-200x512-seed7',
  'synthetic-1000x512-seed7',
  'synthetic-1000x768-seed7',
  'synthetic-2000x512-seed7',
  'synthetic-5000x512-seed7',
];

describe.skipIf(!hasShared)('HDBSCAN against the reference (needs ../shared/golden)', () => {
  for (const name of NAMES) {
    it(`gives the labels, strengths and outlier scores of ${name}`, () => {
      const golden = JSON.parse(readFileSync(sharedPath(`golden/hdbscan/${name}.json`), 'utf8')) as Golden;
      const vectors = name.startsWith('clip') ? unsplashVectors() : synthetic(golden);

      const result = hdbscan(vectors, golden.d, {
        minClusterSize: golden.min_cluster_size,
        minSamples: golden.min_samples,
      });

      const allowed = Math.max(...golden.reference_against_its_own_permutations.points_that_differ);
      const differ = pointsThatDiffer(result.labels, golden.labels);
      expect(differ.length).toBeLessThanOrEqual(allowed);
      expect(new Set(result.labels.filter((label) => label >= 0)).size).toBe(golden.clusters);
      expect(adjustedRandIndex(result.labels, golden.labels)).toBeGreaterThanOrEqual(
        // Written with five digits.
        Math.min(...golden.reference_against_its_own_permutations.ari) - 5e-6,
      );
      if (golden.probabilities) {
        expect(farApart(result.membership, golden.probabilities)).toBeLessThanOrEqual(allowed);
      }
      if (golden.outlier_scores) {
        // Which of two equal distances merges first can move a point between clusters inside its own.
        expect(farApart(result.outlierScores, golden.outlier_scores)).toBeLessThanOrEqual(2 * allowed);
      }
    });
  }

  // Of 5,000 it is the same, and takes a minute.
  for (const name of NAMES.slice(0, -1)) {
    it(`gives the same clusters of ${name} as of its vectors in half precision`, () => {
      const golden = JSON.parse(readFileSync(sharedPath(`golden/hdbscan/${name}.json`), 'utf8')) as Golden;
      const vectors = name.startsWith('clip') ? unsplashVectors() : synthetic(golden);
      const halves = vectors.slice();
      for (let at = 0; at < halves.length; at += golden.d) {
        halves.set(unitVectorOf(toHalves(vectors.subarray(at, at + golden.d))), at);
      }
      const options = { minClusterSize: golden.min_cluster_size, minSamples: golden.min_samples };
      const ari = adjustedRandIndex(
        hdbscan(halves, golden.d, options).labels,
        hdbscan(vectors, golden.d, options).labels,
      );
      expect(ari).toBe(1);
    });
  }
});

function synthetic({ n, d, sha256_vectors }: Golden): Float32Array {
  const folder = mkdtempSync(join(tmpdir(), 'golden-'));
  try {
    const out = join(folder, 'vectors.f32');
    const script = sharedPath('golden/hdbscan/make-vectors.mjs');
    execFileSync(process.execPath, [script, out, String(n), String(d), '7']);
    const bytes = readFileSync(out);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256_vectors);
    return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Points whose label is not the one that most of their own cluster has in the reference. */
function pointsThatDiffer(ours: Int32Array, reference: readonly number[]): number[] {
  const counts = new Map<number, Map<number, number>>();
  ours.forEach((label, i) => {
    const row = counts.get(label) ?? new Map<number, number>();
    counts.set(label, row.set(reference[i]!, (row.get(reference[i]!) ?? 0) + 1));
  });
  const nameOf = (label: number): number =>
    label === -1
      ? -1
      : [...counts.get(label)!].reduce((most, entry) => (entry[1] > most[1] ? entry : most))[0];
  return [...ours.keys()].filter((i) => nameOf(ours[i]!) !== reference[i]);
}

const farApart = (ours: Float64Array, reference: readonly number[]): number =>
  reference.filter((value, i) => Math.abs(value - ours[i]!) > ROUNDING_OF_REFERENCE).length;
