import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Library } from '../../src/app/library.ts';
import { runStages } from '../../src/app/run.ts';
import { RunDesk } from '../../src/app/run-desk.ts';
import { VocabularyDesk } from '../../src/app/vocabulary/vocabulary-desk.ts';
import { WriteDesk } from '../../src/app/write-desk.ts';
import { openLibrary } from '../../src/compose.ts';
import type { StageName } from '../../src/domain/stage-name.ts';
import { addApi } from '../../src/http/api.ts';
import { guardedServer, type Server } from '../../src/http/server.ts';
import { makeWrongClocks, ROLLS, type Roll } from './wrong-clocks.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-dates-api-'));
const RIO = '2008-07-05 Rio';
/** Somebody else was there. */
const COMPANION: Roll = {
  folder: RIO,
  first: 500,
  count: 3,
  clock: '2008-07-05T15:00',
  camera: ['Panasonic', 'DMC-TZ5', '77'],
  prefix: 'P',
};
let library: Library;
let server: Server;

const headers = { host: 'localhost:7860' };
const get = async (url: string) => (await server.inject({ url: `/api${url}`, headers })).json();
const post = (url: string, payload?: object) =>
  server.inject({ method: 'POST', url: `/api${url}`, headers, ...(payload && { payload }) });
const decide = async (order: object) => (await post('/dates/decide', { dryRun: false, ...order })).json();
const runOf = async (camera: string) => (await get(`/dates/runs?camera=${camera}`)).runs[0];
const stages = (...names: StageName[]) =>
  runStages(library, { stages: names, command: 'test', signal: new AbortController().signal });

async function sha1At(path: string): Promise<string> {
  const [file] = await library.store.files.atPaths([join(folder, 'photos', path)]);
  return file!.sha1!;
}

beforeAll(async () => {
  await makeWrongClocks(join(folder, 'photos'), [...ROLLS, COMPANION]);
  library = await openLibrary({ folder, dataFolder: 'data', roots: ['photos'] });
  await stages('scan', 'metadata', 'dates');
  server = await guardedServer({ listening: 'loopback', names: [], token: null });
  await addApi(server, {
    version: '0',
    library: () => library,
    configFile: join(folder, 'config.yaml'),
    reopen: async () => undefined,
    allowedFolders: null,
    desk: new RunDesk(() => Promise.reject(new Error('no runs here'))),
    writeDesk: new WriteDesk(() => library),
    vocabularyDesk: new VocabularyDesk(
      () => library,
      async () => undefined,
    ),
  });
}, 120_000);
afterAll(async () => {
  await server?.close();
  await library?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('dates over HTTP', () => {
  it('lists runs by pages, and a run that is decided meanwhile leaves no hole', async () => {
    const first = await get('/dates/runs?state=undecided&limit=1');
    expect(first).toMatchObject({
      total: 2,
      counts: { doubtful: 1, shifted: 1, decided: 0 },
      runs: [{ state: 'doubtful', proposal: null }],
    });
    expect(first.cameras).toEqual(['Canon EOS 5D 0420301234', 'NIKON D70 2001234']);
    const { deed } = await decide({ runs: [first.runs[0].id], deed: { kind: 'keep' } });
    const second = await get(`/dates/runs?state=undecided&limit=1&cursor=${first.next}`);
    expect(second).toMatchObject({ next: null, runs: [{ state: 'shifted', photos: 30 }] });
    expect((await get('/dates/runs?state=undecided&mostConfidence=0')).total).toBe(0);
    expect((await post('/review/undo', { deed })).json().deed).toMatchObject({
      words: 'dates of 8 photos of NIKON D70 2001234: the clock was right',
      photos: 8,
      left: 0,
    });
    expect(await get('/dates/runs?state=undecided')).toMatchObject({ total: 2 });
  });

  it('tells a run with its photos before and after, its folders and what lies near it', async () => {
    const { id } = await runOf('EOS');
    const { run, folders, photos, near } = await get(`/dates/runs/${id}`);
    expect(run).toMatchObject({
      id,
      state: 'shifted',
      reasons: expect.arrayContaining(['it started again when its battery had died']),
    });
    expect(folders).toEqual([{ path: join(folder, 'photos', RIO), photos: 30, sample: expect.any(String) }]);
    expect(photos).toHaveLength(30);
    expect(photos[0]).toMatchObject({
      fileName: 'IMG_0060.jpg',
      clock: '2000-01-01T00:05:00',
      driftMillis: 0,
    });
    expect(photos[0].now).toMatch(/^2008-07-05T/);
    expect(near.map(({ camera, isOwn, at }: Record<string, unknown>) => [camera, isOwn, at])).toEqual(
      ['15:00', '15:02', '15:04'].map((time) => ['Panasonic DMC-TZ5 77', false, `2008-07-05T${time}:00`]),
    );
    const nikon = await get(`/dates/runs/${(await runOf('D70')).id}`);
    expect(nikon.photos).toHaveLength(8);
    expect((await server.inject({ url: '/api/dates/runs/r0123456789', headers })).statusCode).toBe(404);
  });

  it('says what is due after a decision, shows it as it will be, and forgets it with the stage', async () => {
    const { id } = await runOf('D70');
    const [, third] = [0, await sha1At('Misc/DSC_0009.jpg')];
    const order = { runs: [id], deed: { kind: 'set', to: '2010-05-03T12:00', photo: third } };
    const dry = await decide({ ...order, dryRun: true });
    expect(dry.deed).toBeNull();
    expect(dry.targets[0]).toMatchObject({
      photos: 8,
      decided: { start: '2010-05-03T11:56:00', end: '2010-05-03T12:10:00' },
      words: expect.stringMatching(/^\+10 years/),
    });
    expect((await get('/dates/summary')).due).toBe(0);
    await decide(order);
    expect((await get('/dates/summary')).due).toBe(8);
    expect((await runOf('D70')).now).toEqual({ start: '2010-05-03T11:56:00', end: '2010-05-03T12:10:00' });
    const details = await get(`/dates/runs/${id}`);
    expect(details.photos[2]).toMatchObject({ fileName: 'DSC_0009.jpg', now: '2010-05-03T12:00:00' });
    await stages('dates');
    expect((await get('/dates/summary')).due).toBe(0);
    expect((await runOf('D70')).now).toEqual({ start: '2010-05-03T11:56:00', end: '2010-05-03T12:10:00' });
    // Taken back, its dates say what was decided until the stage has run.
    expect((await post('/review/undo')).json().deed.photos).toBe(8);
    expect((await get('/dates/summary')).due).toBe(8);
    expect((await post('/review/redo')).json().deed.photos).toBe(8);
    expect((await get('/dates/summary')).due).toBe(0);
    await post('/review/undo');
    await stages('dates');
    expect((await get('/dates/summary')).due).toBe(0);
  });

  it('refuses one photo with a day alone, and one that is not of the run', async () => {
    const { id } = await runOf('D70');
    const set = (to: string, photo: string) =>
      post('/dates/decide', { runs: [id], deed: { kind: 'set', to, photo } });
    const own = await sha1At('Misc/DSC_0009.jpg');
    const other = await sha1At(`${RIO}/IMG_0060.jpg`);
    expect((await set('2010-05-03', own)).json()).toMatchObject({
      status: 400,
      detail: expect.stringContaining('time of day'),
    });
    expect((await set('2010-05-03T10:00', other)).json()).toMatchObject({ status: 400, code: 'USAGE' });
  });

  it('lists doubtful and undated photos by folder, and takes a folder by one of its photos', async () => {
    const all = await get('/dates/doubted?limit=500');
    expect(all.next).toBeNull();
    const names = all.rows.map(({ fileName }: { fileName: string }) => fileName);
    expect(names).toEqual(names.toSorted());
    expect(all.rows.find((row: { fileName: string }) => row.fileName === 'DSC_0007.jpg')).toMatchObject({
      uncertain: true,
      camera: 'NIKON D70 2001234',
      reasons: expect.arrayContaining([expect.stringContaining('DateTimeOriginal says')]),
    });
    const page = await get('/dates/doubted?limit=3');
    const rest = await get(`/dates/doubted?limit=500&cursor=${page.next}`);
    expect([...page.rows, ...rest.rows]).toEqual(all.rows);
    expect((await get('/dates/doubted?camera=leica')).rows).toEqual([]);

    const box = await sha1At('box/photo0001.jpg');
    const { targets } = await decide({ folderOf: box, deed: { kind: 'set', to: '1998' } });
    expect(targets).toMatchObject([{ kind: 'folder', name: join(folder, 'photos/box'), photos: 3 }]);
    const one = await sha1At('Misc/DSC_0010.jpg');
    await decide({ photos: [one], deed: { kind: 'set', to: '2011-02-03' } });
    expect((await get('/dates/summary')).due).toBe(4);
    const marked = (await get('/dates/doubted?limit=500')).rows.filter(
      (row: { isDue: boolean }) => row.isDue,
    );
    expect(marked.map(({ fileName }: { fileName: string }) => fileName)).toContain('DSC_0010.jpg');
    await stages('dates');
    const left = (await get('/dates/doubted?limit=500')).rows;
    expect(left.map(({ fileName }: { fileName: string }) => fileName)).not.toContain('DSC_0010.jpg');
  });

  it.each([{ runs: ['../../etc'] }, { folderOf: '/etc' }, { photos: ['/etc/passwd'] }, {}])(
    'names no path: %j',
    async (order) => {
      expect((await post('/dates/decide', { ...order, deed: { kind: 'keep' } })).statusCode).toBe(400);
    },
  );
});
