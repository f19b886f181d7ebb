import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peopleConcepts } from '../src/algorithms/people-concepts/index.ts';
import { measurePersonScene } from '../src/imaging/measure-person-scene.ts';
import { createEmbeddedDetector } from '../src/models/embedded/detector.ts';
import { hasShared, sharedPath } from './shared.ts';

/** What can be seen on real photos; of these terms no other may be said. Most have no EXIF. */
const SEEN: readonly { file: string; terms: readonly string[] }[] = [
  { file: 'clip/unsplash/images/image_85.jpg', terms: ['face', 'frontal', 'portrait', 'hair:brunette'] },
  { file: 'clip/unsplash/images/image_89.jpg', terms: ['face', 'frontal', 'portrait', 'hair:brunette'] },
  // Blue and violet light: nothing can be said of hair.
  { file: 'clip/unsplash/images/image_86.jpg', terms: ['face', 'frontal', 'portrait', 'studio'] },
  // Grey hair; two men.
  { file: 'photos/people/13.jpg', terms: ['face', 'frontal'] },
  { file: 'photos/people/19.jpg', terms: ['face', 'frontal', 'group', 'studio'] },
  { file: 'photos/labelled/n03617480_kimono.JPEG', terms: ['face', 'frontal', 'hands', 'hair:blonde'] },
  // Black and white.
  { file: 'photos/formats/metadata/faces/portrait-orientation-6.jpg', terms: ['face', 'frontal'] },
  { file: 'clip/unsplash/images/image_25.jpg', terms: ['outdoor'] },
  { file: 'photos/labelled/n09421951_sandbar.JPEG', terms: ['outdoor'] },
];

/** At least these are to be found, or nothing would be a way to pass. */
const MUST: Readonly<Record<string, number>> = {
  face: 6,
  frontal: 5,
  'hair:brunette': 2,
  'hair:blonde': 1,
  studio: 2,
  outdoor: 2,
};

describe.skipIf(!hasShared)('people concepts of real photos (needs ../shared)', () => {
  const detector = createEmbeddedDetector({ workers: 2 });
  const found = new Map<string, readonly string[]>();
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'photo-tag-people-'));
    const proxies = SEEN.map((_, index) => join(folder, `${index}.jpg`));
    for (const [index, { file }] of SEEN.entries()) {
      const picture = sharp(sharedPath(file))
        .autoOrient()
        .resize(1024, 1024, { fit: 'inside', withoutEnlargement: true });
      await picture.jpeg({ quality: 90 }).toFile(proxies[index]!);
    }
    const results = await detector.detect(proxies.map((jpeg) => ({ jpeg })));
    for (const [index, detections] of results.entries()) {
      if (detections instanceof Error) throw detections;
      const scene = await measurePersonScene(proxies[index]!, detections);
      if (scene instanceof Error) throw scene;
      const facts = {
        detections: { ...detections, scene },
        metadata: null,
        captureTime: null,
        words: new Set<string>(),
      };
      found.set(
        SEEN[index]!.file,
        peopleConcepts(facts).map(({ name }) => name),
      );
    }
  }, 120_000);

  afterAll(async () => {
    await detector.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(SEEN)('$file shows no more than $terms', ({ file, terms }) => {
    expect(found.get(file)!.filter((term) => !terms.includes(term))).toEqual([]);
  });

  it.each(Object.entries(MUST))('%s is found on %i photos or more', (term, least) => {
    expect([...found.values()].filter((terms) => terms.includes(term)).length).toBeGreaterThanOrEqual(least);
  });
});

describe('measuring the surroundings of people', () => {
  it('gives an Error with a sentence for a proxy that is not there', async () => {
    const result = await measurePersonScene('/no/such/proxy.jpg', { objects: [], faces: [] });
    expect(result).toBeInstanceOf(Error);
    expect((result as Error).message).toMatch(/^The proxy cannot be decoded: /);
  });
});
