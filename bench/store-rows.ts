import type { CaptureTime } from '../src/domain/capture-time.ts';
import type { Detections } from '../src/domain/detection.ts';
import type { PhotoMetadata } from '../src/domain/metadata.ts';
import type { Proxy } from '../src/domain/proxy.ts';
import type { Store } from '../src/store/store.ts';

/** The way a stage keeps a batch: in one transaction. */
type Keep = (store: Store, sha1s: readonly string[]) => Promise<void>;

const TIME = { wallMillis: 1_400_000_000_000, trustScore: 0.9, uncertain: false, reasons: ['x'.repeat(300)] };
const METADATA = { make: 'Canon', model: 'EOS 5D', lens: 'EF 50mm', note: 'x'.repeat(500) };
const DETECTIONS = { people: [], objects: [], note: 'x'.repeat(400) };
const VECTOR = Float32Array.from({ length: 512 }, (_, i) => Math.sin(i) / 16);

const PROXY = { widthPx: 1024, heightPx: 683 };

const ofEach = <Value>(sha1s: readonly string[], value: Value): Map<string, Value> =>
  new Map(sha1s.map((sha1) => [sha1, value]));

/** What each stage writes of a photo, as large as it is in a library. */
export const WRITES: Readonly<Record<string, Keep>> = {
  files: (store, sha1s) =>
    store.files.put(
      sha1s.map((sha1, i) => ({
        path: `/photos/2014/2014-05-03 Rio de Janeiro/${sha1.slice(-8)}.CR2`,
        root: '/photos',
        sizeBytes: 25_000_000 + i,
        mtimeMicros: 1_400_000_000_000_000 + i,
        birthMicros: null,
        inode: `${i}`,
        sha1,
        status: 'present',
        reason: null,
      })),
    ),
  outcomes: (store, sha1s) =>
    store.outcomes.put(
      sha1s.map((item) => ({
        stage: 'scan',
        item,
        fingerprint: `1024|${item.slice(0, 16)}`,
        status: 'done',
        reason: null,
        digest: item.slice(0, 16),
      })),
    ),
  dates: (store, sha1s) =>
    store.photos.putCaptureTimes(new Map(sha1s.map((sha1) => [sha1, TIME as unknown as CaptureTime]))),
  metadata: (store, sha1s) => store.photos.putMetadataOf(ofEach(sha1s, METADATA as unknown as PhotoMetadata)),
  proxies: (store, sha1s) => store.photos.putProxiesOf(ofEach(sha1s, PROXY as unknown as Proxy)),
  embeddings: (store, sha1s) => store.photos.putEmbeddingsOf('m', ofEach(sha1s, VECTOR)),
  people: (store, sha1s) =>
    store.photos.putDetectionsOf(
      'm',
      ofEach(sha1s, {
        detections: DETECTIONS as unknown as Detections,
        finding: { verdict: 'no-people', reason: 'nobody is seen' },
      }),
    ),
  tags: (store, sha1s) =>
    store.tags.putProposalsOf(
      'CK',
      sha1s.map((sha1) => ({
        sha1,
        proposals: ['sea', 'beach', 'sky', 'Rio'].map((name) => ({
          ...{ layer: 'CK', name, score: 0.8, reason: 'looks like it', source: 'scored', model: 'm' },
          ...{ probability: 0.8, threshold: 0.5 },
        })),
      })),
    ),
};

export const READS: Readonly<Record<string, Keep>> = {
  'read due': async (store) => {
    await store.outcomes.duePhotos(
      { stage: 'proxies', base: '1', dependsOn: ['scan'], after: [] },
      { after: null, limit: 1000 },
    );
  },
  'read metadata': async (store, sha1s) => void (await store.photos.metadataOf(sha1s)),
  'read vectors': async (store, sha1s) => void (await store.photos.embeddingsOf(sha1s, 'm')),
  'read tags': async (store, sha1s) => void (await store.tags.proposalsOf(sha1s)),
};
