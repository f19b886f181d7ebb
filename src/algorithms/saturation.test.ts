import { describe, expect, it } from 'vitest';
import { meanSaturation } from './saturation.ts';

describe('meanSaturation', () => {
  const RED = [255, 0, 0];
  const GREY = [90, 90, 90];
  const cases = [
    { what: 'grey', rgb: GREY, step: 1, expected: 0 },
    { what: 'black', rgb: [0, 0, 0], step: 1, expected: 0 },
    { what: 'red', rgb: RED, step: 1, expected: 1 },
    { what: 'dark red, as saturated as red', rgb: [10, 0, 0], step: 1, expected: 1 },
    { what: 'pale green', rgb: [100, 200, 100], step: 1, expected: 0.5 },
    { what: 'red beside grey', rgb: [...RED, ...GREY], step: 1, expected: 0.5 },
    { what: 'every second pixel', rgb: [...RED, ...GREY, ...RED, ...GREY], step: 2, expected: 1 },
  ];
  for (const { what, rgb, step, expected } of cases)
    it(`is ${expected} for ${what}`, () => expect(meanSaturation(Uint8Array.from(rgb), step)).toBe(expected));
});
