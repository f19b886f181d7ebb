/**
 * Makes src/models/embedded/picture-vector-constants.json: mean and spread of the numbers of the embedded
 * model's vector over the photos of the folders given. Run it again only with a new `EMBEDDED_ID`, for all
 * vectors move:
 *
 *   node bench/embedding-constants.ts FOLDER... && npx biome format --write src/models/embedded
 *
 * The committed file is made of photos of clip/unsplash, photos/camera, photos/people and photos/formats of the
 * development data: every photo that opens, none of the labelled ones.
 */
import { globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PictureNumbers, pictureNumbers } from '../src/models/embedded/picture-vector.ts';
import { loadTrunk } from '../src/models/embedded/trunk.ts';
import { readTrunkPicture } from '../src/models/embedded/trunk-picture.ts';

const TARGET = new URL('../src/models/embedded/picture-vector-constants.json', import.meta.url);
const PHOTOS = '**/*.{jpg,JPG,jpeg,JPEG,png,webp,avif,tif,tiff}';
/** Two pictures eight times each would count for too much. */
const COPIES = '**/orientation/**';
/** A number that hardly varies in 256 photos may vary in others: this share of the median spread is added. */
const SPREAD_FLOOR = 0.3;

const trunk = await loadTrunk();
const seen: PictureNumbers[] = [];
for (const folder of process.argv.slice(2)) {
  for (const name of globSync(PHOTOS, { cwd: folder, exclude: [COPIES] }).sort()) {
    const picture = await readTrunkPicture(join(folder, name)).catch((error: Error) => error);
    if (picture instanceof Error) console.error(`left out: ${name}: ${picture.message.trim()}`);
    else seen.push(pictureNumbers(trunk.run(picture.pixels), picture.placement));
  }
}
const constants = {
  photos: seen.length,
  features: standard(seen.map((numbers) => numbers.features)),
  scores: standard(seen.map((numbers) => numbers.scores)),
};
writeFileSync(TARGET, JSON.stringify(constants));
console.log(`${seen.length} photos`);

function standard(rows: readonly Float32Array[]) {
  const columns = Array.from(rows[0] ?? [], (_, i) => rows.map((row) => row[i]!));
  const mean = columns.map((column) => column.reduce((sum, value) => sum + value, 0) / column.length);
  const deviation = columns.map((column, i) =>
    Math.sqrt(column.reduce((sum, value) => sum + (value - mean[i]!) ** 2, 0) / column.length),
  );
  const floor = SPREAD_FLOOR * deviation.toSorted((a, b) => a - b)[Math.floor(deviation.length / 2)]!;
  const rounded = (value: number) => Number(value.toPrecision(4));
  return { mean: mean.map(rounded), spread: deviation.map((value) => rounded(value + floor)) };
}
