import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { delimitedRows } from '../../src/app/evaluation/delimited-rows.ts';
import { isPageBuilt } from '../../src/http/pages.ts';
import { hasChromium } from './browser.ts';
import { everyGet, everyParameter } from './crawl.ts';
import { HOSTILE, makeHostileLibrary } from './hostile-library.ts';
import { type ServedPage, servePage } from './served-page.ts';

const home = mkdtempSync(join(tmpdir(), 'photo-tag-page-security-'));
const KEY = 'sk-proj-this-key-must-be-nowhere-0123456789';
const TOKEN = 'a-token-of-the-test-that-is-long-enough';
/** A name of the attacker's, which he lets point at this machine once his page is loaded. */
const REBOUND = 'rebound.example';

interface Rows {
  readonly rows: { readonly id: string }[];
}
interface RunAnswer {
  readonly run: { readonly state: string } | null;
}

describe.skipIf(!hasChromium || !isPageBuilt())('the page against those who mean it harm', () => {
  let served: ServedPage;
  let log = '';
  const asUs = { authorization: `Bearer ${TOKEN}` };
  const get = (path: string, headers: Record<string, string> = asUs) => fetch(served.url(path), { headers });
  const json = async <Answer = never>(path: string) => (await (await get(path)).json()) as Answer;
  const post = (path: string, body: object) =>
    fetch(served.url(path), {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { ...asUs, 'content-type': 'application/json' },
    });
  /** A window that came by the link, and has the token as a cookie. */
  const enter = async (path: string) => {
    const watched = await served.open(`/open?token=${TOKEN}`);
    await watched.page.goto(served.url(path));
    return watched;
  };
  const hit = (page: Page) => page.evaluate('window.hit ?? null');

  beforeAll(async () => {
    await makeHostileLibrary(home);
    served = await servePage(home, 'photos', {
      env: { OPENAI_API_KEY: KEY, PHOTO_TAG_TOKEN: TOKEN },
      alsoKnownAs: REBOUND,
    });
  }, 120_000);
  afterAll(async () => {
    log = await served?.close();
    rmSync(home, { recursive: true, force: true });
  });

  it('shows what others wrote into names, keywords, cameras, tags and reasons as text, on every panel', async () => {
    const { page, faults } = await enter('/run');
    const stands = (text: string) =>
      page.getByText(text).filter({ visible: true }).first().waitFor({ timeout: 20_000 });
    await page.getByRole('button', { name: /1 failed in Metadata/ }).click();
    await stands(HOSTILE.brokenFile);
    await page.goto(served.url('/review?state=all'));
    await stands(HOSTILE.tag);
    await page.keyboard.press('ArrowRight');
    await stands(HOSTILE.reason);
    expect(await page.getByRole('img', { name: HOSTILE.file }).count()).toBe(1);
    await page.goto(served.url(`/search?q=${encodeURIComponent('^AI:')}&tagsOnly=yes`));
    await page.getByRole('button', { name: HOSTILE.file }).first().click();
    for (const text of [HOSTILE.file, HOSTILE.keyword, HOSTILE.camera, HOSTILE.tag, HOSTILE.folder]) {
      await stands(text);
    }
    await page.goto(served.url('/write'));
    await page.getByText('Nothing was compared yet').waitFor();
    await page.keyboard.press('c');
    await page.getByText('Sidecars that cannot be changed').waitFor({ timeout: 30_000 });
    await stands(HOSTILE.tag);
    await page.keyboard.press('w');
    await page.locator('[role=dialog] button:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText(/Done. This is run \d+/).waitFor();
    // What the server says no to, in words that somebody typed.
    await page.goto(served.url(`/search?place=${encodeURIComponent(HOSTILE.reason)}`));
    await stands(`No place is called ${HOSTILE.reason}`);
    // The configuration with its comment, and an error, opened as pages of their own.
    for (const path of ['/api/config', `/api/search?place=${encodeURIComponent(HOSTILE.reason)}`]) {
      const answer = await page.goto(served.url(path));
      expect(answer?.headers()['content-type']).toMatch(/json/);
      expect(await page.content()).toContain('onerror');
      expect(await page.locator('img, script').count()).toBe(0);
    }
    expect(await hit(page)).toBeNull();
    expect(faults).toEqual([]);
    await page.context().close();
  }, 120_000);

  it('gives tables in which no cell is a formula', async () => {
    const { page, faults } = await enter(`/search?q=${encodeURIComponent('^AI:')}&tagsOnly=yes`);
    await page.getByRole('button', { name: HOSTILE.file }).first().waitFor({ timeout: 20_000 });
    const saved = page.waitForEvent('download');
    await page.keyboard.press('e');
    const tables = [readFileSync((await (await saved).path())!, 'utf8').replace('\ufeff', '')];
    await page.goto(served.url('/write'));
    const audit = page.waitForEvent('download');
    await page.getByRole('link', { name: /Audit table/ }).click();
    tables.push(readFileSync((await (await audit).path())!, 'utf8'));
    for (const table of tables) {
      const cells = delimitedRows(table, ',').flatMap((row) => row.cells);
      expect(cells.some((cell) => cell.includes(HOSTILE.tag))).toBe(true);
      expect(cells.some((cell) => cell.endsWith(HOSTILE.file))).toBe(true);
      expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
      // A spreadsheet that parts cells at semicolons sees others.
      const others = delimitedRows(table, ';').flatMap((row) => row.cells);
      expect(others.filter((cell) => /^ *[=+@\t\r]/.test(cell))).toEqual([]);
    }
    expect(faults).toEqual([]);
    await page.context().close();
  }, 60_000);

  describe('of another origin', () => {
    /** A site of somebody else's on this machine: the browser sends it our cookies, as they know no port. */
    const attacker = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>attacker</title><p>');
    });
    beforeAll(() => new Promise<void>((done) => void attacker.listen(0, '127.0.0.1', done)));
    afterAll(() => attacker.close());
    const attackerPort = () => (attacker.address() as AddressInfo).port;
    const state = async () => ({
      deeds: (await json<Rows>('/api/review/deeds')).rows.length,
      run: await json('/api/run'),
      write: await json('/api/write/runs'),
      config: (await json<{ digest: string }>('/api/config')).digest,
    });

    it('nothing can be read or changed: by fetch, form, picture, script, events, frame or beacon', async () => {
      const before = await state();
      const { hits } = await json<{ hits: { sha1: string }[] }>('/api/search?q=AI&tagsOnly=yes');
      const { page } = await enter('/review');
      await page.goto(`http://127.0.0.1:${attackerPort()}/`);
      const target = JSON.stringify({ base: served.url(''), sha1: hits[0]!.sha1 });
      const got = (await page.evaluate(`(${ATTACK})(${target})`)) as Record<string, string>;
      expect(Object.keys(got)).toHaveLength(12);
      expect(Object.entries(got).filter(([, outcome]) => outcome !== 'refused')).toEqual([]);
      // A form that is sent leads to a page that says no.
      await page.setContent(
        `<form method="post" action="${served.url('/api/run')}" enctype="text/plain"><input name='{"stages":["scan"],"x":"' value='"}'></form>`,
      );
      const answered = page.waitForResponse(served.url('/api/run'));
      await page.evaluate('document.forms[0].submit()');
      expect((await answered).status()).toBe(403);
      expect(await state()).toEqual(before);
      await page.context().close();
    }, 60_000);

    it('nor by a name that is pointed at this machine after the page was loaded', async () => {
      const { page } = await enter('/review');
      const port = new URL(served.url('/')).port;
      const answer = await page.goto(`http://${REBOUND}:${port}/api/status`);
      expect([answer?.status(), (await answer!.json()).code]).toEqual([403, 'FOREIGN_HOST']);
      const said = await page.evaluate(
        `fetch('/api/run', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json', authorization: 'Bearer ${TOKEN}' } })
          .then((response) => response.status, () => 'policy')`,
      );
      expect([403, 'policy']).toContain(said);
      await page.context().close();
    });
  });

  it('opens nothing but photos by their names, whatever parameter a path is put into', async () => {
    const document = await json('/api/docs/json');
    const { values } = await known();
    for (const evil of [
      '../../../../etc/passwd',
      '/etc/passwd',
      '..\\..\\etc\\passwd',
      'file:///etc/passwd',
      '\0',
    ]) {
      const requests = everyParameter(document, values, evil);
      expect(requests.length).toBeGreaterThan(20);
      for (const { route, path } of requests) {
        const answer = await get(path);
        const body = await answer.text();
        expect(answer.status, `${route}: ${body}`).toBeLessThan(500);
        expect(body, route).not.toContain('root:');
      }
    }
  }, 60_000);

  it('says the key of the vision service nowhere: in no answer, event, table, page, file or line of the log', async () => {
    const document = await json('/api/docs/json');
    const { values, id } = await known();
    const said: [string, string][] = [];
    const hear = async (route: string, answer: Response) => {
      const headers = JSON.stringify([...answer.headers]);
      said.push([route, headers + Buffer.from(await answer.arrayBuffer()).toString('latin1')]);
    };
    const requests = everyGet(document, values);
    expect(requests.length).toBeGreaterThan(20);
    for (const { route, path } of requests) await hear(route, await get(path));
    for (const path of ['/', '/review', '/api/docs/', '/nothing', '/api/photos/x', '/assets/x.js']) {
      await hear(path, await get(path));
    }
    const { text } = await json<{ text: string }>('/api/config');
    await hear('check', await post('/api/config/check', { text, changes: [] }));
    await hear('queue', await post('/api/review/queues', {}));
    await hear(
      'decide',
      await post('/api/review/decide', { tag: 'AI:fog', verdict: 'accept', clusters: [id] }),
    );
    await hear('bad', await post('/api/review/decide', { tag: KEY.slice(0, 5) }));
    await hear('run', await post('/api/run', { stages: ['vision'] }));
    for (const route of ['/api/run/events', '/api/write/events']) {
      const leave = new AbortController();
      const answer = await fetch(served.url(route), { headers: asUs, signal: leave.signal });
      const { value } = await answer.body!.getReader().read();
      said.push([route, Buffer.from(value!).toString()]);
      leave.abort();
    }
    for (
      let tries = 0;
      (await json<RunAnswer>('/api/run')).run?.state === 'running' && tries < 300;
      tries++
    ) {
      await new Promise((done) => setTimeout(done, 100));
    }
    await hear('run after', await get('/api/run'));
    for (const file of readdirSync(home, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const path = join(file.parentPath, file.name);
      said.push([path, readFileSync(path, 'latin1')]);
    }
    log = await served.close();
    said.push(['log', log]);
    const bad = said.filter(([, answer]) => answer.includes(KEY) || answer.includes(KEY.slice(8)));
    expect(bad.map(([route]) => route)).toEqual([]);
    // The crawl would see it: what is not secret is among the answers.
    expect(said.some(([, answer]) => answer.includes('OPENAI_API_KEY'))).toBe(true);
  }, 120_000);

  /** Of what there is in the library, so that routes have something to say. */
  async function known() {
    const { hits } = await json<{ hits: { sha1: string }[] }>('/api/search?q=AI&tagsOnly=yes');
    const { rows } = await json<Rows>('/api/clusters');
    const values = { id: rows[0]!.id, sha1: hits[0]!.sha1, q: 'AI', limit: '5' };
    return { values, id: rows[0]!.id };
  }
});

/** Runs on the attacker's page: what each way of reaching us came to. */
const ATTACK = `async ({ base, sha1 }) => {
  const got = {};
  const wait = (name, start) => new Promise((done) => {
    const settle = (outcome) => { got[name] ??= outcome; done(); };
    start(() => settle('REACHED'), () => settle('refused'));
    setTimeout(() => settle('refused'), 4000);
  });
  const asked = (name, path, init) => wait(name, (yes, no) =>
    fetch(base + path, init).then((response) => response.type === 'opaque' ? no() : yes(), no));
  await Promise.all([
    asked('fetch', '/api/status', {}),
    asked('fetch with cookies', '/api/status', { credentials: 'include' }),
    asked('fetch without cors', '/api/status', { mode: 'no-cors', credentials: 'include' }),
    asked('post of JSON', '/api/run', { method: 'POST', credentials: 'include', body: '{}', headers: { 'content-type': 'application/json' } }),
    asked('post of text', '/api/review/undo', { method: 'POST', mode: 'no-cors', credentials: 'include', body: '{}' }),
    wait('picture', (yes, no) => { const img = new Image(); img.onload = yes; img.onerror = no; img.src = base + '/api/photos/' + sha1 + '/thumbnail'; }),
    wait('script', (yes, no) => { const s = document.createElement('script'); s.onload = yes; s.onerror = no; s.src = base + '/api/status'; document.head.append(s); }),
    wait('style', (yes, no) => { const l = document.createElement('link'); l.rel = 'stylesheet'; l.onload = yes; l.onerror = no; l.href = base + '/assets/index.css'; document.head.append(l); }),
    wait('events', (yes, no) => { const e = new EventSource(base + '/api/run/events', { withCredentials: true }); e.onmessage = e.onopen = yes; e.addEventListener('run', yes); e.onerror = () => { e.close(); no(); }; }),
    wait('socket', (yes, no) => { const s = new WebSocket(base.replace('http', 'ws') + '/api/run/events'); s.onopen = yes; s.onerror = no; }),
    wait('frame', (yes, no) => { const f = document.createElement('iframe'); f.onload = () => { try { f.contentWindow.document.title !== undefined && f.contentDocument.body.childElementCount > 0 ? yes() : no(); } catch { no(); } }; f.src = base + '/review'; document.body.append(f); }),
    wait('beacon', (yes, no) => { navigator.sendBeacon(base + '/api/run', new Blob(['{"stages":["scan"]}'], { type: 'text/plain' })); setTimeout(no, 500); }),
  ]);
  return got;
}`;
