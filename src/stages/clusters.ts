import { clusterId } from '../algorithms/cluster-id.ts';
import type { ClusterWindowOptions, WindowGroup } from '../algorithms/cluster-window.ts';
import { type TimeWindow, timeWindows } from '../algorithms/time-windows.ts';
import type { Config } from '../config/schema.ts';
import type { Cluster } from '../domain/cluster.ts';
import { done, type Outcome } from '../domain/outcome.ts';
import type { Sha1 } from '../domain/photo.ts';
import type { OutcomeRow, Store } from '../store/store.ts';
import { digestOf } from './digest.ts';
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
  readonly times: ReadonlyMap<Sha1, number | null>;
}

/** Photos near in time and alike in looks become clusters; every photo is in exactly one. */
export function clustersStage(tools: ClustersTools): Stage<WindowItem, Cluster[]> {
  const { clustering, model } = tools;
  const base = digestOf([clustering, model]);
  let due: Promise<WindowItem[]> | null = null;
  const findDue = () => {
    due ??= dueWindows(tools, base);
    return due;
  };
  return {
    name: 'clusters',
    unit: 'photos',
    batchSize: 16,
    lanes: 2,
    async countDue() {
      due = null;
      return (await findDue()).reduce((sum, item) => sum + item.window.keys.length, 0);
    },
    async *due() {
      yield* await findDue();
    },
    async run(batch) {
      const outcomes: Outcome<Cluster[]>[] = [];
      for (const item of batch) outcomes.push(done(await clustersOf(item, tools)));
      return outcomes;
    },
    save: saveWindows,
    async finish(transaction) {
      await transaction.clusters.removeWithAbsentMembers();
      due = null;
    },
  };
}

async function dueWindows({ store, clustering }: ClustersTools, base: string): Promise<WindowItem[]> {
  const dated = await store.clusters.datedPhotos();
  const settled = await store.outcomes.fingerprints('clusters');
  const times = new Map(dated.map((photo) => [photo.sha1, photo.wallMillis]));
  const digests = new Map(dated.map((photo) => [photo.sha1, photo.vectorDigest]));
  const windows = timeWindows(
    dated.map(({ sha1, wallMillis }) => ({ key: sha1, wallMillis })),
    { mode: clustering.window_mode, windowMinutes: clustering.time_window_minutes },
  );
  return windows
    .map((window) => {
      const members = window.keys.map((sha1) => [sha1, times.get(sha1), digests.get(sha1)]);
      const fingerprint = `${base}|${digestOf(members)}`;
      return { key: window.windowId, size: window.keys.length, fingerprint, window, times };
    })
    .filter((item) => item.window.keys.some((sha1) => settled.get(sha1) !== item.fingerprint));
}

async function clustersOf({ window, times }: WindowItem, tools: ClustersTools): Promise<Cluster[]> {
  const { store, clustering, model, dimensions } = tools;
  const vectors = await store.photos.embeddingsOf(window.keys, model);
  const seen = window.keys.filter((sha1) => vectors.has(sha1));
  const matrix = new Float32Array(seen.length * dimensions);
  seen.forEach((sha1, row) => {
    matrix.set(vectors.get(sha1)!, row * dimensions);
  });
  const groups =
    seen.length === 0
      ? []
      : await tools.clusterWindow(matrix, dimensions, {
          method: clustering.method,
          minClusterSize: clustering.min_cluster_size,
          minSamples: clustering.min_samples,
          cosineThreshold: clustering.cosine_threshold,
        });
  const alike = groups.map((group) => toCluster(window.windowId, group, seen, times));
  const unseen = window.keys
    .filter((sha1) => !vectors.has(sha1))
    .map((sha1) => toCluster(window.windowId, ALONE, [sha1], times));
  return [...alike, ...unseen];
}

/** A photo without a vector cannot be compared. */
const ALONE: Omit<WindowGroup, 'distanceToMedoid'> & { distanceToMedoid: null[] } = {
  members: [0],
  membership: [1],
  medoid: 0,
  distanceToMedoid: [null],
  method: 'single-photo',
};

function toCluster(
  windowId: string,
  group: WindowGroup | typeof ALONE,
  rows: readonly Sha1[],
  times: ReadonlyMap<Sha1, number | null>,
): Cluster {
  const members = group.members.map((row, position) => ({
    sha1: rows[row]!,
    membership: group.membership[position]!,
    distanceToMedoid: group.distanceToMedoid[position] ?? null,
  }));
  const sha1s = members.map((member) => member.sha1);
  const known = sha1s.map((sha1) => times.get(sha1)).filter((time) => time != null);
  return {
    id: clusterId(sha1s),
    windowId,
    method: group.method,
    medoid: rows[group.medoid]!,
    startMillis: known.length > 0 ? known.reduce((a, b) => Math.min(a, b)) : null,
    endMillis: known.length > 0 ? known.reduce((a, b) => Math.max(a, b)) : null,
    members,
  };
}

async function saveWindows(
  store: Store,
  results: readonly ItemOutcome<WindowItem, Cluster[]>[],
): Promise<void> {
  const rows: OutcomeRow[] = [];
  for (const { item, outcome } of results) {
    if (outcome.status !== 'done') continue;
    await store.clusters.putWindow(outcome.result);
    for (const cluster of outcome.result) {
      for (const { sha1 } of cluster.members) {
        rows.push({
          stage: 'clusters',
          item: sha1,
          fingerprint: item.fingerprint,
          status: 'done',
          reason: null,
          digest: cluster.id,
        });
      }
    }
  }
  await store.outcomes.put(rows);
}
