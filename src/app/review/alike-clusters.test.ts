import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openLibrary } from '../../compose.ts';
import { decideTags } from '../decide/decide-tag.ts';
import { madeClusterId, madeSha1, putMadeClusters } from '../decide/made-clusters.fixture.ts';
import { undoDeed } from '../decide/take-back.ts';
import type { Library } from '../library.ts';
import { type AlikeRequest, alikeClusters } from './alike-clusters.ts';

const home = mkdtempSync(join(tmpdir(), 'photo-tag-alike-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const SEA = { layer: 'CK', name: 'sea' } as const;
const MOON = { layer: 'CK', name: 'moon' } as const;

/** Clusters of three photos, the medoids at these angles (degrees) from the first: as far as nothing else is known. */
const ANGLES = [0, 2, 4, 6, 8, 10, 40, 90];
const CLUSTER = 3;
const MISFIT = 4 * CLUSTER + 2;

let made = 0;
let library: Library;
beforeEach(async () => {
  const folder = join(home, `library-${made++}`);
  library = await openLibrary({ folder, dataFolder: 'data', roots: [] });
  const { store, embedderId } = library;
  await putMadeClusters(
    store,
    '/photos',
    ANGLES.map((_, c) => ({
      members: [0, 1, 2].map((i) => c * CLUSTER + i),
      misfits: [MISFIT],
    })),
  );
  await store.transaction(async (transaction) => {
    for (const [c, degrees] of ANGLES.entries()) {
      for (let i = 0; i < CLUSTER; i++) {
        // Members lie beside their medoid, and nearer to the first cluster: a member that is no medoid finds nothing.
        const angle = i === 0 ? degrees : degrees / 2;
        await transaction.photos.putEmbedding({
          sha1: madeSha1(c * CLUSTER + i),
          model: embedderId,
          vector: Float32Array.from({ length: 16 }, (_, k) =>
            k === 0 ? Math.cos((angle * Math.PI) / 180) : k === 1 ? Math.sin((angle * Math.PI) / 180) : 0,
          ),
        });
      }
      for (let i = 0; i < CLUSTER; i++) {
        await transaction.tags.putProposals('CK', {
          sha1: madeSha1(c * CLUSTER + i),
          proposals: [SEA, ...(c < 3 ? [MOON] : [])].map((tag) => ({
            ...tag,
            score: 1,
            reason: '',
            source: 'measured',
            model: 'rule',
          })),
        });
      }
    }
  });
  return () => library.close();
});

const accepting: AlikeRequest['answer'] = [{ tag: SEA, verdict: 'accept' }];
const alike = (answer = accepting, cluster = 0) =>
  alikeClusters(library, { cluster: madeClusterId(cluster), answer, limit: 100 });
const placesOf = (rows: readonly { readonly id: string }[]) =>
  rows.map(({ id }) => ANGLES.findIndex((_, c) => madeClusterId(c) === id));

describe('clusters like one', () => {
  it('come nearest first, without the one itself, and the cut says how far they are alike', async () => {
    const { rows, cut, isCutOff, isComparable, before } = await alike();
    // Half the clustering's threshold is 0.07, which is 21.6 degrees.
    expect(cut).toEqual({ distance: 0.07, basis: 'setting' });
    expect(placesOf(rows)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(placesOf(rows.filter((row) => row.isAlike))).toEqual([1, 2, 3, 4, 5]);
    expect(rows[5]!.distance).toBeCloseTo(1 - Math.cos((40 * Math.PI) / 180), 3);
    expect([isCutOff, isComparable, before]).toEqual([false, true, [{ decided: 0, same: 0 }]]);
  });

  it('take the cut from the clusters of the library where there are enough', async () => {
    await putMadeClusters(library.store, '/more', [
      { members: Array.from({ length: 41 }, (_, i) => 500 + i) },
    ]);
    const [big] = await library.store.clusters.get([madeClusterId(0)]);
    const spread = big!.members.map((member, i) => ({ ...member, distanceToMedoid: i / 10_000 }));
    await library.store.clusters.putWindow([{ ...big!, id: madeClusterId(99), members: spread }]);
    await putMadeClusters(library.store, '/photos', [{ members: [0, 1, 2] }]);
    const { cut } = await alike();
    expect(cut).toEqual({ distance: 0.0038, basis: 'clusters' });
  });

  it('say what would be decided and what held back, and do nothing', async () => {
    const { rows } = await alike();
    expect(rows.map(({ tags }) => tags)).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((c) => [{ place: 0, photos: c === 4 ? 2 : 3, held: c === 4 ? 1 : 0 }]),
    );
    const sha1s = ANGLES.map((_, c) => madeSha1(c * CLUSTER));
    expect((await library.store.tags.decisionsOf(sha1s)).size).toBe(0);
  });

  it('are those of which nothing was said; what was said of the others is counted', async () => {
    const { tags } = library.store;
    await tags.putDecision(madeSha1(1 * CLUSTER + 1), { ...SEA, verdict: 'accepted' });
    await tags.putDecision(madeSha1(2 * CLUSTER), { ...SEA, verdict: 'rejected' });
    await tags.putDecision(madeSha1(7 * CLUSTER), { ...SEA, verdict: 'accepted' });
    const { rows, before } = await alike();
    expect(placesOf(rows)).toEqual([3, 4, 5, 6]);
    expect(before).toEqual([{ decided: 2, same: 1 }]);
  });

  it('get of the answer what was proposed for them, and more only where it is wanted', async () => {
    const answer = [...accepting, { tag: MOON, verdict: 'accept' }] as const;
    const { rows } = await alike(answer);
    expect(rows.map(({ tags }) => tags.map(({ place }) => place))).toEqual([
      [0, 1],
      [0, 1],
      ...Array(5).fill([0]),
    ]);
    const everywhere = await alike([{ tag: MOON, verdict: 'accept', everywhere: true }]);
    expect(placesOf(everywhere.rows)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const rejected = await alike([{ tag: MOON, verdict: 'reject', everywhere: true }]);
    expect(placesOf(rejected.rows)).toEqual([1, 2]);
  });

  it('cannot be told where the picture has no vector', async () => {
    await putMadeClusters(library.store, '/photos', [{ members: [900] }]);
    expect(await alike()).toMatchObject({ rows: [], isComparable: false });
  });

  it('of a cluster that is not there are an error', async () => {
    await expect(alike(accepting, 55)).rejects.toThrow(`There is no cluster ${madeClusterId(55)}`);
  });

  it('are decided and taken back together, and their people flags stay as they are', async () => {
    const flagged = madeSha1(1 * CLUSTER);
    await library.store.clusters.putPeopleFlag([flagged], 'lifted');
    const { rows } = await alike();
    const clusters = rows.filter((row) => row.isAlike).map(({ id }) => id);
    const all = ANGLES.flatMap((_, c) => [0, 1, 2].map((i) => madeSha1(c * CLUSTER + i)));
    const { deed, reports } = await decideTags(library, [{ tag: SEA, verdict: 'accept', clusters }]);
    expect(deed).not.toBeNull();
    expect(reports[0]).toMatchObject({ held: [{ sha1: madeSha1(MISFIT) }] });
    expect((await library.store.tags.decisionsOf(all)).size).toBe(5 * CLUSTER - 1);
    expect([...(await library.store.clusters.peopleFlagsOf(all))]).toEqual([[flagged, 'lifted']]);
    await undoDeed(library);
    expect((await library.store.tags.decisionsOf(all)).size).toBe(0);
    expect([...(await library.store.clusters.peopleFlagsOf(all))]).toEqual([[flagged, 'lifted']]);
  });
});
