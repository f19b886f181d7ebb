import type { PeopleVerdict } from '../domain/detection.ts';
import type { Sha1 } from '../domain/photo.ts';
import { clusterFacts } from '../stages/cluster-facts.ts';
import type { Library } from './library.ts';
import { wallText } from './wall-text.ts';

/** The picture that stands for a cluster, with what is proposed for it. */
export interface MedoidRow {
  readonly clusterId: string;
  readonly sha1: Sha1;
  readonly path: string;
  readonly members: number;
  readonly people: PeopleVerdict;
  /** Wall clock, ISO 8601 without zone; null where no member has a time. */
  readonly start: string | null;
  readonly end: string | null;
  readonly ckTags: readonly string[];
  readonly aiTags: readonly string[];
}

const PAGE = 500;

/** All medoids in time order. */
export async function listMedoids({ store, settings }: Library): Promise<MedoidRow[]> {
  const rows: MedoidRow[] = [];
  for (let offset = 0; ; offset += PAGE) {
    const clusters = await store.clusters.page(offset, PAGE);
    const facts = await clusterFacts(store, clusters);
    const proposals = await store.tags.proposalsOf(clusters.map((cluster) => cluster.medoid));
    for (const { cluster, members, people } of facts) {
      const medoid = members.find((photo) => photo.sha1 === cluster.medoid);
      const tags = proposals.get(cluster.medoid) ?? [];
      const layer = (name: 'CK' | 'AI', prefix: string) =>
        tags.flatMap((tag) => (tag.layer === name ? `${prefix}${tag.name}` : []));
      rows.push({
        clusterId: cluster.id,
        sha1: cluster.medoid,
        path: medoid?.files[0]?.path ?? '',
        members: members.length,
        people,
        start: wallText(cluster.startMillis),
        end: wallText(cluster.endMillis),
        ckTags: layer('CK', settings.xmp.prefix_ck),
        aiTags: layer('AI', settings.xmp.prefix_ai),
      });
    }
    if (clusters.length < PAGE) return rows;
  }
}
