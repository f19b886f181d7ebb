import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/algorithms/seeded-random.ts';
import type { RunStep } from '../../src/store/run-store.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { runCli } from '../e2e/cli.ts';
import { makeSmallLibrary } from '../e2e/small-library.ts';
import { hasPostgres, type PostgresCluster, startPostgres } from '../postgres.fixture.ts';
import { bytesBelow, contentOf } from './content.ts';
import { doneBy, Site, until, type WorkerProcess } from './site.ts';
import { startProxy } from './tcp-proxy.ts';
import { auditOf, sidecarsBelow, takeAwaySidecars, whenFree } from './written.ts';

/** More rounds than a suite should wait for: `PHOTO_TAG_ROUNDS=20 npx vitest run test/workers/workers.test.ts`. */
const ROUNDS = Number(process.env.PHOTO_TAG_ROUNDS ?? 2);
const SEED = Number(process.env.PHOTO_TAG_SEED ?? 1);
const WORKERS = 3;

describe.skipIf(!hasPostgres)('workers of one library', () => {
  const folder = mkdtempSync(join(tmpdir(), 'photo-tag-rounds-'));
  const photos = join(folder, 'photos');
  let cluster: PostgresCluster;
  let undisturbed: {
    content: Record<string, string[]>;
    proxies: Record<string, string>;
    written: Record<string, string>;
    audit: string[];
  };
  beforeAll(async () => {
    cluster = startPostgres();
    await makeSmallLibrary(photos, 4);
    // A sidecar of the user's would be another file, by its times, after each round.
    takeAwaySidecars(photos);
    expect(await runCli(['run', photos], folder)).toMatchObject({ code: 0 });
    const store = await openSqliteStore(join(folder, 'data', 'index.sqlite'));
    const content = await contentOf(store);
    await store.close();
    expect(await runCli(['write', '--apply'], folder)).toMatchObject({ code: 0 });
    undisturbed = {
      content,
      proxies: bytesBelow(join(folder, 'data', 'proxies')),
      written: bytesBelow(photos),
      audit: auditOf(folder),
    };
    takeAwaySidecars(photos);
  }, 120_000);
  afterAll(() => {
    cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The library is as one process undisturbed makes it, and each photo was counted once, though some were worked on twice. */
  async function expectAllOnce(site: Site): Promise<void> {
    await site.open(async (store) => {
      // A second run, ordered because the first one's watcher was lost, may be done before the first.
      await until(
        'all runs have ended',
        async () => (await store.runs.list({ active: true, limit: 1 })).length === 0,
      );
      const runs = await store.runs.list({ active: false, limit: 10 });
      expect(runs[0]).toMatchObject({ state: 'done' });
      const content = await contentOf(store);
      for (const table of Object.keys(content)) {
        expect(content[table], table).toEqual(undisturbed.content[table]);
      }
      expect(await store.runs.atWork()).toEqual([]);
      const counted: Record<string, number> = {};
      for (const { id } of runs) {
        for (const [stage, done] of Object.entries(await doneBy(store, id))) {
          counted[stage] = (counted[stage] ?? 0) + done;
        }
      }
      for (const stage of ['proxies', 'embeddings', 'people', 'ck-tags', 'ai-tags']) {
        const outcomes = undisturbed.content.outcome!.filter((row) => row.includes(`["stage","${stage}"]`));
        expect(counted[stage], stage).toBe(outcomes.length);
      }
    });
    expect(bytesBelow(join(site.folder, 'data', 'proxies'))).toEqual(undisturbed.proxies);
  }

  /** Keywords come into each sidecar once, though whoever writes them is killed at it. */
  async function expectWrittenOnce(site: Site, random: () => number): Promise<void> {
    const first = site.start(['write', '--apply']);
    await sleep(300 + random() * 1500);
    first.child.kill('SIGKILL');
    await first.ended;
    expect(await whenFree(() => site.run(['write', '--apply']))).toMatchObject({ code: 0 });
    expect(sidecarsBelow(photos).size).toBeGreaterThan(0);
    expect(bytesBelow(photos)).toEqual(undisturbed.written);
    expect(auditOf(site.folder)).toEqual(undisturbed.audit);
    const left = await whenFree(() => site.run(['write', '--json']));
    expect(left.stdout).not.toMatch(/"changes":\s*[1-9]/);
  }

  it.each(Array.from({ length: ROUNDS }, (_, round) => round))(
    'lose nothing and do nothing twice when they and the database are killed at random, round %i',
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
        await expectAllOnce(site);
        await expectWrittenOnce(site, random);
        process.stderr.write(`round ${round}: ${kills} kills, ${restarts} restarts of the database\n`);
      } finally {
        await site.close();
        takeAwaySidecars(photos);
      }
    },
    600_000,
  );

  it('wait while the network is cut or swallows everything, give way to others, and go on', async () => {
    const proxy = await startProxy(cluster.socketFolder);
    const site = new Site(await cluster.database());
    try {
      const direct = site.address.reveal();
      const url = `postgres://postgres@127.0.0.1:${proxy.port}${new URL(direct).pathname}`;
      const far = site.worker([], { PHOTO_TAG_DATABASE_URL: url });
      const run = site.run(['run', photos, '--queued']);
      const isIn = (stage: string) => () =>
        site.open(
          async (store) =>
            (await doneBy(store, 1))[stage] !== undefined &&
            stepOf(await store.runs.steps([1]), stage) !== 'waiting',
        );
      await until('the embeddings begin', isIn('embeddings'), 90);
      proxy.cut();
      await until('the worker says that the database is away', () =>
        /Waiting until it is back/.test(far.said()),
      );
      await sleep(1000);
      proxy.heal();
      await until('the worker says that it is back', () => /The database is back/.test(far.said()), 60);
      proxy.stall();
      // Nobody tells the first one that it counts as dead.
      const near = site.worker();
      await until('the other one takes over', () => /heard no more/.test(near.said()), 90);
      expect(await run).toMatchObject({ code: 0 });
      proxy.heal();
      await until('the first one is back', () => far.said().match(/The database is back/g)?.length === 2, 60);
      expect(far.child.exitCode).toBeNull();
      await expectAllOnce(site);
      expect(await site.run(['run', photos, '--queued'])).toMatchObject({ code: 0 });
      await site.open(async (store) => expect(await store.runs.workers()).toHaveLength(2));
    } finally {
      await site.close();
      await proxy.close();
    }
  }, 300_000);

  it('may be started before the database is there, and are stopped while it is not', async () => {
    const site = new Site(await cluster.database());
    try {
      cluster.kill();
      const [patient, stopped] = [site.worker(), site.worker()];
      for (const worker of [patient, stopped]) {
        await until('it says that the database is away', () =>
          /Waiting until it is back/.test(worker.said()),
        );
      }
      stopped.child.kill('SIGTERM');
      expect(await stopped.ended).toMatchObject({ code: 0, signal: null });
      cluster.start();
      expect(await site.run(['run', photos, '--queued'])).toMatchObject({ code: 0 });
      expect(patient.said()).toMatch(/The database is back/);
      await expectAllOnce(site);
    } finally {
      await site.close();
    }
  }, 120_000);

  it('finish what they have in hand when they are told to stop, and leave the rest to others', async () => {
    const site = new Site(await cluster.database());
    try {
      const first = site.worker(['--concurrency', '2']);
      const run = site.run(['run', photos, '--queued']);
      await until(
        'it has something in hand',
        () =>
          // Photos, and not the look for what is due, which is given back at once.
          site.open(async (store) =>
            (await store.runs.atWork()).some(({ stage, items }) => stage === 'embeddings' && items > 0),
          ),
        90,
      );
      first.child.kill('SIGTERM');
      const told = Date.now();
      expect(await first.ended).toMatchObject({ code: 0, signal: null });
      expect(Date.now() - told).toBeLessThan(70_000);
      await site.open(async (store) => {
        expect(await store.runs.atWork()).toEqual([]);
        expect(await store.runs.workers()).toEqual([]);
        // The batch of embeddings that it had is saved, and not thrown away.
        expect(
          (await store.outcomes.counts()).find(({ stage }) => stage === 'embeddings')?.done,
        ).toBeGreaterThan(0);
      });
      site.worker();
      expect(await run).toMatchObject({ code: 0 });
      await expectAllOnce(site);
    } finally {
      await site.close();
    }
  }, 240_000);
});

const stepOf = (steps: readonly RunStep[], name: string) => steps.find(({ stage }) => stage === name)?.state;
