import { type PositionsAround, positionsAround } from '../../algorithms/surroundings.ts';
import type { Cluster } from '../../domain/cluster.ts';
import type { ClusterFacts, PhotoFacts } from '../../domain/library.ts';
import type { PhotoMetadata } from '../../domain/metadata.ts';
import type { ClusterSpan } from '../../store/position-store.ts';
import type { Store } from '../../store/store.ts';

/** What other photos of the library say of where the members of a cluster were taken. */
export interface AroundClusters {
  /** Changes when the answer for a member may; empty where nothing is known around. */
  digest(clusterId: string): string;
  surrounded(facts: ClusterFacts): ClusterFacts;
}

/** Reads all positions of the library once. */
export async function aroundClusters(store: Store): Promise<AroundClusters> {
  const rows = await store.positions.all();
  const around = positionsAround(rows);
  const spans = rows.wallMillis.length === 0 ? new Map<string, ClusterSpan>() : await store.positions.spans();
  return {
    digest(clusterId) {
      const { startMillis = null, endMillis = null } = spans.get(clusterId) ?? {};
      return around.digest(startMillis, endMillis);
    },
    surrounded: (facts) => ({
      ...facts,
      members: facts.members.map((photo) => withSurroundings(photo, facts.cluster, around)),
    }),
  };
}

function withSurroundings(photo: PhotoFacts, { windowId }: Cluster, around: PositionsAround): PhotoFacts {
  const surroundings = around.of({
    wallMillis: photo.captureTime?.wallMillis ?? null,
    camera: cameraOf(photo.metadata),
    window: windowId,
  });
  return { ...photo, surroundings };
}

/** As the store writes it. */
function cameraOf(metadata: PhotoMetadata | null): string | null {
  if (!metadata?.model) return null;
  return [metadata.make, metadata.model, metadata.bodySerial].map((part) => part ?? '').join('|');
}
