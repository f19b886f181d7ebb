import type { Store } from '../src/store/store.ts';
import { BARE_METADATA } from '../src/taggers/photo-facts.fixture.ts';

export interface ClusteredLibrary {
  /** Photos. */
  readonly size: number;
  readonly model: string;
  readonly next: () => Float32Array;
  /** Photos of a cluster. */
  readonly clusterSize: number;
  /** Files, metadata and proxies too, as tags want them; without, vectors and clusters alone. */
  readonly whole?: boolean;
  /** Sees each vector. */
  readonly onVector?: (vector: Float32Array, i: number) => void;
}

const PUT_AT_ONCE = 5000;

/** Photos are named by hashes, so that neither clusters nor vectors lie in the order of their names. */
export const hashedSha1 = (i: number): string =>
  [1, 2, 3, 4, 5]
    .map((k) => (Math.imul(i + k, 0x9e3779b1 + k * 0x85ebca6a) >>> 0).toString(16).padStart(8, '0'))
    .join('');

/** Photos with vectors in clusters, as the stages before the tags leave them. */
export async function fillClusteredLibrary(store: Store, library: ClusteredLibrary): Promise<void> {
  const { size, model, next, clusterSize, whole = false, onVector } = library;
  for (let from = 0; from < size; from += PUT_AT_ONCE) {
    const sha1s = Array.from({ length: Math.min(PUT_AT_ONCE, size - from) }, (_, i) => hashedSha1(from + i));
    await store.transaction(async (transaction) => {
      for (const [i, sha1] of sha1s.entries()) {
        const vector = next();
        onVector?.(vector, from + i);
        await transaction.photos.putEmbedding({ sha1, model, vector });
      }
      await transaction.clusters.putWindow(clustersOf(sha1s, from, clusterSize));
      if (whole) await putFacts(transaction, sha1s, from);
    });
  }
}

function clustersOf(sha1s: readonly string[], from: number, clusterSize: number) {
  const clusters = [];
  for (let at = 0; at < sha1s.length; at += clusterSize) {
    const members = sha1s.slice(at, at + clusterSize);
    clusters.push({
      id: `c${(from + at).toString(16).padStart(12, '0')}`,
      windowId: `w${from}`,
      method: 'hdbscan' as const,
      medoid: members[0]!,
      startMillis: from + at,
      endMillis: from + at,
      members: members.map((sha1) => ({
        sha1,
        membership: 1,
        distanceToMedoid: 0,
        fits: true,
        burst: null,
        isBest: true,
      })),
    });
  }
  return clusters;
}

const STATISTICS = {
  medianLuminance: 0.4,
  darkRatio: 0.1,
  highlightBimodality: 0.2,
  sharpness: 300,
  meanSaturation: 0.3,
  perceptualHash: '0123456789abcdef',
};

async function putFacts(store: Store, sha1s: readonly string[], from: number): Promise<void> {
  await store.files.put(
    sha1s.map((sha1, i) => ({
      path: `/photos/2014-05-03 walk ${Math.floor((from + i) / 500)}/IMG_${from + i}.jpg`,
      root: '/photos',
      sizeBytes: 1,
      mtimeMicros: 1,
      birthMicros: null,
      inode: String(from + i),
      sha1,
      status: 'present',
      reason: null,
    })),
  );
  const detections = { objects: [], faces: [], hands: [], torsoArea: 0, skinCoverage: 0 };
  const finding = { verdict: 'no-people', reason: 'nobody' } as const;
  for (const sha1 of sha1s) {
    await store.photos.putMetadata(sha1, {
      ...BARE_METADATA,
      make: 'Canon',
      model: 'Canon EOS 5D',
      iso: 100,
      fNumber: 8,
      exposureSeconds: 1 / 250,
    });
    await store.photos.putProxy(sha1, {
      widthPx: 1024,
      heightPx: 683,
      source: 'image',
      statistics: STATISTICS,
    } as never);
    await store.photos.putDetections(sha1, 'bench', detections, finding);
  }
  const stages = ['scan', 'metadata', 'dates', 'proxies', 'embeddings', 'clusters', 'people'] as const;
  for (const stage of stages) {
    await store.outcomes.put(
      sha1s.map((item) => ({ stage, item, fingerprint: '', status: 'done', reason: null, digest: item })),
    );
  }
}
