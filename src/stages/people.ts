import { findPeople, PEOPLE_THRESHOLDS } from '../algorithms/people-set.ts';
import { proxyPath } from '../algorithms/proxy-path.ts';
import type { Detections, PeopleFinding } from '../domain/detection.ts';
import { messageOf } from '../domain/errors.ts';
import { done, failed } from '../domain/outcome.ts';
import type { Detector } from '../models/detector.ts';
import type { Store } from '../store/store.ts';
import { digestOf } from './digest.ts';
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

/** Raised when the people rule changes in more than its thresholds, so that it is applied again. */
const RULE_VERSION = 1;

/** Looks for persons on every proxy. A photo without a result counts as one with people wherever it matters. */
export function peopleStage({ store, detector, batchSize, cacheFolder }: PeopleTools) {
  return photoStage<Found>(store, {
    name: 'people',
    base: `${detector.id}, rule ${RULE_VERSION} ${digestOf(PEOPLE_THRESHOLDS)}`,
    dependsOn: ['proxies'],
    batchSize,
    lanes: 2,
    async run(batch) {
      const sha1s = batch.map((item) => item.sha1);
      const seen = await store.photos.seenObjectsOf(sha1s);
      const proxies = await store.photos.proxiesOf(sha1s);
      const results = await detector.detect(
        batch.map(({ sha1 }) => ({ jpeg: proxyPath(cacheFolder, sha1), objects: seen.get(sha1) })),
      );
      return results.map((result, index) => {
        if (result instanceof Error) return failed(messageOf(result));
        const darkRatio = proxies.get(sha1s[index]!)?.statistics.darkRatio;
        return done({ detections: result, finding: findPeople(result, { darkRatio }) });
      });
    },
    keep: (transaction, sha1, { detections, finding }) =>
      transaction.photos.putDetections(sha1, detector.id, detections, finding),
  });
}
