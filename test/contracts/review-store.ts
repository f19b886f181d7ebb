import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { madeClusterId, madeSha1, putMadeClusters } from '../../src/app/decide/made-clusters.fixture.ts';
import type { Proposal } from '../../src/domain/tag.ts';
import type { ClusterFilter, ClusterOrder } from '../../src/store/review-store.ts';
import type { Store } from '../../src/store/store.ts';
import type { StoreUnderTest } from './store.ts';

const proposal = (name: string, probability: number | null): Proposal => ({
  layer: 'CK',
  name,
  score: 0.5,
  reason: '',
  source: 'scored',
  model: 'm',
  probability,
  threshold: 0.5,
});

/** Which clusters any store finds, and in which order. */
export function reviewStoreContract({ name, open }: StoreUnderTest): void {
  describe(`a store in ${name}: clusters to review`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
      await putMadeClusters(store, '/photos', [
        { members: [0, 1] },
        { members: [2] },
        { members: [3, 4, 5] },
        { members: [6] },
      ]);
      const put = (photo: number, ...proposals: Proposal[]) =>
        store.tags.putProposals('CK', { sha1: madeSha1(photo), proposals });
      await put(1, proposal('sea', 0.95));
      await put(2, proposal('sea', 0.52), proposal('fog', 0.99));
      await put(3, proposal('sea', null));
      await store.tags.putDecision(madeSha1(4), { layer: 'CK', name: 'fog', verdict: 'added' });
      await store.tags.putDecision(madeSha1(2), { layer: 'CK', name: 'sea', verdict: 'rejected' });
      await store.clusters.putPeopleFlag([madeSha1(6)], 'set');
    });
    afterEach(() => store.close());

    it.each<{ what: string; filter: ClusterFilter; order?: ClusterOrder; expected: number[] }>([
      { what: 'all, in order of time', filter: {}, expected: [0, 1, 2, 3] },
      { what: 'the largest first', filter: {}, order: 'size', expected: [2, 0, 1, 3] },
      { what: 'the most doubtful first', filter: {}, order: 'unsure', expected: [1, 0, 2, 3] },
      { what: 'those of one window', filter: { windowId: 'w2' }, expected: [2] },
      { what: 'those with something decided', filter: { reviewed: true }, expected: [1, 2] },
      { what: 'those with nothing decided', filter: { reviewed: false }, expected: [0, 3] },
      { what: 'two members or more', filter: { leastMembers: 2 }, expected: [0, 2] },
      { what: 'a tag that is not rejected', filter: { tag: { layer: 'CK', name: 'sea' } }, expected: [0, 2] },
      { what: 'a tag added by hand', filter: { tag: { layer: 'CK', name: 'fog' } }, expected: [1, 2] },
      { what: 'a tag of another layer', filter: { tag: { layer: 'AI', name: 'sea' } }, expected: [] },
      { what: 'people sets', filter: { photos: { inPeopleSet: true } }, expected: [3] },
      {
        what: 'several things at once',
        filter: { reviewed: false, leastMembers: 2, tag: { layer: 'CK', name: 'sea' } },
        order: 'size',
        expected: [0],
      },
      {
        what: 'a quote that is no SQL',
        filter: { tag: { layer: 'CK', name: `x' or '1'='1` } },
        expected: [],
      },
    ])('finds $what', async ({ filter, order = 'time', expected }) => {
      expect(await store.review.clusterIds(filter, order)).toEqual(expected.map(madeClusterId));
    });

    it('knows medoids from other members and from photos that are in no cluster', async () => {
      const found = await store.review.clustersOfMedoids([0, 1, 2, 4, 99].map(madeSha1));
      expect([...found].sort()).toEqual([
        [madeSha1(0), madeClusterId(0)],
        [madeSha1(2), madeClusterId(1)],
      ]);
      expect(await store.review.clustersOfMedoids([])).toEqual(new Map());
    });

    it('samples distances of members that fit, without medoids, copies and photos without a vector', async () => {
      const [cluster] = await store.clusters.get([madeClusterId(2)]);
      const distances = [0, 1e-9, null, 0.3, 0.2, 0.5];
      await store.clusters.putWindow([
        {
          ...cluster!,
          members: distances.map((distanceToMedoid, i) => ({
            ...cluster!.members[0]!,
            sha1: madeSha1(20 + i),
            fits: i !== 5,
            distanceToMedoid,
          })),
        },
      ]);
      expect(await store.review.sampleDistances(100)).toEqual([0.3, 0.2]);
      expect(await store.review.sampleDistances(1)).toEqual([]);
    });
  });
}
