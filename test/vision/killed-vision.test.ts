import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { seededRandom } from '../../src/algorithms/seeded-random.ts';
import { openLibrary } from '../../src/compose.ts';
import { FakeService, says } from '../../src/models/openai-vision/fake-service.fixture.ts';
import { runCli, startCli } from '../e2e/cli.ts';
import { filesBelow } from '../e2e/small-library.ts';
import { fillWithClusters, medoidOf, NOBODY, picturesOf } from './made-clusters.ts';

/** More kills than a suite should wait for: `PHOTO_TAG_KILLS=40 npx vitest run test/vision/killed-vision.test.ts`. */
const KILLS = Number(process.env.PHOTO_TAG_KILLS ?? 6);
const CLUSTERS = 70;
const BUDGET_USD = 0.1;
const KEY = 'sk-made-DoNotLeakThisKey-0123456789';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-killed-vision-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function makeLibrary(baseUrl: string): Promise<Map<string, number>> {
  mkdirSync(join(folder, 'config'), { recursive: true });
  writeFileSync(
    join(folder, 'config/config.yaml'),
    `ai_tagging:\n  base_url: ${baseUrl}\n  budget_usd: ${BUDGET_USD}\n  concurrency: 4\n`,
  );
  const library = await openLibrary({ folder, dataFolder: 'data' });
  const { store, cloud } = library;
  const clusters = Array.from({ length: CLUSTERS }, () => [NOBODY]);
  await fillWithClusters(store, cloud.cacheFolder, cloud.peopleBase()!, clusters);
  const pictures = await picturesOf(cloud.cacheFolder, CLUSTERS, cloud.form.longEdgePx);
  await library.close();
  return pictures;
}

async function state() {
  const library = await openLibrary({ folder, dataFolder: 'data' });
  const { store } = library;
  const rows = await store.vision.egress({ after: 0, limit: 10_000 });
  const results = await store.vision.resultsOf(
    Array.from({ length: CLUSTERS }, (_, index) => medoidOf(index)),
  );
  const answered = [...results.values()].filter(({ status }) => status === 'answered').length;
  const runs = [...new Set(rows.map(({ runId }) => runId))];
  const spent = await Promise.all(runs.map((run) => store.vision.spentNanoUsd(run)));
  await library.close();
  return { rows, answered, spent };
}

it(`pays for no picture twice when it is killed ${KILLS} times at any moment, by the service's own count`, async () => {
  const service = await FakeService.start();
  service.usage = { prompt_tokens: 3000, completion_tokens: 60 };
  const random = seededRandom(5);
  const answer = says(['sea', 'fog']);
  service.behaviour = async (request, response) => {
    await sleep(random() * 200);
    return answer.call(service, request, response);
  };
  const pictures = await makeLibrary(service.baseUrl);
  const env = { ...process.env, OPENAI_API_KEY: KEY };
  const said: string[] = [];

  let killed = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const { child, ended } = startCli(['vision', '--yes'], folder, { env });
    // From the start of the program to the middle of its calls.
    const before = service.heard.length;
    const calls = Math.floor(random() * 9);
    const until = Date.now() + 10_000;
    while (service.heard.length < before + calls && child.exitCode === null && Date.now() < until)
      await sleep(1);
    await sleep(random() * (calls === 0 ? 900 : 60));
    child.kill('SIGKILL');
    const result = await ended;
    said.push(result.stdout, result.stderr);
    if (result.signal === 'SIGKILL') killed++;
  }
  expect(killed).toBeGreaterThanOrEqual(KILLS / 2);
  expect(Math.max(...service.pictures().values())).toBe(1);

  const last = await runCli(['vision', '--yes'], folder, { env });
  said.push(last.stdout, last.stderr);
  expect(last).toMatchObject({ code: 0 });
  expect(Math.max(...service.pictures().values())).toBe(1);
  const after = await state();
  const unknown = after.rows.filter(({ end }) => end?.state === 'unknown');
  expect(after.rows.every(({ end }) => end !== null)).toBe(true);
  expect(after.answered + unknown.length).toBe(CLUSTERS);
  expect(unknown.length).toBeGreaterThan(0);
  // At most the calls that were under way at each kill.
  expect(unknown.length).toBeLessThanOrEqual(4 * killed);
  // All of them are one run with one budget, and what nobody knows of counts as paid.
  expect(after.spent).toHaveLength(1);
  expect(after.spent[0]! / 1e9).toBeLessThanOrEqual(BUDGET_USD);
  const billed = service.heard.length * (3000 * 150 + 60 * 600);
  expect(after.spent[0]!).toBeGreaterThanOrEqual(billed);

  // Whoever wants them says so.
  const told = await runCli(['vision', '--yes'], folder, { env });
  expect(told.stderr).toContain(`${unknown.length} perhaps paid for`);
  expect(await runCli(['vision', '--yes', '--retry-unknown'], folder, { env })).toMatchObject({ code: 0 });
  expect((await state()).answered).toBe(CLUSTERS);
  const twice = [...service.pictures()]
    .filter(([, times]) => times > 1)
    .map(([hash]) => medoidOf(pictures.get(hash)!));
  expect(twice.every((sha1) => unknown.some(({ photo }) => photo === sha1))).toBe(true);
  expect(Math.max(...service.pictures().values())).toBeLessThanOrEqual(2);

  // Every call of the table has one end in the log, and every call that was heard has its line from before.
  const { rows } = await state();
  const lines = readFileSync(join(folder, 'data/egress.csv'), 'utf8').trimEnd().split('\n').slice(1);
  const isAnnounced = (line: string) => line.includes(',announced,');
  const ends = lines.filter((line) => !isAnnounced(line)).map((line) => Number(line.split(',')[1]));
  expect(ends.toSorted((a, b) => a - b)).toEqual(rows.map(({ id }) => id));
  expect(lines.filter(isAnnounced).length).toBeGreaterThanOrEqual(service.heard.length);

  // The key is nowhere: not in what was said, not in any file.
  expect(service.heard[0]!.headers.authorization).toBe(`Bearer ${KEY}`);
  for (const text of said) expect(text).not.toContain('DoNotLeak');
  for (const file of filesBelow(folder)) expect(readFileSync(file).includes('DoNotLeak')).toBe(false);
  await service.stop();
}, 300_000);
