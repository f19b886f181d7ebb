import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PhotoTagError } from '../../domain/errors.ts';
import type { ModelEntry } from '../../domain/model.ts';
import { hashNotePath } from '../model-folder.ts';
import { HubModelStore } from './hub-model-store.ts';
import { COMMIT, HubServer, noise, sha256Of } from './hub-server.fixture.ts';
import type { Timings } from './timings.ts';

const root = mkdtempSync(join(tmpdir(), 'photo-tag-pull-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const IMAGE = 'onnx/vision_model.onnx';
const TOKENIZER = 'tokenizer.json';
const image = noise('image', 300_000);
const tokenizer = Buffer.from('{"model":"a tokenizer"}');

const entry = (over: Partial<ModelEntry> = {}, sha256: string | null = null): ModelEntry => ({
  name: 'Tiny',
  pretrained: 'test',
  kind: 'embedder',
  title: 'For tests',
  repository: 'owner/tiny',
  revision: 'main',
  licence: { name: 'MIT', use: 'any', source: 'https://example.org' },
  files: [
    { role: 'image', precision: 'fp32', path: IMAGE, bytes: null, sha256 },
    { role: 'tokenizer', precision: null, path: TOKENIZER, bytes: null, sha256: null },
  ],
  accuracy: [],
  ...over,
});

const TIMINGS: Timings = {
  answerMillis: 2_000,
  stallMillis: 300,
  backOffMillis: 5,
  longestWaitMillis: 4_000,
  attempts: 3,
};

let hub: HubServer;
let folder: string;
let notes: string[];
beforeEach(async () => {
  hub = await HubServer.start();
  hub.put(IMAGE, image);
  hub.put(TOKENIZER, tokenizer, false);
  folder = mkdtempSync(join(root, 'models-'));
  notes = [];
});
afterEach(() => hub.close());

const options = (signal = new AbortController().signal) => ({
  signal,
  onNote: (note: string) => void notes.push(note),
});
const storeOf = (mirror = hub.url, token?: string) =>
  new HubModelStore({ folder, mirror, token, catalog: [entry()], timings: TIMINGS });

async function pull(model = entry(), store = storeOf(), signal?: AbortSignal) {
  const plan = await store.plan(model, 'fp32', options(signal));
  return store.pull(plan, options(signal));
}
const at = (path: string) => join(folder, 'Tiny', 'test', path);
const pinned = () => JSON.parse(readFileSync(at('pinned.json'), 'utf8')) as { files: Record<string, object> };

/** The connection ends after so many bytes more, which makes so many in all. */
const cut = (cutAfter: number, inAll = cutAfter) => ({
  cutAfter,
  until: () => (statSync(`${at(IMAGE)}.part`, { throwIfNoEntry: false })?.size ?? 0) >= inAll,
});

/** Nothing half under a name that somebody would open. */
function expectNothingHalf(): void {
  for (const [path, bytes] of [[IMAGE, image] as const, [TOKENIZER, tokenizer] as const]) {
    if (existsSync(at(path))) expect(readFileSync(at(path)).equals(bytes)).toBe(true);
  }
}

async function failureOf(work: Promise<unknown>): Promise<PhotoTagError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ name: 'PhotoTagError' });
  expectNothingHalf();
  return error as PhotoTagError;
}

describe('pulling a model', () => {
  it('brings every file, checked and pinned with size, checksum, commit, source and date', async () => {
    const files = await pull();
    expect(files).toEqual([
      { path: IMAGE, bytes: image.length, sha256: sha256Of(image) },
      { path: TOKENIZER, bytes: tokenizer.length, sha256: sha256Of(tokenizer) },
    ]);
    expect(readFileSync(at(IMAGE)).equals(image)).toBe(true);
    expect(readdirSync(at('onnx'))).toEqual(['vision_model.onnx']);
    expect(pinned().files[IMAGE]).toMatchObject({
      bytes: image.length,
      sha256: sha256Of(image),
      revision: COMMIT,
      source: `${hub.url}/owner/tiny/resolve/main/${IMAGE}`,
      date: expect.stringMatching(/^20\d\d-\d\d-\d\dT/),
    });
  });

  it('plans with the sizes of the hub, before a single byte of a file', async () => {
    const plan = await storeOf().plan(entry(), 'fp32', options());
    expect(plan.files).toEqual([
      { path: IMAGE, bytes: image.length, partBytes: 0 },
      { path: TOKENIZER, bytes: tokenizer.length, partBytes: 0 },
    ]);
    expect(hub.asked.map(({ method }) => method)).toEqual(['HEAD', 'HEAD']);
  });

  it('does nothing the second time, and brings back what was damaged', async () => {
    await pull();
    hub.asked.length = 0;
    expect(await pull()).toEqual([]);
    expect(hub.asked).toEqual([]);
    const before = pinned();
    const damaged = Buffer.from(image);
    damaged[100]! ^= 1;
    writeFileSync(at(IMAGE), damaged);
    expect(await pull()).toMatchObject([{ path: IMAGE }]);
    expect(pinned()).toEqual(before);
    expect(readFileSync(at(IMAGE)).equals(image)).toBe(true);
  });

  it('goes on where the connection was cut, and says so', async () => {
    hub.fail(IMAGE, cut(100_000), cut(50_000, 150_000));
    await pull();
    expect(hub.downloads(IMAGE)).toEqual([undefined, 'bytes=100000-', 'bytes=150000-']);
    expect(notes.join()).toMatch(/trying again/);
    expect(readFileSync(at(IMAGE)).equals(image)).toBe(true);
  });

  it('has patience for as long as something comes through', async () => {
    const cuts = [1, 2, 3, 4, 5].map((n) => cut(40_000, n * 40_000));
    expect(cuts.length).toBeGreaterThan(TIMINGS.attempts);
    hub.fail(IMAGE, ...cuts);
    await pull();
    expect(readFileSync(at(IMAGE)).equals(image)).toBe(true);
  });

  it('takes a connection without a byte for dead, and goes on', async () => {
    hub.fail(IMAGE, { stallAfter: 80_000 });
    await pull();
    expect(hub.downloads(IMAGE)).toHaveLength(2);
    expect(notes.join()).toMatch(/no byte for 0.3 s/);
  });

  it('goes on in the next start, after it was stopped in the middle', async () => {
    const stop = new AbortController();
    hub.fail(IMAGE, { slow: 20_000 });
    const store = storeOf();
    const plan = await store.plan(entry(), 'fp32', options());
    const running = store.pull(plan, {
      ...options(stop.signal),
      onProgress: ({ doneBytes }) => doneBytes > 60_000 && stop.abort(),
    });
    expect(await failureOf(running)).toMatchObject({ code: 'CANCELLED' });
    expect(existsSync(at(IMAGE))).toBe(false);
    const { partBytes } = await storeOf().status(entry());
    expect(partBytes).toBeGreaterThan(60_000);
    await pull();
    expect(hub.downloads(IMAGE)[1]).toBe(`bytes=${partBytes}-`);
    expect(readFileSync(at(IMAGE)).equals(image)).toBe(true);
  });

  const other = noise('another image', 280_000);
  it.each([
    { how: 'with ranges and If-Range', fault: undefined, isPlain: false },
    { how: 'where If-Range is not heeded', fault: 'no-if-range', isPlain: false },
    { how: 'where no range is heeded', fault: 'no-ranges', isPlain: false },
    { how: 'on a plain web server, which tells no checksum', fault: undefined, isPlain: true },
    { how: 'on a plain web server that heeds no If-Range', fault: 'no-if-range', isPlain: true },
  ] as const)('never glues two versions of a file: $how', async ({ fault, isPlain }) => {
    hub.isPlain = isPlain;
    hub.fail(IMAGE, cut(100_000), { status: 503 }, { status: 503 }, { status: 503 });
    await failureOf(pull());
    hub.put(IMAGE, other);
    hub.fail(IMAGE, ...(fault === undefined ? [] : [fault, fault]));
    await pull();
    expect(readFileSync(at(IMAGE)).equals(other)).toBe(true);
    expect(readdirSync(at('onnx'))).toEqual(['vision_model.onnx']);
    // Where the hub tells the checksum, not a byte is asked for behind the old half.
    if (!isPlain) expect(hub.downloads(IMAGE).at(-1)).toBe(undefined);
  });

  it('begins anew where the server heeds no ranges', async () => {
    hub.fail(IMAGE, cut(100_000), 'no-ranges');
    await pull();
    expect(readFileSync(at(IMAGE)).equals(image)).toBe(true);
  });

  it('downloads bytes of a stopped download that were damaged on disk anew', async () => {
    hub.fail(IMAGE, cut(100_000), { status: 503 }, { status: 503 }, { status: 503 });
    await failureOf(pull());
    const part = readFileSync(`${at(IMAGE)}.part`);
    part[10]! ^= 1;
    writeFileSync(`${at(IMAGE)}.part`, part);
    await pull();
    expect(readFileSync(at(IMAGE)).equals(image)).toBe(true);
    expect(notes.join()).toMatch(/downloading it anew/);
  });

  it('works with a mirror that knows no HEAD', async () => {
    hub.knowsHead = false;
    await pull();
    expect(pinned().files[IMAGE]).toMatchObject({ sha256: sha256Of(image), revision: COMMIT });
  });

  it('takes a file that was put there by hand when it is the right one, and replaces any other', async () => {
    mkdirSync(dirname(at(IMAGE)), { recursive: true });
    writeFileSync(at(IMAGE), image);
    writeFileSync(at(TOKENIZER), '{"model":"another one  "}');
    expect(await pull()).toMatchObject([{ path: TOKENIZER }]);
    expect(Object.keys(pinned().files)).toEqual([IMAGE, TOKENIZER]);
  });

  it('waits as long as a busy server asks', async () => {
    hub.fail(IMAGE, { status: 429, headers: { 'retry-after': '1' } });
    const started = Date.now();
    await pull();
    expect(Date.now() - started).toBeGreaterThanOrEqual(990);
    expect(notes.join()).toMatch(/answers 429 .*trying again in 1\.0 s/);
  });

  it('shows bytes of all files together, never more than there are', async () => {
    const seen: number[] = [];
    const store = storeOf();
    await store.pull(await store.plan(entry(), 'fp32', options()), {
      ...options(),
      onProgress: ({ doneBytes, totalBytes }) => {
        expect(totalBytes).toBe(image.length + tokenizer.length);
        seen.push(doneBytes);
      },
    });
    expect(seen.at(-1)).toBe(image.length + tokenizer.length);
    expect(seen.toSorted((a, b) => a - b)).toEqual(seen);
  });
});

describe('what cannot be pulled', () => {
  const SIGN_IN = '<!DOCTYPE html><title>Welcome to the hotel</title>';
  it.each([
    { what: 'no such file', faults: [{ status: 404 }], code: 'DOWNLOAD_FAILED', says: /404 .*no such file/ },
    { what: 'a file for members', faults: [{ status: 403 }], code: 'DOWNLOAD_FAILED', says: /403/ },
    {
      what: 'a server that is down',
      faults: [{ status: 503 }, { status: 502 }, { status: 503 }],
      code: 'DOWNLOAD_FAILED',
      says: /503/,
    },
    {
      what: 'a server that wants to be left alone for a day',
      faults: [{ status: 429, headers: { 'retry-after': '86400' } }],
      code: 'DOWNLOAD_FAILED',
      says: /429 .*asks to wait 1440 minutes/,
    },
    { what: 'a page of the hotel', faults: [{ page: SIGN_IN }], code: 'DOWNLOAD_FAILED', says: /web page/ },
    {
      what: 'a page that calls itself bytes',
      faults: [{ instead: Buffer.from(SIGN_IN) }],
      code: 'DOWNLOAD_FAILED',
      says: /web page/,
    },
    {
      what: 'a pointer of Git LFS',
      faults: [{ instead: Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:0\n') }],
      code: 'DOWNLOAD_FAILED',
      says: /pointer of Git LFS/,
    },
    {
      what: 'other bytes of the same size',
      faults: [{ instead: noise('wrong', 300_000) }],
      code: 'MODEL_CHANGED',
      says: /another checksum than it should; it was thrown away/,
    },
    {
      what: 'more bytes than were promised',
      faults: [{ instead: noise('longer', 400_000) }],
      code: 'MODEL_CHANGED',
      says: /another checksum/,
    },
    {
      what: 'fewer bytes than were promised, again and again',
      faults: Array.from({ length: 4 }, () => ({ instead: image.subarray(0, 9) })),
      code: 'DOWNLOAD_FAILED',
      says: /sent 9 of 300000 bytes/,
    },
    {
      what: 'an address of another kind',
      faults: [{ redirect: 'file:///etc/passwd' }],
      code: 'DOWNLOAD_FAILED',
      says: /a file: address, which is not followed/,
    },
    {
      what: 'redirects without end',
      faults: Array.from({ length: 12 }, () => ({ redirect: `/${IMAGE}` })),
      code: 'DOWNLOAD_FAILED',
      says: /without end/,
    },
  ])('$what is its own error, with a remedy, and leaves nothing half', async ({ faults, code, says }) => {
    hub.fail(IMAGE, ...faults);
    const error = await failureOf(pull());
    expect(error.code).toBe(code);
    expect(error.message).toMatch(says);
    expect(error.remedy).not.toBe('');
    expect(existsSync(at(IMAGE))).toBe(false);
    hub.fail(IMAGE);
    await pull();
    expect(readFileSync(at(IMAGE)).equals(image)).toBe(true);
  });

  it('a host that does not exist', async () => {
    const error = await failureOf(pull(entry(), storeOf('https://no-such-host.invalid')));
    expect(error.message).toMatch(/no-such-host\.invalid/);
    expect(error.remedy).toMatch(/models\.mirror.*--from FOLDER/s);
  });

  it('a host that nobody listens on', async () => {
    const gone = await HubServer.start();
    const { url } = gone;
    await gone.close();
    expect((await failureOf(pull(entry(), storeOf(url)))).message).toMatch(/refuses connections/);
  });

  it('a mirror that is no web address', async () => {
    expect(await failureOf(pull(entry(), storeOf('ftp://example.org')))).toMatchObject({
      code: 'CONFIG_INVALID',
    });
  });

  it('a checksum of the hub that the bytes do not have', async () => {
    hub.linkedEtag = 'f'.repeat(64);
    expect(await failureOf(pull())).toMatchObject({ code: 'MODEL_CHANGED' });
  });

  it('a file of the hub that is not the one of the catalogue: refused before the download', async () => {
    const error = await failureOf(pull(entry({}, '0'.repeat(64))));
    expect(error.message).toMatch(/is not the file of the catalogue/);
    expect(hub.downloads(IMAGE)).toEqual([]);
  });

  it('a file that changed since the first pull: refused until somebody forgets the pin', async () => {
    await pull();
    hub.put(IMAGE, noise('new', 1_000));
    expect(await pull()).toEqual([]);
    writeFileSync(hashNotePath(at(IMAGE)), '{}');
    const store = storeOf();
    const removed = await store.remove(entry(), { forget: false });
    expect(removed).toMatchObject({ removed: [IMAGE, TOKENIZER], left: [] });
    expect(existsSync(hashNotePath(at(IMAGE)))).toBe(false);
    const error = await store.plan(entry(), 'fp32', options()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'MODEL_CHANGED',
      message: expect.stringMatching(/another file now than the one that was pulled on 20/),
      remedy: expect.stringContaining('--forget'),
    });
    await store.remove(entry(), { forget: true });
    expect(existsSync(join(folder, 'Tiny'))).toBe(false);
    await pull(entry(), store);
    expect(pinned().files[IMAGE]).toMatchObject({ bytes: 1_000 });
  });

  it('pins that cannot be read are not taken for none', async () => {
    await pull();
    writeFileSync(at('pinned.json'), '{"version":1,"files":{"x":');
    const error = await failureOf(storeOf().plan(entry(), 'fp32', options()));
    expect(error).toMatchObject({ code: 'MODEL_CHANGED', file: at('pinned.json') });
  });

  it('a precision that is not published', async () => {
    expect(await failureOf(storeOf().plan(entry(), 'int8', options()))).toMatchObject({
      code: 'USAGE',
      remedy: 'There is fp32.',
    });
  });
});

describe('a token', () => {
  it('goes to the mirror alone, never to where it sends on', async () => {
    await pull(entry(), storeOf(hub.url, 'hf_secret'));
    const to = (host: string) =>
      new Set(hub.asked.filter((one) => one.host === host).map((one) => one.authorization));
    expect(to('hub')).toEqual(new Set(['Bearer hf_secret']));
    expect(to('cdn')).toEqual(new Set([undefined]));
    expect(readFileSync(at('pinned.json'), 'utf8')).not.toMatch(/hf_secret|signature/);
  });
});

describe('bringing a model from a folder', () => {
  const layouts = [
    { layout: 'as in the repository', image: IMAGE, tokenizer: TOKENIZER },
    { layout: 'flat', image: 'vision_model.onnx', tokenizer: TOKENIZER },
    { layout: 'as in models.dir', image: `Tiny/test/${IMAGE}`, tokenizer: `Tiny/test/${TOKENIZER}` },
    {
      layout: 'as the cache of the hub',
      image: `models--owner--tiny/snapshots/${COMMIT}/${IMAGE}`,
      tokenizer: `models--owner--tiny/snapshots/${COMMIT}/${TOKENIZER}`,
    },
  ];
  it.each(layouts)('takes files $layout, and asks no host', async (layout) => {
    const source = mkdtempSync(join(root, 'from-'));
    for (const [path, bytes] of [
      [layout.image, image],
      [layout.tokenizer, tokenizer],
    ] as const) {
      mkdirSync(dirname(join(source, path)), { recursive: true });
      writeFileSync(join(source, path), bytes);
    }
    const { precision, files } = await storeOf().copyFrom(source, entry(), null, options());
    expect([precision, files.length]).toEqual(['fp32', 2]);
    expect(readFileSync(at(IMAGE)).equals(image)).toBe(true);
    expect(pinned().files[IMAGE]).toMatchObject({
      sha256: sha256Of(image),
      source: join(source, layout.image),
    });
    expect(hub.asked).toEqual([]);
    expect((await storeOf().verify(entry(), options().signal)).installed).toEqual(['fp32']);
  });

  it.each([
    { what: 'is not the one of the catalogue', bytes: noise('x', 300_000), says: /not the file of the cat/ },
    { what: 'is a pointer', bytes: Buffer.from('version https://git-lfs.github.com/spec/v1\n'), says: /LFS/ },
  ])('refuses a file that $what', async ({ bytes, says }) => {
    const source = mkdtempSync(join(root, 'from-'));
    writeFileSync(join(source, 'vision_model.onnx'), bytes);
    writeFileSync(join(source, TOKENIZER), tokenizer);
    const known = entry({}, sha256Of(image));
    const error = await failureOf(storeOf().copyFrom(source, known, null, options()));
    expect(error.message).toMatch(says);
    expect(existsSync(at(IMAGE))).toBe(false);
  });

  it('says what the folder lacks', async () => {
    const source = mkdtempSync(join(root, 'from-'));
    writeFileSync(join(source, 'vision_model.onnx'), image);
    const error = await failureOf(storeOf().copyFrom(source, entry(), null, options()));
    expect(error).toMatchObject({ code: 'MODEL_MISSING', message: expect.stringContaining(TOKENIZER) });
  });
});

describe('what is installed', () => {
  it('is nothing at first, and nothing again when it was removed', async () => {
    const store = storeOf();
    expect(await store.status(entry())).toMatchObject({ installed: [], files: [], partBytes: 0 });
    await pull();
    writeFileSync(at('notes.txt'), 'mine');
    expect(await store.remove(entry(), { forget: false })).toMatchObject({ left: ['notes.txt'] });
    expect(await store.status(entry())).toMatchObject({ installed: [], files: [] });
  });

  it('verify finds what a look at sizes cannot', async () => {
    await pull();
    const damaged = Buffer.from(image);
    damaged[7]! ^= 1;
    writeFileSync(at(IMAGE), damaged);
    rmSync(at(TOKENIZER));
    const store = storeOf();
    const states = (files: readonly { path: string; state: string }[]) =>
      Object.fromEntries(files.map(({ path, state }) => [path, state]));
    expect(states((await store.status(entry())).files)).toEqual({ [IMAGE]: 'ok', [TOKENIZER]: 'missing' });
    const verified = await store.verify(entry(), options().signal);
    expect(states(verified.files)).toEqual({ [IMAGE]: 'changed', [TOKENIZER]: 'missing' });
    expect(verified.installed).toEqual([]);
  });
});
