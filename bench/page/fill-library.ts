import { createHash } from 'node:crypto';
import { NO_KEYWORDS, type PhotoMetadata } from '../../src/domain/metadata.ts';
import type { PhotoFile } from '../../src/domain/photo.ts';
import type { Proxy } from '../../src/domain/proxy.ts';
import type { StageName } from '../../src/domain/stage-name.ts';
import { digestOf } from '../../src/stages/digest.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import type { OutcomeRow, Store } from '../../src/store/store.ts';
import { type MadeCluster, type MadePhoto, madeClusters, ROOT } from './made-photos.ts';

/** Fills a new database with a library that went through all stages: FILE PHOTOS SEED. */
const [file = '', ...rest] = process.argv.slice(2);
const [photos, seed] = rest.map(Number) as [number, number];

const PAGE = 2000;
/** One photo of so many. */
const EVERY = { failed: 250, skipped: 300, duplicate: 100, missing: 200, decidedCluster: 50 };

const store = await openSqliteStore(file);
const clusters = [...madeClusters(photos, seed)];
const placed = clusters.flatMap((cluster) => cluster.photos.map((photo) => ({ photo, cluster })));
type Placed = (typeof placed)[number] & { readonly number: number };
const numbered: Placed[] = placed.map((one, number) => ({ ...one, number }));
const isFailed = ({ number }: Placed) => number % EVERY.failed === 7;
const isMissing = ({ number }: Placed) => number % EVERY.missing === 11;

// As a run leaves it: the stages of single photos save in the order of SHA-1, files and clusters come in that of time.
await inPages(
  numbered.toSorted((a, b) => (a.photo.sha1 < b.photo.sha1 ? -1 : 1)),
  putPhotos,
);
await inPages(numbered, async (page, transaction) => {
  await transaction.files.put(page.flatMap(filesOf));
});
await inPages(clusters, putClusters);
await inPages(
  clusters.filter((_, number) => number % EVERY.decidedCluster === 0),
  putDecisions,
);
await store.close();

async function inPages<Item>(
  items: readonly Item[],
  save: (page: Item[], transaction: Store) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < items.length; start += PAGE) {
    const page = items.slice(start, start + PAGE);
    await store.transaction((transaction) => save(page, transaction));
  }
}

async function putPhotos(page: Placed[], transaction: Store): Promise<void> {
  await transaction.outcomes.put(page.flatMap(outcomesOf));
  for (const one of page) {
    const { photo, cluster } = one;
    const { sha1 } = photo;
    await transaction.photos.putCaptureTimes(new Map([[sha1, timeOf(photo)]]));
    if (isFailed(one)) continue;
    await transaction.photos.putMetadata(sha1, metadataOf(photo, cluster));
    await transaction.photos.putProxy(sha1, proxyOf(sha1));
    const finding = { verdict: cluster.people, reason: 'the detector has seen nobody on the whole picture' };
    const detections = { objects: [], faces: [], hands: [], torsoArea: 0, skinCoverage: 0 };
    await transaction.photos.putDetections(sha1, 'made', detections, finding);
    for (const layer of ['CK', 'AI'] as const) {
      const proposals = cluster.tags
        .filter((tag) => tag.layer === layer)
        .map(({ name, probability }) => ({
          layer,
          name,
          score: probability,
          probability,
          threshold: 0.5,
          reason: `${name} by looks: likelihood ${probability.toFixed(2)}, beside those of this library`,
          source: 'scored',
          model: 'made/512',
        }));
      await transaction.tags.putProposals(layer, { sha1, proposals });
    }
  }
}

function outcomesOf(one: Placed): OutcomeRow[] {
  const item = one.photo.sha1;
  const row = (stage: StageName, status: OutcomeRow['status'] = 'done', reason: string | null = null) => {
    const digest = digestOf([stage, item]);
    return { stage, item, fingerprint: `${digestOf(stage)}|${digest}`, status, reason, digest };
  };
  const scan = isMissing(one)
    ? [row('scan', 'skipped', 'no file of this photo is there any more')]
    : [row('scan'), row('dates')];
  if (isFailed(one)) {
    const reason = 'The file ends in the middle of its image data';
    return [...scan, row('metadata', 'failed', reason), row('proxies', 'failed', reason)];
  }
  const stages = ['metadata', 'proxies', 'embeddings', 'clusters', 'people', 'ck-tags', 'ai-tags'] as const;
  return [...scan, ...stages.map((stage) => row(stage))];
}

function filesOf(one: Placed): PhotoFile[] {
  const { photo, cluster, number } = one;
  const fileAt = (path: string, given: Partial<PhotoFile> = {}): PhotoFile => ({
    path,
    root: ROOT,
    sizeBytes: 24_000_000 + (number % 1000),
    mtimeMicros: photo.wallMillis * 1000,
    birthMicros: null,
    inode: String(number),
    sha1: photo.sha1,
    status: 'present',
    reason: null,
    ...given,
  });
  const path = `${cluster.folder}/${photo.fileName}`;
  if (isMissing(one)) return [fileAt(path, { status: 'missing', reason: 'the file is no longer there' })];
  const files = [fileAt(path)];
  if (number % EVERY.duplicate === 3) files.push(fileAt(`${ROOT}/copies/${number}.CR2`));
  if (number % EVERY.skipped === 5) {
    const reason = 'HEIC is not read yet';
    files.push(fileAt(`${cluster.folder}/${number}.heic`, { sha1: null, status: 'skipped', reason }));
  }
  return files;
}

async function putClusters(page: MadeCluster[], transaction: Store): Promise<void> {
  await transaction.clusters.putWindow(
    page.map((cluster) => ({
      id: cluster.id,
      windowId: cluster.windowId,
      method: 'hdbscan',
      medoid: cluster.photos[0]!.sha1,
      startMillis: cluster.startMillis,
      endMillis: cluster.photos.at(-1)!.wallMillis,
      members: cluster.photos.map(({ sha1 }, i) => ({
        sha1,
        membership: 1,
        distanceToMedoid: i / 1000,
        fits: i % 23 !== 22,
        burst: null,
        isBest: true,
      })),
    })),
  );
}

async function putDecisions(page: MadeCluster[], transaction: Store): Promise<void> {
  for (const { tags, photos: members } of page) {
    for (const [i, { layer, name }] of tags.slice(0, 6).entries()) {
      const verdict = i % 3 === 2 ? 'rejected' : 'accepted';
      for (const { sha1 } of members) await transaction.tags.putDecision(sha1, { layer, name, verdict });
    }
  }
}

function metadataOf({ wallMillis, sha1 }: MadePhoto, { camera }: MadeCluster): PhotoMetadata {
  const time = { wallMillis, offsetMinutes: null };
  return {
    fileType: 'CR2',
    widthPx: 5760,
    heightPx: 3840,
    orientation: 1,
    ...camera,
    bodySerial: '0123456789',
    lens: 'EF24-70mm f/2.8L II USM',
    iso: 400,
    fNumber: 4,
    exposureSeconds: 0.004,
    focalLengthMm: 50,
    flashFired: false,
    gps: null,
    gpsTimeMillis: null,
    dateTimeOriginal: time,
    createDate: time,
    modifyDate: time,
    shutterCount: null,
    fileNumber: null,
    software: null,
    imageDataHash: createHash('md5').update(sha1).digest('hex'),
    keywords: NO_KEYWORDS,
    warning: null,
  };
}

function proxyOf(sha1: string): Proxy {
  return {
    widthPx: 1024,
    heightPx: 683,
    sizeBytes: 180_000,
    source: 'image',
    statistics: {
      medianLuminance: 0.4,
      darkRatio: 0.1,
      highlightBimodality: 0.2,
      sharpness: 300,
      meanSaturation: 0.3,
      perceptualHash: sha1.slice(0, 16),
    },
  };
}

/** As long as the row of a camera's photo is. */
function timeOf({ wallMillis }: MadePhoto) {
  const signal = (name: 'exif_original' | 'exif_create' | 'fs_time', weight: number) => ({
    name,
    weight,
    wallMillis,
    precision: 'second' as const,
    agrees: true,
    credit: weight,
    reason: `${name} says ${new Date(wallMillis).toISOString()}`,
  });
  return {
    wallMillis,
    interval: { startMillis: wallMillis, endMillis: wallMillis },
    precision: 'second' as const,
    offsetMinutes: null,
    trustScore: wallMillis % 10 === 0 ? 0.4 : 0.9,
    signalsUsed: [signal('exif_original', 0.6), signal('exif_create', 0.5), signal('fs_time', 0.2)],
    uncertain: false,
    clock: null,
    byHand: false,
  };
}
