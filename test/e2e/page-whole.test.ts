import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPageBuilt } from '../../src/http/pages.ts';
import { axeFindings, hasChromium } from './browser.ts';
import { filesOfDay, makeDaysLibrary } from './days-library.ts';
import { decidedIn, isSaved, type ServedPage, servePage } from './served-page.ts';
import { filesBelow, fingerprints, xmpProperties } from './small-library.ts';

const home = mkdtempSync(join(tmpdir(), 'photo-tag-page-whole-'));
const CONFIG = join(home, 'config/config.yaml');
const TEXT = '# mine\nroots: [photos]   # the big disk\n';
const DAYS = 30;
/** By turns: accepted by Enter; rejected by Shift and its number; accepted with a word of one's own beside. */
const SAID = [['CK:Rio accepted'], ['CK:Rio rejected'], ['CK:Rio accepted', 'CK:flower added']] as const;
/** Of three clusters there are four decisions. */
const DECISIONS = (4 * DAYS) / 3;

describe.skipIf(!hasChromium || !isPageBuilt())(
  'a library from its first setting to its last keyword, in a real browser',
  () => {
    let served: ServedPage;
    let originals: Record<string, string>;

    beforeAll(async () => {
      await makeDaysLibrary(home, DAYS);
      mkdirSync(join(home, 'config'));
      writeFileSync(CONFIG, TEXT);
      originals = fingerprints(filesBelow(join(home, 'photos')));
      served = await servePage(home, null);
    }, 120_000);
    afterAll(async () => {
      await served?.close();
      rmSync(home, { recursive: true, force: true });
    });

    it('is configured, run, reviewed by keyboard, compared, written, taken back and searched', async () => {
      const { page, faults } = await served.open('/config');
      const goTo = async (path: string) => {
        await page.goto(served.url(path));
        await page.getByRole('heading', { level: 1 }).first().waitFor();
        // Keys are heard a moment after the page is drawn.
        await sleep(300);
      };
      const isAccessible = async (panel: string) => expect(await axeFindings(page), panel).toEqual([]);

      await goTo('/config');
      await configure(page);
      expect(readFileSync(CONFIG, 'utf8')).toBe(`${TEXT}proxy:\n  jpeg_quality: 80\n`);
      await isAccessible('config');

      await goTo('/run');
      await page.getByText('Nothing is running').waitFor();
      await page.keyboard.press('s');
      await page.getByText('Running', { exact: true }).waitFor();
      await page.reload();
      await page.getByText('Finished', { exact: true }).waitFor({ timeout: 200_000 });
      await page.getByRole('button', { name: /1 failed in Metadata/ }).click();
      await page.getByText('broken.jpg').waitFor();
      await isAccessible('run');
      await goTo('/dates');
      await isAccessible('dates');

      await goTo('/review');
      await isAccessible('review');
      const started = performance.now();
      for (let day = 0; day < DAYS; day++) await decide(page, day);
      await isSaved(page);
      const minutes = (performance.now() - started) / 60_000;
      expect(DECISIONS / minutes).toBeGreaterThan(100);
      expect(await decidedIn(home)).toEqual(expectedDecisions());

      await goTo('/write');
      for (const key of ['o', 'c']) await page.keyboard.press(key);
      const accepted = expectedKeywords();
      await page.getByText(`${accepted.size} sidecars would change`).waitFor();
      expect(sidecars()).toEqual([]);
      await isAccessible('write');
      await confirm(page);
      await page.getByText(/Done. This is run \d+/).waitFor({ timeout: 60_000 });
      // As another program reads them.
      expect(new Map(sidecars().map((path) => [basename(path), keywordsOf(path)]))).toEqual(accepted);

      await page.keyboard.press('u');
      await page.getByText('What an undo would take out').waitFor();
      await page.getByText(`${accepted.size} sidecars would change`).waitFor();
      await confirm(page);
      await page.getByText(`undo · ${accepted.size} sidecars`).waitFor({ timeout: 60_000 });
      expect(sidecars()).toEqual([]);

      await goTo('/search');
      await page.keyboard.press('/');
      await page.keyboard.type('^CK:flower$');
      await page.keyboard.press('Enter');
      const flowers = [...accepted].filter(([, keywords]) => keywords.includes('CK:flower'));
      await page.getByRole('heading', { level: 1, name: `${flowers.length} photos`, exact: true }).waitFor();
      await isAccessible('search');

      expect(fingerprints(Object.keys(originals))).toEqual(originals);
      expect(faults).toEqual([]);
    }, 400_000);

    const sidecars = (): string[] =>
      filesBelow(join(home, 'photos')).filter((path) => path.endsWith('.xmp') && existsSync(path));
  },
);

/** By the form, the mistake and the difference on the way. */
async function configure(page: Page): Promise<void> {
  await page.keyboard.press('/');
  await page.keyboard.type('jpeg qual');
  await page.keyboard.press('Escape');
  const field = page.locator('[data-setting="proxy.jpeg_quality"]');
  await field.getByRole('textbox').fill('500');
  await field.getByText('must be at most 100.').waitFor();
  await field.getByRole('textbox').fill('80');
  await page.getByText('1 setting changed, not saved.').waitFor();
  await page.keyboard.press('Control+s');
  await page.locator('[role=dialog] button:focus').waitFor();
  await page
    .getByRole('dialog')
    .getByRole('row', { name: /jpeg_quality: 80/ })
    .waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('Saved.', { exact: true }).waitFor();
}

async function decide(page: Page, day: number): Promise<void> {
  await page.getByText(`${day + 1} of ${DAYS}`, { exact: true }).waitFor({ timeout: 20_000 });
  if (day % 3 === 1) {
    await page.keyboard.press('Shift+Digit1');
    await page.keyboard.press('j');
    return;
  }
  if (day % 3 === 2) {
    await page.keyboard.press('t');
    await page.keyboard.type('flower');
    await page.getByRole('option', { name: 'flower' }).first().waitFor();
    await page.keyboard.press('Enter');
  }
  await page.keyboard.press('Enter');
}

async function confirm(page: Page): Promise<void> {
  const isAsked = () =>
    page
      .locator('[role=dialog] button:focus')
      .waitFor({ timeout: 1000 })
      .then(
        () => true,
        () => false,
      );
  // The key is heard once the comparison has come to its end.
  for (let tries = 0; tries < 60; tries++) {
    await page.keyboard.press('w');
    if (await isAsked()) break;
  }
  await page.keyboard.press('Enter');
}

function expectedDecisions(): Map<string, string[]> {
  const days = Array.from({ length: DAYS }, (_, day) => day);
  const said = days.flatMap((day) =>
    filesOfDay(day).map((name) => [name, [...SAID[day % 3]!].sort()] as const),
  );
  return new Map([...said.map(([name, list]): [string, string[]] => [name, list]), ['broken.jpg', []]]);
}

/** Of each sidecar that is written. */
function expectedKeywords(): Map<string, string[]> {
  const kept = [...expectedDecisions()].map(([name, said]): [string, string[]] => [
    `${name}.xmp`,
    said.filter((one) => !one.endsWith('rejected')).map((one) => one.split(' ')[0]!),
  ]);
  return new Map(kept.filter(([, keywords]) => keywords.length > 0));
}

const keywordsOf = (sidecar: string): string[] =>
  [xmpProperties(sidecar)['XMP-dc:Subject'] ?? []].flat().map(String).sort();
