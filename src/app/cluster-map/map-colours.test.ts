import { describe, expect, it } from 'vitest';
import type { ClusterInShort, MedoidTag } from '../../store/review-store.ts';
import { mapLabels } from './map-colours.ts';

const clusters = Array.from(
  { length: 12 },
  (_, i): ClusterInShort => ({
    id: `c${i}`,
    medoid: `m${i}`,
    members: 1,
    people: 'no-people',
    reviewed: false,
  }),
);
const tag = (name: string, ids: readonly number[], probability: number | null = 0.5): MedoidTag[] =>
  ids.map((i) => ({ clusterId: `c${i}`, layer: 'CK', name, probability }));

describe('the labels of the map', () => {
  it('are those that tell clusters apart, and not what nearly all have', () => {
    const { labels, of } = mapLabels(clusters, [
      ...tag('Rio', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
      ...tag('flower', [0, 1, 2, 3]),
      // Says nothing that flower does not.
      ...tag('plants', [0, 1, 2]),
      ...tag('night', [4, 5]),
    ]);
    expect(labels.map(({ name, clusters: count }) => [name, count])).toEqual([
      ['flower', 4],
      ['night', 2],
    ]);
    expect([of.get('c0'), of.get('c5'), of.get('c9')]).toEqual([0, 1, undefined]);
  });

  it('give a cluster with several the likeliest one, and are none where there are no tags', () => {
    const { labels, of } = mapLabels(clusters, [
      ...tag('flower', [0, 1, 2], 0.4),
      ...tag('night', [2, 3], 0.9),
      ...tag('gone', [99]),
    ]);
    expect(labels[of.get('c2')!]!.name).toBe('night');
    expect(labels.map(({ clusters: count }) => count)).toEqual([2, 2]);
    expect(mapLabels(clusters, [])).toEqual({ labels: [], of: new Map() });
    expect(mapLabels([], [])).toEqual({ labels: [], of: new Map() });
  });
});
