import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLibrary } from '../../src/compose.ts';
import { isPageBuilt } from '../../src/http/pages.ts';
import { axeFindings, hasChromium } from './browser.ts';
import { makeDaysLibrary } from './days-library.ts';
import { isSaved, type ServedPage, servePage } from './served-page.ts';

/** A day a cluster. */
const DAYS = 34;
const folder = mkdtempSync(join(tmpdir(), 'photo-tag-page-'));
const pad = (value: number): string => String(value).padStart(2, '0');

/** What is decided of each photo, by file name. */
async function decided(): Promise<Map<string, string>> {
  const library = await openLibrary({ folder, dataFolder: 'data', roots: ['photos'] });
  try {
    const { photos, tags, files } = library.store;
    const sha1s = await photos.page({ after: null, limit: 1000 });
    const decisions = await tags.decisionsOf(sha1s);
    const paths = await files.ofPhotos(sha1s);
    return new Map(
      sha1s.map((sha1) => [
        paths.get(sha1)![0]!.path.split('/').at(-1)!,
        (decisions.get(sha1) ?? [])
          .map(({ layer, name, verdict }) => `${layer}:${name} ${verdict}`)
          .sort()
          .join(),
      ]),
    );
  } finally {
    await library.close();
  }
}

describe.skipIf(!hasChromium || !isPageBuilt())('the page in a real browser', () => {
  let served: ServedPage;
  const heading = (page: Page) => page.locator('main h1');
  const atCluster = (page: Page, place: number) =>
    page.getByText(`${place} of ${DAYS}`, { exact: true }).waitFor({ timeout: 20_000 });

  beforeAll(async () => {
    await makeDaysLibrary(folder, DAYS);
    served = await servePage(folder);
  }, 240_000);
  afterAll(async () => {
    await served?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('goes to the run where there is nothing to review yet, and a run is started, watched and told after a reload', async () => {
    const { page, faults } = await served.open('/');
    await page.waitForURL('**/run');
    await page.getByText('Nothing is running').waitFor();
    await page.keyboard.press('s');
    await page.getByText('Running', { exact: true }).waitFor();
    await page.reload();
    await page.getByText('Finished', { exact: true }).waitFor({ timeout: 200_000 });
    expect(await page.getByRole('progressbar', { name: 'Proxies' }).getAttribute('aria-valuenow')).toBe(
      '100',
    );
    // Why something failed is one press away.
    await page.getByRole('button', { name: /1 failed in Metadata/ }).click();
    await page.getByText('broken.jpg').waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  }, 240_000);

  it('reviews thirty clusters by keyboard alone, faster than a hundred decisions a minute, and all of it is kept', async () => {
    const { page, faults } = await served.open('/review');
    const expected = new Map<string, string>();
    const started = Date.now();
    for (let day = 0; day < 30; day++) {
      await atCluster(page, day + 1);
      // Accepted by Enter; rejected by Shift and its number; accepted with a word of one's own beside.
      const said = ['CK:Rio accepted', 'CK:Rio rejected', 'CK:Rio accepted,CK:flower added'][day % 3]!;
      for (let shot = 0; shot < 1 + (day % 2); shot++) expected.set(`IMG_${pad(day)}${shot}.jpg`, said);
      if (day % 3 === 1) {
        await page.keyboard.press('Shift+Digit1');
        await page.keyboard.press('j');
        continue;
      }
      if (day % 3 === 2) {
        await page.keyboard.press('t');
        await page.keyboard.type('flower');
        await page.getByRole('option', { name: 'flower' }).first().waitFor();
        await page.keyboard.press('Enter');
      }
      await page.keyboard.press('Enter');
    }
    await isSaved(page);
    const decisions = 40;
    expect(decisions / ((Date.now() - started) / 60_000)).toBeGreaterThan(100);
    const all = await decided();
    for (const [name, said] of all) {
      if (!expected.has(name)) expect(said, name).toBe('');
      else for (const one of expected.get(name)!.split(',')) expect(said, name).toContain(one);
    }
    expect(faults).toEqual([]);
    await page.context().close();
  }, 240_000);

  it('takes back with Ctrl-Z, also what was decided before a reload, and does again', async () => {
    const { page, faults } = await served.open('/review?state=all');
    await atCluster(page, 1);
    const marks = async () => {
      await isSaved(page);
      const said = [...(await decided()).values()];
      return said.filter((one) => one !== '').length;
    };
    const before = await marks();
    for (let time = 0; time < 3; time++) await page.keyboard.press('Control+z');
    await page.getByText(/^Taken back: /).waitFor();
    const fewer = await marks();
    expect(fewer).toBeLessThan(before);
    await page.reload();
    await atCluster(page, 1);
    for (let time = 0; time < 3; time++) await page.keyboard.press('Control+Shift+z');
    await page.getByText(/^Done again: /).waitFor();
    await expect.poll(marks).toBe(before);
    expect(faults).toEqual([]);
    await page.context().close();
  }, 120_000);

  it('holds back a photo, applies to one photo alone, and to clusters that are selected', async () => {
    const { page, faults } = await served.open('/review?state=all');
    const tag = async (word: string) => {
      await page.keyboard.press('t');
      await page.keyboard.type(word);
      await page.getByRole('option', { name: word }).first().waitFor();
      await page.keyboard.press('Enter');
    };
    await atCluster(page, 1);
    await page.keyboard.press('j');
    await atCluster(page, 2);
    await page.keyboard.press('.');
    await page.keyboard.press('h');
    await page.getByText('Applies to 1 photo, 1 held back').waitFor();
    await tag('moon');
    await page.keyboard.press('h');
    await page.keyboard.press('c');
    await page.getByText('Applies to this photo alone').waitFor();
    await tag('beach');
    await page.keyboard.press('c');
    for (const key of ['j', 'm', 'j', 'm']) await page.keyboard.press(key);
    await page.getByText('Decisions go to 2 selected clusters').waitFor();
    await tag('skyline');
    await page.keyboard.press('Escape');
    await page.getByText('Decisions go to').waitFor({ state: 'detached' });
    await isSaved(page);
    const all = await decided();
    const having = (name: string) =>
      [...all]
        .filter(([, said]) => said.includes(name))
        .map(([file]) => file)
        .sort();
    expect(having('CK:moon')).toHaveLength(1);
    expect(having('CK:beach')).toHaveLength(1);
    expect([...having('CK:moon'), ...having('CK:beach')].sort()).toEqual(['IMG_010.jpg', 'IMG_011.jpg']);
    expect(having('CK:skyline')).toEqual(['IMG_020.jpg', 'IMG_030.jpg', 'IMG_031.jpg']);
    for (let time = 0; time < 3; time++) await page.keyboard.press('u');
    await isSaved(page);
    expect(faults).toEqual([]);
    await page.context().close();
  }, 120_000);

  it('loses no decision and keeps their order when the server is killed and the page is loaded again in between', async () => {
    const { page, faults } = await served.open('/review?state=all');
    const name = (day: number): string => `word ${String.fromCharCode(97 + day)}`;
    const add = async (day: number) => {
      await page.keyboard.press('t');
      await page.keyboard.type(`AI:${name(day)}`);
      await page.keyboard.press('Enter');
      await page.keyboard.press('j');
    };
    await atCluster(page, 1);
    for (let day = 0; day < 8; day++) await add(day);
    const waiting = (await page.evaluate(
      `JSON.parse(localStorage.getItem('photo-tag.decisions') ?? '{"entries":[]}').entries.length`,
    )) as number;
    const confirmed = 8 - waiting;
    await served.kill();
    const afterKill = [...(await decided()).values()].join();
    for (let day = 0; day < confirmed; day++) expect(afterKill).toContain(`AI:${name(day)} `);
    // Nobody answers: one goes on with what is loaded, is told so, and loads the page again once the server is back.
    for (let day = 8; day < 12; day++) await add(day);
    await page.getByText('photo-tag does not answer').waitFor();
    expect(await page.getByText(/decisions? waits?$/).count()).toBe(1);
    await served.restart();
    await page.reload();
    await atCluster(page, 13);
    await isSaved(page);
    const all = await decided();
    for (let day = 0; day < 12; day++) {
      expect(all.get(`IMG_${pad(day)}0.jpg`), name(day)).toContain(`AI:${name(day)} added`);
    }
    const answer = await fetch(served.url('/api/review/deeds?limit=12'));
    const { rows } = (await answer.json()) as { rows: { words: string }[] };
    expect(rows.map(({ words }) => words).reverse()).toEqual(
      Array.from({ length: 12 }, (_, day) => `accept AI:${name(day)}`),
    );
    expect(faults).toEqual([]);
    await page.context().close();
  }, 120_000);

  it('recovers by itself when the server comes back, and says what is refused', async () => {
    const { page, faults } = await served.open('/review?state=all');
    await atCluster(page, 1);
    await served.kill();
    await page.keyboard.press('t');
    await page.keyboard.type('AI:cliff');
    await page.keyboard.press('Enter');
    await page.getByText('photo-tag does not answer').waitFor();
    await served.restart();
    await page.getByText('photo-tag does not answer').waitFor({ state: 'detached', timeout: 20_000 });
    await isSaved(page);
    // Another clustering took the cluster away meanwhile.
    const entry = {
      id: 'old',
      order: {
        kind: 'decide',
        decisions: [{ tag: { layer: 'CK', name: 'sea' }, verdict: 'accept', clusters: ['c000000000000'] }],
      },
      clusters: ['c000000000000'],
      words: 'accept sea',
      wasSent: false,
    };
    const kept = JSON.stringify({ entries: [entry], refusals: [] });
    await page.evaluate(`localStorage.setItem('photo-tag.decisions', ${JSON.stringify(kept)})`);
    await page.reload();
    await page.getByText('This was not taken: accept sea').waitFor();
    await page.getByText('There is no cluster c000000000000').waitFor();
    // In Portuguese by its code, with the sentence of the program behind.
    await page.getByRole('button', { name: /^PT/ }).click();
    await page.getByText('Assim não é possível.').waitFor();
    await page.getByText('There is no cluster c000000000000').waitFor();
    await page.getByText('O que o programa disse, em inglês').click();
    await page.getByText('There is no cluster c000000000000').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: /^EN/ }).click();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.getByText('This was not taken').waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await page.context().close();
  }, 120_000);

  it.each([
    { colorScheme: 'light', width: 1440, height: 900 },
    { colorScheme: 'dark', width: 768, height: 1024 },
    { colorScheme: 'light', width: 390, height: 844 },
  ] as const)(
    'has no finding of axe, $colorScheme at $width px, and nothing that is cut off',
    async ({ colorScheme, width, height }) => {
      const { page, faults } = await served.open('/run', { colorScheme, viewport: { width, height } });
      const check = async (what: string) => {
        expect(await axeFindings(page), what).toEqual([]);
        const isWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
        expect(isWide, `${what} is wider than the window`).toBe(false);
      };
      await heading(page).first().waitFor();
      await page.getByRole('button', { name: /1 failed in Metadata/ }).click();
      await page.getByText('broken.jpg').waitFor();
      await check('run');
      await page.goto(served.url('/review?state=all'));
      await atCluster(page, 1);
      await page.keyboard.press('j');
      await page.keyboard.press('1');
      await page.keyboard.press('ArrowRight');
      await check('review');
      await page.keyboard.press('u');
      await page.keyboard.press('t');
      await page.keyboard.type('fl');
      await page.getByRole('option').first().waitFor();
      await check('completion');
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      await sleep(300);
      await check('keys');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.keyboard.press('f');
      await page.getByRole('dialog').waitFor();
      await sleep(300);
      await check('filter');
      await page.keyboard.press('Escape');
      await isSaved(page);
      await page.goto(served.url('/review?tag=CK:moon&state=decided'));
      await page.getByText('Nothing to review').waitFor();
      await check('nothing there');
      expect(faults).toEqual([]);
      await page.context().close();
    },
    120_000,
  );

  it('speaks Portuguese to a browser that asks for it, and English when it is told to', async () => {
    const { page, faults } = await served.open('/review?state=all', { locale: 'pt-BR' });
    await page.getByText(`1 de ${DAYS}`, { exact: true }).waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('pt');
    await page.getByRole('button', { name: 'Mostrar a página em inglês' }).click();
    await atCluster(page, 1);
    await page.reload();
    await atCluster(page, 1);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
