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
 * picture is another one and is decoded; holes are rows of the list in sight that are not there, or wait for their data.
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
    hasHole() {
      const scroller = this.scroller();
      const box = scroller.getBoundingClientRect();
      const middle = box.left + box.width / 2;
      for (let y = box.top + 4; y < box.bottom - 4; y += 20) {
        const row = document.elementFromPoint(middle, y)?.closest('li');
        if (!row || row.querySelector('[aria-busy]')) return true;
      }
      return false;
    },
    holes: [],
    async watchHoles(move, frames) {
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      let since = null;
      for (let i = 0; i < frames || since !== null; i++) {
        if (i < frames) move(this.scroller(), i);
        await frame();
        const now = performance.now();
        if (this.hasHole()) since ??= now;
        else if (since !== null) { this.holes.push(now - since); since = null; }
        if (since !== null && now - since > 20000) { this.holes.push(now - since); break; }
      }
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
    await page.waitForFunction(`watch.waits.length > ${i}`, undefined, { timeout: 30_000 });
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
