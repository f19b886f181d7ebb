import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPageBuilt } from '../../src/http/pages.ts';
import { axeFindings, hasChromium } from './browser.ts';
import { runCli } from './cli.ts';
import { makeDaysLibrary } from './days-library.ts';
import { type ServedPage, servePage } from './served-page.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-phone-'));
const PATHS = ['/config', '/run', '/review?state=all', '/dates', '/write', '/search?q=Rio'];

/** As much as a thumb needs, in CSS pixels. */
const THUMB_PX = 44;

describe.skipIf(!hasChromium || !isPageBuilt())('the panels on every width', () => {
  let served: ServedPage;
  beforeAll(async () => {
    await makeDaysLibrary(folder, 6);
    expect(await runCli(['run', 'photos'], folder)).toMatchObject({ code: expect.any(Number) });
    served = await servePage(folder);
  }, 240_000);
  afterAll(async () => {
    await served?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const tabs = (page: Page) => page.getByRole('navigation').first().getByRole('link');

  it.each([
    { width: 320, height: 640, locale: 'pt-BR', colorScheme: 'light' },
    { width: 390, height: 844, locale: 'en-GB', colorScheme: 'dark' },
    { width: 610, height: 900, locale: 'pt-BR', colorScheme: 'dark' },
    { width: 768, height: 1024, locale: 'pt-BR', colorScheme: 'light' },
    { width: 1440, height: 900, locale: 'en-GB', colorScheme: 'light' },
  ] as const)(
    'all have their place at $width px in $locale, and nothing goes sideways',
    async ({ width, height, locale, colorScheme }) => {
      const options = { viewport: { width, height }, locale, colorScheme, hasTouch: width < 600 };
      const { page, faults } = await served.open('/run', options);
      for (const path of PATHS) {
        await page.goto(served.url(path));
        await page.locator('main h1, main h2').first().waitFor({ timeout: 30_000 });
        const boxes = await Promise.all((await tabs(page).all()).map((tab) => tab.boundingBox()));
        expect(boxes).toHaveLength(6);
        for (const box of boxes) {
          expect(box!.x).toBeGreaterThanOrEqual(0);
          expect(box!.x + box!.width).toBeLessThanOrEqual(width);
          if (width < 600) {
            expect(Math.min(box!.width, box!.height)).toBeGreaterThanOrEqual(THUMB_PX);
            expect(box!.y + box!.height).toBe(height);
          }
        }
        if (path.startsWith('/review') && width < 900) {
          // The list takes no room from the picture: it opens over it.
          expect(await page.locator('main aside').isVisible()).toBe(false);
        }
        expect(await sideways(page), path).toEqual([]);
        expect(await axeFindings(page), path).toEqual([]);
      }
      expect(faults).toEqual([]);
      await page.context().close();
    },
    240_000,
  );

  it('are gone through by keyboard on a phone as well, and by the thumb', async () => {
    const { page, faults } = await served.open('/run', {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
    });
    await tabs(page).first().waitFor();
    expect(await tabs(page).allTextContents()).toEqual([
      ...['Config', 'Run', 'Review', 'Dates', 'Write', 'Search'],
    ]);
    await page.getByRole('link', { name: 'Write', exact: true }).tap();
    await page.waitForURL('**/write');
    expect(await page.locator('nav [aria-current=page]').textContent()).toBe('Write');
    // The skip link, then the panels, in the order of the work.
    await page.reload();
    await tabs(page).first().waitFor();
    for (const name of ['Skip to the content', 'Config', 'Run']) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent')).toBe(name);
    }
    await page.keyboard.press('Enter');
    await page.waitForURL('**/run');
    // What is at the end of a panel is not behind the tabs.
    await page.locator('main').getByText('AI tags', { exact: true }).scrollIntoViewIfNeeded();
    const end = await page.locator('main').boundingBox();
    expect(end!.y + end!.height).toBeLessThanOrEqual((await tabs(page).first().boundingBox())!.y);
    expect(faults).toEqual([]);
    await page.context().close();
  }, 120_000);
});

/** What one could push sideways, and what the window cuts off of things to press. */
const sideways = (page: Page): Promise<unknown> =>
  page.evaluate(`[...document.querySelectorAll('body *')].filter((one) => {
    const { overflowX } = getComputedStyle(one);
    const scrolls = overflowX === 'auto' || overflowX === 'scroll';
    const isCut = one.matches('button, a, input, select') && one.getBoundingClientRect().right > innerWidth;
    return isCut || (scrolls && one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1);
  }).map((one) => one.tagName + ' ' + one.className + ' ' + one.scrollWidth + ' > ' + one.clientWidth)`);
