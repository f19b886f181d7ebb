import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { foldKey } from '../src/algorithms/words/fold-words.ts';

const FOLDER = resolve(process.env.PHOTO_TAG_SHARED ?? resolve(import.meta.dirname, '../../shared'), 'clip');
const DIMENSIONS = 512;

export const hasClip = existsSync(FOLDER);

/** Of 125 photos, by number. */
export const unsplashVectors = (): Float32Array[] => rowsOf('unsplash/image_embeddings.npy');

/** Of the 1,203 words of LVIS, by `foldKey`; of words that are the same, the first. */
export function lvisTexts(): Map<string, Float32Array> {
  const names = JSON.parse(readFileSync(resolve(FOLDER, 'text/lvis_names.json'), 'utf8')) as string[];
  const rows = rowsOf('text/lvis_v1_clip_a+cname.npy');
  const texts = new Map<string, Float32Array>();
  for (const [index, name] of names.entries()) {
    const key = foldKey(name.replace(/_?\(.*\)/, '').replaceAll('_', ' '));
    if (!texts.has(key)) texts.set(key, rows[index]!);
  }
  return texts;
}

/** Rows of unit length of an array as numpy wrote it, float32 or float16. */
function rowsOf(file: string): Float32Array[] {
  const bytes = readFileSync(resolve(FOLDER, file));
  const start = 10 + bytes.readUInt16LE(8);
  const isHalf = bytes.subarray(10, start).includes("'<f2'");
  const data = new Uint8Array(bytes.subarray(start)).buffer;
  const numbers = isHalf ? new Float32Array(new Float16Array(data)) : new Float32Array(data);
  return Array.from({ length: numbers.length / DIMENSIONS }, (_, i) => {
    const row = numbers.subarray(i * DIMENSIONS, (i + 1) * DIMENSIONS);
    const length = Math.hypot(...row);
    return row.map((value) => value / length);
  });
}
