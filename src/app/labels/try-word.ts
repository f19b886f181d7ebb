import type { LabelModel } from '../../algorithms/labels/label-model.ts';
import { type PrecisionLevel, precisionLevels } from '../../algorithms/labels/precision-levels.ts';
import { fromLogOdds } from '../../algorithms/log-odds.ts';
import type { RefreshProgress } from '../../vectors/vector-index.ts';
import type { Library } from '../library.ts';
import { labelOfWord, leastLogOdds } from './new-label.ts';
import { clustersOfRows, type LibraryScores, scoreLibrary, settleNear } from './score-library.ts';

export interface TryWordRequest {
  readonly layer: 'CK' | 'AI';
  /** Without prefix. */
  readonly name: string;
  /** The share of photos that is to be right: clusters are shown for it. Left out: what the label's threshold gives. */
  readonly precision?: number | undefined;
  /** Clusters that are shown. */
  readonly limit: number;
  readonly onProgress?: RefreshProgress | undefined;
}

export interface TriedCluster {
  readonly cluster: string;
  /** Photos of it. */
  readonly members: number;
  /** Of those, the ones that would get the word. */
  readonly photos: number;
  /** How many of them are expected to be right. */
  readonly right: number;
  /** The same as a share. */
  readonly precision: number;
  /** The likeliest photos, at most three. */
  readonly paths: readonly string[];
}

export interface TriedWord {
  readonly name: string;
  readonly isKnown: boolean;
  readonly basis: LabelModel['basis'];
  readonly accepted: number;
  readonly rejected: number;
  readonly withheld: string | null;
  /** Photos that were scored. */
  readonly scored: number;
  readonly space: string;
  readonly levels: readonly PrecisionLevel[];
  /** What clusters are shown for: the photos from this probability on. */
  readonly from: number;
  readonly photos: number;
  readonly right: number;
  /** How many clusters have such a photo. */
  readonly clusterCount: number;
  /** Most expected photos first. */
  readonly clusters: readonly TriedCluster[];
  /** Seconds that the scoring took, without making the label model. */
  readonly seconds: number;
}

const PRECISIONS = [0.99, 0.95, 0.9, 0.8, 0.7, 0.5];
const PATHS = 3;

/**
 * What a word would bring: the whole library is scored for it at once, and nothing is kept.
 * @throws MODEL_MISSING where the word can be scored neither by text nor by decisions; USAGE for too small a library
 */
export async function tryWord(library: Library, request: TryWordRequest): Promise<TriedWord> {
  const { scored: label, space, isKnown } = await labelOfWord(library, request);
  const started = performance.now();
  const { model } = label;
  const scores = await scoreLibrary(library, space, [model], request.onProgress);
  const [logOdds] = scores.logOdds as [Float32Array];
  const wanted = request.precision;
  const cut = wanted === undefined ? leastLogOdds(model) : cutFor(logOdds, wanted);
  await settleNear(library, scores, { place: 0, label: model }, cut);
  const levels = precisionLevels(logOdds, PRECISIONS);
  const rows: number[] = [];
  for (let row = 0; row < logOdds.length; row++) if (logOdds[row]! >= cut) rows.push(row);
  const found = byCluster(rows, await clustersOfRows(library, space, scores, rows), logOdds);
  const shown = found.slice(0, request.limit);
  const clusters = await withPaths(library, scores, shown);
  const sum = (part: (one: Found) => number) => found.reduce((total, one) => total + part(one), 0);
  return {
    name: model.name,
    isKnown,
    basis: model.basis,
    accepted: model.accepted,
    rejected: model.rejected,
    withheld: model.withheld,
    scored: scores.ids.length,
    space,
    levels,
    from: fromLogOdds(cut),
    photos: sum((one) => one.photos),
    right: sum((one) => one.right),
    clusterCount: found.length,
    clusters,
    seconds: (performance.now() - started) / 1000,
  };
}

/** Log-odds of the last photo that still belongs to a precision; beyond all where there is none. */
function cutFor(logOdds: Float32Array, precision: number): number {
  const [level] = precisionLevels(logOdds, [precision]);
  if (level?.from == null) return Number.POSITIVE_INFINITY;
  // There and back again it may be off by its last digit.
  return Math.log(level.from / (1 - level.from)) - 1e-6;
}

interface Found {
  readonly cluster: string;
  photos: number;
  right: number;
  /** Rows of the likeliest, best first. */
  best: number[];
}

function byCluster(
  rows: readonly number[],
  clusters: readonly (string | null)[],
  logOdds: Float32Array,
): Found[] {
  const found = new Map<string, Found>();
  rows.forEach((row, i) => {
    const cluster = clusters[i];
    if (cluster == null) return;
    const one = found.get(cluster) ?? { cluster, photos: 0, right: 0, best: [] };
    one.photos++;
    one.right += fromLogOdds(logOdds[row]!);
    one.best.push(row);
    one.best.sort((a, b) => logOdds[b]! - logOdds[a]!);
    one.best.length = Math.min(one.best.length, PATHS);
    found.set(cluster, one);
  });
  return [...found.values()].sort((a, b) => b.right - a.right || (a.cluster < b.cluster ? -1 : 1));
}

async function withPaths(
  { store }: Library,
  { ids }: LibraryScores,
  shown: readonly Found[],
): Promise<TriedCluster[]> {
  const clusters = await store.clusters.get(shown.map(({ cluster }) => cluster));
  const members = new Map(clusters.map((one) => [one.id, one.members.length]));
  const vectors = await store.vectors.get(shown.flatMap(({ best }) => best.map((row) => ids[row]!)));
  const files = await store.files.ofPhotos([...vectors.values()].map(({ sha1 }) => sha1));
  return shown.map(({ cluster, photos, right, best }) => ({
    cluster,
    members: members.get(cluster) ?? photos,
    photos,
    right,
    precision: right / photos,
    paths: best.flatMap((row) => {
      const sha1 = vectors.get(ids[row]!)?.sha1;
      return (sha1 === undefined ? undefined : files.get(sha1)?.[0]?.path) ?? [];
    }),
  }));
}
