import type { Cluster } from '../../domain/cluster.ts';
import type { Store } from '../../store/store.ts';

export const madeSha1 = (i: number): string => i.toString(16).padStart(40, '0');
export const madeClusterId = (i: number): string => `c${i.toString(16).padStart(12, '0')}`;

export interface MadeCluster {
  /** Numbers of photos, for `madeSha1`. */
  readonly members: readonly number[];
  /** Those of them that do not fit. */
  readonly misfits?: readonly number[];
}

/** Photos with a file each, in clusters, as scan and clustering would leave them; nothing lies on the disk. */
export async function putMadeClusters(
  store: Store,
  root: string,
  made: readonly MadeCluster[],
): Promise<void> {
  await store.transaction(async (transaction) => {
    const photos = made.flatMap(({ members }) => members);
    await transaction.files.put(
      photos.map((i) => ({
        path: `${root}/IMG_${i}.jpg`,
        root,
        sizeBytes: 1,
        mtimeMicros: 1,
        birthMicros: null,
        inode: String(i),
        sha1: madeSha1(i),
        status: 'present',
        reason: null,
      })),
    );
    await transaction.outcomes.put(
      (['scan', 'metadata'] as const).flatMap((stage) =>
        photos.map((i) => ({
          stage,
          item: madeSha1(i),
          fingerprint: '',
          status: 'done' as const,
          reason: null,
          digest: '',
        })),
      ),
    );
    await transaction.clusters.putWindow(
      made.map(
        ({ members, misfits = [] }, i): Cluster => ({
          id: madeClusterId(i),
          windowId: `w${i}`,
          method: 'hdbscan',
          medoid: madeSha1(members[0]!),
          startMillis: i,
          endMillis: i,
          members: members.map((member) => ({
            sha1: madeSha1(member),
            membership: 1,
            distanceToMedoid: 0,
            fits: !misfits.includes(member),
            burst: null,
            isBest: true,
          })),
        }),
      ),
    );
  });
}
