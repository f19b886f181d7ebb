import { CLUSTER_FIT } from '../algorithms/cluster-fit.ts';
import { clusterIdentities, type FormerClusters } from '../algorithms/cluster-identity.ts';
import type { ClusterWindowOptions, WindowGroup } from '../algorithms/cluster-window.ts';
import { FRAME_QUALITY } from '../algorithms/frame-quality.ts';
import { NEAR_DUPLICATE } from '../algorithms/near-duplicates.ts';
import { type TimeWindow, timeWindows } from '../algorithms/time-windows.ts';
import type { Config } from '../config/schema.ts';
import type { Cluster, ClusterMember } from '../domain/cluster.ts';
import { done, type Outcome } from '../domain/outcome.ts';
import type { Sha1 } from '../domain/photo.ts';
import type { DatedPhoto, OutcomeRow, Store } from '../store/store.ts';
import { membersOf } from './cluster-members.ts';
import { countSettled } from './count-settled.ts';
import { digestOf, digestOfPlain } from './digest.ts';
import type { DueItem, ItemOutcome, Stage } from './stage.ts';

/** Runs the clustering of one window, off the main thread. */
export type WindowClusterer = (
  vectors: Float32Array,
  dimensions: number,
  options: ClusterWindowOptions,
) => Promise<WindowGroup[]>;

export interface ClustersTools {
  readonly store: Store;
  readonly clusterWindow: WindowClusterer;
  readonly clustering: Config['clustering'];
  /** Whose vectors are compared. */
  readonly model: string;
  readonly dimensions: number;
}

interface WindowItem extends DueItem {
  readonly fingerprint: string;
  readonly window: TimeWindow;
  /** Of its keys, in their order; NaN where there is none. */
  readonly wallMillis: Float64Array;
}

/** A cluster as it was found; its id depends on the clusters before it, which are looked up when it is saved. */
type FoundCluster = Omit<Cluster, 'id'>;

/** Photos near in time and alike in looks become clusters; every photo is in exactly one. */
export function clustersStage(tools: ClustersTools): Stage<WindowItem, FoundCluster[]> {
  const { clustering, model } = tools;
  const base = digestOf([clustering, model, NEAR_DUPLICATE, FRAME_QUALITY, CLUSTER_FIT]);
  let due: Promise<WindowItem[]> | null = null;
  let formerSizes: Promise<ReadonlyMap<string, number>> | null = null;
  const findDue = () => {
    due ??= dueWindows(tools, base);
    return due;
  };
  return {
    name: 'clusters',
    unit: 'photos',
    batchSize: 32,
    lanes: 2,
    async countDue() {
      due = null;
      formerSizes = null;
      return (await findDue()).reduce((sum, item) => sum + item.window.keys.length, 0);
    },
    async *due() {
      yield* await findDue();
    },
    async claim(from, keys) {
      const wanted = new Set(keys);
      const items = (await findDue()).filter((item) => wanted.has(item.key));
      const members = items.flatMap((item) => item.window.keys);
      const settled = await from.outcomes.of('clusters', members);
      const isDue = ({ window, fingerprint }: WindowItem) =>
        window.keys.some((sha1) => settled.get(sha1)?.fingerprint !== fingerprint);
      return items.filter(isDue);
    },
    photosOf: (item) => item.window.keys,
    async run(batch) {
      const outcomes: Outcome<FoundCluster[]>[] = [];
      for (const item of batch) outcomes.push(done(await clustersOf(item, tools)));
      return outcomes;
    },
    async save(transaction, results) {
      formerSizes ??= transaction.clusters.formerSizes();
      await saveWindows(transaction, results, await formerSizes);
    },
    async finish(transaction) {
      await transaction.clusters.removeWithAbsentMembers();
      // Only now: until all windows are done, ids are taken from the clusters before this run, in whatever order
      // windows come and however often the run is killed.
      await transaction.clusters.keepIdentities();
      due = null;
    },
  };
}

const PAGE = 5000;

async function dueWindows({ store, clustering }: ClustersTools, base: string): Promise<WindowItem[]> {
  const places = await datedPlaces(store);
  const windows = timeWindows(
    Array.from(places, ([sha1, { wallMillis }]) => ({ key: sha1, wallMillis })),
    { mode: clustering.window_mode, windowMinutes: clustering.time_window_minutes },
  );
  const fingerprints = windows.map(({ keys }, number) => {
    const members = keys.map((sha1) => {
      const place = places.get(sha1)!;
      place.window = number;
      return [sha1, place.wallMillis, [place.vectorDigest, place.proxyDigest]];
    });
    return `${base}|${digestOfPlain(members)}`;
  });
  const settled = await countSettled(store.outcomes, 'clusters', (sha1) => places.get(sha1)?.window, {
    groups: windows.length,
    fingerprints,
  });
  return windows.flatMap((window, number): WindowItem[] => {
    const { keys, windowId } = window;
    if (settled[number] === keys.length) return [];
    const wallMillis = Float64Array.from(keys, (sha1) => places.get(sha1)!.wallMillis ?? Number.NaN);
    return [{ key: windowId, size: keys.length, fingerprint: fingerprints[number]!, window, wallMillis }];
  });
}

interface DatedPlace extends DatedPhoto {
  /** Number of the window that it is in. */
  window: number;
}

async function datedPlaces({ clusters }: Store): Promise<Map<Sha1, DatedPlace>> {
  const places = new Map<Sha1, DatedPlace>();
  let after: Sha1 | null = null;
  for (;;) {
    const page: DatedPhoto[] = await clusters.datedPhotos({ after, limit: PAGE });
    for (const photo of page) places.set(photo.sha1, { ...photo, window: -1 });
    if (page.length < PAGE) return places;
    after = page.at(-1)!.sha1;
  }
}

async function clustersOf({ window, wallMillis }: WindowItem, tools: ClustersTools): Promise<FoundCluster[]> {
  const times = new Map(
    window.keys.map((sha1, i) => [sha1, Number.isNaN(wallMillis[i]) ? null : wallMillis[i]!]),
  );
  const { store, clustering, model, dimensions } = tools;
  const { seen, matrix } = await vectorsOf(window.keys, store, model, dimensions);
  const groups =
    seen.length === 0
      ? []
      : await tools.clusterWindow(matrix, dimensions, {
          method: clustering.method,
          minClusterSize: clustering.min_cluster_size,
          minSamples: clustering.min_samples,
          cosineThreshold: clustering.cosine_threshold,
        });
  const groupedRows = groups.flatMap((group) => (group.members.length > 1 ? group.members : []));
  const proxies = await store.photos.proxiesOf(groupedRows.map((row) => seen[row]!));
  const { cosine_threshold: cosineThreshold } = clustering;
  const facts = { times, matrix, dimensions, proxies, cosineThreshold };
  const alike = groups.map((group) =>
    foundCluster(window.windowId, group.method, seen[group.medoid]!, membersOf(group, seen, facts), times),
  );
  const isSeen = new Set(seen);
  const unseen = window.keys
    .filter((sha1) => !isSeen.has(sha1))
    .map((sha1) => foundCluster(window.windowId, 'single-photo', sha1, [{ sha1, ...NOT_COMPARED }], times));
  return [...alike, ...unseen];
}

/** Photos whose vectors are read at once. */
const VECTORS_READ = 2000;

/**
 * The photos that have a vector, in order, and their vectors, a row each. A window may be a gigabyte, so there is one
 * copy: its memory is shared with the thread that clusters it.
 */
async function vectorsOf(
  keys: readonly Sha1[],
  store: Store,
  model: string,
  dimensions: number,
): Promise<{ seen: Sha1[]; matrix: Float32Array }> {
  const rows = new Float32Array(
    new SharedArrayBuffer(keys.length * dimensions * Float32Array.BYTES_PER_ELEMENT),
  );
  const seen: Sha1[] = [];
  for (let start = 0; start < keys.length; start += VECTORS_READ) {
    const page = keys.slice(start, start + VECTORS_READ);
    const vectors = await store.photos.embeddingsOf(page, model);
    for (const sha1 of page) {
      const vector = vectors.get(sha1);
      if (vector !== undefined) rows.set(vector, (seen.push(sha1) - 1) * dimensions);
    }
  }
  return { seen, matrix: rows.subarray(0, seen.length * dimensions) };
}

/** A photo without a vector is alone. */
const NOT_COMPARED: Omit<ClusterMember, 'sha1'> = {
  membership: 1,
  distanceToMedoid: null,
  fits: true,
  burst: null,
  isBest: true,
};

function foundCluster(
  windowId: string,
  method: Cluster['method'],
  medoid: Sha1,
  members: ClusterMember[],
  times: ReadonlyMap<Sha1, number | null>,
): FoundCluster {
  const known = members.map(({ sha1 }) => times.get(sha1)).filter((time) => time != null);
  return {
    windowId,
    method,
    medoid,
    startMillis: known.length > 0 ? known.reduce((a, b) => Math.min(a, b)) : null,
    endMillis: known.length > 0 ? known.reduce((a, b) => Math.max(a, b)) : null,
    members,
  };
}

async function saveWindows(
  store: Store,
  results: readonly ItemOutcome<WindowItem, FoundCluster[]>[],
  formerSizes: ReadonlyMap<string, number>,
): Promise<void> {
  const rows: OutcomeRow[] = [];
  for (const { item, outcome } of results) {
    if (outcome.status !== 'done') continue;
    const idOf = await store.clusters.formerIdsOf(item.window.keys);
    const clusters = named(outcome.result, { idOf, sizes: formerSizes });
    await store.clusters.putWindow(clusters);
    for (const cluster of clusters) {
      const digest = digestOf(cluster);
      for (const { sha1 } of cluster.members) {
        rows.push({
          stage: 'clusters',
          item: sha1,
          fingerprint: item.fingerprint,
          status: 'done',
          reason: null,
          digest,
        });
      }
    }
  }
  // As the table is ordered: each of its pages is changed once a batch.
  await store.outcomes.put(rows.sort((a, b) => (a.item < b.item ? -1 : 1)));
}

function named(found: readonly FoundCluster[], former: FormerClusters): Cluster[] {
  const members = found.map((cluster) => cluster.members.map((member) => member.sha1));
  const ids = clusterIdentities(members, former);
  return found.map((cluster, index) => ({ id: ids[index]!, ...cluster }));
}
