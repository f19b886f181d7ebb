import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLibrary } from '../../src/compose.ts';
import { isPageBuilt } from '../../src/http/pages.ts';
import { axeFindings, hasChromium, SCREENS } from './browser.ts';
import { runHere } from './cli-in-process.ts';
import { isSaved, type ServedPage, servePage } from './served-page.ts';
import { renderPicture } from './small-library.ts';
import { makeWrongClocks, ROLLS, type Roll } from './wrong-clocks.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-page-dates-'));
const RIO = '2008-07-05 Rio';
/** Of each camera a few photos; and somebody else was there. */
const FEWER: readonly Roll[] = [
  ...ROLLS.map((roll) => ({ ...roll, count: Math.min(roll.count, roll.folder === RIO ? 14 : 8) })),
  {
    folder: RIO,
    first: 500,
    count: 3,
    clock: '2008-07-05T14:40',
    camera: ['Panasonic', 'DMC-TZ5', '77'],
    prefix: 'P',
  },
];
const PICTURES = process.env.PHOTO_TAG_SCREENSHOTS;

const picture = async (seed: number): Promise<Buffer> =>
  sharp(await renderPicture(seed, 320, 213))
    .jpeg()
    .toBuffer();

/** What the database says of a file: its date, and what was decided. */
async function photo(path: string) {
  const library = await openLibrary({ folder, dataFolder: 'data', roots: ['photos'] });
  try {
    const { store } = library;
    const [file] = await store.files.atPaths([join(folder, 'photos', path)]);
    const sha1 = file!.sha1!;
    const time = (await store.photos.captureTimesOf([sha1])).get(sha1)!;
    const clusterId = (await store.clusters.clusterIdsOf([sha1])).get(sha1)!;
    const [cluster] = await store.clusters.get([clusterId]);
    const iso = (millis: number | null) =>
      millis === null ? null : new Date(millis).toISOString().slice(0, 16);
    return {
      taken: iso(time.wallMillis),
      precision: time.precision,
      byHand: time.byHand,
      decision: (await store.dates.decisionsOf([sha1])).get(sha1)?.kind ?? null,
      decided: (await store.dates.allDecisions()).size,
      clusterStart: iso(cluster?.startMillis ?? null),
    };
  } finally {
    await library.close();
  }
}

describe.skipIf(!hasChromium || !isPageBuilt())('dates in a real browser', () => {
  let served: ServedPage;
  const heading = (page: Page, name: string | RegExp) =>
    page.getByRole('heading', { level: 1, name }).waitFor({ timeout: 30_000 });
  const told = (page: Page, text: string | RegExp) => page.getByRole('status').getByText(text).waitFor();

  beforeAll(async () => {
    await makeWrongClocks(join(folder, 'photos'), FEWER, picture);
    for (const stage of ['scan', 'metadata', 'dates', 'proxies', 'embeddings', 'clusters']) {
      const result = await runHere(stage === 'scan' ? ['scan', 'photos'] : [stage], folder);
      expect(result.code, result.stderr).toBe(0);
    }
    served = await servePage(folder);
  }, 400_000);
  afterAll(async () => {
    await served?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('tells a wrong clock with its reasons, before and after, and who was there, in words too', async () => {
    const { page, faults } = await served.open('/dates');
    await heading(page, 'NIKON D70 2001234');
    await page.getByText('1 to decide · 1 put right · 0 decided by you').waitFor();
    // Nothing tells when that was: there is nothing to accept.
    await page.getByText('Nothing tells how far it was off').waitFor();
    expect(await page.getByRole('button', { name: /^Accept and next/ }).isDisabled()).toBe(true);
    await page.keyboard.press('j');
    await heading(page, 'Canon EOS 5D 0420301234');
    await page.getByText('it started again when its battery had died').waitFor();
    const line = page.getByRole('img', { name: /^Timeline/ });
    expect(await line.getAttribute('aria-label')).toMatch(
      /The camera said 1 Jan 2000, 00:05–00:31\. Moved by \+8 years 18\d days .* taken 5 Jul 2008, .* 3 of others\.$/,
    );
    expect(await line.locator('circle').count()).toBe(3);
    await page.getByText('other cameras: Panasonic DMC-TZ5 77').waitFor();
    await page.getByRole('list', { name: 'Some of its photos' }).getByRole('button').nth(11).waitFor();
    // A reload and the back button keep what is open.
    await page.reload();
    await heading(page, 'Canon EOS 5D 0420301234');
    expect(faults).toEqual([]);
    await page.context().close();
  }, 120_000);

  it('accepts, shifts, sets, takes back and runs what is due, by keyboard alone', async () => {
    const { page, faults } = await served.open('/dates');
    await heading(page, /NIKON/);
    await page.keyboard.press('j');
    await heading(page, /Canon/);
    await page.keyboard.press('Enter');
    await told(page, /^14 photos: \+8 years 18\d days/);
    await isSaved(page);
    await page.getByText('The dates of 14 photos are due').waitFor();
    expect(await photo(`${RIO}/IMG_0060.jpg`)).toMatchObject({
      decision: 'shift',
      decided: 14,
      byHand: false,
    });
    // It stays in the list, so that it can be looked at.
    await page.getByRole('button', { name: /Canon EOS 5D .*Decided by you/ }).waitFor();

    await page.keyboard.press('k');
    await heading(page, /NIKON/);
    await page.keyboard.press('s');
    await page.getByRole('form', { name: 'Shift by hand' }).waitFor();
    await page.getByRole('spinbutton', { name: 'Years' }).fill('90');
    await page.getByRole('alert').getByText('in the future').waitFor();
    expect(await page.getByRole('button', { name: 'Decide', exact: true }).isDisabled()).toBe(true);
    await page.getByRole('spinbutton', { name: 'Years' }).fill('10');
    await page.getByRole('spinbutton', { name: 'Hours' }).fill('3');
    await page.getByText('8 photos: 1 Jan 2000, 00:02–00:16 → 1 Jan 2010, 03:02–03:16').waitFor();
    // The line shows it before it is decided.
    await page.getByRole('img', { name: /Moved by \+10 years 3 h/ }).waitFor();
    await page.keyboard.press('Enter');
    await told(page, /^8 photos: \+10 years 3 h/);
    await page.getByText('The dates of 22 photos are due').waitFor();
    expect((await photo('Misc/DSC_0007.jpg')).decided).toBe(22);

    await page.keyboard.press('Control+z');
    await told(page, 'Taken back: dates of 8 photos of NIKON D70 2001234: +10 years 3 h');
    await page.getByText('The dates of 14 photos are due').waitFor();
    expect(await photo('Misc/DSC_0007.jpg')).toMatchObject({ decision: null, decided: 14 });
    await page.keyboard.press('Control+Shift+z');
    await told(page, /^Done again/);
    await page.keyboard.press('u');
    await told(page, /^Taken back/);
    await heading(page, /NIKON/);

    // The third photo of the strip was taken at noon; the others keep their distance.
    await page.keyboard.press('.');
    await page.keyboard.press('.');
    await page.getByRole('button', { name: 'DSC_0009.jpg, photo 3 of 8', pressed: true }).waitFor();
    await page.keyboard.press('t');
    await page.getByLabel('DSC_0009.jpg was taken at').fill('2010-05-03T12:00');
    await page.getByText('→ 3 May 2010, 11:56–12:10').waitFor();
    await page.keyboard.press('Enter');
    await told(page, /taken 3 May 2010, 11:56–12:10$/);
    await isSaved(page);

    await page.getByText('The dates of 22 photos are due').waitFor();
    await page.keyboard.press('r');
    await page.getByText('photos are due').waitFor({ state: 'detached', timeout: 120_000 });
    expect(await photo('Misc/DSC_0009.jpg')).toMatchObject({
      taken: '2010-05-03T12:00',
      byHand: true,
      clusterStart: expect.stringMatching(/^2010-05-03T1[12]/),
    });
    const rio = await photo(`${RIO}/IMG_0060.jpg`);
    expect(rio).toMatchObject({ byHand: true, precision: 'second' });
    expect(rio.taken).toMatch(/^2008-07-05/);
    // The run that was decided last is still open; behind it nothing is left to do.
    await page.keyboard.press('Escape');
    await page.getByText('Everything is decided').waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  }, 240_000);

  it('lists photos with a doubtful date, and dates a folder and those that are selected', async () => {
    const { page, faults } = await served.open('/dates');
    await page.getByText('Everything is decided').waitFor();
    await page.keyboard.press('v');
    await heading(page, 'photo0001.jpg');
    await page.getByText('What speaks about its date').waitFor();
    const rows = page.getByRole('list', { name: 'Photos with a doubtful date' }).getByRole('listitem');
    expect(await rows.count()).toBe(3);
    await page.keyboard.press('o');
    await page.getByRole('form').getByText('Day, month or year').waitFor();
    await page.keyboard.type('1998');
    await page.getByText('3 photos: 1 Jan 1998, 00:00 – 31 Dec 1998, 23:59').waitFor();
    await page.keyboard.press('Enter');
    await told(page, /^3 photos: taken 1 Jan 1998/);
    await rows.filter({ hasText: 'decided, due' }).nth(2).waitFor();
    expect(await photo('box/photo0002.jpg')).toMatchObject({ decision: 'set' });
    await page.keyboard.press('Control+z');
    await told(page, /^Taken back: dates of 3 photos: set to 1998/);
    expect(await photo('box/photo0002.jpg')).toMatchObject({ decision: null });
    // Two of them.
    await page.keyboard.press('m');
    await page.keyboard.press('j');
    await heading(page, 'photo0002.jpg');
    await page.keyboard.press('m');
    await page.getByText('2 photos selected').waitFor();
    await page.keyboard.press('d');
    await page.keyboard.type('1999-12');
    await page.getByText('2 photos: 1 Dec 1999, 00:00 – 31 Dec 1999, 23:59').waitFor();
    await page.keyboard.press('Enter');
    await told(page, /^2 photos: /);
    expect(await photo('box/photo0003.jpg')).toMatchObject({ decision: null });
    expect(await photo('box/photo0001.jpg')).toMatchObject({ decision: 'set' });
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Leave as the camera says').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await told(page, /^Taken back/);
    await isSaved(page);
    expect(faults).toEqual([]);
    await page.context().close();
  }, 120_000);

  it('filters by state and camera, in the address', async () => {
    const { page, faults } = await served.open('/dates?state=all&camera=d70');
    await heading(page, /NIKON/);
    const rows = page.getByRole('list', { name: 'Suspicious clocks' }).getByRole('listitem');
    expect(await rows.count()).toBe(1);
    await page.keyboard.press('f');
    await page.getByLabel('Camera', { exact: true }).fill('nobody’s');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByText('No run is all of this').waitFor();
    expect(new URL(page.url()).searchParams.get('camera')).toBe('nobody’s');
    await page.getByRole('button', { name: 'Show all' }).click();
    await rows.nth(1).waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it.each(SCREENS)(
    'has no serious finding of axe, $colorScheme at $width px, and nothing that is cut off',
    async ({ colorScheme, width, height }) => {
      const locale = colorScheme === 'dark' ? 'pt-BR' : 'en-GB';
      const options = { colorScheme, locale, viewport: { width, height } };
      const { page, faults } = await served.open('/dates?state=all', options);
      const check = async (what: string) => {
        await page.waitForLoadState('networkidle').catch(() => undefined);
        await sleep(300);
        if (PICTURES !== undefined) {
          await page.screenshot({ path: join(PICTURES, `dates-${what}-${colorScheme}-${width}.png`) });
        }
        expect(await axeFindings(page), what).toEqual([]);
        const isWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
        expect(isWide, `${what} is wider than the window`).toBe(false);
      };
      const rows = page.getByRole('listitem').getByRole('button', { name: /Canon EOS 5D/ });
      await rows.waitFor();
      await check('list');
      await rows.click();
      await heading(page, /Canon/);
      await check('run');
      await page.keyboard.press('s');
      await page.getByRole('spinbutton').nth(2).fill('5');
      await page.getByText(/14 (photos|fotos): .*→/).waitFor();
      await check('shift');
      await page.keyboard.press('Escape');
      await page.keyboard.press('f');
      await page.getByRole('dialog').waitFor();
      await check('filter');
      await page.keyboard.press('Escape');
      await page.goto(served.url('/dates?view=photos'));
      await page.getByRole('button', { name: /photo0001/ }).click();
      await heading(page, 'photo0001.jpg');
      await check('photos');
      expect(faults).toEqual([]);
      await page.context().close();
    },
    120_000,
  );

  it('has changed no photo', () => {
    const file = join(folder, 'photos', RIO, 'IMG_0060.jpg');
    expect(readFileSync(file).includes('2000:01:01 00:05:00')).toBe(true);
  });
});
