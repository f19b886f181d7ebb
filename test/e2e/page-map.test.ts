import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPageBuilt } from '../../src/http/pages.ts';
import { axeFindings, hasChromium, SCREENS } from './browser.ts';
import { runHere } from './cli-in-process.ts';
import { decidedIn, isSaved, type ServedPage, servePage } from './served-page.ts';
import { renderPicture } from './small-library.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-page-map-'));
const DAYS = 14;
const PICTURES = process.env.PHOTO_TAG_SCREENSHOTS;
const pad = (value: number): string => String(value).padStart(2, '0');

/** A day a cluster, in two cities. */
async function makeDays(): Promise<void> {
  for (let day = 0; day < DAYS; day++) {
    const date = `2014-01-${pad(1 + day)}`;
    const home = join(folder, 'photos', `${date} ${day < 9 ? 'Rio' : 'Paris'}`);
    mkdirSync(home, { recursive: true });
    const picture = await sharp(await renderPicture(day * 10, 320, 213))
      .withExif({
        IFD0: { Make: 'Canon', Model: 'Canon EOS 5D' },
        IFD2: { DateTimeOriginal: `${date.replaceAll('-', ':')} 10:00:00` },
      })
      .jpeg()
      .toBuffer();
    writeFileSync(join(home, `IMG_${pad(day)}.jpg`), picture);
  }
}

describe.skipIf(!hasChromium || !isPageBuilt())('the map of clusters in a real browser', () => {
  let served: ServedPage;
  const map = (page: Page) => page.getByRole('application', { name: /^Map of clusters|^Mapa dos grupos/ });
  const legend = (page: Page, name: string | RegExp) =>
    page.getByRole('list', { name: /^(Colours|Cores)/ }).getByRole('button', { name });
  const found = (page: Page, text: string) =>
    page.getByRole('heading', { level: 1, name: text, exact: true }).waitFor({ timeout: 30_000 });
  /** Pixels of the map that are not its ground. */
  const painted = (page: Page): Promise<number> =>
    page.evaluate(`(() => {
      const canvas = document.querySelector('canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      let count = 0;
      for (let i = 3; i < data.length; i += 4) if (data[i] > 0) count++;
      return count;
    })()`);

  beforeAll(async () => {
    await makeDays();
    for (const stage of ['scan', 'metadata', 'dates', 'proxies', 'embeddings', 'clusters', 'ck-tags']) {
      const result = await runHere(stage === 'scan' ? ['scan', 'photos'] : [stage], folder);
      expect(result.code, result.stderr).toBe(0);
    }
    served = await servePage(folder);
  }, 400_000);
  afterAll(async () => {
    await served?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is arranged and painted, with what its colours mean, and is there at once the next time', async () => {
    const { page, faults } = await served.open('/search');
    await page.getByText('What are you looking for?').waitFor();
    await page.keyboard.press('m');
    await page.getByText(`${DAYS} clusters.`).waitFor({ timeout: 60_000 });
    expect(new URL(page.url()).searchParams.get('view')).toBe('map');
    await expect.poll(() => painted(page)).toBeGreaterThan(2000);
    await legend(page, /^(Paris|Rio.*), \d+ clusters$/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Decided' }).click();
    await legend(page, `Not decided yet, ${DAYS} clusters`).waitFor();
    await page.getByRole('button', { name: 'Label' }).click();
    const answer = await fetch(served.url('/api/clusters-map'));
    const arrangement = (await answer.json()) as { points: { id: string[] } };
    expect(arrangement).toMatchObject({ clusters: DAYS, isOld: false, making: null, problem: null });
    expect(new Set(arrangement.points.id).size).toBe(DAYS);
    expect(faults).toEqual([]);
    await page.context().close();
  }, 120_000);

  it('selects the photos of a colour and of a line that is drawn, gives them a tag, and takes it back', async () => {
    const { page, faults } = await served.open('/search?view=map');
    await legend(page, 'Paris, 5 clusters').click();
    await found(page, '5 photos');
    await page.getByText('5 photos selected').waitFor();
    await page.keyboard.press('t');
    await page.keyboard.type('flow');
    await page.getByRole('option', { name: 'flower' }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('flower accepted on 5').waitFor();
    await isSaved(page);
    const having = async () =>
      [...(await decidedIn(folder))]
        .filter(([, all]) => all.includes('CK:flower added'))
        .map(([name]) => name);
    expect((await having()).sort()).toEqual([9, 10, 11, 12, 13].map((day) => `IMG_${pad(day)}.jpg`));
    await page.keyboard.press('Control+z');
    await page.getByText(/^Taken back: /).waitFor();
    await isSaved(page);
    expect(await having()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByText('photos selected').waitFor({ state: 'detached' });

    // Around all of it, with Shift, and around nothing.
    const { x, y, width, height } = (await map(page).boundingBox())!;
    const around = async (inset: number) => {
      const corners = [
        [x + inset, y + inset],
        [x + width - inset, y + inset],
        [x + width - inset, y + height - inset],
        [x + inset, y + height - inset],
      ] as const;
      await page.mouse.move(...corners[0]);
      await page.keyboard.down('Shift');
      await page.mouse.down();
      for (const corner of corners.slice(1)) await page.mouse.move(...corner, { steps: 4 });
      await page.mouse.up();
      await page.keyboard.up('Shift');
    };
    await around(3);
    await found(page, `${DAYS} photos`);
    await page.getByText(`${DAYS} photos selected`).waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  }, 120_000);

  it('goes from cluster to cluster by keyboard, says where it is, and opens one in Review', async () => {
    const { page, faults } = await served.open('/search?view=map');
    await map(page).waitFor();
    await map(page).focus();
    await page.keyboard.press('ArrowRight');
    const said = page.locator('[aria-live="polite"]').filter({ hasText: /cluster \d+ \/ 14$/ });
    await said.waitFor({ state: 'attached' });
    const first = await said.textContent();
    for (const key of ['ArrowLeft', 'ArrowUp', 'ArrowRight', 'ArrowDown']) {
      await page.keyboard.press(key);
      if ((await said.textContent()) !== first) break;
    }
    expect(await said.textContent()).not.toBe(first);
    await page.keyboard.press('Space');
    await found(page, '1 photo');
    await page.keyboard.press('+');
    await map(page).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/review\?.*cluster=c[0-9a-f]+/);
    await page.goBack();
    await map(page).waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  }, 120_000);

  it.each(SCREENS)(
    'has no serious finding of axe, $colorScheme at $width px, and nothing that is cut off',
    async ({ colorScheme, width, height }) => {
      const locale = colorScheme === 'dark' ? 'pt-BR' : 'en-GB';
      const { page, faults } = await served.open('/search?view=map', {
        colorScheme,
        locale,
        viewport: { width, height },
      });
      const check = async (what: string) => {
        await page.waitForLoadState('networkidle').catch(() => undefined);
        await sleep(300);
        if (PICTURES !== undefined) {
          await page.screenshot({ path: join(PICTURES, `map-${what}-${colorScheme}-${width}.png`) });
        }
        expect(await axeFindings(page), what).toEqual([]);
        const isWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
        expect(isWide, `${what} is wider than the window`).toBe(false);
      };
      await map(page).focus();
      await page.keyboard.press('ArrowRight');
      await check('map');
      await legend(page, /Paris/).click();
      await found(page, colorScheme === 'dark' ? '5 fotos' : '5 photos');
      await check('chosen');
      expect(faults).toEqual([]);
      await page.context().close();
    },
    120_000,
  );
});
