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
  const sorted = list.sort((a, b) => b.value - a.value || (a.cluster < b.cluster ? -1 : 1));
  const wanted = request.offset + request.limit;
  const compared = sorted.slice(0, Math.max(COMPARED, wanted));
  const clusters = new Map(
    (await library.store.clusters.get(compared.map(({ cluster }) => cluster))).map((one) => [one.id, one]),
  );
  const vectors = await medoidVectors(library, [...clusters.values()]);
  const order = questionOrder(
    compared.map(({ cluster, value }) => ({
      value,
      vector: vectors.get(clusters.get(cluster)?.medoid ?? '') ?? null,
    })),
    wanted,
  );
  const page = order.slice(request.offset).map((i) => compared[i]!);
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

async function candidatesOfAll(library: Library): Promise<Candidate[]> {
  const set: LabelSet | null = await library.store.labels.get(library.embedderId);
  const models = (set?.labels ?? [])
    .map(({ model }) => model)
    .filter(({ layer, withheld }) => layer === 'CK' && withheld === null);
  const places = models.length === 0 ? undefined : await library.store.labels.places(library.embedderId);
  const best = new Map<string, Candidate>();
  for (let from = 0; from < models.length; from += LABELS_AT_ONCE) {
    const some = models.slice(from, from + LABELS_AT_ONCE);
    const scores = await scoreLibrary(library, library.embedderId, some);
    const placed = inPlaces(scores, places!);
    for (const [i, model] of some.entries()) {
      // A label that was never accepted is unsure everywhere where it may be at all: that is what is asked.
      for (const one of inClusters(placed, i, model, await answered(library, model), true)) {
        if (one.value > (best.get(one.cluster)?.value ?? 0)) best.set(one.cluster, one);
      }
    }
  }
  return [...best.values()];
}

interface PlacedScores extends Pick<LibraryScores, 'logOdds'> {
  /** Of each row, the place of its cluster in `clusterIds`. */
  readonly clusters: Int32Array;
  readonly clusterIds: readonly string[];
}

const inPlaces = ({ ids, logOdds }: LibraryScores, places: VectorPlaces): PlacedScores => ({
  logOdds,
  clusters: placesOf(ids, places),
  clusterIds: places.clusterIds,
});

function inClusters(
  { clusters, clusterIds, logOdds }: PlacedScores,
  place: number,
  { name, accepted }: LabelModel,
  skipped: ReadonlySet<string>,
  unsureOnly = false,
): Candidate[] {
  const photos = new Int32Array(clusterIds.length);
  const sum = new Float64Array(clusterIds.length);
  const variance = new Float64Array(clusterIds.length);
  logOdds[place]!.forEach((value, row) => {
    const p = fromLogOdds(value);
    const cluster = clusters[row]!;
    if (cluster < 0) return;
    photos[cluster]!++;
    sum[cluster]! += p;
    variance[cluster]! += p * (1 - p);
  });
  return clusterIds.flatMap((cluster, i): Candidate[] => {
    const count = photos[i]!;
    if (count === 0 || skipped.has(cluster)) return [];
    const mean = sum[i]! / count;
    const value = valueOfAnswer(
      { mean, variance: variance[i]! / count, photos: count },
      unsureOnly ? Number.POSITIVE_INFINITY : accepted,
    );
    return [{ cluster, label: name, value, probability: mean }];
  });
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
