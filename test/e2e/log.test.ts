import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCli } from './cli.ts';
import { runHere } from './cli-in-process.ts';
import { makeTaggedLibrary } from './tagged-library.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-log-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(async () => {
  await makeTaggedLibrary(folder, ['my secret party.jpg', 'b.jpg']);
  // A photo that fails, so that something is to be said of it.
  writeFileSync(join(folder, 'photos', 'torn secret.jpg'), 'no picture');
});

interface Line {
  readonly level: string;
  readonly time: string;
  readonly message: string;
  readonly event?: string;
  readonly [field: string]: unknown;
}

const lines = (text: string): Line[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);

describe('--log json', () => {
  it('makes each thing that is said on stderr a line for programs, and stdout stays what it was', async () => {
    const run = await runHere(['run', 'photos', '--data', 'data', '--log', 'json', '--json'], folder);
    expect(run.code).toBe(0);
    JSON.parse(run.stdout);
    const said = lines(run.stderr);
    expect(said.length).toBeGreaterThan(3);
    for (const line of said) {
      expect(line).toMatchObject({ level: 'info', pid: process.pid, version: '0.0.0' });
      expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
      expect(line.message).not.toMatch(/\x1b|^\s|\s$/);
    }
    expect(said.map(({ message }) => message).join('\n')).toMatch(/scan/);
  });

  it('is set in the configuration or the environment as well, and words for people are the default', async () => {
    const config = join(folder, 'quiet.yaml');
    writeFileSync(config, 'roots: [photos]\nruntime: { log: json, log_level: error }\n');
    const run = (...args: string[]) => runHere(['run', ...args, '--data', 'data'], folder);
    expect((await run('--config', config)).stderr).toBe('');
    const missing = join(folder, 'nothing');
    expect(lines((await run(missing, '--config', config)).stderr)).toHaveLength(1);
    expect((await run(missing, '--config', config, '--log', 'text')).stderr).toMatch(/\n→ /);
    expect((await run(missing)).stderr).toMatch(/\n→ /);
    process.env.PHOTO_TAG_LOG = 'json';
    const said = await run(missing).finally(() => delete process.env.PHOTO_TAG_LOG);
    expect(lines(said.stderr).at(-1)).toMatchObject({ level: 'error', code: 'ROOT_MISSING' });
  });

  it('tells errors with their code, and no file, unless paths were asked for', async () => {
    const missing = join(folder, 'secret place');
    const args = ['run', missing, '--data', 'data', '--log', 'json'];
    const hidden = await runHere(args, folder);
    expect(hidden.code).toBe(2);
    expect(lines(hidden.stderr).at(-1)).toMatchObject({
      level: 'error',
      event: 'command-failed',
      code: 'ROOT_MISSING',
    });
    expect(hidden.stderr).not.toMatch(/secret|photo-tag-log-/);
    const config = join(folder, 'paths.yaml');
    writeFileSync(config, 'roots: [photos]\nruntime: { log_paths: true }\n');
    const shown = await runHere([...args, '--config', config], folder);
    expect(lines(shown.stderr).at(-1)?.message).toContain(missing);
  });

  it('of a server: its runs and requests with ids, and neither photo, path nor key', async () => {
    const key = 'sk-thisIsAKey1234567890';
    const token = '0123456789abcdef0123456789abcdef';
    mkdirSync(join(folder, 'elsewhere'), { recursive: true });
    const { child, ended } = startCli(
      [
        'serve',
        join(folder, 'photos'),
        '--data',
        'data',
        '--port',
        '0',
        '--log',
        'json',
        '--log-level',
        'debug',
        '--json',
      ],
      folder,
      { env: { ...process.env, OPENAI_API_KEY: key, PHOTO_TAG_TOKEN: token } },
    );
    const { url } = JSON.parse(String(await new Promise((done) => child.stdout!.once('data', done))));
    const base = new URL('/', url).href;
    const headers = { authorization: `Bearer ${token}` };
    const health = await fetch(`${base}api/health`, { headers });
    await fetch(`${base}api/photos/my%20secret%20party.jpg?token=${key}`, { headers });
    await fetch(`${base}api/${key}`, { headers });
    await fetch(`${base}api/run`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ stages: ['scan', 'metadata'] }),
    });
    for (let tries = 0; tries < 100; tries++) {
      const { run } = (await (await fetch(`${base}api/run`, { headers })).json()) as {
        run: { state: string };
      };
      if (run.state === 'done') break;
      await sleep(200);
    }
    child.kill('SIGTERM');
    const { code, stderr } = await ended;
    expect(code).toBe(0);
    const said = lines(stderr);
    const id = health.headers.get('x-request-id');
    expect(said.find((line) => line.requestId === id)).toMatchObject({
      ...{ level: 'debug', event: 'request', method: 'GET', route: '/api/health', status: 200 },
      millis: expect.any(Number),
    });
    expect(said.find((line) => line.status === 404)).toMatchObject({ level: 'warn', route: 'none' });
    expect(said.filter((line) => line.event === 'run').map((line) => line.state)).toEqual([
      'running',
      'done',
    ]);
    expect(said.find((line) => line.event === 'stage' && line.stage === 'scan')).toMatchObject({
      state: 'done',
    });
    for (const secret of [key, token, 'secret', folder, 'b.jpg']) expect(stderr).not.toContain(secret);
    expect(readFileSync(join(folder, 'photos', 'torn secret.jpg'), 'utf8')).toBe('no picture');
  });
});
