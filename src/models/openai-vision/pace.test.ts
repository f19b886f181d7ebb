import { describe, expect, it } from 'vitest';
import { askedPauseMillis, durationMillis, Pace } from './pace.ts';

const headers = (entries: Record<string, string>) => new Headers(entries);
const NOW = Date.UTC(2026, 10, 26, 12, 0, 0);

describe('how long a service asks to wait', () => {
  it.each([
    [{}, null],
    [{ 'retry-after': '7' }, 7000],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': 'Thu, 26 Nov 2026 12:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Thu, 26 Nov 2026 11:00:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, null],
    [{ 'retry-after': '86400' }, 600_000],
    [{ 'retry-after-ms': '250', 'retry-after': '7' }, 250],
    [{ 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '6m0s' }, 360_000],
    [{ 'x-ratelimit-remaining-tokens': '9', 'x-ratelimit-reset-tokens': '6m0s' }, null],
  ])('%j', (said, millis) => {
    expect(askedPauseMillis(headers(said as Record<string, string>), NOW)).toBe(millis);
  });

  it.each([
    ['1s', 1000],
    ['20ms', 20],
    ['1m30.5s', 90_500],
    ['1h2m', 3_720_000],
    ['12', 12_000],
    ['', null],
    ['later', null],
    [null, null],
  ])('%j is %j milliseconds', (text, millis) => {
    expect(durationMillis(text)).toBe(millis);
  });
});

describe('the pace', () => {
  const never = new AbortController().signal;
  const options = { concurrency: 8, requestsPerMinute: 0, tokensPerMinute: 0 };

  it('keeps to so many requests and tokens a minute', async () => {
    for (const limit of [{ requestsPerMinute: 2 }, { tokensPerMinute: 250 }]) {
      let now = 0;
      const pace = new Pace({ ...options, ...limit }, () => now);
      expect(await pace.turn(100, never)).toBe(true);
      pace.over();
      expect(await pace.turn(100, never)).toBe(true);
      pace.over();
      const stop = new AbortController();
      const third = pace.turn(100, stop.signal);
      stop.abort();
      expect(await third).toBe(false);
      now = 60_001;
      expect(await pace.turn(100, never)).toBe(true);
    }
  });

  it('lets a call pass that is larger than the limit of a minute, when it is alone', async () => {
    const pace = new Pace({ ...options, tokensPerMinute: 10 });
    expect(await pace.turn(100, never)).toBe(true);
  });

  it('halves when told to slow down, and comes back step by step', async () => {
    const pace = new Pace(options);
    await pace.turn(1, never);
    pace.over();
    expect(pace.allowed).toBe(8);
    pace.heard(headers({}), true);
    pace.heard(headers({}), true);
    expect(pace.allowed).toBe(2);
    for (let answer = 0; answer < 16; answer++) pace.heard(headers({}), false);
    expect(pace.allowed).toBe(4);
    for (let answer = 0; answer < 400; answer++) pace.heard(headers({}), false);
    expect(pace.allowed).toBe(8);
  });
});
