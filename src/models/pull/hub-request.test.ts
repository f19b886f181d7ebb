import { describe, expect, it } from 'vitest';
import { fileUrl, nextHop, retryAfterMillis } from './hub-request.ts';
import { TIMINGS } from './timings.ts';

const hub = (mirror: string) => ({ mirror, timings: TIMINGS });

describe('where a redirect may go', () => {
  const from = new URL('https://huggingface.co/owner/name/resolve/main/x');
  it.each([
    { location: 'https://cdn.example.org/x?sig=1', to: 'https://cdn.example.org/x?sig=1' },
    { location: '/api/resolve-cache/x', to: 'https://huggingface.co/api/resolve-cache/x' },
  ])('to $location', ({ location, to }) => {
    expect(nextHop(from, location).href).toBe(to);
  });

  it.each([
    { location: 'http://cdn.example.org/x', says: /an unencrypted address of cdn\.example\.org/ },
    { location: 'file:///etc/passwd', says: /a file: address/ },
    { location: 'data:text/plain,x', says: /a data: address/ },
    { location: 'https://', says: /no address/ },
    { location: null, says: /no address/ },
  ])('never to $location', ({ location, says }) => {
    expect(() => nextHop(from, location)).toThrow(says);
  });

  it('from an unencrypted mirror of the own network to anything of the web', () => {
    const mirror = new URL('http://nas.local/x');
    expect(nextHop(mirror, 'http://other.local/x').host).toBe('other.local');
    expect(nextHop(mirror, 'https://other.local/x').protocol).toBe('https:');
  });
});

describe('the address of a file', () => {
  it.each([
    { mirror: 'https://huggingface.co', url: 'https://huggingface.co/a/b/resolve/main/onnx/x%20y.onnx' },
    { mirror: 'https://nas.local/hub//', url: 'https://nas.local/hub/a/b/resolve/main/onnx/x%20y.onnx' },
  ])('below $mirror', ({ mirror, url }) => {
    expect(fileUrl(hub(mirror), 'a/b', 'main', 'onnx/x y.onnx').href).toBe(url);
  });

  it.each(['ftp://example.org', 'huggingface.co', 'file:///tmp'])('is none below %s', (mirror) => {
    expect(() => fileUrl(hub(mirror), 'a/b', 'main', 'x')).toThrow(/is no web address/);
  });
});

it('a password in the address of the mirror is refused, and not told', () => {
  expect(() => fileUrl(hub('https://anna:secret@nas.local'), 'a/b', 'main', 'x')).toThrow(
    /^models\.mirror holds a name and a password$/,
  );
});

it.each([
  { header: null, millis: null },
  { header: '0', millis: 0 },
  { header: ' 30 ', millis: 30_000 },
  { header: 'Thu, 26 Nov 2026 00:01:00 GMT', millis: 60_000 },
  { header: 'Wed, 25 Nov 2026 00:00:00 GMT', millis: 0 },
  { header: 'soon', millis: null },
])('Retry-After: $header is $millis milliseconds', ({ header, millis }) => {
  expect(retryAfterMillis(header, Date.UTC(2026, 10, 26))).toBe(millis);
});
