import type { Cluster, ClusterMethod } from '../domain/cluster.ts';
import type { Sha1 } from '../domain/photo.ts';
import type { Library } from './library.ts';
import { wallText } from './wall-text.ts';

/** A cluster in figures. */
export interface ClusterRow {
  readonly id: string;
  readonly windowId: string;
  readonly method: ClusterMethod;
  readonly members: number;
  /** Groups of near-identical frames. */
  readonly bursts: number;
  /** Photos that are left when of each burst only the suggested frame is kept. */
  readonly withoutDuplicates: number;
  /** Members that are held back because they do not fit. */
  readonly heldBack: number;
  readonly medoid: Sha1;
  /** Of the medoid; empty where no file is present. */
  readonly path: string;
  /** Wall clock, ISO 8601 without zone; null where no member has a time. */
  readonly start: string | null;
  readonly end: string | null;
}

const PAGE = 1000;

/** All clusters in time order, those without a time last. */
export async function* listClusters({ store }: Library): AsyncGenerator<ClusterRow> {
  for (let offset = 0; ; offset += PAGE) {
    const clusters = await store.clusters.page(offset, PAGE);
    const files = await store.files.ofPhotos(clusters.map((cluster) => cluster.medoid));
    for (const cluster of clusters) yield clusterRow(cluster, files.get(cluster.medoid)?.[0]?.path ?? '');
    if (clusters.length < PAGE) return;
  }
}

function clusterRow(cluster: Cluster, path: string): ClusterRow {
  const { id, windowId, method, medoid, members } = cluster;
  return {
    id,
    windowId,
    method,
    members: members.length,
    bursts: new Set(members.flatMap((member) => member.burst ?? [])).size,
    withoutDuplicates: members.filter((member) => member.isBest).length,
    heldBack: members.filter((member) => !member.fits).length,
    medoid,
    path,
    start: wallText(cluster.startMillis),
    end: wallText(cluster.endMillis),
  };
}
