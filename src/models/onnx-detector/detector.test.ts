import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { detectorContract } from '../../../test/contracts/detector.ts';
import { sharedPath } from '../../../test/shared.ts';
import { createOnnxDetector } from './detector.ts';
import { madeYolox, madeYunet } from './made-networks.fixture.ts';
import type { DetectorNetwork } from './object-finder.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-made-networks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const YOLOX_NANO: DetectorNetwork = {
  label: 'YOLOX-Nano/coco',
  path: sharedPath('models/yolox_nano.onnx'),
  facts: { family: 'yolox', inputPx: 416 },
};
const YUNET: DetectorNetwork = {
  label: 'YuNet/n',
  path: sharedPath('models/yunet_n_640_640.onnx'),
  facts: { family: 'yunet', inputPx: 640 },
};

detectorContract({
  name: 'with made networks of YOLOX and YuNet',
  isTrained: false,
  open: (workers) => createOnnxDetector({ objects: madeYolox(folder), faces: madeYunet(folder), workers }),
});

describe.skipIf(!existsSync(YOLOX_NANO.path))('networks of the development data', () => {
  detectorContract({
    name: 'YOLOX-Nano with YuNet',
    isTrained: true,
    open: (workers) => createOnnxDetector({ objects: YOLOX_NANO, faces: YUNET, workers }),
  });
});

describe('a detector with networks of the catalogue', () => {
  let jpeg: string;
  let own: string;
  beforeAll(async () => {
    own = await mkdtemp(join(tmpdir(), 'photo-tag-onnx-detector-'));
    jpeg = join(own, 'blue.jpg');
    await sharp({ create: { width: 64, height: 64, channels: 3, background: '#00f' } }).toFile(jpeg);
  });
  afterAll(() => rm(own, { recursive: true, force: true }));

  it('sees for itself: objects of the embedder’s pass do not take the place of its own', async () => {
    const detector = createOnnxDetector({ objects: madeYolox(folder), faces: madeYunet(folder), workers: 1 });
    try {
      const given = [{ label: 'car', score: 0.9, box: { x: 0, y: 0, width: 1, height: 1 } }];
      const [seen] = await detector.detect([{ jpeg, objects: given }]);
      expect(seen).toMatchObject({ faces: [{ score: expect.any(Number) }] });
      if (seen === undefined || seen instanceof Error) throw seen;
      expect(new Set(seen.objects.map(({ label }) => label))).toEqual(new Set(['person', 'horse', 'dog']));
      // The persons are sure, the torso comes from their boxes.
      expect(seen.torsoArea).toBeGreaterThan(0.01);
    } finally {
      await detector.close();
    }
  });

  it('takes them where it has no network for objects', async () => {
    const detector = createOnnxDetector({ objects: null, faces: madeYunet(folder), workers: 1 });
    try {
      const given = [{ label: 'person', score: 0.9, box: { x: 0, y: 0, width: 0.5, height: 1 } }];
      const [seen] = await detector.detect([{ jpeg, objects: given }]);
      expect(seen).toMatchObject({ objects: given });
    } finally {
      await detector.close();
    }
  });

  it('gives the picture’s Error where a network answers without numbers: it must not count as one without people', async () => {
    const black = join(own, 'black.jpg');
    await sharp({ create: { width: 64, height: 64, channels: 3, background: '#000' } }).toFile(black);
    const broken = madeYolox(folder, undefined, true);
    const detector = createOnnxDetector({ objects: broken, faces: madeYunet(folder), workers: 1 });
    try {
      const [blue, failed] = await detector.detect([{ jpeg }, { jpeg: black }]);
      expect(blue).toMatchObject({ objects: expect.any(Array) });
      expect(failed).toBeInstanceOf(Error);
      expect(String(failed)).toMatch(/no numbers/);
    } finally {
      await detector.close();
    }
  });

  it('is called by its networks', () => {
    const networks = { objects: madeYolox(folder), faces: null };
    expect(createOnnxDetector(networks).id).toBe('onnx/made-yolox-64+embedded faces/1');
  });

  it('stops with an error that names the file where a network is broken, so that nothing counts as seen', async () => {
    const path = join(own, 'half.onnx');
    await writeFile(path, 'half a download');
    const detector = createOnnxDetector({ objects: { ...YOLOX_NANO, path }, faces: null, workers: 2 });
    try {
      const asked = detector.detect([{ jpeg }, { jpeg }]);
      await expect(asked).rejects.toMatchObject({
        code: 'MODEL_MISSING',
        message: expect.stringContaining(path),
        remedy: expect.stringMatching(/models pull/),
      });
    } finally {
      await detector.close();
    }
  });
});
