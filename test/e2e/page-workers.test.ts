import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPageBuilt } from '../../src/http/pages.ts';
import { hasPostgres, type PostgresCluster, startPostgres } from '../postgres.fixture.ts';
import { Site, until, type WorkerProcess } from '../workers/site.ts';
import { axeFindings, hasChromium, TWO_SCREENS } from './browser.ts';
import { type ServedPage, servePage } from './served-page.ts';
import { makeSmallLibrary } from './small-library.ts';

const WAIT = { timeout: 60_000 };

describe.skipIf(!hasChromium || !isPageBuilt() || !hasPostgres)('the page of a library with workers', () => {
  let cluster: PostgresCluster;
  let site: Site;
  let served: ServedPage;
  let reader: WorkerProcess;
  beforeAll(async () => {
    cluster = startPostgres();
    site = new Site(await cluster.database());
    const photos = join(site.folder, 'photos');
    await makeSmallLibrary(photos, 4);
    const env = { PHOTO_TAG_DATABASE_URL: site.address.reveal() };
    served = await servePage(site.folder, photos, { env });
    // Nobody does what comes after: the run stays where it can be looked at.
    reader = site.worker(['--stages', 'scan,metadata', '--concurrency', '1']);
  }, 120_000);
  afterAll(async () => {
    await served?.close();
    await site?.close();
    cluster?.stop();
  });

  const stateOf = (id: number) => site.open(async (store) => (await store.runs.get(id))?.state);
  const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor(WAIT);
  const runLine = (page: Page, id: number) =>
    page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: `Run ${id}`, exact: true }) });

  it('orders a run, says who does what and for whom it waits, pauses it, goes on, and cancels it, by keys', async () => {
    const { page, faults } = await served.open('/run');
    await page.getByRole('row', { name: new RegExp(`${reader.child.pid} Scan, Metadata`) }).waitFor(WAIT);
    await page.keyboard.press('s');
    await says(page, 'Running, as run 1 of the workers');
    await says(page, /2 of \d+ stages done/);
    await says(page, /No worker that is there does Dates, .*: the run waits/);
    expect(await runLine(page, 1).textContent()).toContain('from the page');
    await page.keyboard.press('p');
    await runLine(page, 1)
      .getByText(/^paused/)
      .waitFor(WAIT);
    expect(await stateOf(1)).toBe('paused');
    await says(page, 'Paused, as run 1 of the workers');
    await page.keyboard.press('g');
    await says(page, 'Running, as run 1 of the workers');
    expect(await stateOf(1)).toBe('running');
    await page.keyboard.press('x');
    await says(page, 'Cancelled: what was done stays');
    await runLine(page, 1).getByText('cancelled', { exact: true }).waitFor(WAIT);
    expect(await stateOf(1)).toBe('cancelled');
    // Nothing is left to be done to it, by no key either.
    expect(await runLine(page, 1).getByRole('button').count()).toBe(0);
    await page.keyboard.press('g');
    expect(await stateOf(1)).toBe('cancelled');
    expect(faults).toEqual([]);
    await page.context().close();
  }, 240_000);

  it('shows runs that others ordered, of which each can be paused alone', async () => {
    const photos = join(site.folder, 'photos');
    const ordered = [site.start(['run', photos, '--queued']), site.start(['run', photos, '--queued'])];
    const { page, faults } = await served.open('/run');
    await runLine(page, 2).waitFor(WAIT);
    await runLine(page, 3).getByRole('button', { name: 'Pause' }).waitFor(WAIT);
    // The newest is marked first; the next one is older.
    await page.keyboard.press('j');
    await page.keyboard.press('p');
    await until('the marked run is paused', async () => (await stateOf(2)) === 'paused');
    expect(await stateOf(3)).toBe('running');
    await runLine(page, 3).getByRole('button', { name: 'Cancel' }).click();
    await runLine(page, 2).getByRole('button', { name: 'Cancel' }).click();
    await until('both are cancelled', async () =>
      (await Promise.all([2, 3].map(stateOf))).every((state) => state === 'cancelled'),
    );
    // Who ordered them is told as well.
    for (const { ended } of ordered) expect((await ended).stdout).toContain('Stopped. What is done is kept');
    expect(faults).toEqual([]);
    await page.context().close();
  }, 240_000);

  it('stops when the batch at work is finished, says when a worker is heard no more, and why a run failed', async () => {
    const { page, faults } = await served.open('/run');
    const worker = site.worker(['--concurrency', '1']);
    await page.getByRole('row', { name: new RegExp(`${worker.child.pid} all stages`) }).waitFor(WAIT);
    await page.keyboard.press('s');
    await runLine(page, 4).getByRole('button', { name: 'Cancel' }).waitFor(WAIT);
    await until('it has something in hand', () =>
      site.open(async (store) => (await store.runs.atWork()).some(({ stage }) => stage !== 'scan')),
    );
    for (const { child } of [worker, reader]) child.kill('SIGSTOP');
    await page.keyboard.press('x');
    // One that was stopped in the middle of a transaction is waited for, a minute at most.
    const stopping = runLine(page, 4).getByText('stopping: the batches at work are finished');
    await stopping.waitFor({ timeout: 90_000 });
    await says(page, 'not heard; others do its work');
    await says(page, 'No worker is there: nothing moves until one is.');
    for (const { child } of [worker, reader]) child.kill('SIGCONT');
    await runLine(page, 4).getByText('cancelled', { exact: true }).waitFor(WAIT);

    await page.keyboard.press('s');
    await runLine(page, 5).getByText('finished').waitFor({ timeout: 120_000 });
    await page.getByText('Finished', { exact: true }).waitFor(WAIT);
    const proxies = page.getByRole('progressbar', { name: 'Proxies' });
    expect(await proxies.getAttribute('aria-valuenow')).toBe('100');

    await site.open(async (store) => {
      const order = { command: 'photo-tag run /photos', stages: ['vision' as const], roots: [] };
      const id = await store.runs.order({ ...order, recipe: 'another', consent: null });
      await store.runs.change(id, ['running'], 'failed', 'The vision service answered 401.');
    });
    await page.reload();
    await runLine(page, 6).getByText('The vision service answered 401.').waitFor(WAIT);
    expect(faults).toEqual([]);
    await page.context().close();
  }, 300_000);

  it.each(TWO_SCREENS)(
    'is accessible: $colorScheme at $width',
    async ({ colorScheme, ...viewport }) => {
      // Other workers than the one that is there would have to be: nobody takes it, and it can be looked at.
      const id = await site.open((store) => {
        const order = { command: 'photo-tag run /photos --queued', stages: ['vision' as const], roots: [] };
        return store.runs.order({ ...order, recipe: 'another', consent: null });
      });
      const { page } = await served.open('/run', { colorScheme, viewport });
      await runLine(page, id).getByRole('button', { name: 'Pause' }).waitFor(WAIT);
      expect(await axeFindings(page)).toEqual([]);
      await runLine(page, id).getByRole('button', { name: 'Pause' }).click();
      await runLine(page, id).getByRole('button', { name: 'Go on' }).waitFor(WAIT);
      expect(await axeFindings(page)).toEqual([]);
      await page.keyboard.press('?');
      await says(page, 'Marked run of the workers');
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
      await page.context().close();
    },
    120_000,
  );
});
