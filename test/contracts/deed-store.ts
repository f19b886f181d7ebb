import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Deed, DeedBody, TagState } from '../../src/store/deed-store.ts';
import type { Store } from '../../src/store/store.ts';
import type { StoreUnderTest } from './store.ts';

const sha1 = (digit: string): string => digit.repeat(40);
const FLOWER = { layer: 'CK', name: 'flower' } as const;
const UNSAID: TagState = { verdict: null, source: null, undoneBy: null };

const deed = (words: string, sha1s: string[] = [sha1('a')]): Omit<Deed, 'id'> => ({
  at: '2026-01-02T03:04:05.000Z',
  words,
  body: {
    kind: 'tag',
    ...FLOWER,
    changes: [{ before: UNSAID, after: { ...UNSAID, verdict: 'added' }, sha1s }],
  },
});

/** What every store does with deeds of the user. */
export function deedStoreContract({ name, open }: StoreUnderTest): void {
  describe(`deeds in ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    it('are none at first', async () => {
      expect(await store.deeds.last()).toBeNull();
      expect(await store.deeds.lastTakenBack()).toBeNull();
      expect(await store.deeds.page({ before: null, limit: 9 })).toEqual([]);
    });

    it.each<{ what: string; state: TagState }>([
      { what: 'accepted', state: { verdict: 'accepted', source: null, undoneBy: null } },
      { what: 'rejected elsewhere', state: { verdict: 'rejected', source: 'a sidecar', undoneBy: null } },
      { what: 'undone by a run, and nothing said', state: { verdict: null, source: null, undoneBy: 7 } },
      { what: 'undone and accepted', state: { verdict: 'accepted', source: null, undoneBy: 7 } },
      { what: 'nothing', state: UNSAID },
    ])('keep the state of a tag as it is: $what', async ({ state }) => {
      const { deeds, tags } = store;
      await deeds.putTagState(FLOWER, [sha1('a'), sha1('b')], { ...UNSAID, verdict: 'added', undoneBy: 3 });
      await deeds.putTagState(FLOWER, [sha1('a')], state);
      const states = await deeds.tagStates(FLOWER, [sha1('a'), sha1('b'), sha1('c')]);
      expect([...states]).toEqual([
        [sha1('a'), state],
        [sha1('b'), { ...UNSAID, verdict: 'added', undoneBy: 3 }],
        [sha1('c'), UNSAID],
      ]);
      const said = (await tags.decisionsOf([sha1('a')])).get(sha1('a')) ?? [];
      expect(said.map(({ verdict }) => verdict)).toEqual(state.verdict === null ? [] : [state.verdict]);
    });

    it('leave other tags of the same photo alone', async () => {
      await store.tags.putDecision(sha1('a'), { layer: 'AI', name: 'flower', verdict: 'accepted' });
      await store.tags.putDecision(sha1('a'), { layer: 'CK', name: 'sea', verdict: 'rejected' });
      await store.deeds.putTagState(FLOWER, [sha1('a')], UNSAID);
      expect((await store.tags.decisionsOf([sha1('a')])).get(sha1('a'))).toHaveLength(2);
    });

    it('know for which photos a tag was proposed', async () => {
      const proposal = { score: 1, reason: '', source: 'measured', model: 'rule' };
      await store.tags.putProposals('CK', { sha1: sha1('a'), proposals: [{ ...FLOWER, ...proposal }] });
      await store.tags.putProposals('CK', {
        sha1: sha1('b'),
        proposals: [{ layer: 'CK', name: 'sea', ...proposal }],
      });
      expect(await store.deeds.proposedAmong(FLOWER, [sha1('a'), sha1('b'), sha1('c')])).toEqual(
        new Set([sha1('a')]),
      );
    });

    it('come back as they were recorded, the last that stands first', async () => {
      const first = await store.deeds.record(deed('first'));
      const second = await store.deeds.record(deed('second', [sha1('a'), sha1('b')]));
      expect(await store.deeds.last()).toEqual({ id: second, ...deed('second', [sha1('a'), sha1('b')]) });
      await store.deeds.setTakenBack(second, true);
      await store.deeds.setTakenBack(first, true);
      expect(await store.deeds.last()).toBeNull();
      expect((await store.deeds.lastTakenBack())!.words).toBe('first');
      await store.deeds.setTakenBack(first, false);
      expect((await store.deeds.last())!.words).toBe('first');
      expect((await store.deeds.lastTakenBack())!.words).toBe('second');
      expect(await store.deeds.page({ before: null, limit: 9 })).toMatchObject([
        { id: second, photos: 2, takenBack: true },
        { id: first, photos: 1, takenBack: false },
      ]);
    });

    it('that were taken back are forgotten with the next one', async () => {
      const first = await store.deeds.record(deed('first'));
      await store.deeds.setTakenBack(first, true);
      const second = await store.deeds.record(deed('second'));
      expect(second).toBeGreaterThan(first);
      expect(await store.deeds.lastTakenBack()).toBeNull();
    });

    it('are listed by pages', async () => {
      const ids: number[] = [];
      for (const words of ['1', '2', '3']) ids.push(await store.deeds.record(deed(words)));
      const words = async (before: number | null) =>
        (await store.deeds.page({ before, limit: 2 })).map((one) => one.words);
      expect(await words(null)).toEqual(['3', '2']);
      expect(await words(ids[1]!)).toEqual(['1']);
    });

    it('keep flags of people as well', async () => {
      const body: DeedBody = {
        kind: 'people',
        changes: [{ before: null, after: 'lifted', sha1s: [sha1('a')] }],
      };
      await store.deeds.record({ at: '', words: 'lift', body });
      expect((await store.deeds.last())!.body).toEqual(body);
    });
  });
}
