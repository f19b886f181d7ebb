import { hash } from 'node:crypto';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';

/** A shoot: one folder, one day, one camera. */
export const PHOTOS_OF_SHOOT = 200;
/** Photos that follow each other and look alike. */
const PHOTOS_OF_SCENE = 8;

const DAY_MILLIS = 86_400_000;
const FIRST_DAY_MILLIS = Date.UTC(2005, 0, 1);
const DAYS = 7000;
const WORDS = [
  'walk',
  'Lisbon',
  'wedding',
  'garden',
  'studio',
  'beach',
  'concert',
  'mountains',
  'family',
  'market',
];
const BODIES = [
  { make: 'Canon', model: 'Canon EOS 5D Mark III', serial: '042020001234' },
  { make: 'Canon', model: 'Canon EOS 6D', serial: '082020004321' },
  { make: 'NIKON CORPORATION', model: 'NIKON D750', serial: '6012345' },
  { make: 'FUJIFILM', model: 'X-T2', serial: '71A01234' },
  { make: 'Apple', model: 'iPhone 8', serial: null },
] as const;
/** One shoot in so many has a camera whose clock had restarted. */
const WRONG_CLOCKS = 40;
const RESTARTED_MILLIS = Date.UTC(2000, 0, 1);

export interface MadePhoto {
  readonly index: number;
  readonly folder: string;
  readonly name: string;
  readonly body: (typeof BODIES)[number];
  /** What its camera's clock said. */
  readonly wallMillis: number;
  /** Photos of one scene look alike. */
  readonly scene: number;
}

/** Photo `index` of a library that never was: everything follows from the number and the seed. */
export function madePhoto(index: number, seed: number): MadePhoto {
  const shoot = Math.floor(index / PHOTOS_OF_SHOOT);
  const place = index % PHOTOS_OF_SHOOT;
  const day = new Date(FIRST_DAY_MILLIS + (mixed(shoot, seed) % DAYS) * DAY_MILLIS);
  const date = day.toISOString().slice(0, 10);
  const scene = Math.floor(index / PHOTOS_OF_SCENE);
  // A scene every five minutes, its photos seconds apart: windows of one hour's pause are shoots.
  const millis =
    10 * 3_600_000 + Math.floor(place / PHOTOS_OF_SCENE) * 300_000 + (place % PHOTOS_OF_SCENE) * 4000;
  const isRestarted = mixed(shoot, seed + 1) % WRONG_CLOCKS === 0;
  return {
    index,
    folder: `${date.slice(0, 4)}/${date} ${WORDS[shoot % WORDS.length]} ${String(shoot).padStart(6, '0')}`,
    name: `IMG_${String(index).padStart(8, '0')}.jpg`,
    body: BODIES[mixed(shoot, seed + 2) % BODIES.length]!,
    wallMillis: (isRestarted ? RESTARTED_MILLIS : day.getTime()) + millis,
    scene,
  };
}

/** Empty files where the photos lie: what a scan looks at without reading it is the same. */
export function writeMadeFiles(root: string, photos: number, seed: number): void {
  let folder = '';
  for (let index = 0; index < photos; index++) {
    const photo = madePhoto(index, seed);
    if (index % PHOTOS_OF_SHOOT === 0) {
      folder = join(root, photo.folder);
      mkdirSync(folder, { recursive: true });
    }
    closeSync(openSync(join(folder, photo.name), 'w'));
  }
}

/** In no order, as hashes are, with the number at the end. */
export const sha1OfIndex = (index: number, seed: number): string =>
  hash('sha1', `${seed} ${index}`).slice(0, 32) + index.toString(16).padStart(8, '0');

/** Of a file, or of its proxy. */
export function indexOfPath(path: string): number {
  const name = path.slice(path.lastIndexOf('/') + 1, path.lastIndexOf('.'));
  return name.startsWith('IMG_') ? Number(name.slice(4)) : Number.parseInt(name.slice(32), 16);
}

/** A whole number that has nothing to do with its neighbours (Murmur's finaliser). */
export function mixed(number: number, seed: number): number {
  let h = Math.imul(number ^ (seed * 0x9e3779b1), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
