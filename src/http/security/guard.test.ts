import { connect } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { guardedServer, type Server } from '../server.ts';
import { isSameToken, newToken } from './access-token.ts';
import { isAllowedHost, isLoopback } from './allowed-hosts.ts';
import { whyForeign } from './foreign-page.ts';

describe('the names that a server goes by', () => {
  it.each<[string | undefined, boolean, boolean]>([
    // header, on loopback, elsewhere
    ['localhost', true, true],
    ['localhost:7860', true, true],
    ['LOCALHOST.:7860', true, true],
    ['127.0.0.1:8000', true, true],
    ['[::1]:7860', true, true],
    ['photos.lan:7860', true, true],
    ['192.168.1.7:7860', false, true],
    ['[fe80::1]:7860', false, true],
    ['evil.example', false, false],
    ['127.0.0.1.evil.example:7860', false, false],
    ['localhost.evil.example', false, false],
    ['localhost@evil.example', false, false],
    ['evil.example@localhost', false, false],
    ['localhost:7860:7860', false, false],
    ['localhost:99999', false, false],
    ['localhost/', false, false],
    ['local host', false, false],
    ['127.1', false, false],
    ['0x7f000001', false, false],
    ['', false, false],
    [undefined, false, false],
  ])('%s: %s on loopback, %s elsewhere', (header, onLoopback, elsewhere) => {
    expect(isAllowedHost(header, 'loopback', ['photos.lan'])).toBe(onLoopback);
    expect(isAllowedHost(header, 'elsewhere', ['photos.lan'])).toBe(elsewhere);
  });

  it.each([
    ['127.0.0.1', true],
    ['127.0.0.53', true],
    ['localhost', true],
    ['::1', true],
    ['0.0.0.0', false],
    ['::', false],
    ['192.168.1.7', false],
  ])('%s is loopback: %s', (address, expected) => expect(isLoopback(address)).toBe(expected));
});

describe('where a request comes from', () => {
  const host = 'localhost:7860';
  it.each<{ says: string; method?: string; headers: Record<string, string>; foreign: boolean }>([
    { says: 'a program', method: 'POST', headers: {}, foreign: false },
    { says: 'our page', method: 'POST', headers: { origin: 'http://localhost:7860' }, foreign: false },
    {
      says: 'our page behind TLS',
      method: 'POST',
      headers: { origin: 'https://localhost:7860' },
      foreign: false,
    },
    { says: 'another page', method: 'POST', headers: { origin: 'https://evil.example' }, foreign: true },
    {
      says: 'another port here',
      method: 'POST',
      headers: { origin: 'http://localhost:3000' },
      foreign: true,
    },
    { says: 'nobody', method: 'POST', headers: { origin: 'null' }, foreign: true },
    { says: 'an extension', method: 'POST', headers: { origin: 'chrome-extension://abc' }, foreign: true },
    {
      says: 'our name as a user name',
      headers: { origin: 'http://localhost:7860@evil.example' },
      foreign: true,
    },
    { says: 'a reading page', method: 'GET', headers: { origin: 'https://evil.example' }, foreign: true },
    { says: 'the address line', method: 'GET', headers: { 'sec-fetch-site': 'none' }, foreign: false },
    { says: 'a picture of another page', method: 'GET', headers: cross('no-cors', 'image'), foreign: true },
    { says: 'a link of another page', method: 'GET', headers: cross('navigate', 'document'), foreign: false },
    { says: 'a frame of another page', method: 'GET', headers: cross('navigate', 'iframe'), foreign: true },
    { says: 'a form of another page', method: 'POST', headers: cross('navigate', 'document'), foreign: true },
  ])('$says with $method is foreign: $foreign', ({ method = 'POST', headers, foreign }) => {
    expect(whyForeign(method, { host, ...headers }) !== null).toBe(foreign);
  });
});

function cross(mode: string, dest: string): Record<string, string> {
  return { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': mode, 'sec-fetch-dest': dest };
}

it('a token is told from every other one, whatever its length', () => {
  const token = newToken();
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(isSameToken(token, token)).toBe(true);
  for (const other of ['', token.slice(1), `${token}x`, newToken(), token.toLowerCase()]) {
    expect(isSameToken(other, token)).toBe(false);
  }
});

describe('a server that listens elsewhere', () => {
  let server: Server;
  const token = newToken();
  const open = async () => {
    server = await guardedServer({ listening: 'elsewhere', names: [], token });
    server.get('/api/secret', async () => ({ secret: 1 }));
    server.post('/api/deed', async () => ({ done: true }));
    return server;
  };
  afterEach(() => server.close());
  const headers = { host: '192.168.1.7:7860' };

  it.each<{ with: string; given: Record<string, string>; status: number }>([
    { with: 'no token', given: {}, status: 401 },
    { with: 'a wrong one', given: { authorization: `Bearer ${newToken()}` }, status: 401 },
    { with: 'half of it', given: { authorization: `Bearer ${token.slice(0, 20)}` }, status: 401 },
    { with: 'the token in the address', given: {}, status: 401 },
    { with: 'the right one', given: { authorization: `Bearer ${token}` }, status: 200 },
    { with: 'the right cookie', given: { cookie: `a=b; photo_tag_token=${token}; c=d` }, status: 200 },
    { with: 'the wrong cookie', given: { cookie: `photo_tag_token=${token}x` }, status: 401 },
  ])('answers $status with $with', async ({ given, status }) => {
    await open();
    const url =
      status === 401 && Object.keys(given).length === 0 ? `/api/secret?token=${token}` : '/api/secret';
    const answer = await server.inject({ url, headers: { ...headers, ...given } });
    expect(answer.statusCode).toBe(status);
    if (status === 401) {
      expect(answer.headers['content-type']).toMatch('application/problem+json');
      expect(answer.json()).toMatchObject({
        code: 'TOKEN_WANTED',
        remedy: expect.stringContaining('terminal'),
      });
      expect(answer.body).not.toContain(token);
    }
  });

  it('gives the browser the token as a cookie that no script reads, and takes it out of the address', async () => {
    await open();
    const answer = await server.inject({ url: `/open?token=${token}`, headers });
    expect(answer.statusCode).toBe(303);
    expect(answer.headers.location).toBe('/');
    expect(answer.headers['set-cookie']).toMatch(/HttpOnly; SameSite=Strict/);
    for (const url of ['/open', '/open?token=', '/open?token=x', `/open?token=x&token=${token}`]) {
      const refused = await server.inject({ url, headers });
      expect(refused.statusCode).toBe(401);
      expect(refused.headers['set-cookie']).toBeUndefined();
    }
  });

  it('does nothing for another page even with the right cookie', async () => {
    await open();
    const answer = await server.inject({
      method: 'POST',
      url: '/api/deed',
      headers: { ...headers, cookie: `photo_tag_token=${token}`, origin: 'http://192.168.1.8' },
    });
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'FOREIGN_PAGE']);
  });
});

describe('bodies', () => {
  let server: Server;
  afterEach(() => server.close());
  const open = async () => {
    server = await guardedServer({ listening: 'loopback', names: [], token: null });
    server.post('/api/deed', async (request) => ({ got: request.body }));
    return server;
  };
  const post = (body: string, type: string) =>
    server.inject({
      method: 'POST',
      url: '/api/deed',
      headers: { host: 'localhost', 'content-type': type },
      payload: body,
    });

  it.each<{ what: string; body: string; type: string; status: number; code: string }>([
    {
      what: 'of two megabytes',
      body: `"${'x'.repeat(2e6)}"`,
      type: 'application/json',
      status: 413,
      code: 'TOO_LARGE',
    },
    { what: 'in plain text', body: '{}', type: 'text/plain', status: 415, code: 'UNSUPPORTED_MEDIA' },
    {
      what: 'of a form',
      body: 'a=b',
      type: 'application/x-www-form-urlencoded',
      status: 415,
      code: 'UNSUPPORTED_MEDIA',
    },
    { what: 'of half JSON', body: '{"a":', type: 'application/json', status: 400, code: 'BAD_REQUEST' },
    {
      what: 'with a prototype',
      body: '{"__proto__":{"a":1}}',
      type: 'application/json',
      status: 400,
      code: 'BAD_REQUEST',
    },
  ])('$what are answered $code', async ({ body, type, status, code }) => {
    await open();
    const answer = await post(body, type);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  it('every answer forbids scripts, frames and readers of other origins', async () => {
    await open();
    for (const url of ['/api/deed', '/nothing', '/open']) {
      const { headers } = await server.inject({ url, headers: { host: 'localhost' } });
      expect(headers['content-security-policy']).toMatch(/default-src 'none'; script-src 'self';/);
      expect(headers['content-security-policy']).not.toMatch(/unsafe|\*/);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });
});

it('hangs up on a body that comes a byte at a time', async () => {
  const server = await guardedServer({
    listening: 'loopback',
    names: [],
    token: null,
    requestTimeoutMillis: 300,
  });
  server.post('/api/deed', async () => ({}));
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as { port: number };
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(
    'POST /api/deed HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n',
  );
  const drip = setInterval(() => socket.writable && socket.write(' '), 50);
  const answer = await new Promise<string>((done) => {
    let text = '';
    socket.on('data', (data) => {
      text += data.toString();
    });
    socket.on('close', () => done(text));
  });
  clearInterval(drip);
  expect(answer).toMatch(/^HTTP\/1.1 408/);
  await server.close();
});

describe('a program in a loop', () => {
  afterEach(() => void vi.useRealTimers());

  it('is told to wait after 6,000 requests in ten seconds, and then is answered again; others are answered meanwhile', async () => {
    // However long the requests take here, they come at one moment.
    vi.useFakeTimers({ toFake: ['Date'] });
    const server = await guardedServer({ listening: 'elsewhere', names: [], token: null });
    server.get('/api/status', async () => ({ photos: 1 }));
    const ask = (remoteAddress: string) =>
      server.inject({ url: '/api/status', remoteAddress, headers: { host: '192.168.1.7:7860' } });
    try {
      const codes = new Set<number>();
      for (let asked = 0; asked < 6000; asked++) codes.add((await ask('192.168.1.8')).statusCode);
      expect([...codes]).toEqual([200]);
      const refused = await ask('192.168.1.8');
      expect(refused.statusCode).toBe(429);
      expect(refused.headers['content-type']).toMatch('application/problem+json');
      expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(10);
      expect(refused.json()).toMatchObject({
        code: 'TOO_MANY_REQUESTS',
        remedy: expect.stringContaining('10 seconds'),
      });
      expect((await ask('192.168.1.9')).statusCode).toBe(200);
      vi.setSystemTime(Date.now() + 10_001);
      expect((await ask('192.168.1.8')).statusCode).toBe(200);
    } finally {
      await server.close();
    }
  }, 60_000);
});
