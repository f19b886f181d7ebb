import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { seededRandom } from '../../src/algorithms/seeded-random.ts';
import { openLibrary } from '../../src/compose.ts';
import { FakeService, says } from '../../src/models/openai-vision/fake-service.fixture.ts';
import { hasPostgres, type PostgresCluster, startPostgres } from '../postgres.fixture.ts';
import { fillWithClusters, medoidOf, NOBODY, picturesOf } from '../vision/made-clusters.ts';
import { Site, type WorkerProcess } from './site.ts';

const CLUSTERS = 40;
const CALLS_AT_ONCE = 4;
const BUDGET_USD = 0.1;
/** With at least one restart of the database among them. */
const DISASTERS = Number(process.env.PHOTO_TAG_KILLS ?? 5);

describe.skipIf(!hasPostgres)('workers that ask the vision service', () => {
  let cluster: PostgresCluster;
  let service: FakeService;
  let site: Site;
  const env = { OPENAI_API_KEY: 'sk-made-0123456789' };
  const inLibrary = async <Result>(
    use: (library: Awaited<ReturnType<typeof openLibrary>>) => Promise<Result>,
  ): Promise<Result> => {
    const library = await openLibrary({ folder: site.folder, dataFolder: 'data' });
    try {
      return await use(library);
    } finally {
      await library.close();
    }
  };

  beforeAll(async () => {
    cluster = startPostgres();
    service = await FakeService.start();
    site = new Site(await cluster.database());
    vi.stubEnv('PHOTO_TAG_DATABASE_URL', site.address.reveal());
    const config = join(site.folder, 'config', 'config.yaml');
    writeFileSync(
      config,
      `${readFileSync(config, 'utf8')}ai_tagging:\n  base_url: ${service.baseUrl}\n  budget_usd: ${BUDGET_USD}\n  concurrency: ${CALLS_AT_ONCE}\n`,
    );
  }, 120_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    await site?.close();
    await service?.stop();
    cluster?.stop();
  });

  it('pay for no picture twice when they and the database are killed at random, by the count of the service itself', async () => {
    const random = seededRandom(7);
    service.usage = { prompt_tokens: 3000, completion_tokens: 60 };
    const answer = says(['sea', 'fog']);
    service.behaviour = async (request, response) => {
      await sleep(100 + random() * 400);
      return answer.call(service, request, response);
    };
    await inLibrary(async ({ store, cloud }) => {
      const clusters = Array.from({ length: CLUSTERS }, () => [NOBODY]);
      await fillWithClusters(store, cloud.cacheFolder, cloud.peopleBase()!, clusters);
      await picturesOf(cloud.cacheFolder, CLUSTERS, cloud.form.longEdgePx);
    });
    const workers: WorkerProcess[] = [site.worker([], env), site.worker([], env)];
    const order = () => site.start(['vision', '--yes'], env).ended;
    let ordered = order();
    let isOver = false;
    void ordered.then(() => {
      isOver = true;
    });
    let killed = 0;
    for (let disaster = 0; disaster < DISASTERS && !isOver; disaster++) {
      const before = service.heard.length;
      const calls = 1 + Math.floor(random() * 5);
      const late = Date.now() + 20_000;
      while (service.heard.length < before + calls && !isOver && Date.now() < late) await sleep(2);
      await sleep(random() * 100);
      if (disaster === 2) {
        cluster.kill();
        await sleep(random() * 1000);
        cluster.start();
        continue;
      }
      // Whoever has the purse is one of the two: in the end both were killed at it.
      for (const [index, worker] of workers.entries()) {
        if (index !== disaster % 2) continue;
        worker.child.kill('SIGKILL');
        workers[index] = site.worker([], env);
        killed++;
      }
    }
    let ended = await ordered;
    if (ended.code !== 0) {
      ordered = order();
      ended = await ordered;
    }
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    expect(killed).toBeGreaterThan(0);
    expect(service.heard.length).toBeGreaterThan(0);
    expect(Math.max(...service.pictures().values())).toBe(1);
    await inLibrary(async ({ store }) => {
      const rows = await store.vision.egress({ after: 0, limit: 10_000 });
      expect(rows.every(({ end }) => end !== null)).toBe(true);
      const unknown = rows.filter(({ end }) => end?.state === 'unknown');
      const results = await store.vision.resultsOf(
        Array.from({ length: CLUSTERS }, (_, index) => medoidOf(index)),
      );
      const answered = [...results.values()].filter(({ status }) => status === 'answered').length;
      expect(answered + unknown.length).toBe(CLUSTERS);
      // At most the calls that were under way at each disaster.
      expect(unknown.length).toBeLessThanOrEqual(CALLS_AT_ONCE * DISASTERS);
      const runs = [...new Set(rows.map(({ runId }) => runId))];
      const spent = await Promise.all(runs.map((run) => store.vision.spentNanoUsd(run)));
      const total = spent.reduce((sum, one) => sum + one, 0);
      // What nobody knows of counts as paid: never less than what the service would bill.
      expect(total).toBeGreaterThanOrEqual(service.heard.length * (3000 * 150 + 60 * 600));
      expect(Math.max(...spent) / 1e9).toBeLessThanOrEqual(BUDGET_USD);
      const log = join(site.folder, 'data', 'egress.csv');
      expect(existsSync(log)).toBe(true);
      const announced = readFileSync(log, 'utf8').match(/,announced,/g) ?? [];
      expect(announced.length).toBeGreaterThanOrEqual(service.heard.length);
    });
  }, 300_000);
});
