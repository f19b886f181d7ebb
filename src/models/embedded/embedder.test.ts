import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embedderContract } from '../../../test/contracts/embedder.ts';
import { sharedPath } from '../../../test/shared.ts';
import type { Embedder, Embedding } from '../embedder.ts';
import { createEmbeddedEmbedder } from './embedder.ts';

let folder: string;
let embedder: Embedder;
const made = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'photo-tag-embedder-'));
  embedder = createEmbeddedEmbedder({ workers: 2 });
  await Promise.all([
    ...Object.entries(SCENES).map(([name, svg]) =>
      sharp(Buffer.from(svg))
        .jpeg()
        .toFile(made(`${name}.jpg`)),
    ),
  ]);
  for (const name of Object.keys(SCENES)) {
    await sharp(made(`${name}.jpg`))
      .rotate(2, { background: '#888' })
      .extract({ left: 40, top: 40, width: 540, height: 360 })
      .modulate({ brightness: 1.1 })
      .jpeg({ quality: 80 })
      .toFile(made(`${name}-again.jpg`));
  }
});

afterAll(async () => {
  await embedder.close();
  await rm(folder, { recursive: true });
});

/** Pictures as unlike as simple shapes can be, 640×480. */
const SCENES = {
  house: `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><rect width="640" height="480" fill="#9cf"/>
    <rect y="330" width="640" height="150" fill="#4a3"/><rect x="180" y="180" width="280" height="190" fill="#b54"/>
    <path d="M160 190 320 80 480 190z" fill="#622"/><rect x="290" y="270" width="60" height="100" fill="#321"/></svg>`,
  night: `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><rect width="640" height="480" fill="#012"/>
    <circle cx="470" cy="110" r="50" fill="#ffd"/><path d="M0 400 120 250 260 400 420 210 640 420 640 480 0 480z" fill="#123"/></svg>`,
  stripes: `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><rect width="640" height="480" fill="#fff"/>
    ${Array.from({ length: 16 }, (_, i) => `<rect x="${i * 40}" width="20" height="480" fill="#111"/>`).join('')}</svg>`,
  flowers: `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><rect width="640" height="480" fill="#273"/>
    ${Array.from({ length: 24 }, (_, i) => `<circle cx="${(i * 137) % 620}" cy="${(i * 89) % 460}" r="${14 + (i % 5) * 6}" fill="#e3${i % 10}"/>`).join('')}</svg>`,
};

function vectorOf(embedding: Embedding | Error | undefined): Float32Array {
  if (embedding === undefined || embedding instanceof Error) throw embedding ?? new Error('no embedding');
  return embedding.vector;
}

const distance = (a: Float32Array, b: Float32Array): number =>
  1 - a.reduce((sum, value, i) => sum + value * b[i]!, 0);

embedderContract('the embedded embedder', {
  hasTexts: false,
  make: async () => createEmbeddedEmbedder({ workers: 2 }),
});

describe('embedded embedder', () => {
  it('gives the same numbers each time, whichever worker does it', async () => {
    const one = createEmbeddedEmbedder({ workers: 1 });
    try {
      const [again] = await one.embedImages([made('house.jpg')]);
      const [first, second, third] = await embedder.embedImages(Array(3).fill(made('house.jpg')));
      expect(again).toEqual(first);
      expect(second).toEqual(first);
      expect(third).toEqual(first);
    } finally {
      await one.close();
    }
  });

  it('puts a tilted, cropped and brighter frame nearer than any other picture', async () => {
    const names = Object.keys(SCENES);
    const originals = (await embedder.embedImages(names.map((name) => made(`${name}.jpg`)))).map(vectorOf);
    const frames = (await embedder.embedImages(names.map((name) => made(`${name}-again.jpg`)))).map(vectorOf);
    frames.forEach((frame, i) => {
      const distances = originals.map((original) => distance(frame, original));
      expect(distances.indexOf(Math.min(...distances)), names[i]).toBe(i);
    });
  });
});

const people = sharedPath('photos/people');
describe.skipIf(!existsSync(people))('embedded embedder on real photos (development data)', () => {
  it('sees people, with boxes inside the picture', async () => {
    const results = await embedder.embedImages([join(people, '22.jpg'), join(people, '13.jpg')]);
    for (const result of results) {
      if (result instanceof Error) throw result;
      const persons = (result.objects ?? []).filter((object) => object.label === 'person');
      expect(persons.length).toBeGreaterThan(0);
      expect(persons[0]!.score).toBeGreaterThan(0.4);
      for (const { box } of persons) {
        expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(0);
        expect(Math.max(box.x + box.width, box.y + box.height)).toBeLessThanOrEqual(1.0001);
      }
    }
  });
});
