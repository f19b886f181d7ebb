import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { seededRandom } from '../../src/algorithms/seeded-random.ts';
import { runCli, startCli } from './cli.ts';
import { filesBelow, makeSmallLibrary } from './small-library.ts';

/** More kills than a suite should wait for: `PHOTO_TAG_KILLS=20 npx vitest run test/e2e/killed.test.ts`. */
const KILLS = Number(process.env.PHOTO_TAG_KILLS ?? 6);

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-killed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * What names places in the packed index of vectors (src/vectors), and is no result: numbers in order of arrival, and a
 * token that is like no other.
 */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  embedding: ['id'],
  embedding_space: ['token'],
};

/** All rows of all tables, and the bytes of all proxies. */
function contentOf(data: string): Record<string, unknown> {
  const database = new DatabaseSync(join(data, 'index.sqlite'), { readOnly: true });
  const tables = database
    .prepare("select name from sqlite_master where type = 'table' and name not like 'kysely%' order by name")
    .all() as { name: string }[];
  const rows = tables.map(({ name }) => {
    const all = database
      .prepare(`select * from ${name}`)
      .all()
      .map((row) => {
        const places = PLACES[name] ?? [];
        return JSON.stringify(
          Object.fromEntries(Object.entries(row).filter(([key]) => !places.includes(key))),
        );
      });
    return [name, all.toSorted()] as const;
  });
  database.close();
  const proxies = filesBelow(join(data, 'proxies')).map((file) => [
    relative(data, file),
    createHash('sha1').update(readFileSync(file)).digest('hex'),
  ]);
  return { ...Object.fromEntries(rows), proxies };
}

it(`comes to the same database and proxies after ${KILLS} times kill -9 as without`, async () => {
  await makeSmallLibrary(join(folder, 'photos'), 6);
  const run = (data: string) => ['run', 'photos', '--data', data];
  const started = Date.now();
  expect(await runCli(run('undisturbed'), folder)).toMatchObject({ code: 0 });
  const wholeMillis = Date.now() - started;

  const random = seededRandom(7);
  let killed = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const { child, ended } = startCli(run('killed'), folder);
    // Each run goes on a little further than the last; from the start-up to the tags all stages get their kills.
    await sleep(200 + random() * Math.max(3000, (1.5 * wholeMillis) / KILLS));
    child.kill('SIGKILL');
    if ((await ended).signal === 'SIGKILL') killed++;
    else rmSync(join(folder, 'killed'), { recursive: true });
  }
  expect(killed).toBeGreaterThanOrEqual(KILLS / 2);
  expect(await runCli(run('killed'), folder)).toMatchObject({ code: 0 });

  const content = contentOf(join(folder, 'killed'));
  expect(content).toEqual(contentOf(join(folder, 'undisturbed')));
  expect((content.cluster_member as unknown[]).length).toBe(12);
  expect(content.proxies).toHaveLength(12);
}, 600_000);
