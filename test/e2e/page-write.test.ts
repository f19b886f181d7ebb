import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPageBuilt } from '../../src/http/pages.ts';
import { axeFindings, hasChromium, SCREENS } from './browser.ts';
import { type PageOptions, type ServedPage, servePage } from './served-page.ts';
import { LIGHTROOM_SIDECAR } from './small-library.ts';
import { makeTaggedLibrary } from './tagged-library.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-page-write-'));
const THEIRS = join(folder, 'photos/IMG_1.jpg.xmp');
const OURS = join(folder, 'photos/IMG_2.jpg.xmp');

describe.skipIf(!hasChromium || !isPageBuilt())('writing from the page in a real browser', () => {
  let served: ServedPage;
  const open = async (options?: PageOptions) => {
    const watched = await served.open('/write', options);
    await watched.page.getByRole('heading', { level: 1 }).waitFor();
    return watched;
  };

  beforeAll(async () => {
    await makeTaggedLibrary(folder, ['IMG_1.jpg', 'IMG_2.jpg', 'IMG_3.jpg'], {
      'IMG_1.jpg.xmp': LIGHTROOM_SIDECAR,
      // No XMP: it is left alone, and the page says why.
      'IMG_3.jpg.xmp': '<not closed',
    });
    served = await servePage(folder);
  }, 240_000);
  afterAll(async () => {
    await served?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('says what to do where nothing was compared, and where nothing was accepted', async () => {
    const { page, faults } = await open();
    await page.getByText('Nothing was compared yet').waitFor();
    await page.getByText('Nothing was written to sidecars yet').waitFor();
    expect(await page.getByRole('button', { name: 'Write…' }).count()).toBe(0);
    await page.keyboard.press('o');
    await page.keyboard.press('c');
    await page.getByText('no tag was accepted yet').waitFor();
    expect(await page.getByRole('radio', { name: /Only what I accepted/ }).isChecked()).toBe(true);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('compares, writes, takes back and puts back by keyboard alone, and the sidecars are as they are said to be', async () => {
    const before = readFileSync(THEIRS, 'utf8');
    const { page, faults } = await open();
    await page.keyboard.press('p');
    await page.keyboard.press('c');
    await page.getByText('2 sidecars would change').waitFor();
    await page.getByText('1 new').waitFor();
    const rows = page.getByRole('region', { name: 'Differences' }).getByRole('listitem');
    await rows.filter({ hasText: 'IMG_2.jpg.xmp' }).getByText('CK:night').waitFor();
    // Whole paths on demand; why one cannot be written.
    await page.keyboard.press('f');
    await rows.filter({ hasText: OURS }).waitFor();
    await page.getByText('Sidecars that cannot be changed').waitFor();
    await page.getByText(join(folder, 'photos/IMG_3.jpg'), { exact: true }).waitFor();
    expect([readFileSync(THEIRS, 'utf8') === before, existsSync(OURS)]).toEqual([true, false]);

    // A reload loses nothing; another choice asks for another comparison.
    await page.reload();
    await page.getByText('2 sidecars would change').waitFor();
    await page.keyboard.press('o');
    await page.getByText('compare again before you write').waitFor();
    await page.keyboard.press('w');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.keyboard.press('p');

    // Nothing is written without a yes to the number.
    await page.keyboard.press('w');
    await page.getByRole('dialog', { name: 'Write 2 sidecars' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(existsSync(OURS)).toBe(false);
    await page.keyboard.press('w');
    await page.getByRole('dialog').getByRole('button', { name: 'Write 2 sidecars' }).waitFor();
    // A key that is quicker than the dialog falls beside it.
    await page.locator('[role=dialog] button:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText(/Done. This is run \d+/).waitFor();
    await page.getByText('2 sidecars changed').waitFor();
    const written = readFileSync(THEIRS, 'utf8');
    expect(written).toContain('CK:night');
    expect(written).toContain('Família');
    expect(readFileSync(OURS, 'utf8')).toContain('AI:fog');

    await page.getByText('write · 2 sidecars').waitFor();
    await page.keyboard.press('u');
    await page.getByText('What an undo would take out').waitFor();
    await page.getByText('2 sidecars would change').waitFor();
    expect(readFileSync(THEIRS, 'utf8')).toBe(written);
    await page.keyboard.press('w');
    await page.getByRole('dialog', { name: 'Undo in 2 sidecars' }).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Undo in 2 sidecars' }).waitFor();
    // A key that is quicker than the dialog falls beside it.
    await page.locator('[role=dialog] button:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('undo · 2 sidecars').waitFor();
    expect([readFileSync(THEIRS, 'utf8'), existsSync(OURS)]).toEqual([before, false]);
    expect(await (await fetch(served.url('/api/write'))).json()).toMatchObject({
      write: { kind: 'undo', through: { done: 2, total: 2 } },
    });

    // What an undo took out is not written anew by a write, and is put back by a redo.
    await page.keyboard.press('c');
    await page.getByText('keywords held back by an undo').waitFor();
    await page.keyboard.press('r');
    await page.getByText('What a redo would put back').waitFor();
    await page.getByText('2 sidecars would change').waitFor();
    await page.keyboard.press('w');
    await page.getByRole('dialog').getByRole('button', { name: 'Redo in 2 sidecars' }).click();
    await page.getByText('redo of run 2 · 2 sidecars').waitFor();
    expect(readFileSync(THEIRS, 'utf8')).toContain('CK:night');
    const audit = page.waitForEvent('download');
    await page.getByRole('link', { name: /Audit table/ }).click();
    expect(readFileSync((await (await audit).path())!, 'utf8')).toContain('written: run');
    expect(faults).toEqual([]);
    await page.context().close();
  }, 120_000);

  it('says calmly that a comparison is gone with the program that made it, and compares anew', async () => {
    const { page, faults } = await open();
    await page.keyboard.press('c');
    await page.getByText(/^Compared /).waitFor();
    await served.kill();
    await served.restart();
    await page.getByText('It had changed nothing. Compare again.').waitFor({ timeout: 60_000 });
    expect(await page.getByRole('button', { name: 'Write…' }).count()).toBe(0);
    await page.reload();
    await page.getByText('It had changed nothing. Compare again.').waitFor();
    await page.keyboard.press('c');
    await page.getByText(/^Compared /).waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  }, 120_000);

  it.each(SCREENS)(
    'has no finding of axe, $colorScheme at $width px, and nothing that is cut off',
    async ({ colorScheme, width, height }) => {
      const locale = colorScheme === 'dark' ? 'pt-BR' : 'en-GB';
      const { page, faults } = await open({ colorScheme, locale, viewport: { width, height } });
      const check = async (what: string) => {
        await sleep(300);
        if (process.env.SHOTS) {
          await page.screenshot({ path: join(process.env.SHOTS, `${colorScheme}-${width}-${what}.png`) });
        }
        expect(await axeFindings(page), what).toEqual([]);
        const isWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
        expect(isWide, `${what} is wider than the window`).toBe(false);
      };
      // The newest run put back what an undo took out: it can be undone.
      await page
        .getByText(/^(Run|Execução) \d+$/)
        .first()
        .waitFor();
      await page.keyboard.press('u');
      await page.getByRole('region', { name: /Differences|Diferenças/ }).waitFor();
      await check('undo');
      await page.keyboard.press('w');
      await page.getByRole('dialog').waitFor();
      await check('confirm');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.keyboard.press('c');
      await page
        .getByText(/the sidecars have all|cannot be changed|não podem ser alterados/)
        .first()
        .waitFor();
      await check('comparison');
      expect(faults).toEqual([]);
      await page.context().close();
    },
    120_000,
  );
});
