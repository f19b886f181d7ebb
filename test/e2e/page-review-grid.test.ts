import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPageBuilt } from '../../src/http/pages.ts';
import { axeFindings, hasChromium, TWO_SCREENS } from './browser.ts';
import { runHere } from './cli-in-process.ts';
import { decidedIn, isSaved, type ServedPage, servePage } from './served-page.ts';
import { renderPicture } from './small-library.ts';

/** A day a cluster, of one photo or two. */
const DAYS = 24;
const folder = mkdtempSync(join(tmpdir(), 'photo-tag-page-grid-'));
const pad = (value: number): string => String(value).padStart(2, '0');

async function makeDays(): Promise<void> {
  for (let day = 0; day < DAYS; day++) {
    const date = `2014-01-${pad(1 + day)}`;
    const home = join(folder, 'photos', `${date} Rio`);
    mkdirSync(home, { recursive: true });
    for (let shot = 0; shot < 1 + (day % 2); shot++) {
      const time = `${date.replaceAll('-', ':')} 10:0${shot}:00`;
      const picture = await sharp(await renderPicture(day * 10 + shot, 1200, 800))
        .withExif({ IFD0: { Make: 'Canon', Model: 'Canon EOS 5D' }, IFD2: { DateTimeOriginal: time } })
        .jpeg()
        .toBuffer();
      writeFileSync(join(home, `IMG_${pad(day)}${shot}.jpg`), picture);
    }
  }
}

describe.skipIf(!hasChromium || !isPageBuilt())(
  'the grid of clusters, links and the zoom, in a real browser',
  () => {
    let served: ServedPage;
    const current = (page: Page) => page.locator('[role="option"][data-current]');
    const selected = (page: Page) => page.locator('[role="option"][aria-selected="true"]');
    const places = async (page: Page) =>
      (
        await selected(page).evaluateAll((all) => all.map((one) => Number(one.getAttribute('aria-posinset'))))
      ).sort((a, b) => a - b);
    const currentPlace = async (page: Page) => Number(await current(page).getAttribute('aria-posinset'));
    const having = async (said: string) =>
      [...(await decidedIn(folder))]
        .filter(([, all]) => all.includes(said))
        .map(([name]) => name)
        .sort();
    const clusterIn = (page: Page) => new URL(page.url()).searchParams.get('cluster');

    beforeAll(async () => {
      await makeDays();
      for (const stage of ['scan', 'metadata', 'dates', 'proxies', 'embeddings', 'clusters', 'ck-tags']) {
        const result = await runHere(stage === 'scan' ? ['scan', 'photos'] : [stage], folder);
        expect(result.code, result.stderr).toBe(0);
      }
      served = await servePage(folder);
    }, 600_000);
    afterAll(async () => {
      await served?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it('goes by arrows in two dimensions, opens by Enter and comes back to the same place', async () => {
      const { page, faults } = await served.open('/review?state=all');
      await page.getByText(`1 of ${DAYS}`, { exact: true }).waitFor();
      await page.keyboard.press('g');
      await page.getByRole('listbox').waitFor();
      expect(await currentPlace(page)).toBe(1);
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowDown');
      await expect.poll(() => currentPlace(page)).toBeGreaterThan(3);
      const place = await currentPlace(page);
      const columns = place - 2;
      await page.keyboard.press('ArrowUp');
      await expect.poll(() => currentPlace(page)).toBe(2);
      // Larger tiles, fewer of them in a row.
      await page.keyboard.press('+');
      await page.keyboard.press('ArrowDown');
      await expect.poll(() => currentPlace(page)).toBeLessThan(place);
      await page.keyboard.press('-');
      await page.keyboard.press('End');
      await expect.poll(() => currentPlace(page)).toBe(DAYS);
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowDown');
      await expect.poll(() => currentPlace(page)).toBe(1 + columns);
      await page.keyboard.press('Enter');
      await page.getByText(`${1 + columns} of ${DAYS}`, { exact: true }).waitFor();
      await page.getByRole('listbox').waitFor({ state: 'detached' });
      await page.goBack();
      await page.getByRole('listbox').waitFor();
      expect(await currentPlace(page)).toBe(1 + columns);
      expect(faults).toEqual([]);
      await page.context().close();
    }, 60_000);

    it('selects by x, by Shift and by Ctrl, and gives what is selected tags and decisions in one deed', async () => {
      const { page, faults } = await served.open('/review?state=all&view=grid');
      await page.getByRole('option').nth(5).waitFor();
      await page.keyboard.press('x');
      await page.keyboard.press('Shift+ArrowRight');
      await page.keyboard.press('Shift+ArrowRight');
      await expect.poll(() => places(page)).toEqual([1, 2, 3]);
      await page
        .getByRole('option')
        .nth(5)
        .click({ modifiers: ['Control'] });
      await expect.poll(() => places(page)).toEqual([1, 2, 3, 6]);
      await page
        .getByRole('option')
        .nth(7)
        .click({ modifiers: ['Shift'] });
      await expect.poll(() => places(page)).toEqual([1, 2, 3, 6, 7, 8]);
      await page
        .getByRole('option')
        .nth(1)
        .click({ modifiers: ['Control'] });
      await expect.poll(() => places(page)).toEqual([1, 3, 6, 7, 8]);
      await page.getByText('Decisions go to 5 selected clusters, 7 photos').waitFor();
      // The chip says what all of them come to.
      await page.keyboard.press('1');
      await page.keyboard.press('t');
      await page.keyboard.type('skyline');
      await page.getByRole('option', { name: 'skyline' }).first().waitFor();
      await page.keyboard.press('Enter');
      await isSaved(page);
      const meant = [
        'IMG_000.jpg',
        'IMG_020.jpg',
        'IMG_050.jpg',
        'IMG_051.jpg',
        'IMG_060.jpg',
        'IMG_070.jpg',
        'IMG_071.jpg',
      ];
      expect(await having('CK:Rio accepted')).toEqual(meant);
      expect(await having('CK:skyline added')).toEqual(meant);
      await page.keyboard.press('Escape');
      await expect.poll(() => places(page)).toEqual([]);
      await page.keyboard.press('u');
      await page.keyboard.press('u');
      await isSaved(page);
      expect(await having('CK:Rio accepted')).toEqual([]);
      expect(await having('CK:skyline added')).toEqual([]);
      expect(faults).toEqual([]);
      await page.context().close();
    }, 60_000);

    it('has the cluster in the address: a reload and a link show the same, also in another browser', async () => {
      const { page, faults } = await served.open('/review?state=all');
      await page.getByText(`1 of ${DAYS}`, { exact: true }).waitFor();
      for (let time = 0; time < 5; time++) await page.keyboard.press('j');
      await page.getByText(`6 of ${DAYS}`, { exact: true }).waitFor();
      await page.keyboard.press('.');
      await expect.poll(() => new URL(page.url()).searchParams.get('photo')).not.toBeNull();
      const name = await page.locator('main img[alt^="Photo IMG_05"]').getAttribute('alt');
      const address = page.url();
      await page.reload();
      await page.getByText(`6 of ${DAYS}`, { exact: true }).waitFor();
      const other = await served.open(address.slice(address.indexOf('/review')));
      await other.page.getByText(`6 of ${DAYS}`, { exact: true }).waitFor();
      await other.page.getByAltText(name!, { exact: true }).waitFor();
      await other.page.keyboard.press('j');
      await expect.poll(() => clusterIn(other.page)).not.toBe(clusterIn(page));
      // A cluster that is none of those that are asked for is said to be missing.
      const missed = await served.open('/review?cluster=c000000000000');
      await missed.page.getByText('The cluster of this link is not among these').waitFor();
      await missed.page.getByText(`1 of ${DAYS}`, { exact: true }).waitFor();
      for (const one of [page, other.page, missed.page]) await one.context().close();
      expect([...faults, ...other.faults, ...missed.faults]).toEqual([]);
    }, 60_000);

    it('shows only the time window of a cluster, and all again', async () => {
      const { page, faults } = await served.open('/review?state=all');
      await page.getByText(`1 of ${DAYS}`, { exact: true }).waitFor();
      await page.keyboard.press('j');
      await page.keyboard.press('w');
      await page.getByText('1 of 1', { exact: true }).waitFor();
      await page.keyboard.press('w');
      await page.getByText(`1 of ${DAYS}`, { exact: true }).waitFor();
      expect(faults).toEqual([]);
      await page.context().close();
    }, 60_000);

    it('leads from a photo that was found, and from a sidecar that would change, to its cluster', async () => {
      const { page, faults } = await served.open('/search?q=CK:Rio');
      await page.locator('[data-tile="4"]').click();
      const heading = page.locator('main h1', { hasText: /^IMG_/ });
      await heading.waitFor();
      const name = await heading.textContent();
      await page.getByRole('button', { name: 'Show in Review' }).click();
      await page.getByAltText(`Photo ${name}`, { exact: true }).waitFor();
      expect(new URL(page.url()).pathname).toBe('/review');
      await page.goto(served.url('/write'));
      await page.getByRole('button', { name: 'Compare' }).waitFor();
      await page.keyboard.press('c');
      const row = page.locator('li', { hasText: 'IMG_011' });
      await row.getByRole('link', { name: 'Review' }).click();
      await page.getByAltText('Photo IMG_011.jpg', { exact: true }).waitFor();
      expect(faults).toEqual([]);
      await page.context().close();
    }, 60_000);

    it('comes nearer by wheel, keys and two fingers, and says how many pixels there are', async () => {
      const { page, faults } = await served.open('/review?state=all', {
        hasTouch: true,
        viewport: { width: 390, height: 844 },
      });
      await page.getByText(`1 of ${DAYS}`, { exact: true }).waitFor();
      const frame = page.locator('main img[alt^="Photo"]').first();
      const width = async () => (await frame.boundingBox())!.width;
      const whole = await width();
      await page.keyboard.press('+');
      await expect.poll(width).toBeCloseTo(whole * 1.4, 0);
      await page.getByText(/^\d+\s?% of the preview of 1,024 × 683 px$/).waitFor();
      await page.keyboard.press('-');
      await expect.poll(width).toBeCloseTo(whole, 0);
      await frame.hover();
      await page.mouse.wheel(0, -400);
      await expect.poll(width).toBeGreaterThan(whole * 1.5);
      await page.keyboard.press('z');
      await expect.poll(width).toBeCloseTo(whole, 0);
      const { x, y, height } = (await frame.boundingBox())!;
      const [middleX, middleY] = [x + whole / 2, y + height / 2];
      const session = await page.context().newCDPSession(page);
      const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', apart: number) =>
        session.send('Input.dispatchTouchEvent', {
          type,
          touchPoints:
            type === 'touchEnd'
              ? []
              : [-1, 1].map((side, id) => ({ x: middleX + (side * apart) / 2, y: middleY, id })),
        });
      await touch('touchStart', 60);
      for (const apart of [80, 100, 120]) await touch('touchMove', apart);
      await touch('touchEnd', 0);
      await expect.poll(width).toBeGreaterThan(whole * 1.6);
      // One finger over the whole picture turns the page.
      await page.keyboard.press('z');
      await expect.poll(width).toBeCloseTo(whole, 0);
      const swipe = async (from: number, to: number) => {
        const at = (px: number) => [{ x: px, y: middleY, id: 0 }];
        await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(from) });
        for (let step = 1; step <= 4; step++) {
          const px = from + ((to - from) * step) / 4;
          await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(px) });
        }
        await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
      };
      await swipe(300, 100);
      await page.getByText(`2 of ${DAYS}`, { exact: true }).waitFor();
      await swipe(100, 300);
      await page.getByText(`1 of ${DAYS}`, { exact: true }).waitFor();
      expect(await having('CK:Rio accepted')).toEqual([]);
      expect(faults).toEqual([]);
      await page.context().close();
    }, 60_000);

    it('is reviewed by thumb on a phone, with buttons that are large enough', async () => {
      const { page, faults } = await served.open('/review', {
        hasTouch: true,
        isMobile: true,
        viewport: { width: 390, height: 844 },
      });
      await page.getByText(`1 of ${DAYS}`, { exact: true }).waitFor();
      const boxes = await Promise.all(
        (await page.locator('[data-bar] button').all()).map((button) => button.boundingBox()),
      );
      const shown = boxes.filter((box) => box !== null);
      expect(shown.length).toBeGreaterThan(4);
      for (const { y, width, height } of shown) {
        expect(width).toBeGreaterThanOrEqual(40);
        expect(height).toBeGreaterThanOrEqual(44);
        expect(844 - y).toBeLessThan(120);
      }
      await page.getByRole('button', { name: 'Reject Rio' }).tap();
      await page.getByRole('button', { name: 'Accept and next' }).tap();
      await page.getByText(`2 of ${DAYS}`, { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Accept and next' }).tap();
      await page.getByText(`3 of ${DAYS}`, { exact: true }).waitFor();
      await isSaved(page);
      expect(await having('CK:Rio rejected')).toEqual(['IMG_000.jpg']);
      expect(await having('CK:Rio accepted')).toEqual(['IMG_010.jpg', 'IMG_011.jpg']);
      await page.getByRole('button', { name: 'Undo' }).tap();
      await page.getByRole('button', { name: 'Undo' }).tap();
      await isSaved(page);
      expect(await having('CK:Rio rejected')).toEqual([]);
      expect(faults).toEqual([]);
      await page.context().close();
    }, 60_000);

    it.each(TWO_SCREENS)(
      'has no finding of axe, $colorScheme at $width px',
      async ({ colorScheme, width, height }) => {
        const { page, faults } = await served.open('/review?state=all&view=grid', {
          colorScheme,
          viewport: { width, height },
        });
        await page.getByRole('option').nth(5).waitFor();
        await page.keyboard.press('x');
        await page.keyboard.press('Shift+ArrowRight');
        expect(await axeFindings(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false);
        expect(faults).toEqual([]);
        await page.context().close();
      },
      60_000,
    );
  },
);
