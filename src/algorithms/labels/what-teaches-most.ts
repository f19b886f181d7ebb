import { product } from '../nearest/exact-nearest.ts';

/** A cluster that can be asked about. */
export interface AskableCluster {
  /** That the label is right, the mean of its photos. */
  readonly probability: number;
  readonly photos: number;
  /** Of its medoid, of unit length. */
  readonly vector: Float32Array;
}

/** Clusters that are looked at in pairs; the others are too certain or too small to be asked first. */
const MAX_CANDIDATES = 400;

/**
 * The clusters whose answer teaches most, best first. An answer is worth the doubt that it takes away: of the cluster,
 * and of others in the measure in which they are like it (uncertainty sampling weighted by information density:
 * B. Settles: Active learning literature survey, 2009, sections 3.1 and 3.6), in photos. What an earlier answer
 * teaches counts once, so the second question is not about the same scene: greedy maximisation of a covering
 * (G. Nemhauser, L. Wolsey, M. Fisher, 1978, is within 1 − 1/e of the best).
 *
 * @returns indices of at most `count` clusters with any doubt
 */
export function whatTeachesMost(clusters: readonly AskableCluster[], count: number): number[] {
  const doubts = clusters.map(({ probability, photos }) => photos * entropy(probability));
  const candidates = [...clusters.keys()]
    .filter((i) => doubts[i]! > 0)
    .sort((a, b) => doubts[b]! - doubts[a]! || a - b)
    .slice(0, MAX_CANDIDATES);
  const likeness = likenesses(candidates.map((i) => clusters[i]!.vector));
  const taught = new Float64Array(candidates.length);
  const asked: number[] = [];
  const isAsked = new Uint8Array(candidates.length);
  while (asked.length < Math.min(count, candidates.length)) {
    let [best, bestGain] = [-1, -1];
    for (let a = 0; a < candidates.length; a++) {
      if (isAsked[a] === 1) continue;
      let gain = 0;
      for (let b = 0; b < candidates.length; b++) {
        gain += doubts[candidates[b]!]! * Math.max(0, likeness[a]![b]! - taught[b]!);
      }
      gain *= entropy(clusters[candidates[a]!]!.probability);
      if (gain > bestGain) [best, bestGain] = [a, gain];
    }
    isAsked[best] = 1;
    asked.push(candidates[best]!);
    for (let b = 0; b < candidates.length; b++) taught[b] = Math.max(taught[b]!, likeness[best]![b]!);
  }
  return asked;
}

/** 1 for the same, 0 for what is no more alike than two of them are on average. */
function likenesses(vectors: readonly Float32Array[]): Float64Array[] {
  const cosines = vectors.map((one) => Float64Array.from(vectors, (other) => product(one, other)));
  let sum = 0;
  for (const row of cosines) for (const cosine of row) sum += cosine;
  const usual = vectors.length < 2 ? 0 : (sum - vectors.length) / (vectors.length * (vectors.length - 1));
  return cosines.map((row, a) =>
    row.map((cosine, b) => (a === b ? 1 : Math.max(0, (cosine - usual) / Math.max(1 - usual, 1e-9)))),
  );
}

/** In bits: 1 at one half, 0 where it is certain. */
function entropy(probability: number): number {
  if (probability <= 0 || probability >= 1) return 0;
  const rest = 1 - probability;
  return -(probability * Math.log2(probability) + rest * Math.log2(rest));
}
