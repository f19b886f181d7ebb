import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLibrary } from '../../src/compose.ts';
import { isPageBuilt } from '../../src/http/pages.ts';
import { axeFindings, hasChromium, SCREENS } from './browser.ts';
import { runCli } from './cli.ts';
import { isSaved, type ServedPage, servePage } from './served-page.ts';
import { renderPicture } from './small-library.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-page-search-'));
const RIO = 24;
const PARIS = 6;
/** Names and keywords come from anybody. */
const EVIL_NAME = '<img src=x onerror=document.title=1>.jpg';
const EVIL_KEYWORD = '<b onmouseover=document.title=1>=1+1</b>';
/** Kept where one wants to look at the page. */
const PICTURES = process.env.PHOTO_TAG_SCREENSHOTS;

async function makePhotos(): Promise<void> {
  for (const [place, count] of [
    ['Rio', RIO],
    ['Paris', PARIS],
  ] as const) {
    for (let shot = 0; shot < count; shot++) {
      const day = String(1 + shot).padStart(2, '0');
      const home = join(folder, 'photos', `2014-05-${day} ${place}`);
      mkdirSync(home, { recursive: true });
      const seed = (place === 'Rio' ? 0 : 500) + shot * 7;
      const picture = await sharp(await renderPicture(seed, 320, 213))
        .withExif({
          IFD0: { Make: 'Canon', Model: 'Canon EOS 5D' },
          IFD2: { DateTimeOriginal: `2014:05:${day} 10:00:00` },
        })
        .jpeg()
        .toBuffer();
      const isEvil = place === 'Paris' && shot === 0;
      writeFileSync(join(home, isEvil ? EVIL_NAME : `${place}_${day}.jpg`), picture);
      if (isEvil) writeFileSync(join(home, EVIL_NAME.replace('.jpg', '.xmp')), sidecarOf(EVIL_KEYWORD));
    }
  }
}

const sidecarOf = (keyword: string): string => `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag>
<rdf:li>${keyword.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</rdf:li>
</rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;

/** File names of the photos that have a decision for the tag. */
async function decided(tag: string): Promise<string[]> {
  const library = await openLibrary({ folder, dataFolder: 'data', roots: ['photos'] });
  try {
    const { photos, tags, files } = library.store;
    const sha1s = await photos.page({ after: null, limit: 1000 });
    const decisions = await tags.decisionsOf(sha1s);
    const paths = await files.ofPhotos(sha1s);
    return sha1s
      .filter((sha1) => decisions.get(sha1)?.some(({ layer, name }) => `${layer}:${name}` === tag))
      .map((sha1) => paths.get(sha1)![0]!.path.split('/').at(-1)!)
      .sort();
  } finally {
    await library.close();
  }
}

describe.skipIf(!hasChromium || !isPageBuilt())('the search in a real browser', () => {
  let served: ServedPage;
  const found = (page: Page, text: string) =>
    page.getByRole('heading', { level: 1, name: text, exact: true }).waitFor({ timeout: 30_000 });
  const look = async (page: Page, name: string) => {
    if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `search-${name}.png`) });
  };

  beforeAll(async () => {
    await makePhotos();
    const run = await runCli(['run', 'photos'], folder);
    expect(run.code, run.stderr).toBe(0);
    served = await servePage(folder);
  }, 300_000);
  afterAll(async () => {
    await served?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('finds by tag, opens a photo with what is known, and others that look like it; back and reload keep all', async () => {
    const { page, faults } = await served.open('/search');
    await page.getByText('What are you looking for?').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('^CK:Rio$');
    await page.keyboard.press('Enter');
    await found(page, `${RIO} photos`);
    expect(await page.getByRole('listitem').count()).toBe(RIO);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await found(page, 'Rio_02.jpg');
    const about = page.getByRole('region', { name: 'About the photo' });
    await about.getByText('CK:Rio', { exact: true }).waitFor();
    await about.getByText('Canon EOS 5D').first().waitFor();
    await page.keyboard.press('j');
    await found(page, 'Rio_03.jpg');
    await page.reload();
    await found(page, 'Rio_03.jpg');
    await page.keyboard.press('Escape');
    await found(page, `${RIO} photos`);
    await expect.poll(() => page.evaluate('document.activeElement.dataset.tile')).toBe('2');
    await page.keyboard.press('Enter');
    await found(page, 'Rio_03.jpg');
    await page.keyboard.press('l');
    await page.getByText('Photos like this one').waitFor();
    await found(page, `${RIO + PARIS - 1} photos`);
    await page
      .getByRole('button', { name: /likeness \d+/ })
      .first()
      .waitFor();
    await page.goBack();
    await found(page, 'Rio_03.jpg');
    expect(faults).toEqual([]);
    await page.context().close();
  }, 120_000);

  it('gives two photos a tag, which is in the database, and takes it back', async () => {
    const { page, faults } = await served.open('/search?q=Rio&tagsOnly=yes');
    await found(page, `${RIO} photos`);
    await page.keyboard.press('x');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('x');
    await page.getByText('2 photos selected').waitFor();
    await page.keyboard.press('t');
    await page.keyboard.type('flow');
    await page.getByRole('option', { name: 'flower' }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('flower accepted on 2').waitFor();
    await isSaved(page);
    expect(await decided('CK:flower')).toEqual(['Rio_01.jpg', 'Rio_03.jpg']);
    await page.keyboard.press('Control+z');
    await page.getByText(/^Taken back: /).waitFor();
    await isSaved(page);
    expect(await decided('CK:flower')).toEqual([]);
    // By mouse: the mark, and Shift for all in between.
    await page.keyboard.press('Escape');
    await page.getByText('photos selected').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Select Rio_05.jpg' }).click();
    await page.locator('[data-tile="8"]').click({ modifiers: ['Shift'] });
    await page.getByText('5 photos selected').waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  }, 120_000);

  it('says at the field what is wrong with an expression and what to do, and at a filter too', async () => {
    const { page, faults } = await served.open('/search');
    const field = page.getByRole('searchbox');
    await field.fill('(flower');
    await field.press('Enter');
    await page.getByRole('alert').getByText('Not a regular expression').waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await field.fill('nothing is called so');
    await field.press('Enter');
    await page.getByText('No photo found').waitFor();
    // Esc leaves the field and takes nothing from it.
    await field.fill('half a question');
    await field.press('Escape');
    expect(await field.inputValue()).toBe('half a question');
    expect(await page.evaluate('document.activeElement === document.body')).toBe(true);
    await page.goto(served.url('/search?place=Atlantis'));
    await page.getByRole('alert').getByText('No place is called Atlantis').waitFor();
    await page.getByRole('button', { name: 'Search without the filter' }).click();
    await page.getByText('What are you looking for?').waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  }, 120_000);

  it('shows names and keywords with HTML in them as text, and saves a table that no spreadsheet runs', async () => {
    const { page, faults } = await served.open('/search?q=%5ECK:Paris%24');
    await found(page, `${PARIS} photos`);
    const download = page.waitForEvent('download');
    await page.keyboard.press('e');
    const text = readFileSync(await (await download).path(), 'utf8');
    expect((await download).suggestedFilename()).toBe('photos.csv');
    const lines = text.trimEnd().split('\r\n');
    expect(lines[0]).toBe('\ufeffsha1,path,day,tags');
    expect(lines).toHaveLength(1 + PARIS);
    expect(text).toContain(EVIL_NAME);
    await page.getByRole('button', { name: EVIL_NAME }).first().click();
    await found(page, EVIL_NAME);
    await page.getByText(EVIL_KEYWORD).waitFor();
    expect(await page.title()).toBe('Search · photo-tag');
    expect(await page.locator('main img[src="x"], main b[onmouseover]').count()).toBe(0);
    expect(faults).toEqual([]);
    await page.context().close();
  }, 120_000);

  it.each(SCREENS)(
    'has no finding of axe, $colorScheme at $width px, and nothing that is cut off',
    async ({ colorScheme, width, height }) => {
      const { page, faults } = await served.open('/search', { colorScheme, viewport: { width, height } });
      const check = async (what: string) => {
        await page.waitForLoadState('networkidle').catch(() => undefined);
        await look(page, `${what}-${colorScheme}-${width}`);
        expect(await axeFindings(page), what).toEqual([]);
        const isWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
        expect(isWide, `${what} is wider than the window`).toBe(false);
      };
      await page.getByRole('button', { name: /^CK:Rio/ }).waitFor();
      await check('start');
      await page.getByRole('searchbox').fill('Rio');
      await page.keyboard.press('Enter');
      await found(page, `${RIO} photos`);
      for (const key of ['x', 'ArrowRight', 'ArrowRight', 'Shift+X']) await page.keyboard.press(key);
      await page.getByText('3 photos selected').waitFor();
      await check('found');
      await page.keyboard.press('t');
      await page.keyboard.type('fl');
      await page.getByRole('option').first().waitFor();
      await check('completion');
      await page.keyboard.press('Escape');
      await page.locator('[data-tile="2"]').focus();
      await page.keyboard.press('Enter');
      await found(page, 'Rio_03.jpg');
      await page.getByText('Keywords from before').waitFor();
      await check('photo');
      await page.keyboard.press('Escape');
      await page.keyboard.press('f');
      await page.getByRole('dialog').waitFor();
      await sleep(300);
      await check('filter');
      await page.keyboard.press('Escape');
      await page.goto(served.url('/search?q=('));
      await page.getByRole('alert').waitFor();
      await check('mistake');
      expect(faults).toEqual([]);
      await page.context().close();
    },
    120_000,
  );

  it('speaks Portuguese', async () => {
    const { page, faults } = await served.open('/search?q=Rio&tagsOnly=yes', { locale: 'pt-BR' });
    await found(page, `${RIO} fotos`);
    await page.keyboard.press('?');
    await page.getByText('Mais como esta').last().waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
