import type { Browser, Page } from 'playwright-core';

/** A window of its own: nothing is cached from before. */
export async function openWindow(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  const page = await context.newPage();
  await page.addInitScript(WATCH);
  return page;
}

/**
 * Lives in the page. Times are of the page's own clock: from the stamp of the key to the frame after that in which the
 * picture is another one and is decoded; a hole is a row of the list in sight that is not there, or waits for its data, from
 * the frame in which it comes into sight to the one in which it is filled or gone again.
 */
const WATCH = `
  window.watch = {
    waits: [],
    picture: () => document.querySelector('main img[alt][class*=picture]'),
    nextPicture(from, former) {
      const look = () => {
        const picture = this.picture();
        if (picture && picture.src !== former && picture.complete && picture.naturalWidth > 0) {
          requestAnimationFrame(() => this.waits.push(performance.now() - from));
        } else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    },
    scroller: () => document.querySelector('ul[aria-label] li[aria-posinset]').closest('ul').parentElement,
    rowPx: 68,
    /** Places of rows in sight that are not there, or wait for their data. */
    holesNow() {
      const scroller = this.scroller();
      const from = Math.floor(scroller.scrollTop / this.rowPx);
      const to = Math.ceil((scroller.scrollTop + scroller.clientHeight) / this.rowPx) - 1;
      const there = new Map([...scroller.querySelectorAll('li[aria-posinset]')]
        .map((row) => [Number(row.getAttribute('aria-posinset')) - 1, row]));
      const holes = [];
      for (let at = from; at <= to && at < this.total(); at++) {
        const row = there.get(at);
        if (!row || row.querySelector('[aria-busy]')) holes.push(at);
      }
      return holes;
    },
    total: () => Number(document.querySelector('li[aria-setsize]').getAttribute('aria-setsize')),
    holes: [],
    async watchHoles(move, frames) {
      const since = new Map();
      for (let i = 0; i < frames || (since.size > 0 && i < frames + 3600); i++) {
        if (i < frames) move(this.scroller(), i);
        await new Promise((done) => requestAnimationFrame(done));
        const now = performance.now();
        const empty = new Set(this.holesNow());
        for (const at of empty) if (!since.has(at)) since.set(at, now);
        for (const [at, start] of since) {
          if (empty.has(at)) continue;
          this.holes.push(now - start);
          since.delete(at);
        }
      }
      for (const start of since.values()) this.holes.push(performance.now() - start);
    },
  };
  addEventListener('keydown', (event) => {
    const former = watch.picture()?.src;
    if (former !== undefined && (event.key === 'j' || event.key === 'Enter')) watch.nextPicture(event.timeStamp, former);
  }, { capture: true });
`;

export const firstPaint = (page: Page): Promise<number> =>
  page.evaluate(`new Promise((done) => {
    const painted = performance.getEntriesByName('first-contentful-paint')[0];
    if (painted) return done(painted.startTime);
    new PerformanceObserver((list) => {
      const entry = list.getEntriesByName('first-contentful-paint')[0];
      if (entry) done(entry.startTime);
    }).observe({ type: 'paint', buffered: true });
  })`);

/** Milliseconds until the first cluster's picture stands on the screen. */
export const firstPicture = (page: Page): Promise<number> =>
  page.evaluate(`new Promise((done) => {
    const look = () => {
      const picture = watch.picture();
      if (picture && picture.complete && picture.naturalWidth > 0) requestAnimationFrame(() => done(performance.now()));
      else requestAnimationFrame(look);
    };
    look();
  })`);

/** Presses a key again and again, as one who looks at each picture for a moment; milliseconds until each next one. */
export async function pressThrough(
  page: Page,
  key: string,
  times: number,
  pauseMillis: number,
): Promise<number[]> {
  await page.evaluate('watch.waits.length = 0');
  for (let i = 0; i < times; i++) {
    await page.keyboard.press(key);
    // Through the debugger: the page's own policy lets nothing be evaluated in it.
    await page.evaluate(`new Promise((done, fail) => {
      const late = setTimeout(() => fail(new Error('no next picture after 30 s')), 30000);
      const look = () => (watch.waits.length > ${i} ? (clearTimeout(late), done()) : requestAnimationFrame(look));
      look();
    })`);
    await page.waitForTimeout(pauseMillis);
  }
  return page.evaluate('watch.waits');
}

/** How long rows in sight were empty, in milliseconds, while the list is scrolled by a wheel that does not stop. */
export async function scrollOn(page: Page, pixelsAFrame: number, frames: number): Promise<number[]> {
  return page.evaluate(`watch.holes.length = 0,
    watch.watchHoles((scroller) => { scroller.scrollTop += ${pixelsAFrame}; }, ${frames}).then(() => watch.holes)`);
}

/** The same after the bar was dragged to places all over the list. */
export async function jumpAbout(page: Page, jumps: number): Promise<number[]> {
  const holes: number[] = [];
  for (let i = 1; i <= jumps; i++) {
    // The golden ratio: far from where it was, and never twice the same.
    const share = (i * 0.618_034) % 1;
    const own = (await page.evaluate(`watch.holes.length = 0,
      watch.watchHoles((scroller) => { scroller.scrollTop = ${share} * scroller.scrollHeight; }, 1)
        .then(() => watch.holes)`)) as number[];
    holes.push(Math.max(0, ...own));
  }
  return holes;
}
