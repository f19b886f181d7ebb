import { createHash } from 'node:crypto';
import { seededRandom } from '../src/algorithms/seeded-random.ts';
import type { CaptureTime } from '../src/domain/capture-time.ts';
import type { Proxy } from '../src/domain/proxy.ts';
import type { StageName } from '../src/domain/stage-name.ts';
import { digestOf } from '../src/stages/digest.ts';
import { openSqliteStore } from '../src/store/sqlite.ts';
import type { Store } from '../src/store/store.ts';
import { sceneVectors } from './scene-vectors.ts';
import { windowSizes } from './window-sizes.ts';

/** Fills a new database with a library that is ready to be clustered: FILE PHOTOS DIMENSIONS SEED MODEL. */
const [file = '', ...rest] = process.argv.slice(2);
const [photos, dimensions, seed] = rest.map(Number) as [number, number, number];
const model = rest[3] ?? '';
const random = seededRandom(seed);

const START_MILLIS = Date.UTC(2005, 0, 1);
const HOUR_MILLIS = 3_600_000;
const MEAN_GAP_MILLIS = 20_000;
/** Photos that follow within a second and have nearly the same hash. */
const BURST_SHARE = 0.3;
const PAGE = 2000;

const store = await openSqliteStore(file);
const { millis, hashes, vectors } = makePhotos();
const sha1s = Array.from({ length: photos }, (_, i) =>
  createHash('sha1').update(`${seed} ${i}`).digest('hex'),
);
// As a run leaves it: the stages of single photos save in the order of SHA-1, that of dates in the order of folders.
const bySha1 = [...sha1s.keys()].sort((a, b) => (sha1s[a]! < sha1s[b]! ? -1 : 1));
await inPages(bySha1, async (page, transaction) => {
  for (const stage of ['scan', 'metadata', 'proxies', 'embeddings'] as const)
    await settle(stage, page, transaction);
  for (const i of page) {
    const vector = vectors.subarray(i * dimensions, (i + 1) * dimensions);
    await transaction.photos.putProxy(sha1s[i]!, proxyOf(hashes[i]!));
    await transaction.photos.putEmbedding({ sha1: sha1s[i]!, model, vector });
  }
});
await inPages([...sha1s.keys()], async (page, transaction) => {
  await settle('dates', page, transaction);
  await transaction.photos.putCaptureTimes(new Map(page.map((i) => [sha1s[i]!, timeAt(millis[i]!)])));
});
await store.close();

async function inPages(
  photoNumbers: readonly number[],
  save: (page: number[], transaction: Store) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < photoNumbers.length; start += PAGE) {
    const page = photoNumbers.slice(start, start + PAGE);
    await store.transaction((transaction) => save(page, transaction));
  }
}

async function settle(stage: StageName, page: readonly number[], transaction: Store): Promise<void> {
  await transaction.outcomes.put(
    page.map((i) => ({
      stage,
      item: sha1s[i]!,
      fingerprint: `${digestOf(stage)}|${digestOf(i)}`,
      status: 'done',
      reason: null,
      digest: digestOf([stage, i]),
    })),
  );
}

function makePhotos() {
  const make = sceneVectors(dimensions, seed);
  const all = {
    millis: new Float64Array(photos),
    hashes: new BigUint64Array(photos),
    vectors: new Float32Array(photos * dimensions),
  };
  let i = 0;
  let now = START_MILLIS;
  let hash = 0n;
  for (const size of windowSizes(photos, random)) {
    all.vectors.set(make(size), i * dimensions);
    now += (2 + 20 * random()) * HOUR_MILLIS;
    for (const end = i + size; i < end; i++) {
      const isBurst = random() < BURST_SHARE;
      now += isBurst ? 300 : Math.min(HOUR_MILLIS / 2, -MEAN_GAP_MILLIS * Math.log(1 - random()));
      hash = isBurst ? hash ^ (1n << BigInt(Math.floor(random() * 64))) : randomHash();
      all.millis[i] = Math.round(now);
      all.hashes[i] = hash;
    }
  }
  return all;
}

function randomHash(): bigint {
  const half = () => BigInt(Math.floor(random() * 2 ** 32));
  return (half() << 32n) | half();
}

function proxyOf(hash: bigint): Proxy {
  return {
    widthPx: 1024,
    heightPx: 683,
    sizeBytes: 100_000 + Math.floor(random() * 100_000),
    source: 'image',
    statistics: {
      medianLuminance: random(),
      darkRatio: random(),
      highlightBimodality: random(),
      sharpness: 1000 * random(),
      meanSaturation: random(),
      perceptualHash: hash.toString(16).padStart(16, '0'),
    },
  };
}

/** As long as the row of a camera's photo is. */
function timeAt(wallMillis: number): CaptureTime {
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
    precision: 'second',
    offsetMinutes: null,
    trustScore: 1,
    signalsUsed: [signal('exif_original', 0.6), signal('exif_create', 0.5), signal('fs_time', 0.2)],
    uncertain: false,
    clock: null,
    byHand: false,
  };
}
