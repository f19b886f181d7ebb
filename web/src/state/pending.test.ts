import { describe, expect, it } from 'vitest';
import type { Cluster, Decision } from '../api/wire.ts';
import type { Entry, Order } from './decision-queue.ts';
import { withPending } from './pending.ts';

const member = (sha1: string, fits = true) => ({
  sha1,
  fileName: `${sha1}.jpg`,
  widthPx: 3,
  heightPx: 2,
  time: null,
  trust: null,
  fits,
  burst: null,
  isBest: false,
});
const tag = (name: string, layer: 'CK' | 'AI' = 'CK') => ({
  layer,
  name,
  proposed: 4,
  accepted: 0,
  rejected: 0,
  score: 1,
  probability: null,
  threshold: null,
  reason: '',
  source: '',
  model: '',
});
const CLUSTER: Cluster = {
  id: 'c1',
  windowId: 'w1',
  method: 'hdbscan',
  medoid: 'p1',
  members: 4,
  heldBack: 1,
  start: null,
  end: null,
  people: 'undecided',
  reviewed: false,
  tags: [tag('flower'), tag('fog', 'AI')],
  photos: [member('p1'), member('p2'), member('p3'), member('p4', false)],
};
const entry = (order: Order): Entry => ({ id: '', order, clusters: ['c1'], words: '', wasSent: false });
const decide = (
  verdict: Decision['verdict'],
  rest: Partial<Decision> = { clusters: ['c1'] },
  name = 'flower',
) => entry({ kind: 'decide', decisions: [{ tag: { layer: 'CK', name }, verdict, ...rest }] });
const counts = (entries: Entry[], name = 'flower') => {
  const found = withPending(CLUSTER, entries).tags.find((one) => one.name === name);
  return found && [found.accepted, found.rejected];
};

describe('a cluster with what waits', () => {
  it.each<{ what: string; entries: Entry[]; is: [number, number] }>([
    { what: 'nothing', entries: [], is: [0, 0] },
    { what: 'accepted, one held back', entries: [decide('accept')], is: [3, 0] },
    {
      what: 'accepted with one let in',
      entries: [decide('accept', { clusters: ['c1'], photos: ['p4'] })],
      is: [4, 0],
    },
    {
      what: 'accepted but for one',
      entries: [decide('accept', { clusters: ['c1'], except: ['p1'] })],
      is: [2, 0],
    },
    { what: 'accepted on a photo alone', entries: [decide('accept', { photos: ['p1'] })], is: [1, 0] },
    { what: 'rejected after accepted', entries: [decide('accept'), decide('reject')], is: [1, 3] },
    { what: 'taken back', entries: [decide('accept'), decide('forget')], is: [0, 0] },
    { what: 'undone', entries: [decide('accept'), entry({ kind: 'undo', deed: null })], is: [0, 0] },
    {
      what: 'undone and redone',
      entries: [decide('accept'), entry({ kind: 'undo', deed: null }), entry({ kind: 'redo', deed: null })],
      is: [3, 0],
    },
    { what: 'of another cluster', entries: [decide('accept', { clusters: ['c2'] })], is: [0, 0] },
  ])('$what: $is', ({ entries, is }) => {
    expect(counts(entries)).toEqual(is);
  });

  it('shows a new tag at the end of its layer, and hides it when it is taken back', () => {
    const added = withPending(CLUSTER, [decide('accept', { clusters: ['c1'] }, 'moon')]);
    expect(added.tags.map((one) => one.name)).toEqual(['flower', 'moon', 'fog']);
    expect(added.reviewed).toBe(true);
    const gone = [
      decide('accept', { clusters: ['c1'] }, 'moon'),
      decide('forget', { clusters: ['c1'] }, 'moon'),
    ];
    expect(counts(gone, 'moon')).toBeUndefined();
  });

  it('shows the people flag as it was said', () => {
    const flagged = entry({ kind: 'people', clusters: ['c1'], flag: 'set' });
    expect(withPending(CLUSTER, [flagged]).people).toBe('people');
  });
});
