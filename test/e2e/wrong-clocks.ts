import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { runExiftool } from '../../src/exiftool/run-exiftool.fixture.ts';

export interface Roll {
  readonly folder: string;
  /** Number of the first file. */
  readonly first: number;
  readonly count: number;
  /** What the clock says of the first photo, `2000-01-01T00:05`; the others follow every two minutes. */
  readonly clock: string | null;
  readonly camera?: readonly [make: string, model: string, serial: string];
  readonly prefix?: string;
}

const CANON = ['Canon', 'Canon EOS 5D', '0420301234'] as const;
const NIKON = ['NIKON CORPORATION', 'NIKON D70', '2001234'] as const;

/** A camera that lost the time on one day, another that lost it without any trace of when, and pictures without a clock. */
export const ROLLS: readonly Roll[] = [
  { folder: '2008-07-01 Niteroi', first: 40, count: 12, clock: '2008-07-01T10:00' },
  { folder: '2008-07-05 Rio', first: 60, count: 30, clock: '2000-01-01T00:05' },
  { folder: '2008-07-08 Petropolis', first: 95, count: 12, clock: '2008-07-08T15:00' },
  { folder: 'Misc', first: 7, count: 8, clock: '2000-01-01T00:02', camera: NIKON, prefix: 'DSC_' },
  { folder: 'box', first: 1, count: 3, clock: null, prefix: 'photo' },
];

const EVERY_MILLIS = 120_000;

/** Real files: rendered by sharp, dated by exiftool. @param picture a JPEG without EXIF */
export async function makeWrongClocks(
  folder: string,
  rolls: readonly Roll[] = ROLLS,
  picture: (seed: number) => Promise<Buffer> = tinyPicture,
): Promise<void> {
  const commands: string[] = [];
  let seed = 0;
  for (const { folder: name, first, count, clock, camera = CANON, prefix = 'IMG_' } of rolls) {
    for (let i = 0; i < count; i++) {
      const file = join(folder, name, `${prefix}${String(first + i).padStart(4, '0')}.jpg`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, await picture(seed++));
      if (clock === null) continue;
      const time = new Date(Date.parse(`${clock}Z`) + i * EVERY_MILLIS).toISOString().slice(0, 19);
      const [make, model, serial] = camera;
      const tags = { Make: make, Model: model, SerialNumber: serial, ISO: '100', ExposureTime: '1/125' };
      commands.push(`-AllDates=${time.replaceAll('-', ':').replace('T', ' ')}`);
      for (const [tag, value] of Object.entries(tags)) commands.push(`-EXIF:${tag}=${value}`);
      commands.push(file, '-execute');
    }
  }
  runExiftool([...commands.slice(0, -1), '-common_args', '-overwrite_original', '-q']);
}

/** As small as a photo may be, and no two alike. */
function tinyPicture(seed: number): Promise<Buffer> {
  const pixels = Buffer.from(Array.from({ length: 24 * 16 * 3 }, (_, i) => (i * (seed + 3) * 7) % 256));
  return sharp(pixels, { raw: { width: 24, height: 16, channels: 3 } })
    .jpeg()
    .toBuffer();
}
