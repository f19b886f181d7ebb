import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Decision, DecisionVerdict, Proposal } from '../../src/domain/tag.ts';
import type { NewVocabularyChange, TagMove } from '../../src/domain/vocabulary-change.ts';
import type { Store } from '../../src/store/store.ts';
import type { StoreUnderTest } from './store.ts';

const FLOWER = { layer: 'CK', name: 'flower' } as const;
const BLOOM = { layer: 'CK', name: 'bloom' } as const;
const MERGE: TagMove = { from: FLOWER, to: BLOOM, some: false };

const change = (changes: Partial<NewVocabularyChange> = {}): NewVocabularyChange => ({
  ...{ kind: 'merge', command: 'vocab merge flower --into bloom --apply', runId: 7, moves: [MERGE] },
  ...{
    names: ['flower', 'bloom'],
    file: '/v.yaml',
    fileBefore: 'a',
    fileAfter: 'b',
    undoes: null,
    photos: [],
  },
  ...changes,
});

const proposal = (name: string, score: number): Proposal => ({
  ...{ layer: 'CK', name, score, source: 'some', model: 'rule', reason: `${name} ${score}` },
  ...{ probability: null, threshold: null },
});

/** What is known of one photo, short: `flower+0.5` proposed, `flower:accepted`, `flower~` taken back. */
async function put(store: Store, sha1: string, facts: readonly string[]): Promise<void> {
  const proposals: Proposal[] = [];
  for (const fact of facts) {
    const [, name, sign, rest] = /^(\w+)([+:~])(.*)$/.exec(fact)!;
    if (sign === '+') proposals.push(proposal(name!, Number(rest)));
    if (sign === ':') {
      await store.tags.putDecision(sha1, { layer: 'CK', name: name!, verdict: rest as DecisionVerdict });
    }
  }
  await store.tags.putProposals('CK', { sha1, proposals });
  for (const fact of facts) {
    if (fact.endsWith('~')) {
      await store.tags.putUndone([{ sha1, layer: 'CK', name: fact.slice(0, -1), runId: 3 }]);
    }
  }
}

async function factsOf(store: Store, sha1: string): Promise<string[]> {
  const [proposals, decisions, undone] = await Promise.all([
    store.tags.proposalsOf([sha1]),
    store.tags.decisionsOf([sha1]),
    store.tags.undoneOf([sha1]),
  ]);
  return [
    ...(proposals.get(sha1) ?? []).map(({ name, score }) => `${name}+${score}`),
    ...(decisions.get(sha1) ?? []).map(({ name, verdict }: Decision) => `${name}:${verdict}`),
    ...(undone.get(sha1) ?? []).map(({ name }) => `${name}~`),
  ].sort();
}

/** What one tag becomes as part of another. */
const MERGED = [
  { before: [], after: [] },
  { before: ['flower+0.5'], after: ['bloom+0.5'] },
  { before: ['bloom+0.5', 'sea+0.9'], after: ['bloom+0.5', 'sea+0.9'] },
  { before: ['flower+0.5', 'bloom+0.7'], after: ['bloom+0.7'] },
  { before: ['flower+0.8', 'bloom+0.7'], after: ['bloom+0.8'] },
  { before: ['flower:accepted'], after: ['bloom:accepted'] },
  { before: ['flower:accepted', 'bloom:rejected'], after: ['bloom:accepted'] },
  { before: ['flower:rejected', 'bloom:accepted'], after: ['bloom:accepted'] },
  { before: ['flower:rejected', 'bloom:added'], after: ['bloom:added'] },
  { before: ['flower:rejected', 'bloom:rejected'], after: ['bloom:rejected'] },
  { before: ['flower:rejected', 'bloom+0.7'], after: ['bloom+0.7', 'bloom:rejected'] },
  { before: ['flower+0.5', 'flower~'], after: ['bloom+0.5', 'bloom~'] },
  { before: ['flower+0.5', 'flower~', 'bloom+0.4'], after: ['bloom+0.5'] },
  { before: ['flower+0.5', 'bloom+0.4', 'bloom~'], after: ['bloom+0.5'] },
  { before: ['flower+0.5', 'flower~', 'bloom+0.4', 'bloom~'], after: ['bloom+0.5', 'bloom~'] },
  { before: ['flower~', 'bloom:rejected'], after: ['bloom:rejected', 'bloom~'] },
] as const;

/** What every store of vocabulary changes does. */
export function vocabularyStoreContract({ name, open }: StoreUnderTest): void {
  describe(`changes of the vocabulary in ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    it('are kept in order, with what finishes them and takes them back', async () => {
      const first = await store.vocabulary.announce(change());
      const second = await store.vocabulary.announce(
        change({ kind: 'undo', undoes: first, runId: null, moves: [], fileBefore: null, photos: ['x', 'x'] }),
      );
      expect(await store.vocabulary.announced()).toHaveLength(2);
      await store.vocabulary.finish(first, 'c');
      await store.vocabulary.setUndone(first, second);
      expect(await store.vocabulary.announced()).toMatchObject([{ id: second }]);
      expect(await store.vocabulary.all()).toMatchObject([
        {
          id: first,
          kind: 'merge',
          state: 'done',
          fileBefore: 'a',
          fileAfter: 'c',
          undoneBy: second,
          runId: 7,
        },
        { id: second, kind: 'undo', state: 'announced', fileBefore: null, undoes: first, moves: [] },
      ]);
      expect([...(await store.vocabulary.photosOf(second))]).toEqual(['x']);
    });

    it.each(MERGED)('make of $before: $after, and take it back', async ({ before, after }) => {
      await put(store, 'photo', before);
      const id = await store.vocabulary.announce(change());
      await store.vocabulary.moveTag(id, MERGE);
      expect(await factsOf(store, 'photo')).toEqual([...after].sort());
      await store.vocabulary.moveBack(id, MERGE, false);
      expect(await factsOf(store, 'photo')).toEqual([...before].sort());
    });

    it('keep everything else that is known of a proposal', async () => {
      const whole = { ...proposal('flower', 0.5), probability: 0.8, threshold: 0.6 };
      await store.tags.putProposals('CK', { sha1: 'photo', proposals: [proposal('sea', 0.9), whole] });
      const id = await store.vocabulary.announce(change());
      await store.vocabulary.moveTag(id, MERGE);
      expect((await store.tags.proposalsOf(['photo'])).get('photo')).toEqual([
        proposal('sea', 0.9),
        { ...whole, name: 'bloom' },
      ]);
    });

    it('happen on the photos of a split alone', async () => {
      for (const sha1 of ['one', 'two']) await put(store, sha1, ['flower+0.5', 'flower:accepted']);
      const move = { ...MERGE, some: true };
      const id = await store.vocabulary.announce(change({ kind: 'split', moves: [move], photos: ['one'] }));
      await store.vocabulary.moveTag(id, move);
      expect(await factsOf(store, 'one')).toEqual(['bloom+0.5', 'bloom:accepted']);
      expect(await factsOf(store, 'two')).toEqual(['flower+0.5', 'flower:accepted']);
      await store.vocabulary.moveBack(id, move, false);
      expect(await factsOf(store, 'one')).toEqual(['flower+0.5', 'flower:accepted']);
    });

    it('may change the layer', async () => {
      const glass = { layer: 'AI', name: 'blue glass' } as const;
      const move: TagMove = { from: glass, to: { layer: 'CK', name: 'blue glass' }, some: false };
      await store.tags.putDecision('photo', { ...glass, verdict: 'accepted' });
      const id = await store.vocabulary.announce(change({ kind: 'promote', moves: [move] }));
      await store.vocabulary.moveTag(id, move);
      expect((await store.tags.decisionsOf(['photo'])).get('photo')).toEqual([
        { layer: 'CK', name: 'blue glass', verdict: 'accepted' },
      ]);
      await store.vocabulary.moveBack(id, move, true);
      expect((await store.tags.decisionsOf(['photo'])).get('photo')).toEqual([
        { ...glass, verdict: 'accepted' },
      ]);
    });

    it('leave decided what was decided since', async () => {
      await put(store, 'changed', ['flower:accepted']);
      await put(store, 'both', ['flower:accepted', 'bloom:rejected']);
      await put(store, 'new', []);
      const id = await store.vocabulary.announce(change());
      await store.vocabulary.moveTag(id, MERGE);
      for (const sha1 of ['changed', 'both', 'new']) await put(store, sha1, ['bloom:rejected']);
      await store.vocabulary.moveBack(id, MERGE, false);
      expect(await factsOf(store, 'changed')).toEqual(['flower:rejected']);
      expect(await factsOf(store, 'both')).toEqual(['bloom:rejected', 'flower:rejected']);
      expect(await factsOf(store, 'new')).toEqual(['bloom:rejected']);
    });

    it('give a renamed tag its name back, with all that came since', async () => {
      await put(store, 'old', ['flower+0.5']);
      const id = await store.vocabulary.announce(change({ kind: 'rename' }));
      await store.vocabulary.moveTag(id, MERGE);
      await put(store, 'since', ['bloom+0.7', 'bloom:added']);
      await put(store, 'old', ['bloom+0.6', 'bloom:accepted']);
      await store.vocabulary.moveBack(id, MERGE, true);
      expect(await factsOf(store, 'since')).toEqual(['flower+0.7', 'flower:added']);
      expect(await factsOf(store, 'old')).toEqual(['flower+0.5', 'flower:accepted']);
    });

    it('count what is known of tags', async () => {
      await put(store, 'one', ['flower+0.5', 'bloom+0.5']);
      await put(store, 'two', ['flower+0.5', 'flower:rejected', 'bloom+0.5']);
      await put(store, 'three', ['flower:added']);
      expect(await store.vocabulary.countsOf(FLOWER)).toEqual({
        ...{ proposed: 2, accepted: 1, rejected: 1, photos: 3 },
      });
      expect(await store.vocabulary.countBoth(FLOWER, BLOOM)).toBe(1);
      expect(await store.vocabulary.photosKnowing(FLOWER)).toEqual(['one', 'three', 'two']);
      expect(await store.vocabulary.countsOf({ layer: 'AI', name: 'none' })).toMatchObject({ photos: 0 });
    });
  });
}
