import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import parsePrometheus from 'parse-prometheus-text-format';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noteBackup } from '../../src/app/backup/last-backup.ts';
import type { Library } from '../../src/app/library.ts';
import { runApart } from '../../src/app/run-apart.ts';
import { RunDesk } from '../../src/app/run-desk.ts';
import { VocabularyDesk } from '../../src/app/vocabulary/vocabulary-desk.ts';
import { WriteDesk } from '../../src/app/write-desk.ts';
import { openLibrary } from '../../src/compose.ts';
import { addApi } from '../../src/http/api.ts';
import { newToken } from '../../src/http/security/access-token.ts';
import { guardedServer, type Server } from '../../src/http/server.ts';
import { makeTaggedLibrary } from './tagged-library.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-metrics-'));
const sources = { folder, dataFolder: 'data', roots: ['photos'] };
const NAMES = ['secret-beach.jpg', 'night.jpg', 'broken.jpg'];
const token = newToken();
let library: Library;
let server: Server;
let desk: RunDesk;

beforeAll(async () => {
  await makeTaggedLibrary(folder, NAMES);
  library = await openLibrary(sources);
  const run = await library.store.vision.startRun({
    host: 'vision.example',
    model: 'gpt-4o-mini',
    startedAt: '2026-01-01T00:00:00.000Z',
  });
  const id = await library.store.vision.announce({
    ...{ runId: run.id, at: '2026-01-01T00:00:00.000Z', host: 'vision.example', photo: 'a'.repeat(40) },
    ...{ imageHash: 'i', model: 'gpt-4o-mini', promptId: 'p', bytes: 1000, reason: 'agreed to' },
    reservedNanoUsd: 9_000_000,
  });
  await library.store.vision.settle(id, {
    ...{ state: 'answered', countedNanoUsd: 2_500_000, reportedNanoUsd: null, note: '' },
    ...{ usage: { inputTokens: 1, outputTokens: 1 }, at: '2026-01-01T00:00:01.000Z' },
  });
  noteBackup(library.settings.dataFolder, { madeAt: '2026-01-02T00:00:00.000Z', file: '/x', bytes: 1 });
  desk = new RunDesk(runApart(new URL('../../src/run-child.ts', import.meta.url), () => sources));
  server = await guardedServer({ listening: 'elsewhere', names: [], token });
  await addApi(server, {
    version: '1.2.3',
    library: () => library,
    configFile: join(folder, 'config.yaml'),
    reopen: async () => undefined,
    allowedFolders: null,
    desk,
    writeDesk: new WriteDesk(() => library),
    vocabularyDesk: new VocabularyDesk(
      () => library,
      async () => undefined,
    ),
  });
});

afterAll(async () => {
  await server.close();
  await library.close();
  rmSync(folder, { recursive: true, force: true });
});

const get = (url: string, authorization = `Bearer ${token}`) =>
  server.inject({ url, headers: { host: '10.0.0.1:7860', authorization } });

interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly metrics: readonly { readonly value?: string; readonly labels?: Record<string, string> }[];
}

async function families(): Promise<Map<string, Family>> {
  const { body } = await get('/metrics');
  return new Map((parsePrometheus(body) as Family[]).map((family) => [family.name, family]));
}

async function value(name: string, labels: Record<string, string> = {}): Promise<number | undefined> {
  const rows = (await families()).get(name)?.metrics ?? [];
  const row = rows.find((one) => Object.entries(labels).every(([key, text]) => one.labels?.[key] === text));
  return row?.value === undefined ? undefined : Number(row.value);
}

describe('/metrics', () => {
  it('is text for Prometheus, for those with the token alone, at both addresses', async () => {
    const answer = await get('/metrics');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect((await get('/api/metrics')).statusCode).toBe(200);
    for (const authorization of ['', 'Bearer wrong']) {
      const refused = await get('/metrics', authorization);
      expect([refused.statusCode, refused.body.includes('photo_tag')]).toEqual([401, false]);
    }
  });

  it('counts photos, outcomes by stage, what vision cost, and says how old that is', async () => {
    expect(await value('photo_tag_photos')).toBe(3);
    expect(await value('photo_tag_files', { status: 'present' })).toBe(3);
    expect(await value('photo_tag_stage_photos', { stage: 'scan', outcome: 'done' })).toBe(3);
    expect(await value('photo_tag_vision_cost_dollars', { model: 'gpt-4o-mini', state: 'answered' })).toBe(
      0.0025,
    );
    expect(await value('photo_tag_vision_calls', { state: 'answered' })).toBe(1);
    expect(await value('photo_tag_tally_age_seconds')).toBeLessThan(60);
    expect(await value('photo_tag_last_backup_timestamp_seconds')).toBe(Date.UTC(2026, 0, 2) / 1000);
    expect(await value('photo_tag_data_free_bytes')).toBeGreaterThan(0);
    // No queue where this process does all the work.
    expect(await value('photo_tag_workers')).toBeUndefined();
    expect(await value('photo_tag_info', { version: '1.2.3' })).toBe(1);
  });

  it('tells of the process: memory, event loop, collector', async () => {
    expect(await value('process_resident_memory_bytes')).toBeGreaterThan(1e7);
    expect((await families()).has('nodejs_eventloop_lag_p99_seconds')).toBe(true);
    expect((await families()).has('nodejs_gc_duration_seconds')).toBe(true);
  });

  it('follows a run: due, done, rate, state', async () => {
    expect((await families()).get('photo_tag_run_state')?.metrics ?? []).toEqual([]);
    desk.start({ stages: ['scan', 'metadata'], command: 'test' });
    expect(await value('photo_tag_run_state', { state: 'running' })).toBe(1);
    await desk.ended();
    expect(await value('photo_tag_run_state', { state: 'running' })).toBe(0);
    expect(await value('photo_tag_run_state', { state: 'done' })).toBe(1);
    expect(await value('photo_tag_run_due', { stage: 'metadata' })).toBe(3);
    expect(await value('photo_tag_run_done', { stage: 'metadata' })).toBe(3);
    expect(await value('photo_tag_run_rate_per_second', { stage: 'metadata' })).toBeGreaterThan(0);
  });

  it('times requests by route, and no id, path, name or key is in a label', async () => {
    const [sha1] = await library.store.photos.page({ after: null, limit: 1 });
    await get(`/api/photos/${sha1}`);
    await get('/api/photos/nothing?token=abc');
    await get('/secret/../../etc/passwd');
    const { body } = await get('/metrics');
    expect((await families()).get('photo_tag_http_request_duration_seconds')?.type).toBe('HISTOGRAM');
    // The parser leaves the labels of histograms out.
    const count = (method: string, route: string, status: string) =>
      `photo_tag_http_request_duration_seconds_count{method="${method}",route="${route}",status="${status}"} 1\n`;
    expect(body).toContain(count('GET', '/api/photos/:sha1', '200'));
    expect(body).toContain(count('GET', '/api/photos/:sha1', '400'));
    expect(body).toContain(count('GET', 'none', '404'));
    for (const secret of [
      sha1!,
      token,
      folder,
      'secret',
      'passwd',
      'night.jpg',
      'abc',
      library.settings.dataFolder,
    ]) {
      expect(body).not.toContain(secret);
    }
  });

  it('is in the document of the API', async () => {
    const document = (await get('/api/docs/json')).json();
    expect(document.paths['/api/metrics'].get.responses['200'].content).toHaveProperty(['text/plain']);
    expect(document.paths['/api/health'].get.responses['200'].content).toHaveProperty(['application/json']);
  });
});

it('/health answers with what runs, and fails where the store does', async () => {
  expect((await get('/health')).json()).toEqual({ status: 'ok', version: '1.2.3', run: 'done' });
  expect((await get('/health', '')).statusCode).toBe(401);
  const broken = await guardedServer({ listening: 'elsewhere', names: [], token });
  const closed = await openLibrary({ ...sources, dataFolder: 'other' });
  await closed.close();
  await addApi(broken, {
    ...{ version: '1', library: () => closed, configFile: '', reopen: async () => undefined },
    ...{ allowedFolders: null, desk, writeDesk: new WriteDesk(() => closed) },
    vocabularyDesk: new VocabularyDesk(
      () => closed,
      async () => undefined,
    ),
  });
  const answer = await broken.inject({
    url: '/health',
    headers: { host: '10.0.0.1', authorization: `Bearer ${token}` },
  });
  expect(answer.statusCode).toBe(500);
  await broken.close();
});
