import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { seededRandom } from '../../src/algorithms/seeded-random.ts';

const [WIDTH, HEIGHT] = [480, 320];

type Random = () => number;

const between = (random: Random, low: number, high: number): number => low + random() * (high - low);
const colour = (random: Random): string =>
  `hsl(${Math.floor(random() * 360)} ${Math.floor(between(random, 30, 90))}% ${Math.floor(between(random, 30, 75))}%)`;

/** A blossom of ellipses about a centre, anywhere, of any colour. */
function petals(random: Random): string {
  const count = 5 + Math.floor(random() * 6);
  const [x, y] = [between(random, 150, 330), between(random, 110, 210)];
  const length = between(random, 70, 110);
  const fill = colour(random);
  const each = Array.from({ length: count }, (_, i) => {
    const turn = (360 / count) * i + 7;
    return `<ellipse cx="${x}" cy="${y - length * 0.6}" rx="${length * 0.24}" ry="${length * 0.55}" fill="${fill}" stroke="#0004" stroke-width="2" transform="rotate(${turn} ${x} ${y})"/>`;
  });
  return `${each.join('')}<circle cx="${x}" cy="${y}" r="${length * 0.22}" fill="${colour(random)}"/>`;
}

/** Bars, boxes or lines: no blossom. */
function straight(random: Random): string {
  const kind = Math.floor(random() * 3);
  const fill = colour(random);
  const step = between(random, 26, 60);
  return Array.from({ length: 14 }, (_, i) => {
    if (kind === 0)
      return `<rect x="${i * step}" y="0" width="${step / 2}" height="${HEIGHT}" fill="${fill}"/>`;
    if (kind === 1) {
      return `<rect x="${between(random, 0, 420)}" y="${between(random, 0, 260)}" width="${between(random, 40, 130)}" height="${between(random, 40, 110)}" fill="${colour(random)}"/>`;
    }
    return `<line x1="0" y1="${i * step - 90}" x2="${WIDTH}" y2="${i * step}" stroke="${fill}" stroke-width="${step / 4}"/>`;
  }).join('');
}

/**
 * Photos two hours apart, so that each is a cluster, of two kinds that no detector has a word for: one of `every` is a
 * blossom. @returns the names of those
 */
export async function makePetalsLibrary(folder: string, count: number, every: number): Promise<Set<string>> {
  mkdirSync(folder, { recursive: true });
  const random = seededRandom(11);
  const blossoms = new Set<string>();
  for (let i = 0; i < count; i++) {
    const isBlossom = i % every === 0;
    const name = `IMG_${String(i).padStart(3, '0')}.jpg`;
    if (isBlossom) blossoms.add(name);
    const shapes = isBlossom ? petals(random) : straight(random);
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><rect width="100%" height="100%" fill="${colour(random)}"/>${shapes}</svg>`;
    const day = String(1 + Math.floor(i / 10)).padStart(2, '0');
    const hour = String(2 * (i % 10)).padStart(2, '0');
    const time = `2014:05:${day} ${hour}:00:00`;
    const jpeg = await sharp(Buffer.from(svg))
      .jpeg({ quality: 90 })
      .withExif({
        IFD0: { Make: 'Canon', Model: 'EOS 5D', DateTime: time },
        IFD2: { DateTimeOriginal: time },
      })
      .toBuffer();
    writeFileSync(join(folder, name), jpeg);
  }
  return blossoms;
}
