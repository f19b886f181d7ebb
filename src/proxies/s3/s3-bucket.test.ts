import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type S3Server, startS3 } from '../../../test/s3.fixture.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import { S3Bucket, type S3Options } from './s3-bucket.ts';

let server: S3Server;
beforeAll(async () => {
  server = await startS3();
});
afterAll(() => server.close());
afterEach(() => {
  server.faults.length = 0;
  server.requests.length = 0;
});

function open(changes: Partial<S3Options> = {}): S3Bucket {
  return new S3Bucket({
    bucket: server.bucket,
    endpoint: server.endpoint,
    region: 'us-east-1',
    keys: {
      accessKeyId: server.keys.AWS_ACCESS_KEY_ID,
      secretAccessKey: server.keys.AWS_SECRET_ACCESS_KEY,
    },
    firstWaitMillis: 5,
    ...changes,
  });
}

const failureOf = (work: Promise<unknown>): Promise<PhotoTagError> =>
  work.then(
    () => expect.unreachable('it should have failed'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(PhotoTagError);
      return error as PhotoTagError;
    },
  );

describe('a bucket of an S3 server', () => {
  const bytes = Buffer.from('\xff\xd8 a picture, so to say \xff\xd9', 'latin1');

  it('gives back what was put into it, with its checksum, and says null of what is not there', async () => {
    const bucket = open();
    await bucket.put('one/aa/x.jpg', bytes);
    const back = await bucket.get('one/aa/x.jpg');
    expect(Buffer.from(back!.bytes).equals(bytes)).toBe(true);
    expect(back!.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(readFileSync(server.fileOf('one/aa/x.jpg')).equals(bytes)).toBe(true);
    expect(await bucket.get('one/aa/absent.jpg')).toBeNull();
    await bucket.remove('one/aa/x.jpg');
    expect(await bucket.get('one/aa/x.jpg')).toBeNull();
  });

  it('lists more than one page, in the order of keys, and what begins so alone', async () => {
    const bucket = open();
    const keys = Array.from({ length: 1203 }, (_, index) => `many/${String(index).padStart(5, '0')}.jpg`);
    for (const key of keys) server.write(key, bytes);
    await bucket.put('other/1.jpg', bytes);
    server.requests.length = 0;
    const listed: string[] = [];
    for await (const { key, sizeBytes } of bucket.list('many/')) {
      expect(sizeBytes).toBe(bytes.length);
      listed.push(key);
    }
    expect(listed).toEqual(keys);
    expect(server.requests).toHaveLength(2);
    expect(await bucket.look('other/')).toEqual({ key: 'other/1.jpg', sizeBytes: bytes.length });
    expect(await bucket.look('none/')).toBeNull();
  });

  it.each([
    { kind: 'status', status: 503, code: 'SlowDown' },
    { kind: 'status', status: 500, code: 'InternalError' },
    { kind: 'status', status: 429, code: '' },
    { kind: 'cut' },
  ] as const)('tries again after $kind $status $code', async (fault) => {
    const bucket = open();
    await bucket.put('again.jpg', bytes);
    server.faults.push({ method: 'GET', fault }, { method: 'GET', fault });
    expect((await bucket.get('again.jpg'))?.bytes).toHaveLength(bytes.length);
    server.faults.push({ method: 'PUT', fault });
    await bucket.put('again.jpg', bytes);
    expect(server.faults).toEqual([]);
    expect(server.requests.filter((line) => line.startsWith('GET'))).toHaveLength(3);
  });

  it('gives up a server that answers nothing after the time it was given', async () => {
    server.faults.push({ method: 'GET', fault: { kind: 'swallow' } });
    const error = await failureOf(open().get('x.jpg', { attempts: 1, timeoutMillis: 100 }));
    expect(error).toMatchObject({
      code: 'BUCKET_UNUSABLE',
      message: expect.stringMatching(/cannot be reached: no answer in time/),
    });
  });

  it.each<{ what: string; changes: () => Partial<S3Options>; says: RegExp; remedy: RegExp }>([
    {
      what: 'a key that the store does not know',
      changes: () => ({ keys: { accessKeyId: 'AKIDUNKNOWN', secretAccessKey: 'hushhush' } }),
      says: /403 InvalidAccessKeyId/,
      remedy: /AWS_ACCESS_KEY_ID/,
    },
    {
      what: 'a secret that does not fit',
      changes: () => ({ keys: { accessKeyId: server.keys.AWS_ACCESS_KEY_ID, secretAccessKey: 'hushhush' } }),
      says: /403 SignatureDoesNotMatch/,
      remedy: /AWS_SECRET_ACCESS_KEY/,
    },
    {
      what: 'no such bucket',
      changes: () => ({ bucket: 'absent' }),
      says: /404 NoSuchBucket/,
      remedy: /proxy\.bucket/,
    },
    {
      what: 'nobody there',
      changes: () => ({ endpoint: 'http://127.0.0.1:9', patience: { attempts: 2, timeoutMillis: 1000 } }),
      says: /127\.0\.0\.1:9 cannot be reached: (ECONNREFUSED|bad port)/,
      remedy: /proxy\.bucket_endpoint/,
    },
  ])('says what to do about $what, and shows no key', async ({ changes, says, remedy }) => {
    for (const ask of [
      (bucket: S3Bucket) => bucket.put('x.jpg', bytes),
      (bucket: S3Bucket) => bucket.look(''),
    ]) {
      const error = await failureOf(ask(open(changes())));
      expect(error).toMatchObject({
        code: 'BUCKET_UNUSABLE',
        message: expect.stringMatching(says),
        remedy: expect.stringMatching(remedy),
      });
      const said = inspect(error, { depth: 9 });
      expect(said).not.toContain('hushhush');
      expect(said).not.toContain(server.keys.AWS_SECRET_ACCESS_KEY);
      expect(said).not.toContain('AKID');
    }
  });

  it('takes a refusal for what it is, and does not ask again', async () => {
    server.faults.push({ method: 'PUT', fault: { kind: 'status', status: 403, code: 'AccessDenied' } });
    const error = await failureOf(open().put('x.jpg', bytes));
    expect(error.remedy).toContain('s3:PutObject');
    expect(server.requests).toHaveLength(1);
  });

  it('keeps its keys out of what is printed', () => {
    const bucket = open();
    for (const said of [inspect(bucket, { depth: 9, showHidden: true }), JSON.stringify(bucket)]) {
      expect(said).not.toContain(server.keys.AWS_SECRET_ACCESS_KEY);
    }
  });

  it('addresses Amazon by the host of the bucket, over https, and a store of your own by path', () => {
    const amazon = (bucket: string) => open({ bucket, endpoint: null, region: 'eu-west-1' }).name;
    expect(amazon('my-photos')).toBe('the bucket my-photos at my-photos.s3.eu-west-1.amazonaws.com');
    expect(amazon('my.photos')).toBe('the bucket my.photos at s3.eu-west-1.amazonaws.com');
    expect(open({ endpoint: 'https://nas.example:9000/' }).name).toBe(
      'the bucket proxies at nas.example:9000',
    );
  });
});
