import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openLibrary } from '../../compose.ts';
import type { TagLayer } from '../../domain/tag.ts';
import type { Library } from '../library.ts';
import { wantedTags } from '../wanted-tags.ts';
import { decideTag } from './decide-tag.ts';
import { flagPeople } from './flag-people.ts';
import { madeClusterId, madeSha1, putMadeClusters } from './made-clusters.fixture.ts';
import { shownTag, tagNamed } from './tag-name.ts';
import { listDeeds, redoDeed, undoDeed } from './take-back.ts';
import { clustersOfTargets, photosNamed } from './targets.ts';

const home = mkdtempSync(join(tmpdir(), 'photo-tag-decide-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const FLOWER = { layer: 'CK', name: 'flower' } as const;
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

let made = 0;
let library: Library;
beforeEach(async () => {
  const folder = join(home, `library-${made++}`);
  library = await openLibrary({ folder, dataFolder: 'data', roots: [] });
  // Two clusters; 8 and 9 do not fit the first one.
  await putMadeClusters(library.store, '/photos', [
    { members: range(0, 10), misfits: [8, 9] },
    { members: range(10, 13) },
  ]);
  return () => library.close();
});

const propose = (photo: number, name: string, layer: TagLayer = 'CK') =>
  library.store.tags.putProposals(layer, {
    sha1: madeSha1(photo),
    proposals: [{ layer, name, score: 1, reason: '', source: 'measured', model: 'rule' }],
  });

const verdictsOf = async (...photos: number[]) => {
  const decisions = await library.store.tags.decisionsOf(photos.map(madeSha1));
  return photos.map(
    (i) =>
      decisions
        .get(madeSha1(i))
        ?.map(({ verdict }) => verdict)
        .join() ?? '',
  );
};

describe('deciding', () => {
  it('accepts what was proposed, adds what was not, and holds back who does not fit', async () => {
    await propose(0, 'flower');
    const report = await decideTag(library, {
      tag: FLOWER,
      verdict: 'accept',
      clusters: [madeClusterId(0)],
      except: [madeSha1(7)],
    });
    expect(report).toMatchObject({
      applied: range(0, 7).map(madeSha1),
      added: 6,
      held: [8, 9].map((i) => ({ sha1: madeSha1(i), why: 'does not fit' })),
      unchanged: 0,
    });
    expect(await verdictsOf(0, 1, 7, 8, 10)).toEqual(['accepted', 'added', '', '', '']);
  });

  it('holds back nobody who is named, and nobody at all where all are meant', async () => {
    const clusters = [madeClusterId(0)];
    await decideTag(library, { tag: FLOWER, verdict: 'accept', clusters, photos: [madeSha1(8)] });
    expect(await verdictsOf(8, 9)).toEqual(['added', '']);
    await decideTag(library, { tag: FLOWER, verdict: 'accept', clusters, allMembers: true });
    expect(await verdictsOf(8, 9)).toEqual(['added', 'added']);
  });

  it('does nothing twice, and nothing in a dry run', async () => {
    const request = { tag: FLOWER, verdict: 'reject', clusters: [madeClusterId(1)] } as const;
    expect(await decideTag(library, { ...request, dryRun: true })).toMatchObject({
      deed: null,
      applied: { length: 3 },
    });
    expect(await verdictsOf(10, 11, 12)).toEqual(['', '', '']);
    await decideTag(library, request);
    expect(await decideTag(library, request)).toMatchObject({ deed: null, applied: [], unchanged: 3 });
    expect(await listDeeds(library, { before: null, limit: 9 })).toHaveLength(1);
  });

  it('a member that looks far less like the label than the others is held back', async () => {
    const { store } = library;
    const vector = (angle: number) => Float32Array.of(Math.cos(angle), Math.sin(angle));
    for (const i of [10, 11, 12]) {
      await store.photos.putEmbedding({ sha1: madeSha1(i), model: 'm', vector: vector(i === 12 ? 1.5 : 0) });
    }
    const model = { ...FLOWER, direction: Float32Array.of(10, 0), offset: -5, threshold: 0.5 } as const;
    await store.labels.put({
      space: 'm',
      inputs: '',
      vectors: 3,
      digests: { CK: '', AI: '' },
      labels: [
        {
          model: { ...model, basis: 'taught', accepted: 9, rejected: 9, withheld: null },
          quantiles: [],
          expectedShare: 0,
          expectedPrecision: null,
        },
      ],
    });
    const report = await decideTag(library, { tag: FLOWER, verdict: 'accept', clusters: [madeClusterId(1)] });
    expect(report.held).toEqual([{ sha1: madeSha1(12), cluster: madeClusterId(1), why: 'unlikely' }]);
  });

  it('of a cluster that is not there changes nothing', async () => {
    const clusters = [madeClusterId(1), madeClusterId(77)];
    await expect(decideTag(library, { tag: FLOWER, verdict: 'accept', clusters })).rejects.toMatchObject({
      code: 'USAGE',
    });
    expect(await verdictsOf(10)).toEqual(['']);
  });

  it('of a cluster of 500 takes less than 50 ms', async () => {
    await putMadeClusters(library.store, '/photos', [{ members: range(1000, 1500) }]);
    const times: number[] = [];
    for (const verdict of ['accept', 'reject', 'accept', 'forget', 'accept'] as const) {
      const start = process.cpuUsage();
      await decideTag(library, { tag: FLOWER, verdict, clusters: [madeClusterId(0)] });
      const { user, system } = process.cpuUsage(start);
      times.push((user + system) / 1000);
    }
    expect(Math.min(...times.slice(1))).toBeLessThan(50);
  });
});

describe('taking back', () => {
  it('goes back deed by deed to the beginning, and forward again', async () => {
    const { store } = library;
    await store.tags.putUndone([{ sha1: madeSha1(10), ...FLOWER, runId: 4 }]);
    const clusters = [madeClusterId(1)];
    const seen: string[][] = [await verdictsOf(10, 11, 12)];
    await decideTag(library, { tag: FLOWER, verdict: 'reject', photos: [madeSha1(11)] });
    seen.push(await verdictsOf(10, 11, 12));
    await decideTag(library, { tag: FLOWER, verdict: 'accept', clusters });
    seen.push(await verdictsOf(10, 11, 12));
    await decideTag(library, { tag: FLOWER, verdict: 'forget', clusters });
    expect((await store.tags.undoneOf([madeSha1(10)])).size).toBe(0);
    for (const wanted of seen.toReversed()) {
      expect(await undoDeed(library)).toMatchObject({ left: 0 });
      expect(await verdictsOf(10, 11, 12)).toEqual(wanted);
    }
    expect(await undoDeed(library)).toBeNull();
    expect((await store.tags.undoneOf([madeSha1(10)])).get(madeSha1(10))).toMatchObject([{ runId: 4 }]);
    for (const wanted of seen.slice(1)) {
      await redoDeed(library);
      expect(await verdictsOf(10, 11, 12)).toEqual(wanted);
    }
  });

  it('leaves photos alone of which something else was said since', async () => {
    await decideTag(library, { tag: FLOWER, verdict: 'accept', clusters: [madeClusterId(1)] });
    await library.store.tags.putDecision(madeSha1(11), {
      ...FLOWER,
      verdict: 'rejected',
      source: 'elsewhere',
    });
    expect(await undoDeed(library)).toMatchObject({ photos: 2, left: 1 });
    expect(await verdictsOf(10, 11, 12)).toEqual(['', 'rejected', '']);
  });

  it('a new deed forgets what was taken back', async () => {
    const accept = (photo: number) =>
      decideTag(library, { tag: FLOWER, verdict: 'accept', photos: [madeSha1(photo)] });
    await accept(10);
    await undoDeed(library);
    await accept(11);
    expect(await redoDeed(library)).toBeNull();
    expect(await listDeeds(library, { before: null, limit: 9 })).toMatchObject([
      { photos: 1, takenBack: false },
    ]);
  });

  it('takes back people flags too, each photo to what it was', async () => {
    const { clusters } = library.store;
    await clusters.putPeopleFlag([madeSha1(10)], 'lifted');
    await flagPeople(library, { clusters: [madeClusterId(1)], flag: 'set' });
    const all = [10, 11, 12].map(madeSha1);
    expect([...(await clusters.peopleFlagsOf(all)).values()]).toEqual(['set', 'set', 'set']);
    await undoDeed(library);
    expect(await clusters.peopleFlagsOf(all)).toEqual(new Map([[madeSha1(10), 'lifted']]));
  });
});

describe('what is written', () => {
  it('follows the decision', async () => {
    await propose(10, 'flower');
    const written = async () =>
      (await wantedTags(library.store, [madeSha1(10)], 'proposed'))
        .get(madeSha1(10))!
        .map(({ name }) => name);
    expect(await written()).toEqual(['flower']);
    await decideTag(library, { tag: FLOWER, verdict: 'reject', photos: [madeSha1(10)] });
    expect(await written()).toEqual([]);
    await undoDeed(library);
    expect(await written()).toEqual(['flower']);
  });
});

describe('what is typed', () => {
  it.each([
    ['CK:flower', 'CK:flower'],
    ['flowers', 'CK:flower'],
    ['ck:FLOWER', 'CK:flower'],
    ['CK:São Paulo'.normalize('NFD'), 'CK:São Paulo'],
    ['Hamburg', 'CK:Hamburg'],
    ['AI:Blue   Glass', 'AI:blue glass'],
  ])('%s is %s', (typed, expected) => {
    expect(shownTag(library, tagNamed(library, typed))).toBe(expected);
  });

  it.each([
    ['CK:flwoer', 'Did you mean CK:flower?'],
    ['CK:zzzzzzzzzzzzz', 'is no word of your vocabulary'],
    ['CK:', 'is no word of your vocabulary'],
    ['AI:', 'is no tag'],
    ['AI:a|b', 'is no tag'],
  ])('%s is refused: %s', (typed, message) => {
    expect(() => tagNamed(library, typed)).toThrow(message);
  });

  it('a photo stands for its cluster', async () => {
    expect(
      await clustersOfTargets(library, ['IMG_11.jpg', madeSha1(12), madeClusterId(0)], '/photos'),
    ).toEqual([madeClusterId(1), madeClusterId(0)]);
  });

  it.each(['IMG_99.jpg', 'f'.repeat(40)])('%s is no photo of the library', async (name) => {
    await expect(photosNamed(library, [name], '/photos')).rejects.toMatchObject({ code: 'USAGE' });
  });
});
