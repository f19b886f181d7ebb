import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import type { ImagePreprocessing } from '../../domain/model.ts';
import { PictureInput } from './picture-input.ts';
import { madePicture } from './resize/made-picture.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-picture-input-'));
afterAll(() => rmSync(folder, { recursive: true }));

const CLIP: ImagePreprocessing = {
  sizePx: 16,
  fit: 'crop',
  filter: 'bicubic',
  mean: [0.48145466, 0.4578275, 0.40821073],
  deviation: [0.26862954, 0.26130258, 0.27577711],
};

describe('what a network gets of a picture', () => {
  it('is planes of red, green and blue, less the mean, over the deviation', async () => {
    const rgb = madePicture(16, 16);
    const path = join(folder, 'made.png');
    await sharp(rgb, { raw: { width: 16, height: 16, channels: 3 } })
      .png()
      .toFile(path);
    const planes = await new PictureInput(CLIP).of(path);
    expect(planes).toHaveLength(3 * 256);
    for (let channel = 0; channel < 3; channel++) {
      for (let at = 0; at < 256; at++) {
        const expected = (rgb[at * 3 + channel]! / 255 - CLIP.mean[channel]!) / CLIP.deviation[channel]!;
        expect(planes[channel * 256 + at]).toBeCloseTo(expected, 5);
      }
    }
    // torchvision in single precision: (fround(17/255) − fround(mean)) / fround(deviation), seen with numpy.
    const black = await sharp({ create: { width: 16, height: 16, channels: 3, background: '#000' } })
      .png()
      .toBuffer();
    const dark = join(folder, 'black.png');
    await sharp(black).toFile(dark);
    const [red] = await new PictureInput(CLIP).of(dark);
    expect(red).toBe(Math.fround(-1.7922625541687012));
  });

  it('has three equal planes where the picture is grey, by the same mean', async () => {
    const path = join(folder, 'grey.jpg');
    await sharp(madePicture(40, 20), { raw: { width: 40, height: 20, channels: 3 } })
      .greyscale()
      .jpeg()
      .toFile(path);
    const same = { ...CLIP, mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5] } as const;
    const planes = await new PictureInput(same).of(path);
    expect(planes.slice(0, 256)).toEqual(planes.slice(256, 512));
    expect(planes.slice(0, 256)).toEqual(planes.slice(512));
    expect(Math.min(...planes)).toBeLessThan(-0.2);
    expect(Math.max(...planes)).toBeGreaterThan(0.2);
  });
});
