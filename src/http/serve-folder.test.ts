import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Serving, serveFolder } from './serve-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-serve-'));
writeFileSync(join(folder, 'index.html'), '<title>sheet</title>');

function request(url: string, host?: string): Promise<{ status: number; body: string }> {
  return new Promise((done, fail) => {
    get(url, host === undefined ? {} : { headers: { host } }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      response.on('end', () => done({ status: response.statusCode!, body }));
    }).on('error', fail);
  });
}

describe('the page', () => {
  let serving: Serving;
  beforeAll(async () => {
    serving = await serveFolder(folder, 0);
  });
  afterAll(async () => {
    await serving.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is served on the loopback address', async () => {
    expect(serving.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await request(serving.url)).toEqual({ status: 200, body: '<title>sheet</title>' });
  });

  it.each(['evil.example', 'evil.example:7860', '192.168.0.7:7860', '127.0.0.1.evil.example'])(
    'is refused to a request that names the host %s',
    async (host) => {
      expect(await request(serving.url, host)).toMatchObject({ status: 403 });
    },
  );

  it('is all that is served: no way out of its folder', async () => {
    for (const path of ['/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/..%2f..%2fetc%2fpasswd']) {
      expect((await request(serving.url + path)).status).toBeGreaterThanOrEqual(400);
    }
  });

  it('says what to do when its port is taken', async () => {
    const port = Number(new URL(serving.url).port);
    await expect(serveFolder(folder, port)).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      remedy: expect.stringContaining('--port'),
    });
  });
});
