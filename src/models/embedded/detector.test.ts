import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasShared, sharedPath } from '../../../test/shared.ts';
import { findPeople } from '../../algorithms/people-set.ts';
import type { DetectedObject, Detections } from '../../domain/detection.ts';
import type { Detector } from '../detector.ts';
import { createEmbeddedDetector } from './detector.ts';
import { loadPictureDetector } from './picture-detector.ts';
import { tensorEngine } from './tensor-engine.ts';

let folder: string;
let detector: Detector;
let gradient: string;
let skin: string;
let broken: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'photo-tag-detector-'));
  detector = createEmbeddedDetector({ workers: 2 });
  gradient = await rendered('gradient.jpg', (x, y) => [30 + 60 * y, 60 + 80 * x, 120 + 100 * y]);
  skin = await rendered('bodyscape.jpg', (x, y) => {
    const light = 0.75 + 0.25 * Math.sin(4 * x + 2 * y);
    return [214 * light, 160 * light, 136 * light];
  });
  broken = join(folder, 'broken.jpg');
  await writeFile(broken, 'no picture at all');
});

afterAll(async () => {
  await detector?.close();
  await rm(folder, { recursive: true, force: true });
});

async function rendered(name: string, colour: (x: number, y: number) => readonly number[]): Promise<string> {
  const [width, height] = [480, 320];
  const rgb = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return colour((pixel % width) / width, Math.floor(pixel / width) / height)[i % 3]!;
  });
  const path = join(folder, name);
  await sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg()
    .toFile(path);
  return path;
}

function detections(result: Detections | Error | undefined): Detections {
  if (result === undefined || result instanceof Error) throw result ?? new Error('no result');
  return result;
}

describe('the embedded detector', () => {
  it('sees nobody in an empty gradient', async () => {
    const seen = detections((await detector.detect([{ jpeg: gradient }]))[0]);
    expect(seen).toMatchObject({ faces: [], hands: [], torsoArea: 0, skinCoverage: 0 });
    expect(seen.objects.filter((object) => object.label === 'person')).toEqual([]);
    expect(findPeople(seen).verdict).toBe('no-people');
  });

  it('sees skin all over a bodyscape, which is then undecided', async () => {
    const seen = detections((await detector.detect([{ jpeg: skin }]))[0]);
    expect(seen.skinCoverage).toBeGreaterThan(0.95);
    expect(findPeople(seen).verdict).not.toBe('no-people');
  });

  it('keeps the order, with an Error in the place of what cannot be decoded', async () => {
    const jpegs = [broken, gradient, join(folder, 'nowhere.jpg'), skin];
    const results = await detector.detect(jpegs.map((jpeg) => ({ jpeg, objects: [] })));
    expect(results.map((result) => result instanceof Error)).toEqual([true, false, true, false]);
    expect(String(results[0])).toMatch(/The proxy cannot be decoded/);
    expect(detections(results[3]).skinCoverage).toBeGreaterThan(detections(results[1]).skinCoverage);
  });

  it('takes objects that were seen before instead of looking again', async () => {
    const objects: DetectedObject[] = [
      { label: 'person', score: 0.8, box: { x: 0.25, y: 0.1, width: 0.5, height: 0.8 } },
      { label: 'surfboard', score: 0.6, box: { x: 0, y: 0, width: 0.2, height: 0.9 } },
    ];
    const seen = detections((await detector.detect([{ jpeg: skin, objects }]))[0]);
    expect(seen.objects).toEqual(objects);
    expect(seen.torsoArea).toBeCloseTo(0.5 * 0.8 * 0.8 * (3 / 8), 6);
  });

  it('gives nothing for nothing', async () => {
    expect(await detector.detect([])).toEqual([]);
  });

  it('is cancelled by close', async () => {
    const closing = createEmbeddedDetector({ workers: 1 });
    const result = closing.detect([{ jpeg: gradient }]);
    await Promise.all([expect(result).rejects.toMatchObject({ code: 'CANCELLED' }), closing.close()]);
  });
});

describe.skipIf(!hasShared)('the embedded detector on real photos (development data)', () => {
  const people = (name: string) => sharedPath(`photos/people/${name}`);

  it('sees the two faces, the persons and their torsos of a handshake', async () => {
    const seen = detections((await detector.detect([{ jpeg: people('13.jpg') }]))[0]);
    expect(seen.faces.filter((face) => face.score > 0.8)).toHaveLength(2);
    expect(
      seen.objects.filter(({ label, score }) => label === 'person' && score > 0.4).length,
    ).toBeGreaterThan(1);
    expect(seen.torsoArea).toBeGreaterThan(0.05);
    expect(seen.skinCoverage).toBeGreaterThan(0.1);
    expect(findPeople(seen).verdict).toBe('people');
  });

  it('knows to which side heads are turned', async () => {
    // All of this crowd look at something beyond the left edge.
    const seen = detections((await detector.detect([{ jpeg: people('24.jpg'), objects: [] }]))[0]);
    const large = seen.faces.filter((face) => face.score > 0.5);
    expect(large.length).toBeGreaterThan(0);
    for (const face of large) expect(face.yawRadians).toBeLessThan(-0.6);
  });

  it('gives the same result twice, with one worker and with two', async () => {
    const inputs = ['13.jpg', '5.jpg'].map((name) => ({ jpeg: people(name) }));
    const first = await detector.detect(inputs);
    const alone = createEmbeddedDetector({ workers: 1 });
    try {
      expect(await alone.detect(inputs.toReversed())).toEqual(first.toReversed());
      expect(await detector.detect(inputs)).toEqual(first);
    } finally {
      await alone.close();
    }
  });

  it('keeps no tensor from one photo to the next', async () => {
    const detect = await loadPictureDetector();
    const tensors = async () => (await tensorEngine()).memory().numTensors;
    await detect({ jpeg: people('13.jpg') });
    const before = await tensors();
    await detect({ jpeg: people('13.jpg') });
    for (const name of ['5.jpg', '9.jpg', '12.jpg', '23.jpg', '24.jpg']) {
      await detect({ jpeg: people(name), objects: [] });
    }
    await detect({ jpeg: gradient, objects: [] });
    expect(await tensors()).toBe(before);
  });
});
