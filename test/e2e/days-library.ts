import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { renderPicture } from './small-library.ts';

const pad = (value: number): string => String(value).padStart(2, '0');

/** One photo on even days, two on odd ones. */
export const filesOfDay = (day: number): string[] =>
  Array.from({ length: 1 + (day % 2) }, (_, shot) => `IMG_${pad(day)}${shot}.jpg`);

/**
 * Some days of 2014 that are a cluster each, every day in a folder that is named for a place, so that CK:Rio is
 * proposed for all; and a file that is no picture.
 * @param folder where `photos` comes into being
 */
export async function makeDaysLibrary(folder: string, days: number): Promise<void> {
  for (let day = 0; day < days; day++) {
    const date = `2014-${pad(1 + Math.floor(day / 28))}-${pad(1 + (day % 28))}`;
    const home = join(folder, 'photos', `${date} Rio`);
    mkdirSync(home, { recursive: true });
    for (const [shot, name] of filesOfDay(day).entries()) {
      const time = `${date.replaceAll('-', ':')} 10:0${shot}:00`;
      const picture = await sharp(await renderPicture(day * 10 + shot, 320, 213))
        .withExif({ IFD0: { Make: 'Canon', Model: 'Canon EOS 5D' }, IFD2: { DateTimeOriginal: time } })
        .jpeg()
        .toBuffer();
      writeFileSync(join(home, name), picture);
    }
  }
  writeFileSync(join(folder, 'photos/broken.jpg'), 'no picture');
}
