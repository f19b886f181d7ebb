import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/algorithms/seeded-random.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { runCli } from '../e2e/cli.ts';
import { makeSmallLibrary } from '../e2e/small-library.ts';
import { hasPostgres, type PostgresCluster, startPostgres } from '../postgres.fixture.ts';
import { bytesBelow, contentOf } from './content.ts';
import { doneBy, Site, type WorkerProcess } from './site.ts';

/** More rounds than a suite should wait for: `PHOTO_TAG_ROUNDS=20 npx vitest run test/workers/killed-workers.test.ts`. */
const ROUNDS = Number(process.env.PHOTO_TAG_ROUNDS ?? 2);
const SEED = Number(process.env.PHOTO_TAG_SEED ?? 1);
const WORKERS = 3;

describe.skipIf(!hasPostgres)('workers that are killed, and a database that is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'photo-tag-rounds-'));
  const photos = join(folder, 'photos');
  let cluster: PostgresCluster;
  let undisturbed: { content: Record<string, string[]>; proxies: Record<string, string> };
  beforeAll(async () => {
    cluster = startPostgres();
    await makeSmallLibrary(photos, 4);
    expect(await runCli(['run', photos], folder)).toMatchObject({ code: 0 });
    const store = await openSqliteStore(join(folder, 'data', 'index.sqlite'));
    undisturbed = { content: await contentOf(store), proxies: bytesBelow(join(folder, 'data', 'proxies')) };
    await store.close();
  }, 120_000);
  afterAll(() => {
    cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(Array.from({ length: ROUNDS }, (_, round) => round))(
    'lose nothing and do nothing twice, round %i',
    async (round) => {
      const random = seededRandom(1000 * SEED + round);
      const site = new Site(await cluster.database());
      try {
        const workers: WorkerProcess[] = Array.from({ length: WORKERS }, () => site.worker());
        const run = site.run(['run', photos, '--queued']);
        let isOver = false;
        void run.then(() => {
          isOver = true;
        });
        let kills = 0;
        let restarts = 0;
        // From the start-up to the tags; enough kills that most rounds lose a worker in each part of the pipeline.
        for (let disaster = 0; disaster < 5 && !isOver; disaster++) {
          await sleep(500 + random() * 5000);
          if (isOver) break;
          if (disaster === 2) {
            cluster.kill();
            await sleep(random() * 2000);
            cluster.start();
            restarts++;
            continue;
          }
          const victim = Math.floor(random() * WORKERS);
          workers[victim]!.child.kill('SIGKILL');
          workers[victim] = site.worker();
          kills++;
        }
        const ended = await run;
        // Who ordered the run may have lost the database; then the run goes on, and is waited for by another.
        if (ended.code !== 0) expect(await site.run(['run', photos, '--queued'])).toMatchObject({ code: 0 });
        await site.open(async (store) => {
          const [last] = await store.runs.list({ active: false, limit: 1 });
          expect(last, workers.map((worker) => worker.said()).join('\n')).toMatchObject({ state: 'done' });
          const content = await contentOf(store);
          for (const table of Object.keys(content)) {
            expect(content[table], table).toEqual(undisturbed.content[table]);
          }
          expect(await store.runs.atWork()).toEqual([]);
          // Each photo is counted once, though some were worked on more than once.
          const counted: Record<string, number> = {};
          for (const { id } of await store.runs.list({ active: false, limit: 10 })) {
            for (const [stage, done] of Object.entries(await doneBy(store, id))) {
              counted[stage] = (counted[stage] ?? 0) + done;
            }
          }
          for (const stage of ['proxies', 'embeddings', 'people', 'ck-tags', 'ai-tags']) {
            const outcomes = undisturbed.content.outcome!.filter((row) =>
              row.includes(`["stage","${stage}"]`),
            );
            expect(counted[stage], stage).toBe(outcomes.length);
          }
        });
        expect(bytesBelow(join(site.folder, 'data', 'proxies'))).toEqual(undisturbed.proxies);
        process.stderr.write(`round ${round}: ${kills} kills, ${restarts} restarts of the database\n`);
      } finally {
        await site.close();
      }
    },
    240_000,
  );
});
