import { afterAll, describe, expect, it } from 'vitest';
import { labelStoreContract } from '../../test/contracts/label-store.ts';
import { storeContract } from '../../test/contracts/store.ts';
import { startPglite } from '../../test/pglite.fixture.ts';
import { emptyStores } from '../../test/postgres.fixture.ts';
import { toHalves, unitVectorOf } from '../algorithms/half-floats.ts';
import { seededRandom } from '../algorithms/seeded-random.ts';

const sha1 = (i: number): string => i.toString(16).padStart(40, '0');

describe('the store on Postgres with pgvector', () => {
  const started: { stop(): Promise<void> }[] = [];
  const open = emptyStores(async () => {
    const pglite = await startPglite();
    started.push(pglite);
    return pglite.address;
  });
  afterAll(async () => {
    for (const pglite of started) await pglite.stop();
  });

  const stores = { name: 'Postgres with pgvector', open };
  storeContract(stores);
  labelStoreContract(stores);

  it('keeps vectors as halfvec, bit by bit as bytes would have them, and says so', async () => {
    const store = await open();
    expect((await store.describe()).vectors).toMatch(/^halfvec of pgvector 0\.\d/);
    const random = seededRandom(3);
    const vectors = new Map(
      [1, 2, 3, 768, 1152].map((dimensions, i) => [
        sha1(i),
        Float32Array.from({ length: dimensions }, () => (random() - 0.5) * 10 ** -Math.floor(random() * 9)),
      ]),
    );
    for (const [photo, vector] of vectors)
      await store.photos.putEmbedding({ sha1: photo, model: 'm', vector });
    const kept = await store.photos.embeddingsOf([...vectors.keys()], 'm');
    for (const [photo, vector] of vectors) expect(kept.get(photo)).toEqual(unitVectorOf(toHalves(vector)));
    await store.close();
  });
});
