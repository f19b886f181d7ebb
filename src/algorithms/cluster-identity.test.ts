import { describe, expect, it } from 'vitest';
import { clusterId } from './cluster-id.ts';
import { clusterIdentities } from './cluster-identity.ts';
import { seededRandom } from './seeded-random.ts';

/** `{ c1: 'abc' }`: photos a, b and c were in c1; of those written in capitals the files are gone. */
function former(clusters: Record<string, string>) {
  const entries = Object.entries(clusters);
  const present = (letters: string) => [...letters].filter((letter) => letter === letter.toLowerCase());
  return {
    idOf: new Map(entries.flatMap(([id, letters]) => [...letters].map((letter) => [letter, id] as const))),
    sizes: new Map(entries.map(([id, letters]) => [id, present(letters).length])),
  };
}

const ids = (clusters: readonly string[], before: Record<string, string>) =>
  clusterIdentities(
    clusters.map((letters) => [...letters]),
    former(before),
  );
const fresh = (letters: string): string => clusterId([...letters]);

describe('the identity of clusters', () => {
  it.each([
    { what: 'the first time: after its members', before: {}, now: ['ab'], expected: [fresh('ab')] },
    { what: 'unchanged', before: { c1: 'ab', c2: 'c' }, now: ['ab', 'c'], expected: ['c1', 'c2'] },
    { what: 'grown', before: { c1: 'ab' }, now: ['abx'], expected: ['c1'] },
    { what: 'one left', before: { c1: 'abc' }, now: ['ab', 'c'], expected: ['c1', fresh('c')] },
    {
      what: 'halved: neither half',
      before: { c1: 'abcd' },
      now: ['ab', 'cd'],
      expected: [fresh('ab'), fresh('cd')],
    },
    { what: 'joined: the larger share', before: { c1: 'ab', c2: 'cde' }, now: ['abcde'], expected: ['c2'] },
    {
      what: 'joined with equal shares: the lower id',
      before: { c2: 'ab', c1: 'cd' },
      now: ['abcd'],
      expected: ['c1'],
    },
    {
      what: 'most of a small one and some of a large one',
      before: { c1: 'abcdefgh', c2: 'xy' },
      now: ['abcxy'],
      expected: ['c2'],
    },
    { what: 'photos that are gone do not count', before: { c1: 'abCDEF' }, now: ['ab'], expected: ['c1'] },
    {
      what: 'swapped members',
      before: { c1: 'abc', c2: 'xyz' },
      now: ['abz', 'xyc'],
      expected: ['c1', 'c2'],
    },
    { what: 'no photos', before: { c1: 'a' }, now: [], expected: [] },
  ])('$what: $expected', ({ before, now, expected }) => {
    expect(ids(now, before)).toEqual(expected);
  });

  it('gives founders who left another name, because theirs has gone to the majority', () => {
    const founded = fresh('ab');
    const [founders, others] = ids(['ab', 'cde'], { [founded]: 'abcde' });
    expect(others).toBe(founded);
    expect(founders).toMatch(/^c[0-9a-f]{12}$/);
    expect(founders).not.toBe(founded);
    expect(ids(['ab'], { [founded]: 'cde', c9: 'abxyz' })[0]).toBe(founders);
  });

  it('never gives one id twice, and the same ids in whatever order windows come', () => {
    const random = seededRandom(1);
    const photos = Array.from({ length: 60 }, (_, index) => `p${index}`);
    const partition = () => [...Map.groupBy(photos, () => Math.floor(random() * 12)).values()];
    let names = new Map<string, string>();
    for (let round = 0; round < 200; round++) {
      const sizes = new Map<string, number>();
      for (const id of names.values()) sizes.set(id, (sizes.get(id) ?? 0) + 1);
      const before = { idOf: names, sizes };
      const clusters = partition();
      const together = clusterIdentities(clusters, before);
      expect(new Set(together).size).toBe(clusters.length);
      expect(clusters.toReversed().map((cluster) => clusterIdentities([cluster], before)[0])).toEqual(
        together.toReversed(),
      );
      names = new Map(
        clusters.flatMap((cluster, index) => cluster.map((photo) => [photo, together[index]!])),
      );
    }
  });
});
