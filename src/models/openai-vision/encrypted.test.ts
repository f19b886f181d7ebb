import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completion } from './fake-service.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-tls-'));
const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
const made = spawnSync('openssl', [
  ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
  ...['-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', certificate],
]);
const hasOpenssl = made.status === 0;

/** Asks in a program of its own, whose trust is in its environment. */
async function askIn(env: NodeJS.ProcessEnv, baseUrl: string) {
  const script = `
    const { createOpenAiVision } = await import(${JSON.stringify(new URL('./vision.ts', import.meta.url).href)});
    const { madeJpeg, openDesk } = await import(${JSON.stringify(new URL('./open-desk.fixture.ts', import.meta.url).href)});
    const baseUrl = ${JSON.stringify(baseUrl)};
    const made = createOpenAiVision({ baseUrl, model: 'made-model', key: 'sk-made', prompt: 'p', detail: null, mostTags: 4,
      mostOutputTokens: 300, attempts: 1, silenceMillis: 10000, concurrency: 1, requestsPerMinute: 0, tokensPerMinute: 0 });
    const desk = openDesk(baseUrl, await madeJpeg(1));
    const said = await made.describe(desk, new AbortController().signal);
    process.stdout.write(JSON.stringify({ kind: said.kind, states: desk.ends.map((end) => end.state) }));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, ...env },
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  await once(child, 'close');
  return JSON.parse(output) as { kind: string; states: string[] };
}

describe.skipIf(!hasOpenssl)('an encrypted connection', () => {
  let server: Server;
  let requests = 0;
  let baseUrl: string;
  beforeAll(async () => {
    server = createServer(
      { key: readFileSync(key), cert: readFileSync(certificate) },
      (request, response) => {
        requests++;
        request.resume();
        request.on('end', () => response.end(completion('{"tags":["sea"],"places":[]}', null)));
      },
    );
    server.listen(0);
    await once(server, 'listening');
    baseUrl = `https://localhost:${(server.address() as AddressInfo).port}/v1`;
  });
  afterAll(() => {
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is made with a host whose certificate is trusted', async () => {
    expect(await askIn({ NODE_EXTRA_CA_CERTS: certificate }, baseUrl)).toEqual({
      kind: 'answered',
      states: ['answered'],
    });
    expect(requests).toBe(1);
  });

  it.each([{}, { NODE_TLS_REJECT_UNAUTHORIZED: '0' }])(
    'is not made with a stranger, and nothing is sent (%j)',
    async (env) => {
      const before = requests;
      expect(await askIn(env as NodeJS.ProcessEnv, baseUrl)).toEqual({
        kind: 'broken',
        states: ['not-sent'],
      });
      expect(requests).toBe(before);
    },
  );
});
