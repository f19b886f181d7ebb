import type { ClusterFacts, PhotoFacts } from '../domain/library.ts';
import type { TagCandidate, TagLayer } from '../domain/tag.ts';
import type { Tagger } from './tagger.ts';

export interface PhotoRule {
  readonly id: string;
  readonly layer: TagLayer;
  readonly version: string;
  readonly model?: string | undefined;
  candidates(photo: PhotoFacts, cluster: ClusterFacts): readonly TagCandidate[];
}

/** A local tagger that looks at one photo at a time. */
export function photoRule({ id, layer, version, model = 'rule', candidates }: PhotoRule): Tagger {
  return {
    id,
    layer,
    place: 'local',
    model,
    version,
    propose: async (cluster) =>
      new Map(cluster.members.map((photo) => [photo.sha1, candidates(photo, cluster)])),
  };
}
