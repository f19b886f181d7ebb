import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import sharp from 'sharp';
import { proxyPath } from '../../src/algorithms/proxy-path.ts';
import type { PeopleVerdict } from '../../src/domain/detection.ts';
import type { Sha1 } from '../../src/domain/photo.ts';
import { sharpCloudCopies } from '../../src/imaging/sharp-cloud-copy.ts';
import type { PeopleFlag, Store } from '../../src/store/store.ts';

export interface MadeMember {
  /**
   * `none`: nobody looked. `failed`: the detector failed, `stale`: it was another detector's, or another proxy's; both with
   * the verdict of an earlier day still lying there.
   */
  readonly check: 'none' | 'failed' | 'stale' | 'other proxy' | 'done';
  readonly verdict: PeopleVerdict;
  readonly flag: PeopleFlag | null;
}

export const NOBODY: MadeMember = { check: 'done', verdict: 'no-people', flag: null };

const NOTHING_SEEN = { objects: [], faces: [], hands: [], torsoArea: 0, skinCoverage: 0 };

export const sha1Of = (name: string): Sha1 => createHash('sha1').update(name).digest('hex');
export const clusterId = (index: number): string => `c${String(index).padStart(4, '0')}`;
export const medoidOf = (index: number): Sha1 => sha1Of(`photo ${index}.0`);

/**
 * Clusters as the stages before would leave them, in a store: each with a medoid whose proxy shows something that no other
 * shows, and is full of metadata. The people check is that of `peopleBase`.
 */
export const fillWithClusters = (
  store: Store,
  cacheFolder: string,
  peopleBase: string,
  clusters: readonly (readonly MadeMember[])[],
): Promise<void> => store.transaction((one) => fill(one, cacheFolder, peopleBase, clusters));

async function fill(
  store: Store,
  cacheFolder: string,
  peopleBase: string,
  clusters: readonly (readonly MadeMember[])[],
): Promise<void> {
  for (const [index, members] of clusters.entries()) {
    const sha1s = members.map((_, place) => sha1Of(`photo ${index}.${place}`));
    writeProxy(proxyPath(cacheFolder, sha1s[0]!), await proxyWithMetadata(index));
    for (const [place, { check, verdict, flag }] of members.entries()) {
      const sha1 = sha1s[place]!;
      const proxyDigest = `proxy of ${sha1.slice(0, 8)}`;
      const row = { item: sha1, status: 'done', reason: null } as const;
      await store.files.put([file(`/photos/${index}/${place}.jpg`, sha1)]);
      await store.outcomes.put([
        { ...row, stage: 'scan', fingerprint: '', digest: '' },
        { ...row, stage: 'proxies', fingerprint: '', digest: proxyDigest },
      ]);
      await store.photos.putProxy(sha1, {
        widthPx: 320,
        heightPx: 213,
        sizeBytes: 1,
        source: 'image',
        statistics: {
          medianLuminance: 0.5,
          darkRatio: 0,
          highlightBimodality: 0,
          sharpness: 1,
          meanSaturation: 0.5,
          perceptualHash: '0'.repeat(16),
        },
      });
      if (check !== 'none') {
        await store.photos.putDetections(sha1, 'made', NOTHING_SEEN, { verdict, reason: 'made' });
        const base = check === 'stale' ? 'another detector' : peopleBase;
        const digest = check === 'other proxy' ? 'an earlier proxy' : proxyDigest;
        await store.outcomes.put([
          {
            ...row,
            stage: 'people',
            fingerprint: `${base}|${digest}`,
            status: check === 'failed' ? 'failed' : 'done',
            reason: check === 'failed' ? 'the network broke' : null,
            digest: '',
          },
        ]);
      }
      if (flag !== null) await store.clusters.putPeopleFlag([sha1], flag);
    }
    await store.clusters.putWindow([
      {
        id: clusterId(index),
        windowId: `w${index}`,
        method: 'hdbscan',
        medoid: sha1s[0]!,
        startMillis: index,
        endMillis: index,
        members: sha1s.map((sha1, place) => ({
          sha1,
          membership: 1,
          distanceToMedoid: 0,
          fits: place !== 2,
          burst: null,
          isBest: true,
        })),
      },
    ]);
  }
}

/** Where the picture of each cluster is to be found when it comes in: the hash of its bytes. */
export async function picturesOf(
  cacheFolder: string,
  count: number,
  longEdgePx: number,
): Promise<Map<string, number>> {
  const copies = sharpCloudCopies();
  const pictures = new Map<string, number>();
  for (let index = 0; index < count; index++) {
    const copy = await copies.make(proxyPath(cacheFolder, medoidOf(index)), longEdgePx);
    if (copy instanceof Error) throw copy;
    pictures.set(createHash('sha256').update(copy.jpeg).digest('hex'), index);
  }
  return pictures;
}

const file = (path: string, sha1: Sha1) => ({
  path,
  root: '/photos',
  sizeBytes: 1,
  mtimeMicros: 1,
  birthMicros: null,
  inode: '1',
  sha1,
  status: 'present' as const,
  reason: null,
});

/** What a proxy must never have, and what must not leave even so. */
async function proxyWithMetadata(index: number): Promise<Buffer> {
  const pixels = Buffer.alloc(320 * 213 * 3);
  for (let at = 0; at < pixels.length; at++)
    pixels[at] = (at * 7 + Math.floor(at / (17 + (index % 50))) * (index + 3)) % 256;
  const jpeg = await sharp(pixels, { raw: { width: 320, height: 213, channels: 3 } })
    .jpeg({ quality: 80 })
    .withIccProfile('p3')
    .withExif({
      IFD0: {
        Artist: 'SECRET-ARTIST',
        ImageDescription: `/photos/${index}/SECRET-NAME.jpg`,
        Orientation: '1',
      },
      IFD3: { GPSLatitudeRef: 'S', GPSLatitude: '22/1 54/1 30/1' },
    })
    .withXmp(
      '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:source="SECRET-XMP"/></rdf:RDF></x:xmpmeta>',
    )
    .toBuffer();
  const comment = Buffer.from('SECRET-COMMENT');
  const head = Buffer.from([0xff, 0xfe, 0, comment.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), head, comment, jpeg.subarray(2), Buffer.from('SECRET-TRAILER')]);
}

function writeProxy(path: string, jpeg: Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, jpeg);
}
