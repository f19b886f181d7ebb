import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPeople } from '../../src/algorithms/people-set.ts';
import type { Box, Detections } from '../../src/domain/detection.ts';
import type { Detector } from '../../src/models/detector.ts';
import { COCO_LABELS } from '../../src/models/embedded/coco-labels.ts';
import { hasShared, sharedPath } from '../shared.ts';

export interface DetectorUnderTest {
  readonly name: string;
  /** With that many worker threads. */
  open(workers: number): Detector;
  /** Whether its networks were trained: then it is shown real photos, where those are. */
  readonly isTrained: boolean;
}

/** What every detector must do; each runs this suite. */
export function detectorContract({ name, open, isTrained }: DetectorUnderTest): void {
  let folder: string;
  let detector: Detector;
  const made = (file: string) => join(folder, file);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'photo-tag-detectors-'));
    detector = open(2);
    await render('gradient.jpg', [480, 320], (x, y) => [30 + 60 * y, 60 + 80 * x, 120 + 100 * y]);
    await render('bodyscape.jpg', [480, 320], (x, y) => {
      const light = 0.75 + 0.25 * Math.sin(4 * x + 2 * y);
      return [214 * light, 160 * light, 136 * light];
    });
    await render('panorama.jpg', [1024, 40], (x) => [100 * x, 150, 90]);
    await render('pixel.jpg', [1, 1], () => [90, 90, 90]);
    await sharp(made('gradient.jpg')).grayscale().toFile(made('grey.jpg'));
    await writeFile(made('broken.jpg'), 'no picture at all');
  });

  afterAll(async () => {
    await detector?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function render(
    file: string,
    [width, height]: readonly [number, number],
    colour: (x: number, y: number) => readonly number[],
  ): Promise<void> {
    const rgb = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
      const pixel = Math.floor(i / 3);
      return colour((pixel % width) / width, Math.floor(pixel / width) / height)[i % 3]!;
    });
    await sharp(rgb, { raw: { width, height, channels: 3 } })
      .jpeg()
      .toFile(made(file));
  }

  async function seenOn(jpeg: string): Promise<Detections> {
    const [result] = await detector.detect([{ jpeg }]);
    if (result === undefined || result instanceof Error) throw result ?? new Error('no result');
    return result;
  }

  describe(`the detector ${name}`, () => {
    it('has a name that says what it is made of', () => {
      expect(detector.id.length).toBeGreaterThan(5);
      expect(open(1).id).toBe(detector.id);
    });

    it('gives nothing for nothing', async () => {
      expect(await detector.detect([])).toEqual([]);
    });

    it.each(['gradient.jpg', 'bodyscape.jpg', 'panorama.jpg', 'pixel.jpg', 'grey.jpg'])(
      'gives shares of the picture, scores and names of COCO on %s',
      async (file) => {
        const { objects, faces, hands, torsoArea, skinCoverage } = await seenOn(made(file));
        const isShare = (value: number) => value >= 0 && value <= 1;
        const isInside = ({ x, y, width, height }: Box) =>
          [x, y, width, height].every(isShare) &&
          x + width < 1.001 &&
          y + height < 1.001 &&
          width * height > 0;
        for (const { score, box } of [...objects, ...faces, ...hands]) {
          expect(score).toSatisfy(isShare);
          expect(box).toSatisfy(isInside);
        }
        for (const { label } of objects) expect(COCO_LABELS).toContain(label);
        for (const list of [objects, faces]) {
          const scores = list.map(({ score }) => score);
          expect(scores).toEqual(scores.toSorted((a, b) => b - a));
        }
        expect([torsoArea, skinCoverage]).toSatisfy((values: number[]) => values.every(isShare));
      },
    );

    it('keeps the order, with an Error in the place of what cannot be decoded', async () => {
      const jpegs = ['broken.jpg', 'gradient.jpg', 'nowhere.jpg', 'bodyscape.jpg'].map(made);
      const results = await detector.detect(jpegs.map((jpeg) => ({ jpeg })));
      expect(results.map((result) => result instanceof Error)).toEqual([true, false, true, false]);
      expect(String(results[0])).toMatch(/The proxy cannot be decoded/);
      expect(results[1]).toEqual(await seenOn(made('gradient.jpg')));
      expect(results[3]).toEqual(await seenOn(made('bodyscape.jpg')));
    });

    it('holds back a bodyscape, on which nobody is seen but skin', async () => {
      const seen = await seenOn(made('bodyscape.jpg'));
      expect(seen.skinCoverage).toBeGreaterThan(0.9);
      expect(findPeople(seen).verdict).not.toBe('no-people');
    });

    it('gives the same with one worker, and in any order', async () => {
      const inputs = ['gradient.jpg', 'bodyscape.jpg', 'panorama.jpg'].map((file) => ({ jpeg: made(file) }));
      const first = await detector.detect(inputs);
      const alone = open(1);
      try {
        expect(await alone.detect(inputs.toReversed())).toEqual(first.toReversed());
      } finally {
        await alone.close();
      }
    });

    it('is cancelled by close', async () => {
      const closing = open(1);
      const result = closing.detect([{ jpeg: made('gradient.jpg') }]);
      await Promise.all([expect(result).rejects.toMatchObject({ code: 'CANCELLED' }), closing.close()]);
    });

    // Networks that the tests make have learned nothing.
    if (!isTrained) return;

    describe('with what it learned', () => {
      it('sees nobody in an empty gradient', async () => {
        const seen = await seenOn(made('gradient.jpg'));
        expect(seen).toMatchObject({ faces: [], hands: [], torsoArea: 0 });
        expect(findPeople(seen).verdict).toBe('no-people');
      });
    });

    describe.skipIf(!hasShared)('on real photos (development data)', () => {
      const people = (file: string) => sharedPath(`photos/people/${file}`);

      it('sees the two faces, the persons and their torsos of a handshake', async () => {
        const seen = await seenOn(people('13.jpg'));
        expect(seen.faces.filter((face) => face.score > 0.75)).toHaveLength(2);
        const persons = seen.objects.filter(({ label, score }) => label === 'person' && score > 0.4);
        expect(persons.length).toBeGreaterThan(1);
        expect(seen.torsoArea).toBeGreaterThan(0.05);
        expect(seen.skinCoverage).toBeGreaterThan(0.1);
        expect(findPeople(seen).verdict).toBe('people');
      });

      it('knows to which side heads are turned', async () => {
        // All of this crowd look at something beyond the left edge.
        const { faces } = await seenOn(people('24.jpg'));
        const large = faces.filter(
          ({ score, box, yawRadians }) => score > 0.5 && box.width * box.height > 0.01 && yawRadians !== null,
        );
        expect(large.length).toBeGreaterThan(0);
        for (const face of large) expect(face.yawRadians).toBeLessThan(-0.6);
      });

      it.each([
        { file: 'n02123045_tabby.JPEG', label: 'cat' },
        { file: 'n02108089_boxer.JPEG', label: 'dog' },
        { file: 'n03792782_mountain_bike.JPEG', label: 'bicycle' },
        { file: 'n02690373_airliner.JPEG', label: 'airplane' },
      ])('sees a $label', async ({ file, label }) => {
        const { objects } = await seenOn(sharedPath(`photos/labelled/${file}`));
        expect(objects.find((object) => object.label === label)?.score).toBeGreaterThan(0.4);
      });

      it('gives the same result twice', async () => {
        const inputs = ['13.jpg', '5.jpg'].map((file) => ({ jpeg: people(file) }));
        expect(await detector.detect(inputs)).toEqual(await detector.detect(inputs));
      });
    });
  });
}
