import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { configSchema } from '../../config/schema.ts';
import { loadVocabulary } from '../../config/vocabulary.ts';
import { openSqliteStore } from '../../store/sqlite.ts';
import { placeAtlas } from '../../taggers/place-atlas.ts';
import { createLandmarkJudge } from './landmarks.ts';
import { madeEmbedder, madePicture } from './made-space.fixture.ts';

const home = mkdtempSync(join(tmpdir(), 'photo-tag-landmarks-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const atlas = placeAtlas(loadVocabulary('no such file', configSchema.parse({})));
const sha1 = (i: number): string => i.toString(16).padStart(40, '0');
let count = 0;

/** A library of 1,500 pictures, of which `share` look like the city. */
async function judgeOf(city: string, share: number) {
  const store = await openSqliteStore(join(home, `${count++}.sqlite`));
  try {
    await store.transaction(async (transaction) => {
      for (let i = 0; i < 1500; i++) {
        const vector = madePicture(i < share * 1500 ? [city] : [], i);
        await transaction.photos.putEmbedding({ sha1: sha1(i), model: 'made', vector });
      }
    });
    const set = { space: 'made', vectors: 1500 };
    return (await createLandmarkJudge({ store, embedder: madeEmbedder(/^a photo in /), atlas, set }))!;
  } finally {
    await store.close();
  }
}

describe('landmarks by the margin that the library asks for', () => {
  it('are clear for most pictures of a city that the library knows well, with the reason', async () => {
    const { judge } = await judgeOf('Venice', 0.2);
    const found = Array.from({ length: 200 }, (_, i) => judge(madePicture(['Venice'], 7000 + i)));
    expect(found.filter((one) => one?.isClear && one.name === 'Venice').length).toBeGreaterThan(120);
    expect(found.find((one) => one?.isClear)!.reason).toMatch(
      /^looks like Venice, ahead of .+ by \d+\.\d \(\d+\.\d needed\)$/,
    );
  });

  it('are hardly ever clear for pictures of anything else', async () => {
    const { judge } = await judgeOf('Venice', 0.2);
    const wrong = Array.from({ length: 1000 }, (_, i) => judge(madePicture([], 9000 + i)));
    expect(wrong.filter((one) => one?.isClear).length).toBeLessThan(10);
  });

  it('are the city of the list that the vocabulary calls otherwise', async () => {
    const { judge } = await judgeOf('Rio de Janeiro', 0.2);
    const found = Array.from({ length: 50 }, (_, i) => judge(madePicture(['Rio de Janeiro'], 7000 + i)));
    expect(found.filter((one) => one?.isClear).every((one) => one?.name === 'Rio')).toBe(true);
    expect(found.filter((one) => one?.name === 'Rio').length).toBeGreaterThan(40);
  });

  it('are nowhere where the library shows none, or a city that is not on the list', async () => {
    for (const city of ['nothing', 'Tokyo']) {
      const { judge } = await judgeOf(city, 0.2);
      const found = Array.from({ length: 300 }, (_, i) => judge(madePicture([city], 7000 + i)));
      expect(found.filter((one) => one?.isClear).length, city).toBeLessThan(3);
    }
  });
});
