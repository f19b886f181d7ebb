import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClusterRow } from '../../src/app/list-clusters.ts';
import { runCli } from './cli.ts';
import { fingerprints, makeSmallLibrary } from './small-library.ts';

const CHROMIUM = process.env.PHOTO_TAG_CHROMIUM ?? '/usr/bin/chromium';
const folder = mkdtempSync(join(tmpdir(), 'photo-tag-clusters-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) => runCli([...args, '--data', 'data'], folder);

const openBrowser = () =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });

describe('photo-tag clusters', () => {
  it.each([
    { args: ['--list', '--json'], says: /^\[\]\n$/ },
    { args: ['--map', 'empty.html'], says: /empty\.html {2}0 clusters/ },
  ])('$args shows an empty library as empty', async ({ args, says }) => {
    expect(await run('clusters', ...args)).toMatchObject({ code: 0, stdout: expect.stringMatching(says) });
  });

  it('makes a page without clusters that says so', () => {
    expect(readFileSync(join(folder, 'empty.html'), 'utf8')).toContain('No clusters yet');
  });

  describe('of a library', () => {
    let rows: ClusterRow[];
    beforeAll(async () => {
      await makeSmallLibrary(join(folder, 'photos'), 4);
      expect(await run('run', 'photos')).toMatchObject({ code: 0 });
      rows = JSON.parse((await run('clusters', '--list', '--json')).stdout);
    }, 240_000);

    it('lists every photo once, with its medoid, time and bursts', () => {
      expect(rows.reduce((sum, row) => sum + row.members, 0)).toBe(8);
      for (const row of rows) {
        expect(row).toMatchObject({
          id: expect.stringMatching(/^c[0-9a-f]{12}$/),
          windowId: expect.stringMatching(/^w[0-9a-f]{12}$/),
          path: expect.stringContaining('2014-05-03 Rio'),
          start: expect.stringMatching(/^2014-05-03T10:/),
        });
        expect(row.withoutDuplicates).toBeLessThanOrEqual(row.members);
        expect(row.withoutDuplicates).toBeGreaterThanOrEqual(Math.max(1, row.bursts));
      }
    });

    it('shows people a table of the same', async () => {
      const { stdout, stderr } = await run('clusters', '--list');
      for (const { id, path } of rows) expect(stdout).toMatch(new RegExp(`^${id} .*${path.slice(-11)}`, 'm'));
      expect(stderr).toContain(`${rows.length} clusters, 8 photos`);
    });

    it('is the stage without an option, which has nothing to do now', async () => {
      expect(await run('clusters')).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('Nothing to do'),
      });
    });

    it.each([
      { args: ['--map', 'photos/2014-05-03 Rio/IMG_000.jpg'], says: /HTML page.*\n→ .*\.html/ },
      { args: ['--map', '--list'], says: /cannot be used with/ },
    ])('$args is refused, and nothing written', async ({ args, says }) => {
      const photo = [join(folder, 'photos/2014-05-03 Rio/IMG_000.jpg')];
      const before = fingerprints(photo);
      expect(await run('clusters', ...args)).toMatchObject({ code: 2, stderr: expect.stringMatching(says) });
      expect(fingerprints(photo)).toEqual(before);
    });

    it('exports bursts, best frames and fit of every member', async () => {
      expect(await run('export', '--no-contact-sheet')).toMatchObject({ code: 0 });
      const { DuckDBConnection } = await import('@duckdb/node-api');
      const connection = await DuckDBConnection.create();
      const file = join(folder, 'data/export/clusters.parquet');
      const result = await connection.runAndReadAll(
        `select cluster_id as id, len(member_fits)::int as members, len(member_ids)::int as ids,
          len(member_bursts)::int as bursts, len(list_filter(member_is_best, best -> best))::int as best
          from '${file}' order by id`,
      );
      const expected = rows.map(({ id, members, withoutDuplicates }) => ({
        id,
        members,
        ids: members,
        bursts: members,
        best: withoutDuplicates,
      }));
      expect(result.getRowObjectsJson()).toEqual(expected.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
    });

    it('goes to the data folder where no file is named', async () => {
      const { stdout } = await run('clusters', '--map', '--json');
      const file = join(folder, 'data/cluster-map.html');
      expect(JSON.parse(stdout)).toEqual({ file, clusters: rows.length, shown: rows.length });
      expect(existsSync(file)).toBe(true);
    });

    describe.skipIf(!existsSync(CHROMIUM))('as a map in a real browser', () => {
      it.each([{ width: 1400 }, { width: 390 }])(
        'goes from cluster to cluster by keys at $width px, filters, zooms, and reports no problem',
        async ({ width }) => {
          await using browser = await openBrowser();
          const page = await browser.newPage({ viewport: { width, height: 800 } });
          const problems: string[] = [];
          page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
          page.on('pageerror', (error) => problems.push(error.message));
          page.on('requestfailed', (request) => problems.push(request.url()));
          await page.goto(`file://${join(folder, 'data/cluster-map.html')}`);

          const card = page.locator('#card');
          await page.keyboard.press('j');
          await card.waitFor();
          expect(await card.textContent()).toContain('3 May 2014');
          const first = await card.textContent();
          expect(await page.locator('#said').textContent()).toContain('3 May 2014');
          if (rows.length > 1) {
            await page.keyboard.press('j');
            await expect.poll(() => card.textContent()).not.toBe(first);
          }
          await page.keyboard.press('Escape');
          await expect.poll(() => card.isHidden()).toBe(true);

          await page.keyboard.press('/');
          await page.keyboard.type('nothing is called this');
          expect(await page.locator('#count').textContent()).toBe(`0 of ${rows.length}`);
          await page.keyboard.press('Escape');
          expect(await page.locator('#count').textContent()).toBe('');

          const picture = () => page.locator('#map').screenshot();
          const whole = await picture();
          const box = (await page.locator('#map').boundingBox())!;
          await page.mouse.move(box.x + box.width / 3, box.y + box.height / 3);
          await page.mouse.wheel(0, -600);
          await expect.poll(async () => (await picture()).equals(whole)).toBe(false);
          await page.mouse.move(2, 2);
          await page.keyboard.press('0');
          await expect.poll(async () => (await picture()).equals(whole)).toBe(true);

          expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
          expect(problems).toEqual([]);
        },
      );
    });
  });
});
