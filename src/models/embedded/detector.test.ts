import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { detectorContract } from '../../../test/contracts/detector.ts';
import { hasShared, sharedPath } from '../../../test/shared.ts';
import type { DetectedObject, Detections } from '../../domain/detection.ts';
import type { Detector } from '../detector.ts';
import { createEmbeddedDetector } from './detector.ts';
import { loadPictureDetector } from './picture-detector.ts';
import { tensorEngine } from './tensor-engine.ts';

let folder: string;
let detector: Detector;
let gradient: string;
let skin: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'photo-tag-detector-'));
  detector = createEmbeddedDetector({ workers: 2 });
  gradient = await rendered('gradient.jpg', (x, y) => [30 + 60 * y, 60 + 80 * x, 120 + 100 * y]);
  skin = await rendered('bodyscape.jpg', (x, y) => {
    const light = 0.75 + 0.25 * Math.sin(4 * x + 2 * y);
    return [214 * light, 160 * light, 136 * light];
  });
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

detectorContract({
  name: 'that comes with the install',
  isTrained: true,
  open: (workers) => createEmbeddedDetector({ workers }),
});

describe('the embedded detector', () => {
  it('takes objects that were seen before instead of looking again', async () => {
    const objects: DetectedObject[] = [
      { label: 'person', score: 0.8, box: { x: 0.25, y: 0.1, width: 0.5, height: 0.8 } },
      { label: 'surfboard', score: 0.6, box: { x: 0, y: 0, width: 0.2, height: 0.9 } },
    ];
    const seen = detections((await detector.detect([{ jpeg: skin, objects }]))[0]);
    expect(seen.objects).toEqual(objects);
    expect(seen.torsoArea).toBeCloseTo(0.5 * 0.8 * 0.8 * (3 / 8), 6);
  });
});

describe.skipIf(!hasShared)('the embedded detector on real photos (development data)', () => {
  const people = (name: string) => sharedPath(`photos/people/${name}`);

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
