import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type S3Server, startS3 } from '../../test/s3.fixture.ts';
import { proxyFilesOf } from '../compose/proxies.ts';
import { loadSettings } from '../config/load.ts';
import { PhotoTagError } from '../domain/errors.ts';
import { BucketProxies } from './bucket-proxies.ts';
import { folderProxies } from './folder-proxies.ts';
import type { ProxyFiles } from './proxy-files.ts';
import { S3Bucket } from './s3/s3-bucket.ts';

const home = mkdtempSync(join(tmpdir(), 'photo-tag-proxy-files-'));
let server: S3Server;
beforeAll(async () => {
  server = await startS3();
});
afterAll(async () => {
  await server.close();
  rmSync(home, { recursive: true, force: true });
});

/** Something that begins and ends as a JPEG does. */
const pictureOf = (text: string): Buffer => Buffer.from(`\xff\xd8${text}\xff\xd9`, 'latin1');
const sha1Of = (text: string): string => createHash('sha1').update(text).digest('hex');

function put(file: string, bytes: Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}

let count = 0;
let now = 0;
/** A machine, with what the library knows of sizes. */
function machine(sizes: ReadonlyMap<string, number> = new Map(), prefix = 'p', endpoint = server.endpoint) {
  const cacheFolder = join(home, `machine-${count++}`);
  return new BucketProxies({
    ...{ cacheFolder, prefix, tempFolder: join(cacheFolder, '.tmp') },
    bucket: async () =>
      new S3Bucket({
        ...{ bucket: server.bucket, endpoint, region: 'us-east-1', firstWaitMillis: 5 },
        keys: {
          accessKeyId: server.keys.AWS_ACCESS_KEY_ID,
          secretAccessKey: server.keys.AWS_SECRET_ACCESS_KEY,
        },
        patience: { attempts: 3, timeoutMillis: 5000 },
      }),
    sizesOf: async () => sizes,
    now: () => now,
  });
}

describe.each<{ name: string; open: () => ProxyFiles }>([
  { name: 'a folder alone', open: () => folderProxies(join(home, `folder-${count++}`)) },
  { name: 'a folder and a bucket', open: () => machine() },
])('proxies in $name', ({ open }) => {
  it('are where they are said to be, and need no fetching', async () => {
    const proxies = open();
    const sha1 = sha1Of('one');
    expect(proxies.pathOf(sha1)).toMatch(new RegExp(`/${sha1.slice(0, 2)}/${sha1}\\.jpg$`));
    put(proxies.pathOf(sha1), pictureOf('one'));
    await proxies.keep([sha1]);
    expect(await proxies.bring([sha1, sha1])).toEqual(new Map());
    expect(await proxies.show(sha1)).toBe(proxies.pathOf(sha1));
    expect(await proxies.bring([])).toEqual(new Map());
    await proxies.keep([]);
    await proxies.tryOut();
    expect(await proxies.ready()).toEqual({ isEmpty: false });
  });
});

describe('proxies in a bucket', () => {
  beforeEach(() => {
    server.requests.length = 0;
    server.faults.length = 0;
  });

  it('go from one machine to another, and none is seen before it is whole', async () => {
    const [one, two] = [machine(), machine()];
    const names = Array.from({ length: 40 }, (_, index) => `photo ${index}`);
    const sha1s = names.map(sha1Of);
    for (const name of names) put(one.pathOf(sha1Of(name)), pictureOf(name));
    await one.keep(sha1s);
    for (const kind of ['cut', 'damage', 'damage'] as const) {
      server.faults.push({ method: 'GET', fault: { kind } });
    }
    expect(await two.bring(sha1s)).toEqual(new Map());
    for (const name of names) expect(readFileSync(two.pathOf(sha1Of(name)))).toEqual(pictureOf(name));
    expect(readdirSync(join(dirname(two.pathOf(sha1s[0]!)), '..', '.tmp'))).toEqual([]);
  });

  it('are missing one by one, and the others are there', async () => {
    const [one, two] = [machine(), machine()];
    put(one.pathOf(sha1Of('here')), pictureOf('here'));
    await one.keep([sha1Of('here')]);
    const missing = await two.bring([sha1Of('gone'), sha1Of('here')]);
    expect([...missing.keys()]).toEqual([sha1Of('gone')]);
    expect(missing.get(sha1Of('gone'))?.message).toMatch(/--push/);
    expect(existsSync(two.pathOf(sha1Of('here')))).toBe(true);
    expect(existsSync(two.pathOf(sha1Of('gone')))).toBe(false);
  });

  it('are refused where they are damaged in the bucket itself, and leave no file', async () => {
    const [one, two] = [machine(), machine()];
    const sha1 = sha1Of('rotten');
    put(one.pathOf(sha1), pictureOf('rotten'));
    await one.keep([sha1]);
    const object = server.fileOf(`p/${sha1.slice(0, 2)}/${sha1}.jpg`);
    writeFileSync(object, pictureOf('ROTTEN'));
    const missing = await two.bring([sha1]);
    expect(missing.get(sha1)?.message).toMatch(/is damaged: delete it there/);
    expect(existsSync(two.pathOf(sha1))).toBe(false);
  });

  it('may have been put there by another program, as long as they are whole', async () => {
    const two = machine(new Map(), 'copied');
    const [whole, half] = [sha1Of('whole'), sha1Of('half')];
    const keyOf = (sha1: string): string => `copied/${sha1.slice(0, 2)}/${sha1}.jpg`;
    server.write(keyOf(whole), pictureOf('whole'));
    server.write(keyOf(half), pictureOf('half').subarray(0, 4));
    expect([...(await two.bring([whole, half])).keys()]).toEqual([half]);
    expect(readFileSync(two.pathOf(whole))).toEqual(pictureOf('whole'));
  });

  it('take the place of a file that is not as long as the library knows', async () => {
    const sha1 = sha1Of('anew');
    const sizes = new Map([[sha1, pictureOf('made anew').length]]);
    const [one, two] = [machine(), machine(sizes)];
    put(one.pathOf(sha1), pictureOf('made anew'));
    await one.keep([sha1]);
    put(two.pathOf(sha1), pictureOf('of before'.repeat(3)));
    expect(await two.bring([sha1])).toEqual(new Map());
    expect(readFileSync(two.pathOf(sha1))).toEqual(pictureOf('made anew'));
    server.requests.length = 0;
    await two.bring([sha1]);
    expect(server.requests).toEqual([]);
    // Where there is no other, it is not taken for the right one.
    const stale = sha1Of('stale');
    const three = machine(new Map([[stale, 12]]));
    put(three.pathOf(stale), pictureOf('of before'.repeat(3)));
    expect((await three.bring([stale])).get(stale)?.message).toMatch(/as the library knows it is neither in/);
  });

  it('stop the work where the bucket is away, and keep no page waiting', async () => {
    const away = machine(new Map(), 'p', 'http://127.0.0.1:9');
    const sha1 = sha1Of('away');
    put(away.pathOf(sha1Of('mine')), pictureOf('mine'));
    await expect(away.bring([sha1])).rejects.toThrow(PhotoTagError);
    await expect(away.keep([sha1Of('mine')])).rejects.toMatchObject({ code: 'BUCKET_UNUSABLE' });
    await expect(away.ready()).rejects.toMatchObject({ code: 'BUCKET_UNUSABLE' });
    // Shown without a picture, as a photo is that has none yet.
    expect(existsSync(await away.show(sha1))).toBe(false);
    expect(await away.show(sha1Of('mine'))).toBe(away.pathOf(sha1Of('mine')));
  });

  it('are not asked for by every picture of a page while the bucket is away', async () => {
    const sha1s = Array.from({ length: 5 }, (_, index) => sha1Of(`page ${index}`));
    const two = machine();
    server.faults.push({ method: 'GET', fault: { kind: 'status', status: 503, code: 'SlowDown' } });
    for (const sha1 of sha1s) await two.show(sha1);
    expect(server.requests).toHaveLength(1);
    now += 10_001;
    await two.show(sha1s[0]!);
    expect(server.requests).toHaveLength(2);
  });

  it('are listed by photo, in order, without what else lies there', async () => {
    const one = machine(new Map(), 'listed');
    const sha1s = ['x', 'y', 'z'].map(sha1Of);
    for (const sha1 of sha1s) put(one.pathOf(sha1), pictureOf('same'));
    expect(await one.ready()).toEqual({ isEmpty: true });
    await one.keep(sha1s);
    server.write('listed/notes.txt', Buffer.from('mine'));
    const kept: string[] = [];
    for await (const { sha1, sizeBytes } of one.kept()) {
      expect(sizeBytes).toBe(pictureOf('same').length);
      kept.push(sha1);
    }
    expect(kept).toEqual([...sha1s].sort());
  });
});

describe('without a bucket in the configuration', () => {
  it('no client is loaded, and no key is looked for', async () => {
    const proxies = proxyFilesOf(loadSettings({ folder: home }), null);
    expect(proxies.isFolderAlone).toBe(true);
  });
});
