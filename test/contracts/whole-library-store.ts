import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaptureTime } from '../../src/domain/capture-time.ts';
import type { OutcomeStatus } from '../../src/domain/outcome.ts';
import type { PhotoFile } from '../../src/domain/photo.ts';
import type { StageName } from '../../src/domain/stage-name.ts';
import type { Proposal } from '../../src/domain/tag.ts';
import type { Store } from '../../src/store/store.ts';
import type { StoreUnderTest } from './store.ts';

const sha1 = (digit: string): string => digit.repeat(40);
const ck = (name: string) => ({ layer: 'CK' as const, name });
/** More than a store would gather photo by photo. */
const manyNames = (name: string): string[] => [name, ...Array.from({ length: 300 }, (_, i) => `no ${i}`)];

const file = (path: string, digit: string | null, changes: Partial<PhotoFile> = {}): PhotoFile => ({
  path,
  root: '/photos',
  sizeBytes: 10,
  mtimeMicros: 1,
  birthMicros: null,
  inode: path,
  sha1: digit === null ? null : sha1(digit),
  status: 'present',
  reason: null,
  ...changes,
});

const outcome = (stage: StageName, item: string, status: OutcomeStatus = 'done') => {
  const reason = status === 'done' ? null : `${stage} ${status}`;
  return { stage, item, fingerprint: '', status, reason, digest: '' };
};

const proposal = (name: string): Proposal => ({
  ...ck(name),
  score: 0.5,
  reason: '',
  source: 'scored',
  model: 'm',
  probability: null,
  threshold: null,
});

const timeAt = (wallMillis: number): CaptureTime => ({
  wallMillis,
  interval: { startMillis: wallMillis, endMillis: wallMillis },
  precision: 'second',
  offsetMinutes: null,
  trustScore: 1,
  signalsUsed: [],
  uncertain: false,
  clock: null,
  byHand: false,
});

/** What the page asks of all photos at once: counts, names, problems, what is found. */
export function wholeLibraryStoreContract({ name, open }: StoreUnderTest): void {
  describe(`a store in ${name}: questions over the whole library`, () => {
    let store: Store;
    const gone = (digit: string) => store.outcomes.put([outcome('scan', sha1(digit), 'skipped')]);
    const decide = (digit: string, tag: string, verdict: 'accepted' | 'rejected' | 'added') =>
      store.tags.putDecision(sha1(digit), { ...ck(tag), verdict });
    const propose = (digit: string, ...names: string[]) =>
      store.tags.putProposals('CK', { sha1: sha1(digit), proposals: names.map(proposal) });

    beforeEach(async () => {
      store = await open();
      await store.files.put(['d', 'b', 'c', 'a'].map((digit) => file(`/photos/${digit}.jpg`, digit)));
      await store.files.put([file('/photos/0.jpg', 'c')]);
      for (const digit of 'abcd') await store.outcomes.put([outcome('scan', sha1(digit))]);
      await propose('a', 'sea', 'dawn');
      await propose('b', 'sea');
      await propose('c', 'sea', "it's");
      await propose('d', 'fog');
    });
    afterEach(() => store.close());

    it('counts names by present photos, and knows every name that there ever was', async () => {
      await decide('a', 'sea', 'rejected');
      await decide('a', 'dawn', 'accepted');
      await decide('b', 'moon', 'added');
      await decide('d', 'moon', 'added');
      await gone('d');
      expect(await store.tags.names()).toEqual([
        { ...ck('sea'), photos: 2 },
        { ...ck('dawn'), photos: 1 },
        { ...ck("it's"), photos: 1 },
        { ...ck('moon'), photos: 1 },
      ]);
      expect(await store.tags.countNames()).toBe(4);
      expect(await store.tags.everyName()).toEqual(['dawn', 'fog', "it's", 'moon', 'sea'].map(ck));
    });

    it.each([
      { says: 'one tag', tagged: [['sea']], found: 'cab' },
      { says: 'several names', tagged: [['dawn', 'fog', "it's"]], found: 'cad' },
      { says: 'a tag of each of two lists', tagged: [['sea'], ['dawn', 'fog']], found: 'a' },
      { says: 'no name at all', tagged: [[]], found: '' },
      { says: 'a name of nobody', tagged: [['x']], found: '' },
      { says: 'so many names that photos are asked', tagged: [manyNames('sea')], found: 'cab' },
      { says: 'nothing but that it is there', tagged: [], found: 'cabd' },
    ])('finds by $says, in order of the first path', async ({ tagged, found }) => {
      const query = { tagged: tagged.map((names) => names.map(ck)) };
      const all = await store.tags.found({ ...query, limit: null });
      expect([all.total, all.sha1s]).toEqual([found.length, [...found].map(sha1)]);
      const first = await store.tags.found({ ...query, limit: 1 });
      expect([first.total, first.sha1s]).toEqual([found.length, [...found].slice(0, 1).map(sha1)]);
    });

    it('finds by filters too, and neither what was rejected nor what is gone', async () => {
      await store.photos.putCaptureTimes(
        new Map([
          [sha1('a'), timeAt(0)],
          [sha1('b'), timeAt(1000)],
        ]),
      );
      const since = { fromMillis: 500 };
      const found = async (tagged: string[][], filter = {}) => {
        const lists = tagged.map((names) => names.map(ck));
        const { sha1s } = await store.tags.found({ tagged: lists, filter, limit: null });
        return sha1s.map((key) => key[0]).join('');
      };
      expect(await found([['sea']], since)).toBe('b');
      expect(await found([manyNames('sea')], since)).toBe('b');
      expect(await found([], since)).toBe('b');
      await decide('c', 'sea', 'rejected');
      await decide('d', 'sea', 'added');
      await gone('b');
      expect(await found([['sea']])).toBe('ad');
      expect(await found([manyNames('sea')])).toBe('ad');
      expect(await found([['sea']], since)).toBe('');
    });

    it('gives problems page by page, failed ones first, and counts them', async () => {
      expect(await store.outcomes.countProblems()).toBe(0);
      await store.outcomes.put([
        outcome('scan', 'e', 'skipped'),
        outcome('proxies', 'a', 'failed'),
        outcome('metadata', 'b', 'failed'),
        outcome('metadata', 'a', 'failed'),
        outcome('metadata', 'c'),
      ]);
      const asked = async (page: Parameters<typeof store.outcomes.problems>[0]) =>
        (await store.outcomes.problems(page)).map((row) => `${row.stage} ${row.item}`);
      expect(await asked({})).toEqual(['metadata a', 'metadata b', 'proxies a', 'scan e']);
      expect(await asked({ offset: 1, limit: 2 })).toEqual(['metadata b', 'proxies a']);
      expect(await asked({ offset: 4, limit: 2 })).toEqual([]);
      expect(await asked({ status: 'failed', stage: 'metadata' })).toEqual(['metadata a', 'metadata b']);
      expect(await asked({ status: 'skipped' })).toEqual(['scan e']);
      expect(await store.outcomes.countProblems()).toBe(4);
      expect(await store.outcomes.countProblems({ stage: 'metadata' })).toBe(2);
    });

    it('says how far photos are, each once, whatever is known of photos that are gone', async () => {
      const progress = () => store.files.progress({ failing: ['metadata', 'proxies'], last: 'ck-tags' });
      expect(await progress()).toEqual({ failed: 0, waiting: 4, tagged: 0, untagged: 0, unread: 0 });
      await store.files.put([file('/photos/new.jpg', null)]);
      for (const digit of 'abc') await store.outcomes.put([outcome('ck-tags', sha1(digit))]);
      await propose('c');
      expect(await progress()).toEqual({ failed: 0, waiting: 1, tagged: 2, untagged: 1, unread: 1 });
      // Twice failed is one photo; what was tagged before it failed is failed.
      await store.outcomes.put([
        outcome('metadata', sha1('a'), 'failed'),
        outcome('proxies', sha1('a'), 'failed'),
        outcome('embeddings', sha1('b'), 'failed'),
      ]);
      expect(await progress()).toEqual({ failed: 1, waiting: 1, tagged: 1, untagged: 1, unread: 1 });
      await store.files.markMissing(['/photos/a.jpg', '/photos/b.jpg']);
      for (const digit of 'ab') await gone(digit);
      expect(await progress()).toEqual({ failed: 0, waiting: 1, tagged: 0, untagged: 1, unread: 1 });
    });
  });
}
