import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, hasChromium, openBrowser, openPage } from './browser.ts';
import { runCli, startCli } from './cli.ts';
import { makeSmallLibrary } from './small-library.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-start-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function pageOf(url: string): Promise<string> {
  for (let tries = 0; tries < 600; tries++) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return response.text();
    await sleep(200);
  }
  throw new Error(`nothing answers at ${url}`);
}

describe('photo-tag start', () => {
  let url: string;
  let running: ReturnType<typeof startCli>;
  let html: string;
  beforeAll(async () => {
    await makeSmallLibrary(join(folder, 'photos'), 6);
    const port = await freePort();
    url = `http://127.0.0.1:${port}/`;
    running = startCli(['start', 'photos', '--port', String(port)], folder);
    html = await pageOf(url);
  }, 240_000);
  afterAll(() => {
    running.child.kill('SIGKILL');
  });

  const sheet = join(folder, 'data/contact-sheet/index.html');

  it('serves the page, and leaves a contact sheet that loads nothing from elsewhere', () => {
    expect(html).toContain('<title>photo-tag</title>');
    const sheetHtml = readFileSync(sheet, 'utf8');
    expect(sheetHtml).toContain('IMG_000.jpg');
    for (const document of [html, sheetHtml]) expect(document.match(/(?:src|href)="https?:/g)).toBeNull();
  });

  it.skipIf(!hasChromium)('shows the clusters to be reviewed, and a row a cluster in the sheet', async () => {
    const browser = await openBrowser();
    try {
      const { page, faults } = await openPage(browser);
      await page.goto(url);
      await page.waitForURL('**/review');
      await page.getByText(/^1 of \d+$/).waitFor();
      expect(faults).toEqual([]);
      await page.context().close();
      for (const width of [1400, 420]) {
        const { page, faults } = await openPage(browser, { viewport: { width, height: 900 } });
        page.on('requestfailed', (request) => faults.push(request.url()));
        await page.goto(pathToFileURL(sheet).href);
        expect(await page.locator('article').count()).toBeGreaterThanOrEqual(2);
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
        expect(faults.filter((fault) => !fault.includes('favicon'))).toEqual([]);
        await page.context().close();
      }
    } finally {
      await browser.close();
    }
  });

  it('ends with exit code 0 on Ctrl-C', async () => {
    running.child.kill('SIGINT');
    expect(await running.ended).toMatchObject({ code: 0, signal: null });
  });

  it('does nothing the second time, and says so', async () => {
    const again = await runCli(['start', 'photos', '--no-serve'], folder);
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing to do') });
  });

  it('exports tables that another program can read, and a page of its own', async () => {
    const result = await runCli(['export', '--json'], folder);
    expect(result).toMatchObject({ code: 0 });
    const files = readdirSync(join(folder, 'data/export')).toSorted();
    expect(files).toEqual([
      'clusters.parquet',
      'embeds.parquet',
      'index.html',
      'index.parquet',
      'medoid_ai_tags.parquet',
      'medoids.csv',
      'proxies.parquet',
      'tags.parquet',
    ]);
    const { DuckDBConnection } = await import('@duckdb/node-api');
    const connection = await DuckDBConnection.create();
    const rows = async (query: string) => (await connection.runAndReadAll(query)).getRowObjectsJson();
    const from = (name: string) => `'${join(folder, 'data/export', name)}'`;
    const [embeds] = await rows(
      `select count(*)::int as photos, min(list_dot_product(clip, clip)) as shortest from ${from('embeds.parquet')}`,
    );
    expect(embeds).toMatchObject({ photos: 12, shortest: expect.closeTo(1, 3) });
    const [clusters] = await rows(
      `select sum(len(member_ids))::int as members, min("start")::varchar as first from ${from('clusters.parquet')}`,
    );
    expect(clusters).toMatchObject({ members: 12, first: expect.stringContaining('2014-05-03 10:00:00') });
    const [dates] = await rows(
      `select count(*)::int as dated, bool_and(taken between taken_from and taken_to) as inside from ${from('index.parquet')} where taken is not null`,
    );
    expect(dates).toMatchObject({ dated: expect.any(Number), inside: true });
    expect(Number(dates?.dated)).toBeGreaterThan(10);
  });

  it('finds photos by tag, and refuses a pattern that is none', async () => {
    const found = await runCli(['search', 'rio', '--json'], folder);
    const hits = JSON.parse(found.stdout) as { paths: string[] }[];
    expect([hits.length, hits.flatMap((hit) => hit.paths).length]).toEqual([12, 13]);
    const wrong = await runCli(['search', '(', '--json'], folder);
    expect(wrong.code).toBe(2);
    expect(JSON.parse(wrong.stderr)).toMatchObject({ error: { code: 'USAGE', remedy: expect.any(String) } });
  });
});
