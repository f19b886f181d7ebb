import { spawn } from 'node:child_process';
import { loadavg } from 'node:os';
import type { Browser } from 'playwright-core';
import { hasChromium, openBrowser } from '../../test/e2e/browser.ts';
import type { BenchGoal, BenchOptions, BenchReport } from '../report.ts';
import { thisMachine } from '../report.ts';
import { peakResidentMegabytes } from '../resident-memory.ts';
import { makePageLibrary, type PageLibrary } from './library.ts';
import { askRoute, percentile } from './routes.ts';
import { likeOverAllRows } from './scan-of-rows.ts';
import { type Serving, serveLibrary, serveOneWord } from './server.ts';
import { firstPaint, firstPicture, jumpAbout, openWindow, pressThrough, scrollOn } from './watch-page.ts';

const ROUNDS = 5;
const KEYS = 120;
/** A look at each picture: three a second, faster than anybody decides. */
const PAUSE_MILLIS = 300;
/** A fling: 6,000 px or 90 rows a second where the screen shows 60 frames. */
const PIXELS_A_FRAME = 100;
const FRAMES = 180;

/** What somebody meets who opens the page over `size` photos: made rows, real pictures, the real program and Chromium. */
export async function run({ seed, size }: BenchOptions): Promise<BenchReport> {
  if (!hasChromium)
    throw new RangeError('This bench needs Chromium: apt-get install chromium, or PHOTO_TAG_CHROMIUM.');
  const browser = await openBrowser();
  try {
    const small = await measureLibrary(browser, Math.ceil(size / 10), seed);
    const whole = await measureLibrary(browser, size, seed);
    return {
      name: 'page',
      machine: `${thisMachine()}, load ${loadavg()[0]!.toFixed(1)}`,
      rows: [...small.rows, ...whole.rows],
      goals: goalsOf(whole, small),
    };
  } finally {
    await browser.close();
  }
}

interface Measured {
  readonly size: number;
  readonly rows: Record<string, unknown>[];
  readonly paint: number;
  readonly next: number[];
  readonly hole: number;
  readonly regex: number;
  readonly othersWait: number;
  readonly megabytes: number | null;
}

async function measureLibrary(browser: Browser, size: number, seed: number): Promise<Measured> {
  const library = await makePageLibrary(size, seed);
  const peer = await serveOneWord();
  const serving = await serveLibrary(library.folder);
  try {
    const { result, megabytes } = await peakResidentMegabytes(
      () => measureServing(browser, serving, library, peer.url),
      serving.pid,
    );
    const photos = size.toLocaleString('en');
    return {
      ...result,
      size,
      megabytes,
      rows: [
        { what: `${photos} photos: library made`, seconds: library.seconds },
        ...result.rows,
        { what: `${photos} photos: memory of the server, the most through it all`, MB: megabytes },
      ],
    };
  } finally {
    await serving.stop();
    peer.stop();
    library.remove();
  }
}

type Part = Omit<Measured, 'size' | 'megabytes'>;

async function measureServing(
  browser: Browser,
  serving: Serving,
  library: PageLibrary,
  peerUrl: string,
): Promise<Part> {
  const [paints, peers, pictures]: number[][] = [[], [], []];
  for (let round = 0; round < ROUNDS; round++) {
    const page = await openWindow(browser);
    await page.goto(serving.url('/review?state=all'));
    paints!.push(await firstPaint(page));
    pictures!.push(await firstPicture(page));
    await page.goto(peerUrl);
    peers!.push(await firstPaint(page));
    await page.context().close();
  }
  const page = await openWindow(browser);
  await page.goto(serving.url('/review?state=all'));
  await firstPicture(page);
  const looked = await pressThrough(page, 'j', KEYS, PAUSE_MILLIS);
  const decided = await pressThrough(page, 'Enter', KEYS, PAUSE_MILLIS);
  const writer = spawn(process.execPath, [
    new URL('./rewrite-proposals.ts', import.meta.url).pathname,
    library.database,
  ]);
  const beside = await pressThrough(page, 'j', 40, PAUSE_MILLIS).finally(() => writer.kill());
  await page.getByText('All is saved').waitFor({ timeout: 60_000 });
  const wheel = await scrollOn(page, PIXELS_A_FRAME, FRAMES);
  const jumps = await jumpAbout(page, 20);
  await page.context().close();

  const status = await askRoute(serving, '/api/status', 3);
  const names = await askRoute(serving, '/api/tags', 3);
  const problems = await askRoute(serving, '/api/problems?cursor=100', 5);
  const search = (pattern: string, rounds: number) =>
    askRoute(serving, `/api/search?tagsOnly=yes&limit=300&q=${encodeURIComponent(pattern)}`, rounds);
  const rare = await search('^AI:(rusty|wooden) (basket|bottle)$', 9);
  const frequent = await search('^CK:abstract$', 3);
  const any = await search('.', 1);
  const unsure = await askRoute(serving, '/api/review/queues', 1, { order: 'unsure' });
  const queue = await askRoute(serving, '/api/review/queues', 3, { order: 'time' });
  const scan = await likeOverAllRows(library.database, '%basket%');
  const routes = { status, names, problems, rare, frequent, any, unsure, queue };
  const othersWait = Math.max(...Object.values(routes).map((route) => route.longestWaitOfOthers));
  return {
    paint: percentile(paints!, 0.5),
    next: [...looked, ...decided],
    hole: Math.max(0, ...wheel, ...jumps),
    regex: rare.millis,
    othersWait,
    rows: [
      spread('first paint', paints!),
      spread('peer: first paint of a page of one word', peers!),
      spread('first cluster with its picture', pictures!),
      spread(`next cluster with its picture, ${KEYS} × j`, looked),
      spread(`next cluster, ${KEYS} × Enter, decisions on their way`, decided),
      spread('next cluster, 40 × j while a run writes', beside),
      spread(`empty rows while ${FRAMES} frames are flung by, ${PIXELS_A_FRAME} px each`, wheel),
      spread('empty rows after 20 jumps all over the list, the longest of each', jumps),
      asked('GET /api/status', status),
      asked('GET /api/tags', names),
      asked('GET /api/problems, third page', problems),
      asked('search by regex, names that few photos have', rare),
      asked('search by regex, a name that most photos have', frequent),
      asked('search by regex, any name', any),
      asked('clusters chosen, in order of time', queue),
      asked('clusters chosen, unsure ones first', unsure),
      { what: 'peer: LIKE over all rows of tags', median: scan.millis, rows: scan.rows },
    ],
  };
}

function spread(what: string, millis: readonly number[]) {
  return {
    what,
    'median, ms': percentile(millis, 0.5),
    'of 95, ms': percentile(millis, 0.95),
    'most, ms': Math.max(0, ...millis),
    of: millis.length,
  };
}

const asked = (what: string, { millis, longestWaitOfOthers }: Awaited<ReturnType<typeof askRoute>>) => ({
  what,
  'answer, ms': millis,
  'others waited at most, ms': longestWaitOfOthers,
});

function goalsOf(whole: Measured, small: Measured): BenchGoal[] {
  const goal = (what: string, words: string, value: number | null, most: number): BenchGoal => ({
    what,
    goal: words,
    value,
    holds: value !== null && value < most,
  });
  return [
    goal('first paint, median of 5', 'under 1,500 ms', whole.paint, 1500),
    goal('next cluster, 95th percentile', 'under 100 ms', percentile(whole.next, 0.95), 100),
    goal('longest that a row in sight was empty', 'under 500 ms', whole.hole, 500),
    goal('search by regex over all tag rows', 'under 100 ms', whole.regex, 100),
    goal('longest wait of others while the library is counted', 'under 100 ms', whole.othersWait, 100),
    goal('memory of the server', 'under 500 MB', whole.megabytes, 500),
    goal(
      'its growth from a tenth of the photos',
      'under 250 MB',
      whole.megabytes === null || small.megabytes === null ? null : whole.megabytes - small.megabytes,
      250,
    ),
  ];
}
