import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPageBuilt } from '../../src/http/pages.ts';
import { axeFindings, hasChromium, SCREENS } from './browser.ts';
import { runCli } from './cli.ts';
import { type PageOptions, type ServedPage, servePage } from './served-page.ts';
import { makeTaggedLibrary } from './tagged-library.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-page-config-'));
const CONFIG = join(folder, 'config/config.yaml');
const WORDS = join(folder, 'config/ck_vocab.yaml');
const SIDECAR = join(folder, 'photos/IMG_1.jpg.xmp');
/** Kept where one wants to look at the page. */
const SHOTS = process.env.SHOTS;

const TEXT = `# mine
roots: [photos]   # the big disk

proxy:
    # as small as can be
    max_size: 1024
`;
const VOCABULARY = `# my words
subjects:
  - night   # when it is dark
  - name: sea
    names: {pt: mar}
places: []
`;
const textOf = (file: string): string => readFileSync(file, 'utf8');

describe.skipIf(!hasChromium || !isPageBuilt())('the configuration in a real browser', () => {
  let served: ServedPage;
  const open = async (path = '/config', options?: PageOptions) => {
    const watched = await served.open(path, options);
    await watched.page.getByRole('heading', { level: 1 }).waitFor();
    return watched;
  };
  const setting = (page: Page, key: string) => page.locator(`[data-setting="${key}"]`);
  const review = async (page: Page) => {
    await page.keyboard.press('Control+s');
    const dialog = page.getByRole('dialog', { name: /^(Save|Salvar)/ });
    await dialog.locator('button:focus').waitFor();
    return dialog;
  };

  beforeAll(async () => {
    await makeTaggedLibrary(folder, ['IMG_1.jpg', 'IMG_2.jpg']);
    mkdirSync(join(folder, 'config'), { recursive: true });
    writeFileSync(CONFIG, TEXT);
    writeFileSync(WORDS, VOCABULARY);
    expect((await runCli(['write', '--apply'], folder)).code).toBe(0);
    served = await servePage(folder, null);
  }, 240_000);
  afterAll(async () => {
    await served?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is changed by the form: the mistake stands at the field, the difference is seen, comments stay', async () => {
    const { page, faults } = await open();
    // Keys are heard a moment after the page is drawn.
    await sleep(300);
    await page.keyboard.press('/');
    await page.keyboard.type('jpeg qual');
    await page.keyboard.press('Escape');
    const field = setting(page, 'proxy.jpeg_quality');
    expect(await page.locator('[data-setting]').count()).toBe(1);
    await field.getByRole('textbox').fill('500');
    await field.getByRole('alert').getByText('must be at most 100.').waitFor();
    expect(await field.getByRole('textbox').getAttribute('aria-invalid')).toBe('true');
    await field.getByRole('textbox').fill('80');
    await page.getByText('1 setting changed, not saved.').waitFor();
    await field.getByText('Not the default.').waitFor();
    expect(textOf(CONFIG)).toBe(TEXT);
    const dialog = await review(page);
    await dialog.getByRole('row', { name: /jpeg_quality: 80/ }).waitFor();
    await dialog.getByText(/^Proxies: all 2 photos/).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Saved.', { exact: true }).waitFor();
    expect(textOf(CONFIG)).toBe(TEXT.replace('max_size: 1024\n', 'max_size: 1024\n    jpeg_quality: 80\n'));
    // Back to the default is one press; what is the same again is not unsaved.
    await field.getByRole('button', { name: 'Back to 90: proxy.jpeg_quality' }).click();
    await page.getByText('1 setting changed, not saved.').waitFor();
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByText('All is saved.').waitFor();
    expect(await field.getByRole('textbox').inputValue()).toBe('80');
    expect(faults).toEqual([]);
    await page.context().close();
  }, 60_000);

  it('is changed as YAML: the mistake stands at its line, and form and text are one draft', async () => {
    const before = textOf(CONFIG);
    const { page, faults } = await open('/config?view=yaml');
    const text = page.getByRole('textbox', { name: 'The configuration as YAML' });
    await text.fill(before.replace('80', '80 # enough').concat('clustering:\n  methid: hdbscan\n'));
    await page.getByRole('list', { name: '1 mistake.' }).getByText('Did you mean method?').waitFor();
    await page.getByRole('button', { name: 'Line 9' }).click();
    expect(await text.evaluate('getSelection().toString()')).toContain('methid');
    const blocked = await review(page);
    await blocked.getByText('Did you mean method?').waitFor();
    expect(await blocked.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await blocked.waitFor({ state: 'detached' });
    await text.fill(before.replace('80', '80 # enough').concat('clustering:\n  method: threshold\n'));
    await page.getByText('1 setting changed, not saved.').waitFor();
    await page.getByRole('button', { name: /^Settings/ }).click();
    const method = setting(page, 'clustering.method').getByRole('combobox');
    expect(await method.inputValue()).toBe('threshold');
    await method.selectOption('hdbscan');
    await page.getByRole('button', { name: /^YAML/ }).click();
    await expect.poll(() => text.inputValue()).toContain('method: hdbscan');
    const dialog = await review(page);
    await dialog.getByText('No photo has to be looked at again.').waitFor();
    await page.keyboard.press('Enter');
    await expect
      .poll(() => textOf(CONFIG))
      .toBe(`${before.replace('80', '80 # enough')}clustering:\n  method: hdbscan\n`);
    expect(faults).toEqual([]);
    await page.context().close();
  }, 60_000);

  it('has folders and cities of its own', async () => {
    const { page, faults } = await open();
    const roots = setting(page, 'roots');
    await roots.getByRole('textbox').fill(join(folder, 'more'));
    await page.keyboard.press('Enter');
    await roots.getByText('new; looked for when it is saved').waitFor();
    const cities = setting(page, 'ai_tagging.city_whitelist');
    await cities.getByRole('combobox').fill('Aix-en-Provence');
    await page.keyboard.press('Enter');
    await cities.getByLabel('Position (latitude, longitude)').fill('43.53');
    await cities.getByText('Write two numbers').waitFor();
    await cities.getByLabel('Position (latitude, longitude)').fill('43.5297, 5.4474');
    await cities.getByLabel('Other words for it, with commas').fill('aix, Aix');
    await page.keyboard.press('Enter');
    await cities.getByText('43.5297, 5.4474, 25 km around').waitFor();
    await cities.getByRole('button', { name: 'Remove Sydney' }).click();
    const dialog = await review(page);
    await dialog.getByText(/Scan: the folders are looked through anew/).waitFor();
    await dialog.getByText(/^CK tags: all 2 photos/).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Saved.', { exact: true }).waitFor();
    await roots.getByText('This folder is not there').waitFor();
    const saved = textOf(CONFIG);
    expect(saved).toContain('# the big disk');
    expect(saved).toMatch(/name: Aix-en-Provence,\s+aliases: \[aix, Aix\]/);
    expect(saved).not.toContain('Sydney');
    await roots.getByRole('button', { name: /^Remove .*more$/ }).click();
    await page.getByText('1 setting changed, not saved.').waitFor();
    const again = await review(page);
    await page.keyboard.press('Enter');
    await again.waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await page.context().close();
  }, 60_000);

  it('asks before another panel is opened, and takes in calmly what somebody else saved', async () => {
    const { page, faults } = await open();
    await setting(page, 'clustering.min_cluster_size').getByRole('textbox').fill('9');
    await page.getByText('1 setting changed, not saved.').waitFor();
    await page.getByRole('link', { name: 'Run' }).click();
    const leave = page.getByRole('dialog', { name: 'Not saved yet' });
    await leave.getByRole('button', { name: 'Stay' }).click();
    await leave.waitFor({ state: 'detached' });
    expect(page.url()).toBe(served.url('/config'));

    writeFileSync(CONFIG, textOf(CONFIG).replace('# mine', '# ours\nruntime: {workers: 3}'));
    await review(page);
    await page.keyboard.press('Enter');
    const conflict = page.getByRole('dialog', { name: 'The file was changed elsewhere' });
    await conflict.getByRole('row', { name: /runtime: \{workers: 3\}/ }).waitFor();
    await conflict.getByRole('button', { name: 'Put mine into theirs' }).click();
    await conflict.waitFor({ state: 'detached' });
    await page.getByText('1 setting changed, not saved.').waitFor();
    const dialog = await review(page);
    await dialog.getByText(/^Clusters: all 2 photos/).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Saved.', { exact: true }).waitFor();
    expect(textOf(CONFIG)).toContain('# ours\nruntime: {workers: 3}');
    expect(textOf(CONFIG)).toContain('min_cluster_size: 9');

    await setting(page, 'clustering.min_cluster_size').getByRole('textbox').fill('6');
    await page.getByText('1 setting changed, not saved.').waitFor();
    await page.getByRole('link', { name: 'Run' }).click();
    await page.getByRole('button', { name: 'Leave, and drop it' }).click();
    await page.waitForURL(served.url('/run'));
    expect(textOf(CONFIG)).toContain('min_cluster_size: 9');
    expect(faults).toEqual([]);
    await page.context().close();
  }, 60_000);

  it('adds a word, renames one in file and sidecars after showing it, and takes that back', async () => {
    expect(textOf(SIDECAR)).toContain('CK:night');
    const { page, faults } = await open('/config?view=vocabulary');
    const words = page.getByRole('list', { name: 'Words' });
    await words.getByText('2 photos').first().waitFor();
    await sleep(300);
    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog');
    await dialog.locator('input:focus').waitFor();
    await page.keyboard.type('harbour');
    await dialog.getByLabel('In Portuguese').fill('porto');
    await dialog.getByLabel('Other words for it, with commas').fill('port, quay');
    await dialog.getByLabel('Below the word (may be empty)').fill('sea');
    await page.keyboard.press('Enter');
    await dialog.getByRole('row', { name: /aliases: \[port, quay\]/ }).waitFor();
    await dialog.getByText('No sidecar changes.').waitFor();
    expect(textOf(WORDS)).toBe(VOCABULARY);
    await dialog.getByRole('button', { name: 'Add the word' }).click();
    await dialog.getByText('Done.').waitFor();
    expect(textOf(WORDS)).toContain('# my words');
    expect(textOf(WORDS)).toContain('names: {pt: porto}');
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
    await words.getByText('harbour', { exact: true }).waitFor();

    // By keyboard: to the first word, and its new name.
    await page.keyboard.press('j');
    await page.keyboard.press('r');
    await dialog.getByLabel('New name').fill('sea');
    await page.keyboard.press('Enter');
    await dialog.getByRole('alert').getByText('sea is a term already').waitFor();
    await dialog.getByLabel('New name').fill('by night');
    await page.keyboard.press('Enter');
    await dialog.getByText('CK:night becomes CK:by night.').waitFor();
    await dialog.getByText('2 photos know it').waitFor();
    await dialog.getByText('2 sidecars change.').waitFor();
    await dialog.getByRole('deletion').filter({ hasText: 'CK:night' }).first().waitFor();
    expect(textOf(SIDECAR)).toContain('CK:night');
    await dialog.getByRole('button', { name: 'Rename' }).click();
    await dialog.getByText('2 sidecars were changed.').waitFor();
    expect(textOf(SIDECAR)).toContain('CK:by night');
    expect(textOf(WORDS)).toContain('# when it is dark');

    await dialog.getByRole('button', { name: 'Take it back…' }).click();
    await dialog.getByText('2 sidecars change.').waitFor();
    await dialog.getByRole('button', { name: 'Take it back', exact: true }).click();
    await dialog.getByText('2 sidecars were changed.').waitFor();
    expect(textOf(SIDECAR)).toContain('CK:night');
    await page.keyboard.press('Escape');
    await page.getByText('taken back by change 3').waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  }, 90_000);

  it('takes a free word in, and makes a word of the vocabulary a free one, both shown before they are done', async () => {
    const { page, faults } = await open('/config?view=vocabulary');
    const words = page.getByRole('list', { name: 'Words' });
    const dialog = page.getByRole('dialog');
    const close = () => dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
    await words.getByText('2 photos').first().waitFor();
    await sleep(300);
    await page.keyboard.press('j');
    await page.keyboard.press('d');
    await dialog.getByText('stays on its photos as a free one').waitFor();
    await dialog.locator('button:focus').waitFor();
    await page.keyboard.press('Enter');
    await dialog.getByText('CK:night becomes AI:night.').waitFor();
    await dialog.getByText('2 sidecars change.').waitFor();
    expect(textOf(WORDS)).toContain('night');
    await dialog.getByRole('button', { name: 'Do it' }).click();
    await dialog.getByText('2 sidecars were changed.').waitFor();
    expect(textOf(SIDECAR)).toContain('AI:night');
    expect(textOf(WORDS)).not.toContain('- night');
    await close();
    await words.getByText('night', { exact: true }).waitFor({ state: 'detached' });

    await page.keyboard.press('p');
    await dialog.getByLabel('The free word').fill('night');
    await page.keyboard.press('Enter');
    await dialog.getByText('AI:night becomes CK:night.').waitFor();
    await dialog.getByRole('button', { name: 'Do it' }).click();
    await dialog.getByText('2 sidecars were changed.').waitFor();
    expect(textOf(SIDECAR)).toContain('CK:night');
    expect(textOf(WORDS)).toContain('night');
    await close();
    await words.getByText('night', { exact: true }).waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  }, 120_000);

  it('shows the key of the vision service nowhere, and says whether there is one', async () => {
    const { page } = await open();
    await page.getByText('OPENAI_API_KEY', { exact: true }).waitFor();
    expect(existsSync(CONFIG)).toBe(true);
    await page.getByText('is not set').waitFor();
    await page.context().close();
  });

  it.each(SCREENS)(
    'has no serious finding of axe, $colorScheme at $width px, and nothing that is cut off',
    async ({ colorScheme, width, height }) => {
      const locale = colorScheme === 'dark' ? 'pt-BR' : 'en-GB';
      const { page, faults } = await open('/config', { colorScheme, locale, viewport: { width, height } });
      const check = async (what: string) => {
        await sleep(300);
        if (SHOTS) await page.screenshot({ path: join(SHOTS, `${colorScheme}-${width}-${what}.png`) });
        expect(await axeFindings(page), what).toEqual([]);
        const isWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
        expect(isWide, `${what} is wider than the window`).toBe(false);
      };
      await page.locator('[data-setting]').first().waitFor();
      await check('form');
      await setting(page, 'proxy.jpeg_quality').getByRole('textbox').fill('500');
      await setting(page, 'proxy.jpeg_quality').getByRole('alert').waitFor();
      await check('mistake');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: /YAML/ }).first().click();
      await page.getByRole('textbox', { name: /YAML/ }).waitFor();
      await check('yaml');
      await page.getByRole('button', { name: /^(Settings|Opções)/ }).click();
      await setting(page, 'proxy.jpeg_quality').getByRole('textbox').fill('85');
      await page.getByText(/1 setting changed|1 opção mudada/).waitFor();
      await setting(page, 'ai_tagging.city_whitelist').scrollIntoViewIfNeeded();
      await page.getByRole('button', { name: /^(Edit|Editar) Paris/ }).click();
      await check('cities');
      await page.keyboard.press('Escape');
      await review(page);
      await check('save');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: /^(Vocabulary|Vocabulário)/ }).click();
      await page.getByRole('button', { name: /sea/ }).first().click();
      await check('words');
      await page.keyboard.press('r');
      await page.getByLabel(/^(New name|Novo nome)/).fill('ocean');
      await page.keyboard.press('Enter');
      await page.getByText(/2 sidecars change|2 sidecars mudam/).waitFor();
      await check('rename');
      expect(faults).toEqual([]);
      await page.context().close();
    },
    120_000,
  );
});
