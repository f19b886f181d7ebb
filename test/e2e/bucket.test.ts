import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type S3Server, startS3 } from '../s3.fixture.ts';
import { runCli, startCli } from './cli.ts';
import { filesBelow, makeSmallLibrary, renderPicture } from './small-library.ts';

const PREFIX = 'library/one';
const PHOTOS = 6;

// Each test is a handful of commands, each a process that loads networks.
describe('a library whose machines share photos and a bucket, and no folder of proxies', {
  timeout: 240_000,
}, () => {
  const folder = mkdtempSync(join(tmpdir(), 'photo-tag-bucket-'));
  const photos = join(folder, 'photos');
  let server: S3Server;
  beforeAll(async () => {
    server = await startS3();
    await makeSmallLibrary(photos, PHOTOS / 2);
  });
  beforeEach(() => {
    server.requests.length = 0;
    server.faults.length = 0;
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const folderOf = (name: string): string => join(folder, `proxies-of-${name}`);
  const proxiesOf = (name: string): string[] =>
    existsSync(folderOf(name)) ? filesBelow(folderOf(name)).filter((file) => file.endsWith('.jpg')) : [];
  const keyOf = (proxy: string): string => `${PREFIX}/${basename(proxy).slice(0, 2)}/${basename(proxy)}`;

  /** A machine with a folder of its own; all work on one database. */
  function machine(name: string, quality = 90, changes: NodeJS.ProcessEnv = {}) {
    const file = join(folder, `${name}-${quality}.yaml`);
    const knobs = [
      `cache_dir: ${folderOf(name)}`,
      `bucket: s3://${server.bucket}/${PREFIX}`,
      `bucket_endpoint: ${server.endpoint}`,
      `jpeg_quality: ${quality}`,
    ];
    writeFileSync(file, `roots: [${photos}]\nproxy: {${knobs.join(', ')}}\n`);
    const env = { ...process.env, ...server.keys, ...changes };
    const args = ['--config', file, '--data', 'data'];
    return {
      run: (...words: string[]) => runCli([...words, ...args], folder, { env }),
      start: (...words: string[]) => startCli([...words, ...args], folder, { env }),
      /** Counts of the last stage. */
      async stage(...words: string[]) {
        const { stdout, stderr } = await runCli([...words, '--json', ...args], folder, { env });
        expect(stderr).not.toContain('"error"');
        return JSON.parse(stdout).stages.at(-1) as { done: number; failed: number; total: number };
      },
    };
  }

  it('has what the first machine made in the bucket when it is done', async () => {
    const one = machine('one');
    await one.run('scan');
    await one.run('metadata');
    expect(await one.stage('proxies')).toMatchObject({ done: PHOTOS + 2, failed: 2 });
    const made = proxiesOf('one');
    expect(made).toHaveLength(PHOTOS);
    expect(server.objects()).toEqual(made.map(keyOf).sort());
    for (const proxy of made) {
      expect(readFileSync(server.fileOf(keyOf(proxy))).equals(readFileSync(proxy))).toBe(true);
    }
  });

  it('is embedded by a second machine that makes no proxy, whatever goes wrong on the way', async () => {
    const two = machine('two');
    for (const kind of ['cut', 'damage'] as const) {
      server.faults.push({ method: 'GET', fault: { kind } });
    }
    // The first request only looks whether the bucket is there.
    server.faults.unshift({ method: 'GET', fault: { kind: 'status', status: 503, code: 'SlowDown' } });
    expect(await two.stage('embeddings')).toMatchObject({ done: PHOTOS, failed: 0 });
    expect(server.faults).toEqual([]);
    expect(proxiesOf('two').map((file) => readFileSync(file))).toEqual(
      proxiesOf('one').map((file) => readFileSync(file)),
    );
    expect(filesBelow(folderOf('two')).filter((file) => file.endsWith('.tmp'))).toEqual([]);
    expect(server.requests.filter((line) => !line.startsWith('GET'))).toEqual([]);
  });

  it('fetches nothing twice', async () => {
    const two = machine('two');
    expect(await two.stage('people')).toMatchObject({ done: PHOTOS, failed: 0 });
    // It only looks whether the bucket is there.
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toContain('max-keys=1');
  });

  it('fetches what another machine made anew with other settings', async () => {
    const before = readFileSync(proxiesOf('two')[0]!);
    expect(await machine('one', 70).stage('proxies')).toMatchObject({ failed: 2 });
    expect(await machine('two', 70).stage('embeddings')).toMatchObject({ done: PHOTOS, failed: 0 });
    expect(proxiesOf('two').map((file) => readFileSync(file))).toEqual(
      proxiesOf('one').map((file) => readFileSync(file)),
    );
    expect(readFileSync(proxiesOf('two')[0]!).length).toBeLessThan(before.length);
  });

  it('has a photo fail whose proxy is nowhere to be had, says what to do, and goes on when that was done', async () => {
    const lost = proxiesOf('one')[2]!;
    rmSync(server.fileOf(keyOf(lost)));
    const three = machine('three', 70);
    expect(await three.stage('people')).toMatchObject({ done: PHOTOS, failed: 1 });
    const status = await three.run('status', '--problems');
    expect(status.stdout).toContain(
      `its proxy as the library knows it is neither in ${join(folderOf('three'), basename(lost).slice(0, 2))}`,
    );
    expect(status.stdout).toContain('photo-tag proxies --push');

    const here = JSON.parse((await three.run('proxies', '--push', '--json')).stdout);
    expect(here).toMatchObject({ proxies: PHOTOS, there: PHOTOS - 1, sent: 0, nowhere: 1, madeDue: 0 });
    const { stdout } = await machine('one', 70).run('proxies', '--push');
    expect(stdout).toContain(`1 of ${PHOTOS} proxies sent`);
    expect(stdout).toContain(`${PHOTOS - 1} were in the bucket`);
    expect(await three.stage('people', '--retry-failed')).toMatchObject({ done: 1, failed: 0 });
  });

  it('makes anew what is on no machine any more, where that is asked for', async () => {
    const lost = proxiesOf('one')[0]!;
    for (const name of ['one', 'two', 'three']) {
      rmSync(proxiesOf(name).find((file) => basename(file) === basename(lost))!);
    }
    rmSync(server.fileOf(keyOf(lost)));
    const one = machine('one', 70);
    const { stdout } = await one.run('proxies', '--push', '--make-again');
    expect(stdout).toContain('1 are nowhere: the next run makes them again.');
    // And the two that are no pictures, which were let go to be tried again.
    expect(await one.stage('proxies')).toMatchObject({ done: 1 + 2, failed: 2 });
    expect(server.objects()).toContain(keyOf(lost));
    // What came of it is the same, so that nothing behind it is due.
    expect(await one.stage('embeddings')).toMatchObject({ total: 0 });
  });

  it('does not call a proxy made that was not uploaded when the machine was killed', async () => {
    writeFileSync(join(photos, 'late.jpg'), await renderPicture(77));
    const one = machine('one', 70);
    await one.run('scan');
    await one.run('metadata');
    server.faults.push({ method: 'PUT', fault: { kind: 'swallow' } });
    const { child, ended } = one.start('proxies');
    while (!server.requests.some((line) => line.includes('swallowed'))) await pause(20);
    child.kill('SIGKILL');
    expect((await ended).signal).toBe('SIGKILL');
    expect(server.objects()).toHaveLength(PHOTOS);
    expect(proxiesOf('one')).toHaveLength(PHOTOS + 1);
    expect(await machine('two', 70).stage('embeddings')).toMatchObject({ total: 0 });
    expect(await one.stage('proxies')).toMatchObject({ done: 1, failed: 0 });
    expect(server.objects()).toHaveLength(PHOTOS + 1);
    expect(await machine('two', 70).stage('embeddings')).toMatchObject({ done: 1 });
  });

  it.each<{ what: string; changes: NodeJS.ProcessEnv; says: string }>([
    {
      what: 'a wrong secret',
      changes: { AWS_SECRET_ACCESS_KEY: 'WrOnG/sEcReT' },
      says: 'SignatureDoesNotMatch',
    },
    { what: 'no keys', changes: { AWS_ACCESS_KEY_ID: '' }, says: 'There are no keys for s3://' },
  ])('stops before it begins with $what, and shows none', async ({ changes, says }) => {
    writeFileSync(join(photos, 'later.jpg'), await renderPicture(78));
    const one = machine('one', 70, changes);
    const answers = [
      await one.run('run'),
      await one.run('proxies', '--json'),
      await one.run('proxies', '--log', 'json', '--log-level', 'debug'),
      await one.run('proxies', '--push'),
    ];
    for (const { code, stdout, stderr } of answers) {
      expect(code).toBe(1);
      expect(stdout + stderr).toContain(says);
      for (const key of [...Object.values(server.keys), ...Object.values(changes)]) {
        if (key) expect(stdout + stderr).not.toContain(key);
      }
    }
    // No file was looked at.
    expect(await machine('one', 70).stage('metadata')).toMatchObject({ total: 0 });
  });

  it('has its bucket looked at by doctor, which leaves nothing there', async () => {
    const before = server.objects();
    const bucketOf = async (changes: NodeJS.ProcessEnv) => {
      const { stdout } = await machine('one', 70, changes).run('doctor', '--json');
      return (JSON.parse(stdout) as { what: string }[]).find(({ what }) => what === 'bucket of proxies');
    };
    expect(await bucketOf({})).toMatchObject({
      state: 'ok',
      finding: expect.stringContaining(`s3://${server.bucket}/${PREFIX}`),
    });
    expect(server.objects()).toEqual(before);
    expect(await bucketOf({ AWS_SECRET_ACCESS_KEY: 'WrOnG/sEcReT' })).toMatchObject({
      state: 'missing',
      remedy: expect.stringContaining('AWS_SECRET_ACCESS_KEY'),
    });
  });

  it('has its keys in no file', () => {
    for (const file of filesBelow(folder)) {
      const text = readFileSync(file, 'latin1');
      for (const key of Object.values(server.keys)) expect(text.includes(key), file).toBe(false);
    }
  });

  it('is told that older proxies are not in a bucket that is new', async () => {
    const file = join(folder, 'new.yaml');
    const knobs = `cache_dir: ${folderOf('one')}, bucket: s3://${server.bucket}/new, bucket_endpoint: ${server.endpoint}, jpeg_quality: 70`;
    writeFileSync(file, `roots: [${photos}]\nproxy: {${knobs}}\n`);
    const user = { env: { ...process.env, ...server.keys } };
    const args = ['--config', file, '--data', 'data'];
    const { stderr, stdout } = await runCli(['proxies', ...args], folder, user);
    expect(stdout + stderr).toContain(`${PHOTOS + 1} proxies were made before and are not in the bucket`);
    await runCli(['proxies', '--push', ...args], folder, user);
    expect(server.objects().filter((key) => key.startsWith('new/'))).toHaveLength(PHOTOS + 1);
  });
});
