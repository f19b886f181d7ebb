import { describe, expect, it } from 'vitest';
import { type Frame, NEAR_DUPLICATE, nearDuplicates } from './near-duplicates.ts';

const MINUTE = 60_000;

/** A hash with so many of its 64 bits set, from the first. */
const hash = (bits: number): string => ((1n << BigInt(bits)) - 1n).toString(16).padStart(16, '0');

const frame = (bits: number, sharpness: number, minutes: number | null = 0): Frame => ({
  perceptualHash: hash(bits),
  sharpness,
  medianLuminance: 0.4,
  wallMillis: minutes === null ? null : minutes * MINUTE,
});

const alike = () => 0;
const found = (frames: readonly (Frame | null)[], distance: (one: number, other: number) => number = alike) =>
  nearDuplicates(frames, distance, 0.14).map(({ burst, isBest }) => `${burst ?? '-'}${isBest ? '*' : ''}`);

describe('near-duplicates', () => {
  it.each([
    { what: 'no frame', frames: [], expected: [] },
    { what: 'one frame', frames: [frame(0, 1)], expected: ['-*'] },
    { what: 'a frame without a proxy', frames: [null], expected: ['-*'] },
    { what: 'two of one picture', frames: [frame(0, 1), frame(3, 2)], expected: ['0', '0*'] },
    {
      what: 'all equal: the first is best',
      frames: [frame(0, 1), frame(0, 1), frame(0, 1)],
      expected: ['0*', '0', '0'],
    },
    {
      what: 'just near enough',
      frames: [frame(0, 2), frame(NEAR_DUPLICATE.hashBits, 1)],
      expected: ['0*', '0'],
    },
    {
      what: 'just too far',
      frames: [frame(0, 2), frame(NEAR_DUPLICATE.hashBits + 1, 1)],
      expected: ['-*', '-*'],
    },
    { what: 'all bits apart', frames: [frame(0, 2), frame(64, 1)], expected: ['-*', '-*'] },
    {
      what: 'two bursts, mixed, numbered by their first frame',
      frames: [frame(40, 1), frame(0, 9), frame(41, 2), frame(1, 3), frame(20, 5)],
      expected: ['0', '1*', '0*', '1', '-*'],
    },
    {
      what: 'a gap between those that were measured',
      frames: [frame(0, 1), null, frame(0, 2)],
      expected: ['0', '-*', '0*'],
    },
    {
      what: 'the same picture five minutes later, and a second more',
      frames: [frame(0, 3, 0), frame(0, 2, 5), frame(0, 1, 5.02)],
      expected: ['0*', '0', '-*'],
    },
    { what: 'unknown times', frames: [frame(0, 1, null), frame(0, 2, null)], expected: ['0', '0*'] },
  ])('$what: $expected', ({ frames, expected }) => {
    expect(found(frames)).toEqual(expected);
  });

  it('does not chain a slow pan: every frame is near-identical to the one that stands for it', () => {
    const pan = Array.from({ length: 7 }, (_, step) => frame(step * 10, step === 3 ? 9 : 1));
    // The best, in the middle, takes its neighbours; what is left of each end is a burst of two.
    expect(found(pan)).toEqual(['0*', '0', '1', '1*', '1', '2*', '2']);
    const places = nearDuplicates(pan, alike, 0.14);
    for (const [index, { burst }] of places.entries()) {
      const best = places.findIndex((place) => place.burst === burst && place.isBest);
      if (burst !== null) expect(Math.abs(best - index) * 10).toBeLessThanOrEqual(NEAR_DUPLICATE.hashBits);
    }
  });

  it('suggests the frame that is exposed as most are, unless it is blurred', () => {
    const shot = (sharpness: number, medianLuminance: number) => ({
      ...frame(0, sharpness),
      medianLuminance,
    });
    expect(found([shot(100, 0.2), shot(110, 0.4), shot(130, 0.7)])).toEqual(['0', '0*', '0']);
    expect(found([shot(300, 0.3), shot(90, 0.4), shot(100, 0.41)])).toEqual(['0*', '0', '0']);
  });

  it('suggests no frame that is too far from one of its burst, however good', () => {
    // The sharpest for its light makes the burst. The others are lit as usual, but 20 bits from each other.
    const dark = { ...frame(10, 200), medianLuminance: 0.05 };
    expect(found([frame(0, 100), dark, frame(20, 100)])).toEqual(['0', '0*', '0']);
  });

  it.each([
    { distance: 0.07, expected: ['0*', '0'] },
    { distance: 0.071, expected: ['-*', '-*'] },
  ])(
    'asks the vectors as well: $distance apart at a threshold of 0.14 is $expected',
    ({ distance, expected }) => {
      expect(found([frame(0, 2), frame(0, 1)], () => distance)).toEqual(expected);
    },
  );

  it('asks for no distance where the hashes differ', () => {
    const distance = () => {
      throw new Error('asked');
    };
    expect(found([frame(0, 1), frame(30, 1), frame(60, 1)], distance)).toEqual(['-*', '-*', '-*']);
  });
});
