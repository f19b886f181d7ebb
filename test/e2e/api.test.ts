import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Library } from '../../src/app/library.ts';
import { runStages } from '../../src/app/run.ts';
import { runApart } from '../../src/app/run-apart.ts';
import { RunDesk } from '../../src/app/run-desk.ts';
import { VocabularyDesk } from '../../src/app/vocabulary/vocabulary-desk.ts';
import { WriteDesk } from '../../src/app/write-desk.ts';
import { openLibrary } from '../../src/compose.ts';
import { addApi } from '../../src/http/api.ts';
import { guardedServer, type Server } from '../../src/http/server.ts';
import type { Site } from '../../src/http/site.ts';
import { makeTaggedLibrary } from './tagged-library.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-api-'));
const sources = { folder, dataFolder: 'data', roots: ['photos'] };
const names = ['sea.jpg', 'night.jpg', '<img src=x onerror=alert(1)>.jpg'];
const host = 'localhost:7860';
let library: Library;
let server: Server;
let desk: RunDesk;
let writeDesk: WriteDesk;
let vocabularyDesk: VocabularyDesk;
let photos: string[];
let reopened = 0;

beforeAll(async () => {
  await makeTaggedLibrary(folder, names);
  library = await openLibrary(sources);
  const signal = new AbortController().signal;
  await runStages(library, { stages: ['metadata', 'dates', 'proxies'], command: 'test', signal });
  photos = await library.store.photos.page({ after: null, limit: 10 });
  const member = (sha1: string, fits: boolean) => ({
    sha1,
    membership: 1,
    distanceToMedoid: 0,
    fits,
    burst: null,
    isBest: true,
  });
  await library.store.clusters.putWindow([
    {
      id: 'c1',
      windowId: 'w1',
      method: 'hdbscan',
      medoid: photos[0]!,
      startMillis: 0,
      endMillis: 1000,
      members: photos.slice(0, 2).map((sha1, index) => member(sha1, index === 0)),
    },
    {
      id: 'c2',
      windowId: 'w2',
      method: 'single-photo',
      medoid: photos[2]!,
      startMillis: 5000,
      endMillis: 5000,
      members: [member(photos[2]!, true)],
    },
  ]);
  desk = new RunDesk(runApart(new URL('../../src/run-child.ts', import.meta.url), () => sources));
  server = await guardedServer({ listening: 'loopback', names: [], token: null });
  writeDesk = new WriteDesk(() => library);
  vocabularyDesk = new VocabularyDesk(
    () => library,
    async () => {
      const former = library;
      library = await openLibrary(sources);
      await former.close();
    },
  );
  await addApi(server, siteOf(null));
});

afterAll(async () => {
  await server.close();
  await library.close();
  rmSync(folder, { recursive: true, force: true });
});

function siteOf(allowedFolders: string[] | null): Site {
  return {
    version: '0.0.0',
    library: () => library,
    configFile: join(folder, 'config', 'config.yaml'),
    reopen: async () => {
      reopened++;
    },
    allowedFolders,
    desk,
    writeDesk,
    vocabularyDesk,
  };
}

const get = (url: string, headers: Record<string, string> = {}) =>
  server.inject({ url, headers: { host, ...headers } });
const post = (url: string, payload?: object) =>
  server.inject({ method: 'POST', url, headers: { host }, ...(payload && { payload }) });

describe('the API', () => {
  it('says what the library holds, at /status and at /api/status', async () => {
    const [short, long] = [await get('/status'), await get('/api/status')];
    expect(short.json()).toEqual(long.json());
    expect(long.json()).toMatchObject({
      photos: 3,
      clusters: 2,
      files: { total: 3 },
      model: { embeddings: 'embedded' },
    });
  });

  it('lists clusters a page at a time, each once', async () => {
    const first = (await get('/clusters?offset=0&limit=1')).json();
    expect(first).toMatchObject({ total: 2, next: '1', rows: [{ id: 'c1', members: 2, heldBack: 1 }] });
    const second = (await get(`/api/clusters?limit=1&offset=${first.next}`)).json();
    expect(second).toMatchObject({ total: 2, next: null, rows: [{ id: 'c2' }] });
    const [tag] = first.rows[0].tags;
    expect(tag).toMatchObject({
      layer: 'CK',
      name: 'night',
      proposed: 2,
      source: 'measured',
      reason: 'test',
    });
  });

  it('shows a cluster with its members and a photo with all that is known', async () => {
    const cluster = (await get('/api/clusters/c1')).json();
    expect(cluster.photos.map((photo: { fits: boolean }) => photo.fits)).toEqual([true, false]);
    const photo = (await get(`/api/photos/${photos[0]}`)).json();
    expect(photo).toMatchObject({ camera: 'Canon EOS 5D', iso: 100, clusterId: 'c1', widthPx: 160 });
    expect(photo.tags).toHaveLength(3);
  });

  it('says what failed and why, with the paths, a page at a time', async () => {
    const { outcomes } = library.store;
    const row = (stage: 'proxies' | 'people', item: string, status: 'failed' | 'skipped') => ({
      stage,
      item,
      status,
      reason: `it was ${status}`,
      fingerprint: 'f',
      digest: 'd',
    });
    const before = await outcomes.of('proxies', photos);
    await outcomes.put([
      row('people', photos[0]!, 'skipped'),
      row('proxies', photos[1]!, 'failed'),
      row('proxies', photos[2]!, 'skipped'),
    ]);
    const all = (await get('/api/problems')).json();
    expect(all.rows.map((one: { status: string }) => one.status)).toEqual(['failed', 'skipped', 'skipped']);
    expect(all).toMatchObject({ total: 3, next: null });
    expect(all.rows[0]).toMatchObject({
      item: photos[1],
      path: expect.stringContaining(join(folder, 'photos')),
      stage: 'proxies',
      reason: 'it was failed',
    });
    const first = (await get('/api/problems?stage=proxies&limit=1')).json();
    expect(first).toMatchObject({ total: 2, next: '1', rows: [{ item: photos[1] }] });
    const second = (await get('/api/problems?stage=proxies&limit=1&cursor=1')).json();
    expect(second).toMatchObject({ total: 2, next: null, rows: [{ item: photos[2] }] });
    expect((await get('/api/problems?status=skipped')).json().total).toBe(2);
    for (const query of ['stage=nonsense', 'status=done', 'cursor=-1', 'limit=9999', 'x=1']) {
      expect((await get(`/api/problems?${query}`)).statusCode, query).toBe(400);
    }
    await outcomes.remove('people', [photos[0]!]);
    await outcomes.put([...before.values()]);
  });

  it('gives the words of the vocabulary with their names in both languages', async () => {
    const { prefixes, terms, concepts } = (await get('/api/vocabulary')).json();
    expect(prefixes).toEqual({ CK: 'CK:', AI: 'AI:' });
    expect(terms.find((term: { name: string }) => term.name === 'flower')).toMatchObject({
      kind: 'subject',
      names: { pt: 'flor' },
    });
    expect(terms.some((term: { kind: string }) => term.kind === 'city')).toBe(true);
    expect(concepts).toContain('blue glass');
  });

  it('compresses answers for who can read them', async () => {
    for (const encoding of ['br', 'gzip']) {
      const answer = await get('/api/vocabulary', { 'accept-encoding': encoding });
      expect(answer.headers['content-encoding']).toBe(encoding);
      expect(answer.rawPayload.length).toBeLessThan(5000);
    }
    const picture = await get(`/api/photos/${photos[0]}/proxy`, { 'accept-encoding': 'br' });
    expect(picture.headers['content-encoding']).toBeUndefined();
  });

  it('serves pictures that the browser keeps until they change', async () => {
    for (const kind of ['proxy', 'thumbnail', 'thumbnail?size=640']) {
      const url = `/api/photos/${photos[0]}/${kind}`;
      const picture = await get(url);
      expect([picture.statusCode, picture.headers['content-type']]).toEqual([200, 'image/jpeg']);
      expect(picture.rawPayload.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
      const again = await get(url, { 'if-none-match': String(picture.headers.etag) });
      expect([again.statusCode, again.rawPayload.length]).toEqual([304, 0]);
    }
  });

  it('describes all of itself, with examples', async () => {
    const document = (await get('/api/docs/json')).json();
    const paths = Object.keys(document.paths);
    for (const path of ['/api/run', '/api/clusters', '/api/photos/{sha1}', '/scan', '/tag/ck', '/status']) {
      expect(paths).toContain(path);
    }
    for (const [path, methods] of Object.entries<Record<string, { summary?: string }>>(document.paths)) {
      for (const route of Object.values(methods)) expect(route.summary, path).toBeTruthy();
    }
    expect((await get('/api/docs/')).statusCode).toBe(200);
  });

  it.each([
    '..%2f..%2f..%2fetc%2fpasswd',
    '%2e%2e',
    '/etc/passwd',
    'a'.repeat(40),
    'A'.repeat(40),
    '0'.repeat(41),
    '%00',
  ])('opens no path that a request names: %s', async (name) => {
    for (const url of [
      '/api/photos/X',
      '/api/photos/X/proxy',
      '/api/photos/X/thumbnail',
      '/api/clusters/X',
    ]) {
      const answer = await get(url.replace('X', name));
      expect(answer.statusCode, url).toBeGreaterThanOrEqual(400);
      expect(answer.statusCode, url).toBeLessThan(500);
      expect(answer.headers['content-type']).toMatch('application/problem+json');
      expect(answer.body).not.toContain('root:');
    }
  });

  it.each(['size=0', 'size=99999', 'size=x', 'size[]=320', 'size=320&size=640'])(
    'makes no thumbnail of %s',
    async (query) => {
      const answer = await get(`/api/photos/${photos[0]}/thumbnail?${query}`);
      expect([answer.statusCode, answer.json().code]).toEqual([400, 'BAD_REQUEST']);
    },
  );
});

describe('a review', () => {
  const decide = async (body: object) => (await post('/api/review/decide', body)).json();

  it('goes through a queue that stays as it is while decisions change what it was chosen by', async () => {
    const opened = await post('/api/review/queues', { reviewed: false, order: 'size' });
    expect(opened.statusCode).toBe(201);
    const { id, total } = opened.json();
    expect(total).toBe(2);
    const first = (await get(`/api/review/queues/${id}?limit=1`)).json();
    expect(first).toMatchObject({ total: 2, next: '1', gone: 0, rows: [{ id: 'c1', reviewed: false }] });
    await decide({ tag: 'CK:night', verdict: 'accept', clusters: ['c1'] });
    const again = (await get(`/api/review/queues/${id}?limit=1`)).json();
    expect(again).toMatchObject({ total: 2, rows: [{ id: 'c1', reviewed: true }] });
    expect((await get(`/api/review/queues/${id}?cursor=1`)).json()).toMatchObject({
      next: null,
      rows: [{ id: 'c2' }],
    });
    expect((await post('/api/review/queues', { reviewed: false })).json().total).toBe(1);
    await post('/api/review/undo');
  });

  it('applies to the cluster, holds back who does not fit, and takes back', async () => {
    const accept = await decide({ tag: 'night', verdict: 'accept', clusters: ['c1'] });
    expect(accept).toMatchObject({ applied: 1, added: 0, held: [{ sha1: photos[1], why: 'does not fit' }] });
    expect((await get('/api/clusters/c1')).json().tags[0]).toMatchObject({ name: 'night', accepted: 1 });
    const all = await decide({ tag: 'night', verdict: 'accept', clusters: ['c1'], allMembers: true });
    expect(all).toMatchObject({ applied: 1, unchanged: 1, held: [] });
    expect((await post('/api/review/undo')).json().deed).toMatchObject({
      words: 'accept CK:night',
      photos: 1,
    });
    await post('/api/review/undo');
    expect((await get('/api/clusters/c1')).json().tags[0]).toMatchObject({ name: 'night', accepted: 0 });
    expect((await post('/api/review/redo')).json().deed).toMatchObject({ photos: 1 });
    const { rows } = (await get('/api/review/deeds?limit=1')).json();
    expect(rows).toHaveLength(1);
    await post('/api/review/undo');
    expect((await post('/api/review/undo')).json()).toEqual({ deed: null });
  });

  it('takes several decisions as one deed, all of them or none, and takes them back together', async () => {
    const decisions = [
      { tag: 'CK:night', verdict: 'accept', clusters: ['c1'] },
      { tag: { layer: 'AI', name: 'fog' }, verdict: 'reject', clusters: ['c1'], allMembers: true },
    ];
    const several = (body: object) => post('/api/review/decide-several', body);
    const answer = (await several({ decisions })).json();
    expect(answer).toMatchObject({
      deed: expect.any(Number),
      decisions: [
        { tag: { name: 'night' }, applied: 1, held: [{ sha1: photos[1] }] },
        { tag: { name: 'fog' }, applied: 2, held: [] },
      ],
    });
    const counts = async () =>
      (await get('/api/clusters/c1'))
        .json()
        .tags.map(
          ({ name, accepted, rejected }: Record<string, unknown>) => `${name} ${accepted} ${rejected}`,
        );
    expect(await counts()).toEqual(expect.arrayContaining(['night 1 0', 'fog 0 2']));
    const undone = (await post('/api/review/undo')).json().deed;
    expect(undone).toMatchObject({ id: answer.deed, words: 'accept CK:night, reject AI:fog', left: 0 });
    expect(await counts()).toEqual(expect.arrayContaining(['night 0 0', 'fog 0 0']));
    await post('/api/review/redo');
    expect(await counts()).toEqual(expect.arrayContaining(['night 1 0', 'fog 0 2']));
    await post('/api/review/undo');
    const half = [...decisions, { tag: 'CK:nihgt', verdict: 'accept', clusters: ['c1'] }];
    expect((await several({ decisions: half })).statusCode).toBe(400);
    expect(await counts()).toEqual(expect.arrayContaining(['night 0 0', 'fog 0 0']));
    expect((await several({ decisions: [] })).statusCode).toBe(400);
  });

  it('takes back no second deed for who asks again because an answer was lost', async () => {
    await decide({ tag: 'CK:night', verdict: 'accept', clusters: ['c1'] });
    const { deed } = await decide({ tag: 'CK:sea', verdict: 'accept', clusters: ['c1'] });
    expect((await get('/api/review/deeds?limit=1')).json()).toMatchObject({
      undo: { id: deed, words: 'accept CK:sea' },
      redo: null,
    });
    expect((await post('/api/review/undo', { deed })).json().deed).toMatchObject({ id: deed });
    const again = await post('/api/review/undo', { deed });
    expect([again.statusCode, again.json().code]).toEqual([409, 'DEED_MOVED']);
    expect((await get('/api/review/deeds?limit=1')).json()).toMatchObject({
      undo: { words: 'accept CK:night' },
      redo: { id: deed },
    });
    expect((await post('/api/review/redo', { deed: deed + 7 })).statusCode).toBe(409);
    await post('/api/review/undo');
  });

  it('says where in a queue a cluster is', async () => {
    const place = async (at: string) => (await post('/api/review/queues', { order: 'time', at })).json().at;
    expect([await place('c1'), await place('c2'), await place('c3')]).toEqual([0, 1, null]);
  });

  it('says which word was probably meant, and takes freeform ones as they are', async () => {
    const wrong = await post('/api/review/decide', { tag: 'CK:nihgt', verdict: 'accept', clusters: ['c1'] });
    expect([wrong.statusCode, wrong.json().detail]).toEqual([
      400,
      expect.stringContaining('Did you mean CK:night?'),
    ]);
    const free = await decide({ tag: 'AI:Blue  Door', verdict: 'accept', photos: [photos[2]] });
    expect(free).toMatchObject({ tag: { layer: 'AI', name: 'blue door' }, applied: 1, added: 1 });
    await post('/api/review/undo');
  });

  it('sets and lifts the people flag', async () => {
    expect((await post('/api/review/people', { clusters: ['c2'], flag: 'set' })).json()).toMatchObject({
      photos: 1,
    });
    expect((await get('/api/clusters/c2')).json().people).toBe('people');
    await post('/api/review/undo');
    expect((await get('/api/clusters/c2')).json().people).toBe('undecided');
  });

  it.each<object>([
    { tag: 'CK:night', verdict: 'delete', clusters: ['c1'] },
    { tag: 'CK:night', verdict: 'accept', clusters: ['../c1'] },
    { tag: 'CK:night', verdict: 'accept', photos: ['/etc/passwd'] },
    { tag: '', verdict: 'accept', clusters: ['c1'] },
    { tag: 'CK:night', verdict: 'accept', clusters: ['c1'], force: true },
    { verdict: 'accept', clusters: ['c1'] },
    { tag: 'CK:night', verdict: 'accept', clusters: ['c77'] },
  ])('refuses %j', async (body) => {
    const answer = await post('/api/review/decide', body);
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toMatch('application/problem+json');
  });

  it('knows a queue no more after a restart, and says what to do', async () => {
    const answer = await get('/api/review/queues/00000000-0000-4000-8000-000000000000');
    expect([answer.statusCode, answer.json().remedy]).toEqual([404, 'Choose the clusters again.']);
  });
});

describe('writing', () => {
  const job = async (url: string, body: object) => {
    const answer = await post(url, body);
    expect(answer.statusCode, answer.body).toBe(202);
    await writeDesk.ended();
    return (await get('/api/write')).json().write;
  };
  const sidecars = () => readdirSync(join(folder, 'photos')).filter((name) => name.endsWith('.xmp'));

  it('shows the difference first, writes what was asked for, and takes exactly that back', async () => {
    const dry = await job('/write', {});
    expect(dry).toMatchObject({
      kind: 'write',
      dryRun: true,
      reviewed: false,
      again: false,
      photos: null,
      of: null,
      state: 'done',
      sidecars: 3,
      whole: 3,
      runId: null,
    });
    expect(sidecars()).toEqual([]);
    const page = (await get('/api/write/differences?limit=2')).json();
    expect(page).toMatchObject({ total: 3, next: '2' });
    expect(page.rows[0].adds).toEqual(expect.arrayContaining(['CK:night', 'AI:fog']));

    const one = await job('/api/write', { ids: ['c2'], dryRun: false });
    expect(one).toMatchObject({
      dryRun: false,
      photos: 1,
      sidecars: 1,
      whole: 1,
      reasons: [],
      folders: { done: 1, total: 1 },
    });
    expect(sidecars()).toHaveLength(1);
    expect(await job('/api/write', { ids: [photos[0]], dryRun: false })).toMatchObject({ sidecars: 1 });
    expect(await job('/api/write', { dryRun: true })).toMatchObject({ sidecars: 1, unchanged: 2 });
    const accepted = await job('/api/write', { dryRun: true, reviewed: true, again: true });
    expect(accepted).toMatchObject({ reviewed: true, again: true, photos: null });

    const { rows } = (await get('/api/write/runs')).json();
    expect(rows.at(-1)).toMatchObject({ kind: 'write', sidecars: 1 });
    const back = await job('/api/write/undo', { run: one.runId, dryRun: true });
    expect(back).toMatchObject({ kind: 'undo', of: one.runId, sidecars: 1 });
    expect((await get('/api/write/differences')).json().rows[0].removes).toContain('CK:sea');
    expect(sidecars()).toHaveLength(2);
    expect(await job('/api/write/undo', { run: one.runId, dryRun: false })).toMatchObject({
      sidecars: 1,
      whole: 1,
    });
    expect(sidecars()).toHaveLength(1);
    expect(await job('/api/write/redo', { dryRun: false })).toMatchObject({ kind: 'redo', sidecars: 1 });
    expect(sidecars()).toHaveLength(2);
  });

  it('says why a sidecar cannot be written, once for all of them', async () => {
    const { chmodSync, mkdirSync, rmSync: remove } = await import('node:fs');
    const blocked = join(folder, 'photos', 'night.jpg.xmp');
    if (existsSync(blocked)) remove(blocked);
    mkdirSync(blocked);
    const report = await job('/api/write', { dryRun: false });
    expect(report.state).toBe('done');
    expect(report.reasons).toMatchObject([{ count: 1, examples: [join(folder, 'photos', 'night.jpg')] }]);
    remove(blocked, { recursive: true });
    chmodSync(join(folder, 'photos'), 0o755);
  });

  it('gives the audit table, in which no cell is a formula', async () => {
    const audit = await get('/api/audit.csv');
    expect(audit.headers['content-type']).toMatch('text/csv');
    expect(audit.body).toContain('written: run');
    expect(audit.body).not.toMatch(/(^|,)"?[=+@]/m);
  });

  it.each([
    ['/api/write', { ids: ['../../etc'] }],
    ['/api/write', { ids: [] }],
    ['/api/write', { ids: ['c77'] }],
    ['/api/write/undo', {}],
    ['/api/write/undo', { since: 'yesterday' }],
    ['/api/write/redo', { run: 999 }],
  ])('%s refuses %j', async (url, body) => {
    expect((await post(url, body)).statusCode).toBe(400);
  });
});

describe('the configuration', () => {
  const put = (payload: object) =>
    server.inject({ method: 'PUT', url: '/api/config', headers: { host }, payload });

  it('is the example with every default where there is none, and is made by saving', async () => {
    const first = (await get('/api/config')).json();
    expect(first).toMatchObject({ exists: false, problems: [], values: { proxy: { max_size: 1024 } } });
    const changes = [{ path: ['proxy', 'jpeg_quality'], value: 85 }];
    const checked = (await post('/api/config/check', { text: first.text, changes })).json();
    expect(checked).toMatchObject({ problems: [], values: { proxy: { jpeg_quality: 85 } } });
    expect(checked.text).toContain('# JPEG quality.');
    const saved = await put({ text: checked.text, digest: first.digest });
    expect([saved.statusCode, reopened]).toEqual([200, 1]);
    expect((await get('/api/config')).json()).toMatchObject({ exists: true, text: checked.text });
  });

  it('is not saved over what somebody else saved meanwhile, nor where it is wrong', async () => {
    const { text, digest } = (await get('/api/config')).json();
    const wrong = await put({ text: text.replace('max_size: 1024', 'max_size: 10'), digest });
    expect([wrong.statusCode, wrong.json().code]).toEqual([422, 'CONFIG_INVALID']);
    expect(wrong.json().detail).toMatch(/config\.yaml:\d+: proxy\.max_size/);
    writeFileSync(join(folder, 'config', 'config.yaml'), `${text}# another hand\n`);
    const late = await put({ text, digest });
    expect([late.statusCode, late.json().code]).toEqual([409, 'FILE_CHANGED']);
    expect((await get('/api/config')).json().text).toContain('# another hand');
  });

  it.each(['/etc', '/', '../..', '/photos/../etc'])(
    'names no folder %s from another machine',
    async (root) => {
      const elsewhere = await guardedServer({ listening: 'elsewhere', names: [], token: null });
      await addApi(elsewhere, siteOf(['/photos']));
      const { text, digest } = (await get('/api/config')).json();
      const save = (roots: string[]) =>
        elsewhere.inject({
          method: 'PUT',
          url: '/api/config',
          headers: { host },
          payload: { text: text.replace(/^roots: .*$/m, `roots: ${JSON.stringify(roots)}`), digest },
        });
      const refused = await save([root]);
      expect([refused.statusCode, refused.json().detail]).toEqual([403, expect.stringContaining('roots')]);
      expect((await save(['/photos/2014'])).statusCode).toBe(200);
      await elsewhere.close();
    },
  );

  it('names no bucket from another machine, where proxies would be sent to', async () => {
    const elsewhere = await guardedServer({ listening: 'elsewhere', names: [], token: null });
    await addApi(elsewhere, siteOf(['/photos']));
    const { text, digest } = (await get('/api/config')).json();
    const changes = [
      { path: ['proxy', 'bucket'], value: 's3://of-somebody-else' },
      { path: ['proxy', 'bucket_endpoint'], value: 'https://elsewhere.example' },
    ];
    for (const change of changes) {
      const asked = { method: 'POST', url: '/api/config/check', headers: { host } } as const;
      const checked = (await elsewhere.inject({ ...asked, payload: { text, changes: [change] } })).json();
      expect(checked.problems).toMatchObject([{ key: change.path.join('.') }]);
      const saving = { method: 'PUT', url: '/api/config', headers: { host } } as const;
      const saved = await elsewhere.inject({ ...saving, payload: { text: checked.text, digest } });
      expect([saved.statusCode, saved.json().detail]).toEqual([
        403,
        expect.stringContaining(`${change.path.join('.')}: ${change.value} may not be named`),
      ]);
    }
    await elsewhere.close();
  });

  it('tells every knob with help and range', async () => {
    const schema = (await get('/api/config/schema')).json();
    expect(schema.properties.proxy.properties.max_size).toMatchObject({
      default: 1024,
      minimum: 256,
      maximum: 4096,
      unit: 'px',
      description: expect.any(String),
    });
  });
});

describe('dates', () => {
  it('are put right a run at a time, first as a dry run', async () => {
    const run = { id: 'r1a2b3c4d5e', camera: 'Canon EOS 5D', folders: [join(folder, 'photos')] };
    const taken = Date.UTC(2014, 4, 3, 10);
    const clockRun = {
      ...run,
      keys: photos,
      clockStartMillis: taken,
      clockEndMillis: taken + 3_600_000,
      verdict: {
        standing: 'doubtful' as const,
        offsetMillis: 86_400_000,
        uncertaintyMillis: 0,
        confidence: 0.4,
        reasons: ['a day too early'],
      },
    };
    await library.store.dates.putRuns([clockRun], 'digest');
    const { runs } = (await get('/api/dates/runs')).json();
    expect((await get('/api/dates/summary')).json().trust.photos).toBe(3);
    expect(runs).toMatchObject([{ id: run.id, state: 'doubtful', photos: 3, proposal: { words: '+1 day' } }]);
    const decide = (deed: object, dryRun: boolean) =>
      post('/api/dates/decide', { runs: [run.id], deed, dryRun });
    const dry = (await decide({ kind: 'accept' }, true)).json().targets[0];
    expect(dry).toMatchObject({
      kind: 'run',
      name: run.id,
      photos: 3,
      decided: { start: expect.stringContaining('2014-05-04') },
    });
    expect((await library.store.dates.allDecisions()).size).toBe(0);
    await decide({ kind: 'accept' }, false);
    expect((await get('/api/dates/runs')).json().runs[0]).toMatchObject({ state: 'decided' });
    expect((await decide({ kind: 'forget' }, false)).statusCode).toBe(200);
    expect((await decide({ kind: 'shift', by: 'soon' }, true)).json().detail).toContain('is no shift');
    expect((await decide({ kind: 'shift', by: '+100y' }, true)).json().detail).toContain('in the future');
  });

  it.each(['/etc', '..', 'r1', 'rzzzzzzzzz'])('name no folder and no other run: %s', async (name) => {
    const answer = await post('/api/dates/decide', { runs: [name], deed: { kind: 'keep' } });
    expect(answer.statusCode).toBe(400);
  });
});

describe('a search', () => {
  it('finds by a pattern over tags and says what it could not do', async () => {
    const { hits, notes } = (await get(`/api/search?q=${encodeURIComponent('^CK:ni')}`)).json();
    expect(hits).toHaveLength(3);
    expect(hits[0]).toMatchObject({ foundBy: 'tags', tags: ['CK:night'] });
    expect(notes).toEqual([]);
  });

  it('says how many there are where it gives fewer', async () => {
    const { hits, total } = (await get(`/api/search?q=${encodeURIComponent('^CK:ni')}&limit=2`)).json();
    expect([hits.length, total]).toEqual([2, 3]);
  });

  it.each([
    ['q=(', 'Not a regular expression'],
    ['q=(?=look)', 'Not a regular expression'],
    ['', 'Nothing to search for'],
    ['from=yesterday', 'is no date'],
    ['like=..%2F..%2Fetc%2Fpasswd', '40 hexadecimal digits'],
    ['q=x&q=y', ''],
    ['path=/etc/passwd', ''],
  ])('of “%s” is refused: %s', async (query, detail) => {
    const answer = await get(`/api/search?${query}`);
    expect([answer.statusCode, answer.json().detail]).toEqual([400, expect.stringContaining(detail)]);
  });

  it('takes no longer for a pattern that hangs other engines', async () => {
    const evil = encodeURIComponent(`^(([a-z])+.)+[A-Z]([a-z])+$${'(a+)+'.repeat(50)}`);
    const start = process.cpuUsage();
    expect((await get(`/api/search?q=${evil}`)).statusCode).toBeLessThan(500);
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(2);
  });
});

describe('a run that the page starts', () => {
  it('goes on in a process of its own, is told step by step, and is there after a reload', async () => {
    const started = await post('/api/run', { stages: ['dates', 'metadata'] });
    expect(started.statusCode).toBe(202);
    // In the order of the pipeline.
    expect(started.json().run.steps.map((step: { stage: string }) => step.stage)).toEqual([
      'metadata',
      'dates',
    ]);
    const second = await post('/scan');
    expect([second.statusCode, second.json().code]).toEqual([409, 'LOCKED']);
    expect(second.json().remedy).toMatch(/cancel/);
    await desk.ended();
    const { run } = (await get('/api/run')).json();
    expect(run).toMatchObject({
      state: 'done',
      problem: null,
      steps: [{ state: 'done' }, { state: 'done' }],
    });
  });

  it('says what is wrong when it cannot run', async () => {
    const { acquireRunLock } = await import('../../src/pipeline/run-lock.ts');
    const lock = acquireRunLock(join(folder, 'data'), 'run elsewhere');
    await post('/api/run', { stages: ['scan'] });
    await desk.ended();
    lock.release();
    const { run } = (await get('/api/run')).json();
    expect(run).toMatchObject({
      state: 'failed',
      problem: { code: 'LOCKED', message: expect.stringContaining('photo-tag run elsewhere') },
    });
  });

  it('refuses stages that are none', async () => {
    const answer = await post('/api/run', { stages: ['scan; rm -rf /'] });
    expect(answer.statusCode).toBe(400);
    expect((await post('/api/run', { stages: ['nonsense'] })).json().remedy).toMatch(/scan, metadata/);
    expect((await post('/api/run', { stage: ['scan'] })).statusCode).toBe(400);
    expect((await post('/api/run/cancel')).json()).toMatchObject({ code: 'CANCELLED' });
  });

  it('tells every change as an event', async () => {
    await server.listen({ host: '127.0.0.1', port: 0 });
    const { port } = server.server.address() as { port: number };
    const leave = new AbortController();
    const answer = await fetch(`http://127.0.0.1:${port}/api/run/events`, { signal: leave.signal });
    expect(answer.headers.get('content-type')).toMatch('text/event-stream');
    await post('/api/run', { stages: ['scan'] });
    let text = '';
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (/"state":"done","steps"/.test(text.split('\n\n').slice(1).join())) break;
    }
    leave.abort();
    expect(text).toMatch(/^event: run\ndata: \{"run":\{/);
    expect(text).toContain('"state":"running"');
  });
});
