import { describe, expect, it } from 'vitest';
import type { Cluster, ClusterTag } from '../../api/wire.ts';
import { choicesFor } from './completion.ts';
import { decisionOn, decisionsOnOpen, rejectedVerdict, type Target, toggledVerdict } from './decisions.ts';
import { filterText, NO_FILTER, readFilter, requestOf } from './filter.ts';
import { merged } from './merged.ts';
import { openTags, questionOf, stateOf, steadily } from './tag-state.ts';
import { FIT, panned, pinched, zoomedAt } from './zoom.ts';

const tag = (name: string, rest: Partial<ClusterTag> = {}): ClusterTag => ({
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
  ...rest,
});
const cluster = (id: string, tags: ClusterTag[]) =>
  ({ id, members: 5, heldBack: 1, tags, medoid: 'p1', photos: [] }) as unknown as Cluster;
const target = (rest: Partial<Target> = {}): Target => ({
  cluster: cluster('c1', [tag('flower'), tag('moon', { rejected: 1 })]),
  photo: 'p1',
  wholeCluster: true,
  selection: [],
  heldByHand: new Set(),
  letIn: new Set(),
  ...rest,
});

describe('what is said of a tag', () => {
  it.each([
    { accepted: 0, rejected: 0, is: 'open' },
    { accepted: 4, rejected: 0, is: 'accepted' },
    { accepted: 5, rejected: 0, is: 'accepted' },
    { accepted: 2, rejected: 0, is: 'mixed' },
    { accepted: 3, rejected: 1, is: 'mixed' },
    { accepted: 0, rejected: 1, is: 'rejected' },
  ])('accepted on $accepted and rejected on $rejected of 5, one held back: $is', ({ is, ...counts }) => {
    expect(stateOf(tag('flower', counts), cluster('c1', []))).toBe(is);
  });

  it('a press accepts, and opens what is accepted; the cross rejects, and opens what is rejected', () => {
    const one = cluster('c1', []);
    expect([toggledVerdict(tag('a'), one), toggledVerdict(tag('a', { accepted: 4 }), one)]).toEqual([
      'accept',
      'forget',
    ]);
    expect([rejectedVerdict(tag('a'), one), rejectedVerdict(tag('a', { rejected: 4 }), one)]).toEqual([
      'reject',
      'forget',
    ]);
  });

  it('numbers stay with their tags when the server orders them otherwise', () => {
    const seen: string[] = [];
    const names = (tags: ClusterTag[]) => steadily(tags, seen).map(({ name }) => name);
    expect(names([tag('a'), tag('b'), tag('fog', { layer: 'AI' })])).toEqual(['a', 'b', 'fog']);
    expect(names([tag('new'), tag('b'), tag('a'), tag('fog', { layer: 'AI' })])).toEqual([
      'a',
      'b',
      'new',
      'fog',
    ]);
  });
});

describe('a decision', () => {
  const flower = { layer: 'CK', name: 'flower' } as const;

  it('is for the cluster, but for those held back by hand, with those let in', () => {
    expect(decisionOn(tag('flower'), 'accept', target())).toEqual({
      tag: flower,
      verdict: 'accept',
      clusters: ['c1'],
    });
    const held = target({ heldByHand: new Set(['p2']), letIn: new Set(['p3']) });
    expect(decisionOn(tag('flower'), 'accept', held)).toMatchObject({
      clusters: ['c1'],
      except: ['p2'],
      photos: ['p3'],
    });
  });

  it('is for the photo alone, or for all that is selected', () => {
    expect(decisionOn(tag('flower'), 'reject', target({ wholeCluster: false }))).toEqual({
      tag: flower,
      verdict: 'reject',
      photos: ['p1'],
    });
    const selection = [cluster('c2', []), cluster('c3', [])];
    expect(decisionOn(tag('flower'), 'accept', target({ selection }))).toMatchObject({
      clusters: ['c2', 'c3'],
    });
  });

  it('on what is left open leaves out what was decided, and gives each selected cluster its own', () => {
    expect(decisionsOnOpen('accept', target()).map((one) => one.tag)).toEqual([flower]);
    const selection = [cluster('c2', [tag('flower'), tag('sea')]), cluster('c3', [tag('sea')])];
    expect(decisionsOnOpen('accept', target({ selection }))).toEqual([
      { tag: flower, verdict: 'accept', clusters: ['c2'] },
      { tag: { layer: 'CK', name: 'sea' }, verdict: 'accept', clusters: ['c2', 'c3'] },
    ]);
  });
});

describe('a question', () => {
  const asked = { tag: { layer: 'CK', name: 'sea' }, probability: 0.4 } as const;

  it('is open until something is said of its tag, and is accepted by nobody who accepts the rest', () => {
    const open = { ...cluster('c1', [tag('sea'), tag('flower')]), question: asked };
    expect(questionOf(open)).toBe(asked);
    expect(openTags(open).map(({ name }) => name)).toEqual(['flower']);
    expect(decisionsOnOpen('accept', target({ cluster: open })).map((one) => one.tag)).toEqual([
      { layer: 'CK', name: 'flower' },
    ]);
    const answered = { ...cluster('c1', [tag('sea', { rejected: 1 })]), question: asked };
    expect(questionOf(answered)).toBeNull();
    expect(questionOf({ ...cluster('c1', []), question: asked })).toBe(asked);
    expect(questionOf(cluster('c1', [tag('sea')]))).toBeNull();
  });
});

describe('several clusters as one', () => {
  it('have the tags of all of them, with the photos of all', () => {
    const both = merged([
      cluster('c1', [tag('sea', { proposed: 2 }), tag('fog', { accepted: 1 })]),
      cluster('c2', [tag('sea', { proposed: 1, rejected: 3 })]),
    ])!;
    expect(both.members).toBe(cluster('c1', []).members + cluster('c2', []).members);
    const { name, proposed, accepted, rejected } = both.tags[0]!;
    expect([name, proposed, accepted, rejected]).toEqual(['sea', 3, 0, 3]);
    expect(merged([])).toBeNull();
  });
});

describe('two fingers', () => {
  it('bring nearer what lies between them, and take it along', () => {
    const near = pinched(
      FIT,
      [
        { x: -10, y: 0 },
        { x: 10, y: 0 },
      ],
      [
        { x: -15, y: 5 },
        { x: 25, y: 5 },
      ],
    );
    expect(near).toEqual({ scale: 2, x: 5, y: 5 });
  });
  it('show the whole picture when they meet', () => {
    expect(
      pinched(
        { scale: 2, x: 9, y: 9 },
        [
          { x: -10, y: 0 },
          { x: 10, y: 0 },
        ],
        [
          { x: 0, y: 0 },
          { x: 0, y: 0 },
        ],
      ),
    ).toEqual(FIT);
  });
});

describe('completion', () => {
  const term = (name: string, aliases: string[] = [], pt: string | null = null) => ({
    name,
    kind: 'subject',
    parent: null,
    aliases,
    names: { en: null, pt },
  });
  const vocabulary = {
    prefixes: { CK: 'CK:', AI: 'AI:' },
    terms: [term('flower', [], 'flor'), term('São Paulo', ['sampa']), term('street photo'), term('street')],
    concepts: ['fog', 'blue glass'],
  };
  const used = [{ layer: 'AI', name: 'flash', photos: 9 }] as const;
  const names = (typed: string, language: 'en' | 'pt' = 'en') =>
    choicesFor(typed, vocabulary, used, language).map(
      ({ layer, name, isNew }) => `${isNew ? 'new ' : ''}${layer}:${name}`,
    );

  it.each([
    ['', []],
    ['fl', ['CK:flower', 'AI:flash', 'new AI:fl']],
    ['street', ['CK:street', 'CK:street photo', 'new AI:street']],
    ['photo', ['CK:street photo', 'new AI:photo']],
    ['sao', ['CK:São Paulo', 'new AI:sao']],
    ['sampa', ['CK:São Paulo', 'new AI:sampa']],
    ['flor', ['CK:flower', 'new AI:flor']],
    ['ck:f', ['CK:flower']],
    ['AI:  Blue   Door', ['new AI:blue door']],
    ['AI:fog', ['AI:fog']],
    ['a|b', []],
  ])('"%s" may become %j', (typed, is) => {
    expect(names(typed)).toEqual(is);
  });

  it('shows the name in the language, or the other word that was typed', () => {
    const beside = (typed: string, language: 'en' | 'pt') =>
      choicesFor(typed, vocabulary, used, language)[0]!.beside;
    expect([beside('flower', 'pt'), beside('flower', 'en'), beside('sampa', 'en')]).toEqual([
      'flor',
      null,
      'sampa',
    ]);
  });
});

describe('the filter', () => {
  it('comes back from the address as it was put there', () => {
    const filter = {
      ...NO_FILTER,
      order: 'unsure',
      from: '2014-05',
      people: 'no',
      leastTrust: '0.8',
    } as const;
    expect(readFilter(filterText(filter))).toEqual(filter);
    expect(filterText(NO_FILTER)).toBe('');
    expect(requestOf(filter)).toEqual({
      order: 'unsure',
      reviewed: false,
      from: '2014-05',
      people: false,
      leastTrust: 0.8,
    });
    expect(requestOf({ ...NO_FILTER, state: 'all' })).toEqual({ order: 'time' });
  });

  it('takes nothing from the address that makes no sense', () => {
    expect(readFilter('?order=evil&state=x&leastTrust=7&leastMembers=-1&people=&constructor=1')).toEqual(
      NO_FILTER,
    );
  });
});

describe('zoom', () => {
  it('keeps the place that is pointed at, and ends at the whole picture', () => {
    const near = zoomedAt(FIT, 2, 100, 50);
    // What lay at (100, 50) lies there still: 100 = x + 2 * 100 - 100.
    expect(near).toEqual({ scale: 2, x: -100, y: -50 });
    expect(zoomedAt(near, 0.7, 0, 0)).toBe(FIT);
    expect(zoomedAt(near, 99, 0, 0).scale).toBe(8);
  });

  it('never moves the picture out of its frame', () => {
    expect(panned({ scale: 2, x: 0, y: 0 }, 9999, -9999, 800, 600)).toEqual({ scale: 2, x: 400, y: -300 });
    expect(panned(FIT, 50, 50, 800, 600)).toEqual({ scale: 1, x: 0, y: 0 });
  });
});
