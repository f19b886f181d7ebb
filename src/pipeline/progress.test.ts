import { expect, it } from 'vitest';
import { ProgressMeter } from './progress.ts';

it('reckons the time left from the rate of the last seconds, not from the start', () => {
  let now = 0;
  const meter = new ProgressMeter('proxies', 'photos', 1000, () => now);
  for (let second = 1; second <= 100; second++) {
    now = second * 1000;
    meter.count(second <= 60 ? 1 : 10, 'done');
    meter.read();
  }
  const { done, ratePerSecond, secondsLeft } = meter.read();
  expect(done).toBe(460);
  expect(ratePerSecond).toBeCloseTo(10, 1);
  expect(secondsLeft).toBeCloseTo(54, 0);
});

it('knows no time left before anything was done, and none at the end', () => {
  let now = 0;
  const meter = new ProgressMeter('scan', 'files', 2, () => now);
  expect(meter.read().secondsLeft).toBeNull();
  now = 1000;
  meter.count(1, 'failed');
  meter.count(1, 'skipped');
  expect(meter.read()).toMatchObject({ done: 2, failed: 1, skipped: 1, secondsLeft: 0 });
});
