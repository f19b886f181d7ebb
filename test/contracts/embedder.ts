import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PhotoTagError } from '../../src/domain/errors.ts';
import type { Embedder, Embedding } from '../../src/models/embedder.ts';

export interface EmbedderUnderTest {
  /** Makes one; what it needs in files goes into the folder. */
  make(folder: string): Promise<Embedder>;
  readonly hasTexts: boolean;
}

/** Pictures that no embedder should take for the same, 320×240. */
const SCENES = {
  house:
    '<rect width="320" height="240" fill="#9cf"/><rect x="90" y="90" width="140" height="120" fill="#b54"/>',
  night: '<rect width="320" height="240" fill="#012"/><circle cx="240" cy="60" r="30" fill="#ffd"/>',
  stripes: Array.from(
    { length: 16 },
    (_, i) => `<rect x="${i * 20}" width="10" height="240" fill="#eee"/>`,
  ).join(''),
};

/** What holds for every embedder. */
export function embedderContract(what: string, { make, hasTexts }: EmbedderUnderTest): void {
  describe(`${what} keeps the contract of embedders`, () => {
    let folder: string;
    let embedder: Embedder;
    const made = (name: string) => join(folder, name);

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'photo-tag-embedder-contract-'));
      for (const [name, shapes] of Object.entries(SCENES)) {
        const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="240">${shapes}</svg>`;
        await sharp(Buffer.from(svg))
          .flatten()
          .jpeg()
          .toFile(made(`${name}.jpg`));
      }
      await picture(1, 1).toFile(made('pixel.jpg'));
      await picture(900, 3).toFile(made('line.jpg'));
      await picture(64, 64).greyscale().toFile(made('grey ☃.jpg'));
      await picture(64, 64).toColourspace('cmyk').toFile(made('cmyk.jpg'));
      await writeFile(made('empty.jpg'), '');
      await writeFile(made('text.jpg'), 'not a picture');
      await sharp(made('house.jpg')).toFile(made('cut.jpg'));
      await truncate(made('cut.jpg'), 1500);
      embedder = await make(folder);
    });

    afterAll(async () => {
      await embedder.close();
      await rm(folder, { recursive: true });
    });

    it('gives nothing for nothing', async () => {
      expect(await embedder.embedImages([])).toEqual([]);
    });

    it('gives unit vectors of its dimensions, for odd pictures too', async () => {
      const names = ['house.jpg', 'pixel.jpg', 'line.jpg', 'grey ☃.jpg', 'cmyk.jpg'];
      for (const vector of vectorsOf(await embedder.embedImages(names.map(made)))) {
        expect(vector).toHaveLength(embedder.dimensions);
        expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
      }
    });

    it('gives the same vector for a picture alone, in a batch, again, and beside others', async () => {
      const names = ['house.jpg', 'night.jpg', 'stripes.jpg'];
      const many = Array.from({ length: 21 }, (_, at) => made(names[at % 3]!));
      const inBatch = vectorsOf(await embedder.embedImages(many));
      for (const [at, name] of names.entries()) {
        const [alone] = vectorsOf(await embedder.embedImages([made(name)]));
        for (let i = at; i < many.length; i += 3) expect(inBatch[i], `${name} at ${i}`).toEqual(alone);
      }
    });

    it('keeps the order, and tells pictures apart', async () => {
      const names = ['house.jpg', 'night.jpg', 'stripes.jpg'];
      const there = vectorsOf(await embedder.embedImages(names.map(made)));
      const back = vectorsOf(await embedder.embedImages(names.toReversed().map(made)));
      expect(back.toReversed()).toEqual(there);
      expect(there[0]).not.toEqual(there[1]);
      expect(there[1]).not.toEqual(there[2]);
    });

    it('gives an Error in the place of each picture that cannot be read, and the rest', async () => {
      const names = ['empty.jpg', 'house.jpg', 'text.jpg', 'cut.jpg', 'not there.jpg', 'night.jpg'];
      const results = await embedder.embedImages(names.map(made));
      expect(results.map((result) => result instanceof Error)).toEqual([
        true,
        false,
        true,
        true,
        true,
        false,
      ]);
      for (const result of results) {
        if (result instanceof Error) expect(result.message).toMatch(/^The proxy cannot be read: \S/);
      }
    });

    it('answers several calls at once, each with its own', async () => {
      const names = ['house.jpg', 'night.jpg', 'empty.jpg', 'stripes.jpg'];
      const alone = await embedder.embedImages(names.map(made));
      const together = await Promise.all(names.map((name) => embedder.embedImages([made(name)])));
      expect(together.flat().map((result) => (result instanceof Error ? null : result.vector))).toEqual(
        alone.map((result) => (result instanceof Error ? null : result.vector)),
      );
    });

    it('has an id that another one of the same model shares', async () => {
      const other = await make(folder);
      expect(other.id).toBe(embedder.id);
      await other.close();
    });

    it('tells work that waits when it is closed, and can be closed twice', async () => {
      const closed = await make(folder);
      const waiting = closed.embedImages(Array(20).fill(made('house.jpg')));
      const outcome = expect(waiting).rejects.toMatchObject({
        code: 'CANCELLED',
      } satisfies Partial<PhotoTagError>);
      await new Promise((resolve) => setTimeout(resolve, 1));
      await closed.close();
      await closed.close();
      await outcome;
    });

    if (!hasTexts) {
      it('says that it has no text side', async () => {
        expect(await embedder.embedTexts(['a flower'])).toBeNull();
      });
      return;
    }

    it('gives unit vectors for texts, in order, in a batch as alone', async () => {
      const texts = ['a flower', 'fog', 'a flower', '', 'señorita 🌻', 'word '.repeat(500)];
      const vectors = (await embedder.embedTexts(texts))!;
      expect(vectors).toHaveLength(texts.length);
      for (const vector of vectors) {
        expect(vector).toHaveLength(embedder.dimensions);
        expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
      }
      expect(vectors[2]).toEqual(vectors[0]);
      expect(vectors[1]).not.toEqual(vectors[0]);
      const other = await make(folder);
      for (const [at, text] of texts.entries()) {
        const [alone] = (await other.embedTexts([text]))!;
        for (const [i, value] of alone!.entries()) expect(value).toBeCloseTo(vectors[at]![i]!, 5);
      }
      await other.close();
      expect(await embedder.embedTexts([])).toEqual([]);
    });
  });
}

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'navy' } }).jpeg();

function vectorsOf(results: readonly (Embedding | Error)[]): Float32Array[] {
  return results.map((result) => {
    if (result instanceof Error) throw result;
    return result.vector;
  });
}
