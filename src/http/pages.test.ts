import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addPages } from './pages.ts';
import { guardedServer, type Server } from './server.ts';

const SCRIPT = 'console.log(1);'.repeat(100);
let folder: string;
let server: Server;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'photo-tag-pages-'));
  server = await guardedServer({ listening: 'loopback', names: [], token: null });
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

function build(): void {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<meta name="style-nonce" content="__STYLE_NONCE__"><p>page</p>');
  writeFileSync(join(folder, 'color-scheme.js'), '// dark');
  writeFileSync(join(folder, 'favicon.svg'), '<svg/>');
  writeFileSync(join(folder, 'assets/index-1.js'), SCRIPT);
  writeFileSync(join(folder, 'assets/index-1.js.br'), brotliCompressSync(SCRIPT));
  writeFileSync(join(folder, 'secret.txt'), 'secret');
}
const get = (url: string, headers: Record<string, string> = {}) =>
  server.inject({ url, headers: { host: 'localhost', ...headers } });

describe('the page', () => {
  it.each(['/', '/run', '/review', '/review?order=size', '/config', '/dates', '/write', '/search'])(
    'is served at %s with a nonce of its own, and kept by nobody',
    async (url) => {
      build();
      await addPages(server, folder);
      const nonces = new Set<string>();
      for (let time = 0; time < 2; time++) {
        const { statusCode, headers, body } = await get(url);
        const [, nonce] = /content="([\w+/=]{24})"/.exec(body) ?? [];
        expect([statusCode, headers['cache-control']]).toEqual([200, 'no-store']);
        expect(headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonce}'`);
        expect(headers['content-security-policy']).toContain("script-src 'self';");
        nonces.add(nonce!);
      }
      expect(nonces.size).toBe(2);
    },
  );

  it('has files that are kept for a year, as they were compressed by the build', async () => {
    build();
    await addPages(server, folder);
    const small = await get('/assets/index-1.js', { 'accept-encoding': 'br' });
    expect(small.headers).toMatchObject({
      'content-encoding': 'br',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': expect.stringContaining('javascript'),
    });
    expect(small.rawPayload.length).toBeLessThan(100);
    expect((await get('/assets/index-1.js')).body).toBe(SCRIPT);
    expect((await get('/color-scheme.js')).headers['cache-control']).toBe('public, max-age=3600');
  });

  it.each([
    '/secret.txt',
    '/assets/../secret.txt',
    '/assets/%2e%2e/secret.txt',
    '/assets/..%2fsecret.txt',
    '/assets/',
    '/assets/index-2.js',
  ])('gives away nothing else: %s', async (url) => {
    build();
    await addPages(server, folder);
    const { statusCode, body } = await get(url);
    expect(statusCode).toBeGreaterThanOrEqual(400);
    expect(statusCode).toBeLessThan(500);
    expect(body).not.toContain('secret\n');
    expect(body).not.toBe('secret');
  });

  it('says how it is built where it was not', async () => {
    await addPages(server, folder);
    const answer = await get('/');
    expect([answer.statusCode, answer.json().code]).toEqual([503, 'PAGE_NOT_BUILT']);
    expect(answer.json().remedy).toContain('npm run build');
  });
});
