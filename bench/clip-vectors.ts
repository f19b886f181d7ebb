import { existsSync, readFileSync } from 'node:fs';
import { sharedPath } from '../test/shared.ts';

const DIMENSIONS = 512;

export interface ClipVectors {
  /** Of 125 photos, of unit length. */
  readonly photos: Float32Array[];
  /** The 1,203 names of LVIS. */
  readonly names: string[];
  /** Of "a {name}", of unit length, in the order of the names. */
  readonly texts: Float32Array[];
}

export const CLIP_MISSING = 'The CLIP vectors are missing: clip of the development data, see test/shared.ts.';

/** Real CLIP ViT-B/32 vectors; null where the development data is not beside the project. */
export function clipVectors(): ClipVectors | null {
  const [photos, texts, names] = [
    'clip/unsplash/image_embeddings.npy',
    'clip/text/lvis_v1_clip_a+cname.npy',
    'clip/text/lvis_names.json',
  ].map(sharedPath) as [string, string, string];
  if (![photos, texts, names].every((path) => existsSync(path))) return null;
  return {
    photos: rowsOf(photos),
    texts: rowsOf(texts),
    names: JSON.parse(readFileSync(names, 'utf8')) as string[],
  };
}

/** Of a NumPy file of floats or half floats, format 1.0. */
function rowsOf(path: string): Float32Array[] {
  const bytes = readFileSync(path);
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
