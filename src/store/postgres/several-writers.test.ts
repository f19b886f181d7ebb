import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasPostgres, type PostgresCluster, startPostgres } from '../../../test/postgres.fixture.ts';
import type { Cluster } from '../../domain/cluster.ts';
import { openPostgresStore } from '../postgres.ts';
import type { Store } from '../store.ts';

const sha1 = (i: number): string => i.toString(16).padStart(40, '0');
const WRITERS = 4;

const clusterOf = (id: string, members: readonly number[]): Cluster => ({
  ...{ id, windowId: 'w', method: 'hdbscan', medoid: sha1(members[0]!), startMillis: 0, endMillis: 1 },
  members: members.map((member) => ({
    ...{ sha1: sha1(member), membership: 1, distanceToMedoid: 0, fits: true, burst: null, isBest: true },
  })),
});

/** Each with connections of its own, as workers on several machines have. */
describe.skipIf(!hasPostgres)('several writers at once', () => {
  let cluster: PostgresCluster;
  let stores: Store[];
  beforeAll(() => {
    cluster = startPostgres();
  });
  beforeEach(async () => {
    const address = await cluster.database();
    stores = await Promise.all(Array.from({ length: WRITERS }, () => openPostgresStore(address)));
    return async () => {
      for (const store of stores) await store.close();
    };
  });
  afterAll(() => cluster?.stop());

  it('never give a vector an id below one that a reader has seen', async () => {
    const [reader] = stores;
    const seen: number[] = [];
    let writing = true;
    const read = async () => {
      for (let last = 0; ; ) {
        const isLastLook = !writing;
        const rows = await reader!.vectors.page('m', { after: last, limit: 100 });
        seen.push(...rows.map((row) => row.id));
        last = rows.at(-1)?.id ?? last;
        if (isLastLook && rows.length === 0) return;
      }
    };
    const write = async (store: Store, writer: number) => {
      for (let batch = 0; batch < 12; batch++) {
        await store.transaction(async (one) => {
          for (let i = 0; i < 5; i++) {
            const photo = sha1(writer * 1000 + batch * 5 + i);
            await one.photos.putEmbedding({ sha1: photo, model: 'm', vector: Float32Array.of(1, 0) });
          }
        });
      }
    };
    const reading = read();
    await Promise.all(stores.map(write));
    writing = false;
    await reading;
    expect(seen).toHaveLength(WRITERS * 12 * 5);
    expect(seen).toEqual([...(await reader!.vectors.ids('m'))]);
  });

  it('leave each photo in one cluster, and no cluster without its members', async () => {
    await Promise.all(
      stores.map(async (store, writer) => {
        for (let round = 0; round < 8; round++) {
          const members = [0, 1, 2, 3].map((i) => (writer * 2 + round + i) % 8);
          await store.transaction((one) =>
            one.clusters.putWindow([clusterOf(`${writer} ${round}`, members)]),
          );
        }
      }),
    );
    const clusters = await stores[0]!.clusters.page(0, 100);
    expect(clusters.length).toBeGreaterThan(0);
    expect(clusters.map(({ members }) => members.length)).toEqual(clusters.map(() => 4));
    const photos = clusters.flatMap(({ members }) => members.map((member) => member.sha1));
    expect(new Set(photos).size).toBe(photos.length);
  });

  it('change the state of a tag one after the other, so that each knows what it changed', async () => {
    const tag = { layer: 'CK', name: 'sea' } as const;
    const before: (string | null)[] = [];
    await Promise.all(
      stores.map((store, writer) =>
        store.transaction(async (one) => {
          const state = (await one.deeds.tagStates(tag, [sha1(1)])).get(sha1(1))!;
          before.push(state.source);
          await one.deeds.putTagState(tag, [sha1(1)], {
            verdict: 'added',
            source: `${writer}`,
            undoneBy: null,
          });
        }),
      ),
    );
    // Nobody found what somebody else found as well.
    expect(new Set(before).size).toBe(WRITERS);
    expect(before).toContain(null);
  });

  it('number what happened, each thing once', async () => {
    const numbers = await Promise.all(
      stores.flatMap((store) => Array.from({ length: 5 }, () => store.journal.startRun('write', 'write'))),
    );
    expect(new Set(numbers).size).toBe(WRITERS * 5);
  });
});
