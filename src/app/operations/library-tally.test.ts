import { expect, it, vi } from 'vitest';
import { KeptTally, type LibraryTally } from './library-tally.ts';

const tally = (photos: number): LibraryTally => ({
  photos,
  bytes: 0,
  files: { present: photos, missing: 0, skipped: 0, failed: 0 },
  clusters: 0,
  stages: [],
  spending: [],
});

it('counts once for all who ask, again only when that is old, and lets nobody wait for the second time', async () => {
  let counts = 0;
  const now = vi.spyOn(performance, 'now').mockReturnValue(0);
  const kept = new KeptTally(async () => tally(++counts));
  const asked = await Promise.all([kept.now(), kept.now(), kept.now()]);
  expect(asked.map((one) => one?.tally.photos)).toEqual([1, 1, 1]);
  now.mockReturnValue(29_000);
  expect((await kept.now())?.tally.photos).toBe(1);
  now.mockReturnValue(31_000);
  // The old one, while a new one is on its way.
  expect((await kept.now())?.tally.photos).toBe(1);
  await new Promise((done) => setImmediate(done));
  expect((await kept.now())?.tally.photos).toBe(2);
  now.mockRestore();
});

it('takes a fiftieth of the time at most', async () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(0);
  let counts = 0;
  const kept = new KeptTally(async () => {
    now.mockReturnValue(performance.now() + 4000);
    return tally(++counts);
  });
  await kept.now();
  now.mockReturnValue(4000 + 199_000);
  await kept.now();
  await new Promise((done) => setImmediate(done));
  expect(counts).toBe(1);
  now.mockReturnValue(4000 + 201_000);
  await kept.now();
  await new Promise((done) => setImmediate(done));
  expect(counts).toBe(2);
  now.mockRestore();
});

it('keeps the last one where counting fails, and has none where it never worked', async () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(0);
  let works = true;
  const kept = new KeptTally(async () => {
    if (!works) throw new Error('locked');
    return tally(7);
  });
  await kept.now();
  works = false;
  now.mockReturnValue(60_000);
  await kept.now();
  await new Promise((done) => setImmediate(done));
  expect((await kept.now())?.tally.photos).toBe(7);
  now.mockRestore();
  expect(await new KeptTally(() => Promise.reject(new Error('gone'))).now()).toBeNull();
});
