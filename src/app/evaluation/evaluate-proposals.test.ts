import { describe, expect, it } from 'vitest';
import type { Store } from '../../store/store.ts';
import { type EvaluationInput, evaluateProposals } from './evaluate-proposals.ts';
import {
  decide,
  evaluationStore,
  type MadePhoto,
  proposalOf,
  propose,
  sha1Of,
} from './evaluation-store.fixture.ts';
import type { LabelledRow } from './read-labels.ts';
import { truthsOfDecisions, truthsOfRows } from './truths.ts';

const PREFIXES = { CK: 'CK:', AI: 'AI:' };

async function evaluated(
  photos: Readonly<Record<string, MadePhoto>>,
  input: Partial<EvaluationInput> = {},
  change: (store: Store) => Promise<void> = async () => {},
) {
  const { store, close } = await evaluationStore(photos);
  try {
    await change(store);
    return await evaluateProposals(store, {
      truths: truthsOfDecisions(PREFIXES),
      whenDecided: true,
      ...input,
    });
  } finally {
    await close();
  }
}

/** `a sea yes`: photo, label, verdict. */
function table(rows: readonly string[], complete = false) {
  const read = rows.map((row, i): LabelledRow => {
    const [photo, label = '', verdict] = row.split(' ');
    return { line: i + 2, photo: photo!, label, verdict: (verdict ?? null) as LabelledRow['verdict'] };
  });
  const sha1s = new Map(read.map(({ photo }) => [photo, sha1Of(photo)]));
  const truths = truthsOfRows(read, sha1s, { prefixes: PREFIXES, complete, table: '/t.csv' });
  return { truths, labels: truths.labels, whenDecided: false };
}

const of = (evaluation: Awaited<ReturnType<typeof evaluated>>, label: string) =>
  evaluation.labels.find((result) => result.label === label);

const sea = (probability: number | null = null) => proposalOf('sea', { probability });

describe('proposals against decisions', () => {
  it('are nothing in an empty library, and undecided in a new one', async () => {
    expect(await evaluated({})).toMatchObject({
      photos: 0,
      labels: [],
      confusion: [],
      meanAveragePrecision: null,
    });
    const fresh = await evaluated({ a: { proposals: [sea()] }, b: {} });
    expect(fresh).toMatchObject({
      photos: 0,
      all: { proposed: 1, undecided: 1, precision: null, recall: null },
    });
  });

  it('are right, wrong, undecided and missed, by label', async () => {
    const evaluation = await evaluated({
      a: { proposals: [sea()], decisions: { sea: 'accepted' } },
      b: { proposals: [sea()], decisions: { sea: 'rejected' } },
      c: { proposals: [sea(), proposalOf('fog', { layer: 'AI' })] },
      d: { decisions: { sea: 'added', night: 'added' } },
    });
    expect(of(evaluation, 'CK:sea')).toMatchObject({
      proposed: 3,
      right: 1,
      wrong: 1,
      undecided: 1,
      missed: 1,
    });
    expect(of(evaluation, 'CK:night')).toMatchObject({ proposed: 0, missed: 1, precision: null, recall: 0 });
    expect(of(evaluation, 'AI:fog')).toMatchObject({ proposed: 1, undecided: 1 });
    expect(evaluation).toMatchObject({ photos: 3, all: { right: 1, wrong: 1, missed: 2, precision: 0.5 } });
    expect(evaluation.labels.map(({ label }) => label)).toEqual(['CK:sea', 'CK:night', 'AI:fog']);
  });

  it('keep what they said when they were decided on, though they learned since', async () => {
    const photos = {
      a: { proposals: [sea(0.625)], decisions: { sea: 'accepted' } },
      b: { proposals: [sea(0.75)], decisions: { sea: 'rejected' } },
      c: { decisions: { sea: 'added' } },
    } as const;
    const teach = async (store: Store) => {
      await propose(store, 'a', [sea(0.99)]);
      await propose(store, 'b', []);
      await propose(store, 'c', [sea(0.9)]);
    };
    const then = await evaluated(photos, {}, teach);
    expect(of(then, 'CK:sea')).toMatchObject({ right: 1, wrong: 1, missed: 1, precision: 0.5, recall: 0.5 });
    expect(then.calibration.bins[6]).toMatchObject({ count: 1, right: 1, stated: 0.625 });
    expect(then.calibration.bins[7]).toMatchObject({ count: 1, right: 0, stated: 0.75 });
    const now = await evaluated(photos, { whenDecided: false }, teach);
    expect(of(now, 'CK:sea')).toMatchObject({ right: 2, wrong: 0, missed: 0, spared: 1, precision: 1 });
  });

  it('count once where several taggers propose the same, the surest of them', async () => {
    const evaluation = await evaluated({ a: { proposals: [sea(0.25)] } }, {}, async (store) => {
      await propose(store, 'a', [sea(0.25), proposalOf('sea', { layer: 'AI', probability: 0.75 })]);
      await decide(store, 'a', 'sea', 'accepted', 'AI');
    });
    expect(evaluation.calibration.judged).toBe(1);
    const both = await evaluated(
      { a: { proposals: [sea(0.25), proposalOf('sea', { layer: 'AI', probability: 0.75 })] } },
      table(['a sea yes']),
    );
    expect(of(both, 'sea')).toMatchObject({ proposed: 1, right: 1 });
    expect(both.calibration.bins[7]).toMatchObject({ count: 1, stated: 0.75 });
  });

  it('are confused where another label was right', async () => {
    const evaluation = await evaluated({
      a: { proposals: [proposalOf('lake')], decisions: { lake: 'rejected', sea: 'added' } },
      b: { proposals: [proposalOf('lake'), sea()], decisions: { lake: 'rejected', sea: 'accepted' } },
      c: { proposals: [proposalOf('lake')], decisions: { lake: 'accepted', sea: 'rejected' } },
    });
    expect(evaluation.confusion).toEqual([{ proposed: 'CK:lake', right: 'CK:sea', photos: 2, insteadOf: 1 }]);
  });
});

describe('proposals against a table', () => {
  const photos = {
    a: { proposals: [sea(), proposalOf('fog')] },
    b: { proposals: [sea()] },
    c: { proposals: [sea()] },
    d: {},
  };

  it('know only what the table says', async () => {
    const evaluation = await evaluated(
      photos,
      table(['a sea yes', 'b sea no', 'd sea yes', 'd night unsure']),
    );
    expect(evaluation.labels.map(({ label }) => label)).toEqual(['sea', 'night']);
    expect(of(evaluation, 'sea')).toMatchObject({ proposed: 3, right: 1, wrong: 1, undecided: 1, missed: 1 });
    expect(evaluation.photos).toBe(3);
  });

  it('take what a complete table leaves out for a no, on its photos alone', async () => {
    const evaluation = await evaluated(photos, table(['a sea yes', 'b fog yes', 'd'], true));
    expect(of(evaluation, 'sea')).toMatchObject({ proposed: 3, right: 1, wrong: 1, undecided: 1, spared: 1 });
    expect(of(evaluation, 'fog')).toMatchObject({ proposed: 1, wrong: 1, missed: 1, spared: 1 });
  });

  it('leave what is unsure, or not judged yet, out of a complete table’s counts', async () => {
    const evaluation = await evaluated(photos, table(['a sea unsure', 'b sea', 'c sea yes'], true));
    expect(of(evaluation, 'sea')).toMatchObject({ right: 1, wrong: 0, unsure: 1, undecided: 1 });
  });

  it.each([
    { label: 'SEA', proposed: 1 },
    { label: 'CK:sea', proposed: 1 },
    { label: 'AI:sea', proposed: 0 },
    { label: 'seas', proposed: 0 },
  ])('mean $label', async ({ label, proposed }) => {
    const evaluation = await evaluated({ a: { proposals: [sea()] } }, table([`a ${label} yes`]));
    expect(evaluation.labels).toMatchObject([{ label, proposed }]);
  });

  it('refuse what contradicts itself', () => {
    expect(() => table(['a sea yes', 'a SEA no'])).toThrow(
      /line 3: it says something else of “SEA” on a than line 2/,
    );
    expect(table(['a sea yes', 'a sea yes']).labels).toEqual(['sea']);
  });
});

describe('a library of several pages', () => {
  it('is counted to its end', async () => {
    const letters = 'abcdef';
    const evaluation = await evaluated({ a: { proposals: [sea()] } }, {}, async (store) => {
      for (let i = 0; i < 1200; i++) {
        const sha1 = `${letters[i % 6]}${String(i).padStart(39, '0')}`;
        await store.outcomes.put([
          { stage: 'scan', item: sha1, fingerprint: '', status: 'done', reason: null, digest: '' },
        ]);
        await store.files.put([
          {
            ...(await store.files.atPaths(['/photos/a.jpg']))[0]!,
            path: `/photos/${i}.jpg`,
            inode: String(i),
            sha1,
          },
        ]);
        await store.tags.putProposals('CK', { sha1, proposals: [sea()] });
      }
    });
    expect(of(evaluation, 'CK:sea')).toMatchObject({ proposed: 1201 });
  });
});
