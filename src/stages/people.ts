import { findPeople, PEOPLE_THRESHOLDS } from '../algorithms/people-set.ts';
import { proxyPath } from '../algorithms/proxy-path.ts';
import type { Detections, PeopleFinding } from '../domain/detection.ts';
import { messageOf } from '../domain/errors.ts';
import { done, failed, type Outcome } from '../domain/outcome.ts';
import type { PersonScene } from '../domain/person-scene.ts';
import type { Detector } from '../models/detector.ts';
import type { PhotoWithoutScene, Store } from '../store/store.ts';
import { digestOf } from './digest.ts';
import { type DuePhotoItem, photoStage } from './photo-stage.ts';
import type { Stage } from './stage.ts';

export interface PeopleTools {
  readonly store: Store;
  readonly detector: Detector;
  readonly measureScene: (jpeg: string, detections: Detections) => Promise<PersonScene | Error>;
  readonly batchSize: number;
  readonly cacheFolder: string;
}

interface Found {
  readonly detections: Detections;
  readonly finding: PeopleFinding;
}

/** Raised when the people rule changes in more than its thresholds, so that it is applied again. */
const RULE_VERSION = 1;

/** The configuration of the people check, as outcomes name it. */
export const peopleBaseOf = (detectorId: string): string =>
  `${detectorId}, rule ${RULE_VERSION} ${digestOf(PEOPLE_THRESHOLDS)}`;

/** Rows read at once while looking for what is to be measured. */
const PAGE = 1000;

/**
 * Looks for persons on every proxy, and measures what surrounds them. A photo without a result counts as one with
 * people wherever it matters. Detections of the time before the measuring, or of an earlier version of it, are kept,
 * and only measured.
 */
export function peopleStage(tools: PeopleTools): Stage<DuePhotoItem, Found> {
  const { store, detector, batchSize } = tools;
  const unmeasured = new Set<string>();
  const stage = photoStage<Found>(store, {
    name: 'people',
    base: peopleBaseOf(detector.id),
    dependsOn: ['proxies'],
    batchSize,
    lanes: 2,
    async run(batch) {
      const sha1s = batch.map((item) => item.sha1);
      const known = await store.photos.detectionsOf(sha1s.filter((sha1) => unmeasured.has(sha1)));
      const found = new Map<string, Outcome<Found>>(
        [...known].map(([sha1, detected]) => [sha1, done(detected)]),
      );
      for (const [sha1, outcome] of await detect(
        batch.filter(({ sha1 }) => !known.has(sha1)),
        tools,
      )) {
        found.set(sha1, outcome);
      }
      return Promise.all(sha1s.map((sha1) => measured(sha1, found.get(sha1)!, tools)));
    },
    keep: (transaction, found) => transaction.photos.putDetectionsOf(detector.id, found),
  });
  return {
    ...stage,
    countDue: async () => (await stage.countDue()) + (await store.photos.countWithoutScene(detector.id)),
    async claim(from, keys) {
      const due = await stage.claim!(from, keys);
      const page = { after: null, limit: keys.length, among: keys };
      for (const { sha1, fingerprint } of await from.photos.photosWithoutScene(detector.id, page)) {
        if (due.some((item) => item.sha1 === sha1)) continue;
        unmeasured.add(sha1);
        due.push({ sha1, key: sha1, fingerprint, files: [] });
      }
      return due;
    },
    async *due() {
      const detected = new Set<string>();
      for await (const item of stage.due()) {
        detected.add(item.sha1);
        yield item;
      }
      for await (const { sha1, fingerprint } of withoutScene(store, detector.id)) {
        if (detected.has(sha1)) continue;
        unmeasured.add(sha1);
        yield { sha1, key: sha1, fingerprint, files: [] };
      }
    },
  };
}

async function detect(
  batch: readonly DuePhotoItem[],
  { store, detector, cacheFolder }: PeopleTools,
): Promise<[string, Outcome<Found>][]> {
  if (batch.length === 0) return [];
  const sha1s = batch.map((item) => item.sha1);
  const seen = await store.photos.seenObjectsOf(sha1s);
  const proxies = await store.photos.proxiesOf(sha1s);
  const results = await detector.detect(
    batch.map(({ sha1 }) => ({ jpeg: proxyPath(cacheFolder, sha1), objects: seen.get(sha1) })),
  );
  return results.map((result, index) => {
    const sha1 = sha1s[index]!;
    if (result instanceof Error) return [sha1, failed(messageOf(result))];
    const darkRatio = proxies.get(sha1)?.statistics.darkRatio;
    return [sha1, done({ detections: result, finding: findPeople(result, { darkRatio }) })];
  });
}

/** Where nobody is, nothing is measured. */
async function measured(
  sha1: string,
  outcome: Outcome<Found>,
  { measureScene, cacheFolder }: PeopleTools,
): Promise<Outcome<Found>> {
  if (outcome.status !== 'done') return outcome;
  const { detections, finding } = outcome.result;
  if (finding.verdict === 'no-people') return done({ detections: { ...detections, scene: null }, finding });
  const scene = await measureScene(proxyPath(cacheFolder, sha1), detections);
  return scene instanceof Error
    ? failed(scene.message)
    : done({ detections: { ...detections, scene }, finding });
}

async function* withoutScene(store: Store, model: string): AsyncIterable<PhotoWithoutScene> {
  let after: string | null = null;
  for (;;) {
    const page: PhotoWithoutScene[] = await store.photos.photosWithoutScene(model, { after, limit: PAGE });
    yield* page;
    if (page.length < PAGE) return;
    after = page.at(-1)!.sha1;
  }
}
