import { findPeople } from '../algorithms/people-set.ts';
import { proxyPath } from '../algorithms/proxy-path.ts';
import type { Detections, PeopleFinding } from '../domain/detection.ts';
import { messageOf } from '../domain/errors.ts';
import { done, failed } from '../domain/outcome.ts';
import type { Detector } from '../models/detector.ts';
import type { Store } from '../store/store.ts';
import { photoStage } from './photo-stage.ts';

export interface PeopleTools {
  readonly store: Store;
  readonly detector: Detector;
  readonly batchSize: number;
  readonly cacheFolder: string;
}

interface Found {
  readonly detections: Detections;
  readonly finding: PeopleFinding;
}

/** Looks for persons on every proxy. A photo without a result counts as one with people wherever it matters. */
export function peopleStage({ store, detector, batchSize, cacheFolder }: PeopleTools) {
  return photoStage<Found>(store, {
    name: 'people',
    base: detector.id,
    dependsOn: ['proxies'],
    batchSize,
    lanes: 2,
    async run(batch) {
      const seen = await store.photos.seenObjectsOf(batch.map((item) => item.sha1));
      const results = await detector.detect(
        batch.map(({ sha1 }) => ({ jpeg: proxyPath(cacheFolder, sha1), objects: seen.get(sha1) })),
      );
      return results.map((result) =>
        result instanceof Error
          ? failed(messageOf(result))
          : done({ detections: result, finding: findPeople(result) }),
      );
    },
    keep: (transaction, sha1, { detections, finding }) =>
      transaction.photos.putDetections(sha1, detector.id, detections, finding),
  });
}
