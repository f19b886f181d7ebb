import { link, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { seededRandom } from '../src/algorithms/seeded-random.ts';

/** A camera of 24 megapixels. */
const PHOTO = { widthPx: 6000, heightPx: 4000 } as const;
/** Scenes are drawn at a quarter of that and enlarged: what is finer is sensor noise. */
const SCENE = { widthPx: 1500, heightPx: 1000 } as const;
/** Sides of the grids of random values that add up to a scene, each half as strong as the one before: 1/f. */
const OCTAVES = [3, 6, 12, 24, 48, 96, 192, 384, 768];
const NOISE_DEVIATION = 5;
/** Orientations in turn, as in a library: three lying photos and one standing. */
const ORIENTATIONS = [1, 1, 1, 6];
/** More distinct photos than this are links to the first ones: decoding does not profit from having seen a file. */
const MOST_DISTINCT = 40;

/**
 * Renders JPEGs of 24 megapixels with the detail of photos: a spectrum of 1/f, edges, sensor noise; 8 to 10 MB each,
 * as cameras write them at their finest setting.
 * @returns `count` paths.
 */
export async function renderPhotoLikeJpegs(folder: string, count: number, seed: number): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const random = seededRandom(seed);
  const paths: string[] = [];
  for (let index = 0; index < count; index++) {
    const path = join(folder, `photo-${index}.jpg`);
    if (index < MOST_DISTINCT) await writeFile(path, await renderPhoto(random, ORIENTATIONS[index % 4]!));
    else await link(paths[index % MOST_DISTINCT]!, path);
    paths.push(path);
  }
  return paths;
}

async function renderPhoto(random: () => number, orientation: number): Promise<Buffer> {
  const scene = await renderScene(random);
  const { data, info } = await sharp(scene, {
    raw: { width: SCENE.widthPx, height: SCENE.heightPx, channels: 3 },
  })
    .composite([{ input: edges(random) }])
    .resize(PHOTO.widthPx, PHOTO.heightPx, { kernel: 'cubic' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  addNoise(data, random);
  return sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } })
    .withMetadata({ orientation })
    .jpeg({ quality: 92, chromaSubsampling: '4:2:0', optimiseCoding: false })
    .toBuffer();
}

async function renderScene(random: () => number): Promise<Buffer> {
  const sum = new Float32Array(SCENE.widthPx * SCENE.heightPx * 3);
  let strength = 90;
  for (const side of OCTAVES) {
    const grid = Buffer.alloc(side * side * 3);
    for (let index = 0; index < grid.length; index++) grid[index] = random() * 256;
    const layer = await sharp(grid, { raw: { width: side, height: side, channels: 3 } })
      .resize(SCENE.widthPx, SCENE.heightPx, { fit: 'fill', kernel: 'cubic' })
      .modulate({ saturation: 0.4 })
      .raw()
      .toBuffer();
    for (let index = 0; index < sum.length; index++) sum[index]! += ((layer[index]! - 128) / 128) * strength;
    strength *= 0.7;
  }
  return Buffer.from(Uint8ClampedArray.from(sum, (value) => 118 + value).buffer);
}

/** Things with hard outlines, half transparent, so that the scene goes on behind them. */
function edges(random: () => number): Buffer {
  const { widthPx, heightPx } = SCENE;
  const shapes = Array.from({ length: 40 }, () => {
    const [x, y, size] = [random() * widthPx, random() * heightPx, 10 + random() * 200];
    const colour = `rgb(${[0, 0, 0].map(() => Math.floor(random() * 256)).join()})`;
    return random() < 0.5
      ? `<circle cx="${x}" cy="${y}" r="${size}" fill="${colour}" opacity="0.4"/>`
      : `<rect x="${x}" y="${y}" width="${size}" height="${size * 2}" fill="${colour}" opacity="0.4"/>`;
  });
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}">${shapes.join('')}</svg>`,
  );
}

/** Normal noise, the same on all channels of a pixel, from a table that is read at random places. */
function addNoise(rgb: Buffer, random: () => number): void {
  const table = Int8Array.from({ length: 65_536 }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    return Math.round(radius * Math.cos(2 * Math.PI * random()) * NOISE_DEVIATION);
  });
  for (let row = 0; row < rgb.length; row += PHOTO.widthPx * 3) {
    const shift = Math.floor(random() * table.length);
    for (let byte = row, at = shift; byte < row + PHOTO.widthPx * 3; byte += 3, at++) {
      const noise = table[at & 0xffff]!;
      rgb[byte] = clamp(rgb[byte]! + noise);
      rgb[byte + 1] = clamp(rgb[byte + 1]! + noise);
      rgb[byte + 2] = clamp(rgb[byte + 2]! + noise);
    }
  }
}

const clamp = (value: number) => Math.max(0, Math.min(value, 255));
