import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { runCli } from '../e2e/cli.ts';
import { servePage } from '../e2e/served-page.ts';

/**
 * Pictures of every panel for the documentation: light and dark, on a phone and on a wide screen, over the sample library
 * that `npm start` renders. `npm run screenshots [-- --library FOLDER]`: a folder in which `npm start` was, so that it need
 * not run again.
 */
const TARGET = resolve(import.meta.dirname, '../../docs/screenshots');
const WIDTHS = { 390: 844, 1440: 900 } as const;
const SCHEMES = ['light', 'dark'] as const;
/** All of them together; the repository keeps every version. */
const MOST_BYTES = 3_000_000;

interface Panel {
  readonly name: string;
  readonly path: string;
  /** Brings it to where there is something to see. */
  readonly show: (page: Page) => Promise<unknown>;
}

const text = (page: Page, words: string | RegExp) =>
  page.getByText(words).filter({ visible: true }).first().waitFor({ timeout: 60_000 });

const PANELS: readonly Panel[] = [
  { name: 'config', path: '/config', show: (page) => text(page, /jpeg_quality|proxy/) },
  { name: 'run', path: '/run', show: (page) => text(page, /failed/) },
  {
    name: 'review',
    path: '/review?state=all&tag=CK:Paris',
    show: (page) => page.locator('main img').first().waitFor(),
  },
  {
    name: 'dates',
    path: '/dates',
    show: (page) => page.locator('main h2, main li, main p').first().waitFor(),
  },
  {
    name: 'search',
    path: '/search?q=Paris%7CSeattle&tagsOnly=yes',
    show: (page) => page.locator('main img').first().waitFor(),
  },
  {
    name: 'write',
    path: '/write',
    show: async (page) => {
      await text(page, /Nothing was compared yet|would change/);
      await sleep(300);
      await page.keyboard.press('c');
      await text(page, /sidecars? would change/);
    },
  },
];

const { values } = parseArgs({ options: { library: { type: 'string' } } });
const folder = values.library ?? mkdtempSync(join(tmpdir(), 'photo-tag-'));
try {
  if (!existsSync(join(folder, 'sample-library/data/index.sqlite'))) {
    process.stdout.write('The sample library is rendered and run, which takes some minutes.\n');
    const { code, stderr } = await runCli(['start', '--no-serve'], folder);
    if (code !== 0) throw new Error(stderr);
  }
  const bytes = await renderAll(join(folder, 'sample-library'));
  process.stdout.write(`${TARGET}: ${(bytes / 1e6).toFixed(1)} MB\n`);
  if (bytes > MOST_BYTES)
    throw new Error(`More than ${MOST_BYTES / 1e6} MB: lower the quality, or show fewer.`);
} finally {
  if (values.library === undefined) rmSync(folder, { recursive: true, force: true });
}

async function renderAll(library: string): Promise<number> {
  mkdirSync(TARGET, { recursive: true });
  const served = await servePage(library);
  let bytes = 0;
  try {
    for (const { name, path, show } of PANELS) {
      for (const colorScheme of SCHEMES) {
        for (const [width, height] of Object.entries(WIDTHS)) {
          const viewport = { width: Number(width), height };
          const { page } = await served.open(path, { colorScheme, viewport });
          await show(page);
          // Pictures fade in, and lists settle.
          await sleep(1500);
          const file = join(TARGET, `${name}-${colorScheme}-${width}.webp`);
          await sharp(await page.screenshot())
            .webp({ quality: 82 })
            .toFile(file);
          bytes += statSync(file).size;
          await page.context().close();
        }
      }
    }
  } finally {
    await served.close();
  }
  return bytes;
}
