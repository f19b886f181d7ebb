import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { applyWrite } from '../../src/app/apply-write.ts';
import { OpenAgain } from '../../src/app/open-again.ts';
import { runApart } from '../../src/app/run-apart.ts';
import { RunDesk } from '../../src/app/run-desk.ts';
import { VocabularyDesk } from '../../src/app/vocabulary/vocabulary-desk.ts';
import { WriteDesk } from '../../src/app/write-desk.ts';
import { openLibrary } from '../../src/compose.ts';
import { addApi } from '../../src/http/api.ts';
import { guardedServer, type Server } from '../../src/http/server.ts';
import { acquireRunLock } from '../../src/pipeline/run-lock.ts';
import { makeTaggedLibrary } from './tagged-library.ts';

const base = mkdtempSync(join(tmpdir(), 'photo-tag-api-config-'));
const host = 'localhost:7860';
let count = 0;
let folder: string;
let opened: OpenAgain;
let server: Server;
let writeDesk: WriteDesk;
let vocabularyDesk: VocabularyDesk;
const closing: (() => Promise<void>)[] = [];

const CONFIG = '# mine\nroots: [photos] # the disk\nclustering:\n  min_cluster_size: 6\n';
const VOCABULARY = '# my words\nsubjects:\n  - night # dark\n  - name: sea\n    aliases: [ocean]\n';
const config = () => join(folder, 'config', 'config.yaml');
const words = () => join(folder, 'config', 'ck_vocab.yaml');
const textOf = (file: string) => readFileSync(file, 'utf8');

beforeEach(async () => {
  folder = join(base, String(count++));
  await makeTaggedLibrary(folder, ['a.jpg', 'b.jpg']);
  mkdirSync(join(folder, 'config'), { recursive: true });
  writeFileSync(config(), CONFIG);
  writeFileSync(words(), VOCABULARY);
  const sources = { folder, dataFolder: 'data' };
  opened = await OpenAgain.first(() => openLibrary(sources));
  const library = () => opened.library;
  writeDesk = new WriteDesk(library);
  vocabularyDesk = new VocabularyDesk(library, () => opened.again());
  server = await guardedServer({ listening: 'loopback', names: [], token: null });
  await addApi(server, {
    version: '0.0.0',
    library,
    configFile: config(),
    reopen: () => opened.again(),
    allowedFolders: null,
    desk: new RunDesk(runApart(new URL('../../src/run-child.ts', import.meta.url), () => sources)),
    writeDesk,
    vocabularyDesk,
  });
  const [last, here] = [opened, server];
  closing.push(async () => {
    await here.close();
    await last.close();
  });
}, 60_000);
afterAll(async () => {
  for (const close of closing) await close();
  rmSync(base, { recursive: true, force: true });
});

const get = async (url: string) => (await server.inject({ url: `/api${url}`, headers: { host } })).json();
const send = async (method: 'POST' | 'PUT', url: string, payload: object) => {
  const answer = await server.inject({ method, url: `/api${url}`, headers: { host }, payload });
  return { status: answer.statusCode, ...answer.json() };
};
const check = (text: string, changes: object[] = []) => send('POST', '/config/check', { text, changes });

describe('the configuration', () => {
  it('is looked at without being saved: values, what stands there, mistakes, and what it brings', async () => {
    const changes = [
      { path: ['clustering', 'min_cluster_size'], value: 9 },
      { path: ['proxy', 'jpeg_quality'], value: 85 },
      { path: ['xmp', 'prefix_ck'], value: 'C:' },
    ];
    const checked = await check(CONFIG, changes);
    expect(checked).toMatchObject({
      status: 200,
      problems: [],
      given: { clustering: { min_cluster_size: 9 }, proxy: { jpeg_quality: 85 } },
      values: { clustering: { min_cluster_size: 9, method: 'hdbscan' } },
    });
    expect(checked.effects).toEqual([
      { consequence: 'proxies', keys: ['proxy.jpeg_quality'], isSure: true },
      { consequence: 'clusters', keys: ['clustering.min_cluster_size'], isSure: true },
      { consequence: 'sidecars', keys: ['xmp.prefix_ck'], isSure: true },
    ]);
    expect(textOf(config())).toBe(CONFIG);
  });

  it.each([
    { what: 'what is wrong', text: 'proxy:\n  max_size: 9\n', given: { proxy: { max_size: 9 } }, line: 2 },
    { what: 'what is no setting', text: '\nproxi: {}\n', given: { proxi: {} }, line: 2 },
    { what: 'what is no YAML', text: 'a: 1\nb: [\n', given: null, line: 3 },
  ])('says $what with its line, and what stands there all the same', async ({ text, given, line }) => {
    const checked = await check(text);
    expect(checked).toMatchObject({ status: 200, values: null, given, effects: [] });
    expect(checked.problems[0].line).toBe(line);
    expect(checked.problems[0].remedy).toMatch(/\p{L}/u);
  });

  it('cannot be changed where the text is no YAML: that is said', async () => {
    const refused = await check('b: [\n', [{ path: ['proxy', 'max_size'], value: 900 }]);
    expect(refused).toMatchObject({ status: 400, code: 'USAGE' });
  });

  it('is as it was before where the library cannot be opened with it', async () => {
    const { digest } = await get('/config');
    const refused = await send('PUT', '/config', { text: `${CONFIG}ocr: {enable: true}\n`, digest });
    expect(refused).toMatchObject({
      status: 422,
      code: 'CONFIG_INVALID',
      detail: expect.stringMatching(/^Nothing was saved.*ocr\.enable/),
      remedy: 'Set it to false.',
    });
    expect(textOf(config())).toBe(CONFIG);
    expect((await get('/config')).digest).toBe(digest);
  });

  it('that was made read-only stays as it is, and the page is told before', async () => {
    chmodSync(config(), 0o444);
    const { digest, obstacle } = await get('/config');
    expect(obstacle).toMatchObject({
      problem: `${config()} is read-only`,
      remedy: expect.stringContaining('writable'),
    });
    expect(await send('PUT', '/config', { text: `${CONFIG}#\n`, digest })).toMatchObject({ status: 422 });
    expect(textOf(config())).toBe(CONFIG);
  });

  it('that cannot be made is said before', async () => {
    rmSync(join(folder, 'config'), { recursive: true });
    writeFileSync(join(folder, 'config'), 'a file');
    expect((await get('/config')).obstacle.problem).toMatch(/is a file, and no folder/);
  });

  it('tells whether there is a key, and never which', async () => {
    process.env.OPENAI_API_KEY = 'sk-never-shown';
    try {
      await opened.again();
      const answer = await get('/config');
      expect(answer.hasKey).toBe(true);
      expect(JSON.stringify(answer)).not.toContain('sk-never-shown');
    } finally {
      delete process.env.OPENAI_API_KEY;
    }
  });

  it('is not saved, and no word is changed, while sidecars are being compared or written', async () => {
    const { digest } = await get('/config');
    writeDesk.start({ kind: 'write', dryRun: true, choice: 'proposed', again: false });
    const refused = await send('PUT', '/config', { text: `${CONFIG}#\n`, digest });
    const order = { kind: 'remove', term: 'sea' };
    const words = await send('POST', '/vocabulary/changes', { order, dryRun: false });
    expect([refused.status, refused.code, words.status, words.code]).toEqual([409, 'LOCKED', 409, 'LOCKED']);
    await writeDesk.ended();
    expect((await send('PUT', '/config', { text: `${CONFIG}#\n`, digest })).status).toBe(200);
  });

  it('tells which folders are there', async () => {
    const { digest } = await get('/config');
    const saved = await send('PUT', '/config', {
      text: CONFIG.replace('[photos]', '[photos, gone]'),
      digest,
    });
    expect(saved).toMatchObject({
      status: 200,
      roots: [
        { path: join(folder, 'photos'), isThere: true },
        { path: join(folder, 'gone'), isThere: false },
      ],
    });
  });
});

describe('the vocabulary', () => {
  const order = async (order: object, dryRun: boolean) => {
    const begun = await send('POST', '/vocabulary/changes', { order, dryRun });
    await vocabularyDesk.ended();
    return begun.status === 202 ? { status: 202, ...(await get('/vocabulary/job')).job } : begun;
  };
  const written = async () => {
    const signal = new AbortController().signal;
    await applyWrite(opened.library, { choice: 'proposed', again: false, command: 'test', signal });
  };
  const sidecar = (name: string) => textOf(join(folder, 'photos', `${name}.jpg.xmp`));

  it('is listed with counts and with all that is said of a word', async () => {
    const { isSeed, file, terms } = await get('/vocabulary/terms');
    expect([isSeed, file]).toEqual([false, words()]);
    expect(terms).toEqual([
      expect.objectContaining({ name: 'night', kind: 'subject', photos: 2, parent: null }),
      expect.objectContaining({ name: 'sea', aliases: ['ocean'], photos: 2 }),
    ]);
  });

  it('shows what a rename would bring, makes it, tells how far it is, and takes it back', async () => {
    await written();
    const rename = { kind: 'rename', term: 'night', name: 'by night' };
    const looked = await order(rename, true);
    expect(looked).toMatchObject({ state: 'done', file: 'changes', sidecars: 2, changeId: null });
    expect(looked.words).toEqual([
      expect.objectContaining({ from: { layer: 'CK', name: 'night' }, photos: 2, proposed: 2, both: 0 }),
    ]);
    const preview = await get('/vocabulary/job/preview');
    expect(preview.before).toBe(VOCABULARY);
    expect(preview.after).toContain('name: by night # dark');
    expect(preview.sidecars).toHaveLength(2);
    expect(preview.sidecars[0]).toMatchObject({
      removes: ['CK:night', 'CK|night'],
      adds: ['CK:by night', 'CK|by night'],
    });
    expect([textOf(words()), sidecar('a').includes('by night')]).toEqual([VOCABULARY, false]);

    const told: number[] = [];
    const hearNoMore = vocabularyDesk.subscribe(({ sidecars }) => told.push(sidecars));
    const made = await order(rename, false);
    hearNoMore();
    expect(made).toMatchObject({ state: 'done', sidecars: 2, total: 2, changeId: 1, problem: null });
    expect(told.at(-1)).toBe(2);
    expect(sidecar('a')).toContain('CK:by night');
    // The library was opened with it: words are decided with it at once.
    const { terms } = await get('/vocabulary');
    expect(terms[0]).toMatchObject({ name: 'by night', aliases: ['night'] });

    expect((await get('/vocabulary/changes')).rows).toMatchObject([
      { id: 1, kind: 'rename', undoneBy: null },
    ]);
    expect(await order({ kind: 'undo', change: 1 }, true)).toMatchObject({ state: 'done', sidecars: 2 });
    expect(await order({ kind: 'undo', change: 1 }, false)).toMatchObject({ state: 'done', sidecars: 2 });
    expect([textOf(words()), sidecar('a').includes('by night')]).toEqual([VOCABULARY, false]);
    expect((await get('/vocabulary/changes')).rows).toMatchObject([{ undoneBy: 2 }, { undoes: 1 }]);
  });

  it('takes a new word, what is said of it, a merge and a removal, each with comments kept', async () => {
    const add = { kind: 'add', term: 'harbour', aliases: ['port'], pt: 'porto', parent: 'sea' };
    expect(await order(add, true)).toMatchObject({ state: 'done', sidecars: 0, words: [] });
    expect(await order(add, false)).toMatchObject({ state: 'done', runId: null });
    const edit = { kind: 'edit', term: 'harbour', aliases: ['port', 'quay'], pt: null, parent: null };
    expect(await order(edit, false)).toMatchObject({ state: 'done' });
    const { terms } = await get('/vocabulary/terms');
    expect(terms.at(-1)).toMatchObject({
      name: 'harbour',
      aliases: ['port', 'quay'],
      names: { en: null, pt: null },
      parent: null,
    });
    await order({ kind: 'merge', terms: ['harbour'], into: 'sea' }, false);
    expect((await get('/vocabulary/terms')).terms.at(-1).aliases).toEqual([
      'ocean',
      'harbour',
      'port',
      'quay',
    ]);
    await order({ kind: 'remove', term: 'night' }, false);
    expect((await get('/vocabulary/terms')).terms.map(({ name }: { name: string }) => name)).toEqual(['sea']);
    expect(textOf(words())).toContain('# my words');
  });

  it.each([
    { order: { kind: 'rename', term: 'nigth', name: 'x' }, remedy: /night/ },
    { order: { kind: 'rename', term: 'night', name: 'a|b' }, remedy: /Write a "-"/ },
    { order: { kind: 'add', term: 'ocean' }, remedy: /sea/ },
    { order: { kind: 'edit', term: 'sea', aliases: ['ocean'] }, remedy: /Nothing/ },
    { order: { kind: 'undo', change: 9 }, remedy: /history/ },
  ])(
    'refuses $order before anything is begun, with what would be right',
    async ({ order: asked, remedy }) => {
      expect(await order(asked, false)).toMatchObject({
        status: 400,
        code: 'USAGE',
        remedy: expect.stringMatching(remedy),
      });
      expect(textOf(words())).toBe(VOCABULARY);
      expect(vocabularyDesk.isRunning).toBe(false);
    },
  );

  it.each([
    { order: { kind: 'steal', term: 'sea' } },
    { order: { kind: 'remove', term: '' } },
    { order: { kind: 'remove', term: 'sea', file: '/etc/passwd' } },
    { order: { kind: 'add', term: 'x'.repeat(300) } },
  ])('takes no order that is none: $order', async ({ order: asked }) => {
    expect((await order(asked, true)).status).toBe(400);
  });

  it('waits for nobody: while another process is at work it says so, and nothing is changed', async () => {
    const lock = acquireRunLock(join(folder, 'data'), 'photo-tag run');
    try {
      expect(await order({ kind: 'rename', term: 'night', name: 'dusk' }, false)).toMatchObject({
        state: 'failed',
        problem: { code: 'LOCKED' },
      });
    } finally {
      lock.release();
    }
    expect(textOf(words())).toBe(VOCABULARY);
  });

  it('is made from the seed where there is no file, and goes again with the change', async () => {
    rmSync(words());
    await opened.again();
    expect((await get('/vocabulary/terms')).isSeed).toBe(true);
    const add = { kind: 'add', term: 'zeppelin' };
    expect(await order(add, true)).toMatchObject({ file: 'made' });
    expect(await order(add, false)).toMatchObject({ file: 'made', changeId: 1 });
    expect(await order({ kind: 'undo', change: 1 }, false)).toMatchObject({ state: 'done', file: 'goes' });
    expect(existsSync(words())).toBe(false);
  });
});
