import { describe, expect, it } from 'vitest';
import type { Alike, AlikeRow, Cluster, ClusterTag } from '../../../api/wire.ts';
import { answerOf, askedOf, countAlike, decisionsFor, partKey, totals, usualParts } from './answer.ts';

const tag = (name: string, counts: Partial<ClusterTag> = {}): ClusterTag => ({
  layer: 'CK',
  name,
  proposed: 3,
  accepted: 0,
  rejected: 0,
  score: null,
  probability: null,
  threshold: null,
  reason: '',
  source: '',
  model: '',
  ...counts,
});
const cluster = (tags: ClusterTag[], more: Partial<Cluster> = {}): Cluster => ({
  id: 'c0',
  windowId: 'w',
  method: 'hdbscan',
  medoid: 'a',
  members: 3,
  heldBack: 0,
  start: null,
  end: null,
  people: 'no-people',
  reviewed: false,
  tags,
  photos: [],
  ...more,
});
const row = (id: string, tags: AlikeRow['tags'], isAlike = true): AlikeRow => ({
  id,
  medoid: id,
  members: 3,
  start: null,
  people: 'no-people',
  distance: 0,
  isAlike,
  tags,
});
const CK = (name: string) => ({ layer: 'CK', name }) as const;

const of = cluster([
  tag('sea', { accepted: 3 }),
  tag('night', { rejected: 3 }),
  tag('moon'),
  tag('flower', { proposed: 0, accepted: 3 }),
  tag('beach', { accepted: 1, rejected: 1 }),
]);
const parts = answerOf(of);

describe('an answer that may hold for others', () => {
  it('is what was said and what is open, and nothing on which the photos differ', () => {
    expect(parts.map((part) => [partKey(part), part.isByHand, part.isOpenHere])).toEqual([
      ['accept CK:sea', false, false],
      ['reject CK:night', false, false],
      ['accept CK:moon', false, true],
      ['accept CK:flower', true, false],
    ]);
    expect(answerOf(cluster([]))).toEqual([]);
  });

  it('is never what is only asked', () => {
    const asked = cluster([tag('moon'), tag('sea')], { question: { tag: CK('moon'), probability: 0.5 } });
    expect(answerOf(asked).map(partKey)).toEqual(['accept CK:sea']);
  });

  it('gives what was added by hand only where that is wanted', () => {
    const usual = usualParts(parts);
    expect([...usual]).toEqual(['accept CK:sea', 'reject CK:night', 'accept CK:moon']);
    expect(askedOf(parts, usual).some((part) => part.everywhere)).toBe(false);
    expect(askedOf(parts, new Set([...usual, 'accept CK:flower']))[3]).toEqual({
      tag: CK('flower'),
      verdict: 'accept',
      everywhere: true,
    });
  });
});

describe('who gets it', () => {
  const rows = [
    row('c1', [
      { place: 0, photos: 3, held: 0 },
      { place: 1, photos: 2, held: 1 },
    ]),
    row('c2', [{ place: 3, photos: 3, held: 0 }]),
    row('c3', [{ place: 2, photos: 1, held: 2 }], false),
  ];
  const alike = { rows } as Pick<Alike, 'rows'> as Alike;

  it('is counted by the parts that are chosen, and without those that are less alike', () => {
    expect(countAlike(alike, parts, usualParts(parts))).toBe(1);
    expect(countAlike(alike, parts, new Set(['accept CK:flower']))).toBe(1);
    expect(countAlike(alike, parts, new Set())).toBe(0);
  });

  it('sums photos once, however many tags they get', () => {
    expect(totals(rows, parts, usualParts(parts))).toEqual({ clusters: 3, photos: 4, held: 3 });
  });

  it('is decided with the cluster itself, where that is open, each part for those that have it', () => {
    expect(decisionsFor(of, rows, parts, usualParts(parts))).toEqual([
      { tag: CK('sea'), verdict: 'accept', clusters: ['c1'] },
      { tag: CK('night'), verdict: 'reject', clusters: ['c1'] },
      { tag: CK('moon'), verdict: 'accept', clusters: ['c0', 'c3'] },
    ]);
    expect(decisionsFor(of, [], parts, new Set(['accept CK:sea']))).toEqual([]);
  });
});
