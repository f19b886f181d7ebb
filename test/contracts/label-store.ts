import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LabelSet, ScoredLabel } from '../../src/store/label-store.ts';
import type { Store } from '../../src/store/store.ts';
import type { StoreUnderTest } from './store.ts';

const sha1 = (digit: string): string => digit.repeat(40);
const unit = (angle: number): Float32Array => Float32Array.of(Math.cos(angle), Math.sin(angle));

const label = (name: string, changes: Partial<ScoredLabel['model']> = {}): ScoredLabel => ({
  model: {
    layer: 'CK',
    name,
    direction: Float32Array.of(1.25, -3.5e-7, 1 / 3),
    offset: -4.125,
    threshold: 0.5,
    basis: 'text and taught',
    accepted: 3,
    rejected: 4,
    withheld: null,
    ...changes,
  },
  quantiles: [-9.5, 0, 1 / 3],
  expectedShare: 0.012,
  expectedPrecision: null,
});

const set = (space: string, ...labels: ScoredLabel[]): LabelSet => ({
  space,
  inputs: 'i1',
  vectors: 1000,
  digests: { CK: 'd1', AI: 'e1' },
  labels,
});

/** What every store does with label models. */
export function labelStoreContract({ name, open }: StoreUnderTest): void {
  describe(`label models in ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    it('come back bit by bit and in order, and each space has its own', async () => {
      const sea = label('sea', { withheld: 'cannot be told apart from “beach”' });
      await store.labels.put(set('m1', sea, label('flower')));
      await store.labels.put(set('m2', label('flower')));
      expect(await store.labels.get('m1')).toEqual(set('m1', sea, label('flower')));
      expect(await store.labels.get('m3')).toBeNull();
    });

    it('are replaced as a whole', async () => {
      await store.labels.put(set('m1', label('sea'), label('flower')));
      await store.labels.put({ ...set('m1', label('moon')), digests: { CK: 'd2', AI: 'e1' } });
      expect(await store.labels.get('m1')).toEqual({
        ...set('m1', label('moon')),
        digests: { CK: 'd2', AI: 'e1' },
      });
      await store.labels.put(set('m1'));
      expect((await store.labels.get('m1'))!.labels).toEqual([]);
    });

    it('are made from a sample that does not depend on the order of arrival', async () => {
      for (const [digit, angle] of [
        ['c', 0.3],
        ['a', 0.1],
        ['b', 0.2],
      ] as const) {
        await store.photos.putEmbedding({ sha1: sha1(digit), model: 'm1', vector: unit(angle) });
      }
      await store.photos.putEmbedding({ sha1: sha1('0'), model: 'm2', vector: unit(0) });
      const sample = await store.labels.sample('m1', 2);
      expect(sample.map((vector) => Math.atan2(vector[1]!, vector[0]!).toFixed(2))).toEqual(['0.10', '0.20']);
      expect(await store.labels.sample('m9', 2)).toEqual([]);
    });

    it('learn from photos that keep the tag and photos that do not', async () => {
      const decide = (digit: string, tag: string, verdict: 'accepted' | 'added' | 'rejected') =>
        store.tags.putDecision(sha1(digit), { layer: 'CK', name: tag, verdict });
      await decide('c', 'sea', 'added');
      await decide('a', 'sea', 'accepted');
      await decide('b', 'sea', 'rejected');
      await decide('a', 'moon', 'rejected');
      const tag = { layer: 'CK', name: 'sea' } as const;
      expect(await store.labels.decided(tag, true, 9)).toEqual([sha1('a'), sha1('c')]);
      expect(await store.labels.decided(tag, true, 1)).toEqual([sha1('a')]);
      expect(await store.labels.decided(tag, false, 9)).toEqual([sha1('b')]);
      expect(await store.labels.countDecided('CK')).toEqual(
        new Map([
          ['moon', { kept: 0, rejected: 1 }],
          ['sea', { kept: 2, rejected: 1 }],
        ]),
      );
      expect(await store.labels.countDecided('AI')).toEqual(new Map());
    });

    it('know the cluster of every vector', async () => {
      expect((await store.labels.places('m1')).ids).toHaveLength(0);
      const put = (digit: string, model = 'm1') =>
        store.photos.putEmbedding({ sha1: sha1(digit), model, vector: unit(1) });
      for (const digit of ['d', 'a', 'c', 'e']) await put(digit);
      await put('b', 'm2');
      const cluster = (id: string, ...members: string[]) => ({
        id,
        windowId: 'w1',
        method: 'hdbscan' as const,
        medoid: members[0]!,
        startMillis: 1,
        endMillis: 1,
        members: members.map((member) => ({
          sha1: member,
          membership: 1,
          distanceToMedoid: 0,
          fits: true,
          burst: null,
          isBest: true,
        })),
      });
      // Photo e has a vector and no cluster, f a cluster and no vector, b a vector of another model.
      await store.clusters.putWindow([
        cluster('c1', sha1('a'), sha1('d'), sha1('f')),
        cluster('c2', sha1('c'), sha1('b')),
      ]);
      const { ids, clusters, clusterIds } = await store.labels.places('m1');
      const rows = await store.vectors.get([...ids]);
      const found = [...ids].map((id, i) => [rows.get(id)!.sha1[0], clusterIds[clusters[i]!]]);
      expect(found).toEqual([
        ['d', 'c1'],
        ['a', 'c1'],
        ['c', 'c2'],
      ]);
      expect([...ids]).toEqual([...ids].sort((a, b) => a - b));
      const idOf = await store.vectors.idsOf(['d', 'a', 'c', 'e'].map(sha1), 'm1');
      expect([...(await store.labels.unplaced('m1'))]).toEqual([idOf.get(sha1('e'))]);
      const some = [idOf.get(sha1('e'))!, idOf.get(sha1('d'))!, 777];
      expect(await store.labels.clustersOf(some)).toEqual(new Map([[idOf.get(sha1('d')), 'c1']]));
    });
  });
}
