import { setImmediate as otherWork } from 'node:timers/promises';
import type { LabelModel } from '../../algorithms/labels/label-model.ts';
import { questionOrder, valueOfAnswer } from '../../algorithms/labels/question-order.ts';
import { fromLogOdds } from '../../algorithms/log-odds.ts';
import type { Cluster } from '../../domain/cluster.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import type { LabelSet, VectorPlaces } from '../../store/label-store.ts';
import type { TagKey } from '../decide/tag-name.ts';
import type { Library } from '../library.ts';
import { labelOfWord } from './new-label.ts';
import { type LibraryScores, placesOf, scoreLibrary } from './score-library.ts';

/** A cluster to be asked about. */
export interface ClusterQuestion {
  readonly cluster: string;
  /** The label in question; null where nothing is known of it yet. */
  readonly label: string;
  /** Photos of it. */
  readonly photos: number;
  /** Share of them that is expected to have the label, 0 to 1; null where nobody knows. */
  readonly probability: number | null;
  readonly medoid: string;
  /** Of the medoid; empty where no file is present. */
  readonly path: string;
}

export interface QuestionPage {
  /** Most worth first. */
  readonly questions: readonly ClusterQuestion[];
  /** Whether the label could be scored; if not, large clusters that look unlike each other come first. */
  readonly isScored: boolean;
}

export interface QuestionRequest {
  /** Left out: all controlled labels, each cluster asked about the one that is least sure there. */
  readonly tag?: TagKey | undefined;
  readonly offset: number;
  readonly limit: number;
}

/** Clusters that are looked at for how alike they are; behind them the order is by value alone. */
const COMPARED = 400;
/** Labels scored in one pass over the vectors: their log-odds are all held at once. */
const LABELS_AT_ONCE = 8;
/** Photos that were decided of one label: so many are looked at for which clusters are answered. */
const MOST_DECIDED = 100_000;

/** The clusters whose answer teaches most, unsure ones first; clusters with an answer are left out. */
export async function whatToAsk(library: Library, request: QuestionRequest): Promise<QuestionPage> {
  const candidates =
    request.tag === undefined ? await candidatesOfAll(library) : await candidatesOfOne(library, request.tag);
  const isScored = candidates !== null;
  const list = candidates ?? (await largest(library, request.tag!));
  const wanted = request.offset + request.limit;
  const { order, clusters } = await unlikeFirst(library, list, wanted);
  const page = order.slice(request.offset, wanted);
  const files = await library.store.files.ofPhotos(
    page.flatMap(({ cluster }) => clusters.get(cluster)?.medoid ?? []),
  );
  const questions = page.flatMap(({ cluster, label, probability }): ClusterQuestion[] => {
    const known = clusters.get(cluster);
    if (known === undefined) return [];
    const { medoid, members } = known;
    const path = files.get(medoid)?.[0]?.path ?? '';
    return [{ cluster, label, photos: members.length, probability, medoid, path }];
  });
  return { questions, isScored };
}

/** A cluster with the controlled word that is to be asked there. */
export type AskedCluster = Pick<Candidate, 'cluster' | 'label' | 'probability'>;

/**
 * All clusters of a choice of which there is something to ask, those whose answer teaches most first: the first few
 * hundred by what they are worth and how unlike each other, the rest by what they are worth.
 * @param among ids; others are not asked about
 */
export async function teachingOrder(library: Library, among: ReadonlySet<string>): Promise<AskedCluster[]> {
  const candidates = (await candidatesOfAll(library)).filter(({ cluster }) => among.has(cluster));
  return (await unlikeFirst(library, candidates, candidates.length)).order;
}

/** The best of them unlike each other first; behind the first few hundred the order is by value alone. */
async function unlikeFirst(library: Library, candidates: Candidate[], wanted: number) {
  const sorted = candidates.sort((a, b) => b.value - a.value || (a.cluster < b.cluster ? -1 : 1));
  const compared = sorted.slice(0, COMPARED);
  const clusters = await clustersOf(library, compared);
  const vectors = await medoidVectors(library, [...clusters.values()]);
  const order = questionOrder(
    compared.map(({ cluster, value }) => ({
      value,
      vector: vectors.get(clusters.get(cluster)?.medoid ?? '') ?? null,
    })),
    wanted,
  ).map((i) => compared[i]!);
  return { order: [...order, ...sorted.slice(COMPARED, Math.max(COMPARED, wanted))], clusters };
}

const clustersOf = async (library: Library, candidates: readonly Candidate[]) =>
  new Map(
    (await library.store.clusters.get(candidates.map(({ cluster }) => cluster))).map((one) => [one.id, one]),
  );

interface Candidate {
  readonly cluster: string;
  readonly label: string;
  readonly value: number;
  readonly probability: number | null;
}

/** Null where the label cannot be scored yet. */
async function candidatesOfOne(library: Library, tag: TagKey): Promise<Candidate[] | null> {
  let label: Awaited<ReturnType<typeof labelOfWord>>;
  try {
    label = await labelOfWord(library, tag);
  } catch (error) {
    if (error instanceof PhotoTagError && error.code === 'MODEL_MISSING') return null;
    throw error;
  }
  const { model } = label.scored;
  const scores = await scoreLibrary(library, label.space, [model]);
  const placed = inPlaces(scores, await library.store.labels.places(label.space));
  return inClusters(placed, 0, model, await answered(library, tag));
}

/** Of each cluster the label that is least sure there. */
async function candidatesOfAll(library: Library): Promise<Candidate[]> {
  const set: LabelSet | null = await library.store.labels.get(library.embedderId);
  const models = (set?.labels ?? [])
    .map(({ model }) => model)
    .filter(({ layer, withheld }) => layer === 'CK' && withheld === null);
  if (models.length === 0) return [];
  const index = library.vectorIndex(library.embedderId);
  await index.refresh();
  const places = await library.store.labels.places(library.embedderId);
  const { clusterIds } = places;
  // By place and without an object for each: there may be a hundred thousand clusters and a hundred labels.
  const best = new Float64Array(clusterIds.length);
  const mean = new Float64Array(clusterIds.length);
  const label = new Int32Array(clusterIds.length).fill(-1);
  for (let from = 0; from < models.length; from += LABELS_AT_ONCE) {
    const some = models.slice(from, from + LABELS_AT_ONCE);
    // Photos that are in no cluster have no place, and are left out by that.
    const { ids, products } = await index.scoreAll(some.map(({ direction }) => direction));
    const logOdds = products.map((values, i) => values.map((value) => value + some[i]!.offset));
    const placed = inPlaces({ ids, logOdds }, places);
    for (const [i, model] of some.entries()) {
      const skipped = await answered(library, model);
      // A label that was never accepted is unsure everywhere where it may be at all: that is what is asked.
      forEachCluster(placed, i, Number.POSITIVE_INFINITY, (place, value, itsMean) => {
        if (value <= best[place]! || skipped.has(clusterIds[place]!)) return;
        best[place] = value;
        mean[place] = itsMean;
        label[place] = from + i;
      });
      await otherWork();
    }
  }
  return clusterIds.flatMap((cluster, place): Candidate[] =>
    label[place]! < 0
      ? []
      : [{ cluster, label: models[label[place]!]!.name, value: best[place]!, probability: mean[place]! }],
  );
}

interface PlacedScores extends Pick<LibraryScores, 'logOdds'> {
  /** Of each row, the place of its cluster in `clusterIds`. */
  readonly clusters: Int32Array;
  readonly clusterIds: readonly string[];
}

const inPlaces = (
  { ids, logOdds }: Pick<LibraryScores, 'ids' | 'logOdds'>,
  places: VectorPlaces,
): PlacedScores => ({
  logOdds,
  clusters: placesOf(ids, places),
  clusterIds: places.clusterIds,
});

function inClusters(
  placed: PlacedScores,
  place: number,
  { name, accepted }: LabelModel,
  skipped: ReadonlySet<string>,
): Candidate[] {
  const found: Candidate[] = [];
  forEachCluster(placed, place, accepted, (at, value, probability) => {
    const cluster = placed.clusterIds[at]!;
    if (!skipped.has(cluster)) found.push({ cluster, label: name, value, probability });
  });
  return found;
}

/** Hears of each cluster with a scored photo what its answer is worth, and the mean of the probabilities. */
function forEachCluster(
  { clusters, clusterIds, logOdds }: PlacedScores,
  label: number,
  accepted: number,
  hear: (place: number, value: number, mean: number) => void,
): void {
  const photos = new Int32Array(clusterIds.length);
  const sum = new Float64Array(clusterIds.length);
  const variance = new Float64Array(clusterIds.length);
  const values = logOdds[label]!;
  for (let row = 0; row < values.length; row++) {
    const p = fromLogOdds(values[row]!);
    const cluster = clusters[row]!;
    if (cluster < 0) continue;
    photos[cluster]!++;
    sum[cluster]! += p;
    variance[cluster]! += p * (1 - p);
  }
  for (let place = 0; place < photos.length; place++) {
    const count = photos[place]!;
    if (count === 0) continue;
    const mean = sum[place]! / count;
    hear(place, valueOfAnswer({ mean, variance: variance[place]! / count, photos: count }, accepted), mean);
  }
}

/** Large clusters first, where nothing else is known. */
async function largest(library: Library, tag: TagKey): Promise<Candidate[]> {
  const { store } = library;
  const skipped = await answered(library, tag);
  const found: Candidate[] = [];
  for (let offset = 0; ; offset += PAGE) {
    const clusters = await store.clusters.page(offset, PAGE);
    for (const { id, members } of clusters) {
      if (skipped.has(id)) continue;
      found.push({ cluster: id, label: tag.name, value: Math.log2(1 + members.length), probability: null });
    }
    if (clusters.length < PAGE) return found;
  }
}

const PAGE = 2000;

/** Clusters with a member of which the user said something on that label. */
async function answered({ store }: Library, tag: Pick<TagKey, 'layer' | 'name'>): Promise<Set<string>> {
  const decided = [
    ...(await store.labels.decided(tag, true, MOST_DECIDED)),
    ...(await store.labels.decided(tag, false, MOST_DECIDED)),
  ];
  return new Set((await store.clusters.clusterIdsOf(decided)).values());
}

/** Of the space with most vectors: which of them is current matters not for how alike two pictures are. */
async function medoidVectors({ store }: Library, clusters: readonly Cluster[]) {
  const [space] = await store.vectors.spaces();
  const medoids = clusters.map((cluster) => cluster.medoid);
  return space === undefined
    ? new Map<string, Float32Array>()
    : store.photos.embeddingsOf(medoids, space.model);
}
