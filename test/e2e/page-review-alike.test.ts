import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPageBuilt } from '../../src/http/pages.ts';
import { axeFindings, hasChromium, TWO_SCREENS } from './browser.ts';
import { runHere } from './cli-in-process.ts';
import { makePetalsLibrary } from './petals-library.ts';
import { decidedIn, isSaved, type ServedPage, servePage } from './served-page.ts';

/*
 * Pictures that a network sees: blossoms and none, a cluster each, all in a folder that proposes Rio, and a word of which
 * a dozen answers are known. One answer is given to all that are alike, and what teaches most is asked first.
 */

const PHOTOS = 72;
const EVERY = 6;
const TAUGHT = 6;
const folder = mkdtempSync(join(tmpdir(), 'photo-tag-page-alike-'));

const run = async (...args: string[]) => {
  const result = await runHere(args, folder);
  expect(result.code, result.stderr).toBe(0);
};
const photo = (i: number): string => join('photos/Rio', `IMG_${String(i).padStart(3, '0')}.jpg`);
const having = async (said: string): Promise<string[]> =>
  [...(await decidedIn(folder))].filter(([, all]) => all.includes(said)).map(([name]) => name);

describe.skipIf(!hasChromium || !isPageBuilt())('one answer for many, in a real browser', () => {
  let served: ServedPage;
  const title = (page: Page) => page.getByRole('heading', { name: /^Same answer for the/ });
  const chosen = (page: Page) => page.locator('[role="option"][aria-selected="true"]');

  beforeAll(async () => {
    await makePetalsLibrary(join(folder, 'photos/Rio'), PHOTOS, EVERY);
    mkdirSync(join(folder, 'config'));
    writeFileSync(join(folder, 'config/ck_vocab.yaml'), 'subjects: [blossom]\nplaces: [Rio]\n');
    await run('scan', 'photos');
    for (const stage of ['metadata', 'dates', 'proxies', 'embeddings', 'clusters']) await run(stage);
    const some = (from: number) => Array.from({ length: TAUGHT }, (_, i) => photo(EVERY * i + from));
    await run('accept', 'CK:blossom', ...some(0));
    await run('reject', 'CK:blossom', ...some(1));
    await run('ck-tags');
    served = await servePage(folder);
  }, 600_000);
  afterAll(async () => {
    await served?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows who would get it, nearest first; some are left out, the rest are decided in one deed and taken back in one', async () => {
    const { page, faults } = await served.open('/review?state=all');
    await page.getByText(`1 of ${PHOTOS}`, { exact: true }).waitFor();
    const before = await having('CK:Rio accepted');
    await page.keyboard.press('e');
    await page.getByRole('option').nth(1).waitFor();
    const shares = await page
      .getByRole('option')
      .evaluateAll((options) =>
        options.map((option) => Number(/(\d+)\s?% alike/.exec(option.textContent!)![1])),
      );
    expect(shares).toEqual(shares.toSorted((a, b) => b - a));
    expect(await page.getByText(/^Alike: likeness \d+\s?% and more/).count()).toBe(1);
    // Those behind the line are there to be looked at, and are not chosen.
    const alike = await chosen(page).count();
    expect(await page.getByText(/^Less alike:/).count()).toBe(1);
    expect(alike).toBeLessThan(shares.length);
    // All of them by keys: two more, and one of those less.
    const less = shares.length - alike;
    for (let at = 0; at < alike; at++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('x');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    expect(less).toBeGreaterThan(2);
    await expect.poll(() => chosen(page).count()).toBe(alike + 2);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('x');
    await expect.poll(() => chosen(page).count()).toBe(alike + 1);
    await page.getByText(`${alike + 1} ${alike === 0 ? 'photo' : 'photos'} in ${alike + 1}`).waitFor();
    expect(await having('CK:Rio accepted')).toEqual(before);
    await page.keyboard.press('Enter');
    await title(page).waitFor({ state: 'detached' });
    await isSaved(page);
    const after = await having('CK:Rio accepted');
    expect(after).toHaveLength(before.length + alike + 2);
    const deeds = (await (await fetch(served.url('/api/review/deeds?limit=1'))).json()) as {
      rows: { photos: number }[];
    };
    expect(deeds.rows[0]!.photos).toBe(alike + 2);
    await page.keyboard.press('Control+z');
    await page.getByText(/^Taken back: /).waitFor();
    await isSaved(page);
    expect(await having('CK:Rio accepted')).toEqual(before);
    await page.keyboard.press('Control+Shift+z');
    await page.getByText(/^Done again: /).waitFor();
    await isSaved(page);
    expect((await having('CK:Rio accepted')).sort()).toEqual(after.sort());
    await page.keyboard.press('Control+z');
    await isSaved(page);
    expect(faults).toEqual([]);
    await page.context().close();
  }, 120_000);

  it('offers it for the one before as well, and says what it has been answered before', async () => {
    const { page, faults } = await served.open('/review');
    await page.getByText(/^1 of/).waitFor();
    await page.keyboard.press('Enter');
    await isSaved(page);
    await page.keyboard.press('e');
    await page.getByRole('button', { name: /^Accept Rio/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('listbox').waitFor({ state: 'detached' });
    await page.keyboard.press('u');
    await isSaved(page);
    expect(faults).toEqual([]);
    await page.context().close();
  }, 60_000);

  it('asks first what teaches most; Enter answers no question, y and n do', async () => {
    const { page, faults } = await served.open('/review?order=teach');
    const question = page.getByRole('region', { name: 'A question' });
    await question.getByText('Is this blossom?').waitFor();
    const counts = async () => [
      (await having('CK:blossom accepted')).length + (await having('CK:blossom added')).length,
      (await having('CK:blossom rejected')).length,
    ];
    const [yes, no] = await counts();
    expect([yes, no]).toEqual([TAUGHT, TAUGHT]);
    await page.keyboard.press('Enter');
    await page.getByText(/^2 of/).waitFor();
    await isSaved(page);
    expect(await counts()).toEqual([yes, no]);
    // The rest is accepted first; then the answer goes on by itself.
    await question.getByText('Is this blossom?').waitFor();
    await page.keyboard.press('a');
    await page.keyboard.press('y');
    await page.getByText(/^3 of/).waitFor();
    await question.getByText('Is this blossom?').waitFor();
    await question.getByRole('button', { name: 'No, it is not' }).click();
    await question.waitFor({ state: 'detached' });
    await isSaved(page);
    expect(await counts()).toEqual([yes! + 1, no! + 1]);
    for (let time = 0; time < 4; time++) await page.keyboard.press('u');
    await isSaved(page);
    expect(await counts()).toEqual([yes, no]);
    expect(faults).toEqual([]);
    await page.context().close();
  }, 60_000);

  it.each(TWO_SCREENS)(
    'has no finding of axe, $colorScheme at $width px',
    async ({ colorScheme, width, height }) => {
      const { page, faults } = await served.open('/review?order=teach', {
        colorScheme,
        viewport: { width, height },
      });
      const check = async (what: string) => {
        expect(await axeFindings(page), what).toEqual([]);
        const isWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
        expect(isWide, `${what} is wider than the window`).toBe(false);
      };
      await page.getByText('Is this blossom?').waitFor();
      await check('a question');
      await page.keyboard.press('e');
      await page.getByRole('option').first().waitFor();
      await check('clusters that are alike');
      expect(faults).toEqual([]);
      await page.context().close();
    },
    60_000,
  );
});
