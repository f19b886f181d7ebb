import { describe, expect, it } from 'vitest';
import { choosePreview, orientationOfPreview } from './choose-preview.ts';

const sized = (widthPx: number, heightPx: number) => ({ widthPx, heightPx });

describe('choosePreview for a proxy of 1024 px', () => {
  const cases = [
    { have: [], expected: undefined },
    { have: [sized(160, 120), sized(1023, 682)], expected: undefined },
    { have: [sized(1024, 683)], expected: sized(1024, 683) },
    { have: [sized(683, 1024)], expected: sized(683, 1024) },
    { have: [sized(6000, 4000), sized(1616, 1080)], expected: sized(1616, 1080) },
    // Padded with black bars to 4:3.
    { have: [sized(6000, 4000), sized(1920, 1440)], expected: sized(6000, 4000) },
    { have: [sized(6000, 4000), sized(1080, 1616)], expected: sized(1080, 1616) },
  ];
  for (const { have, expected } of cases)
    it(`takes ${text(expected)} of ${have.map(text).join(', ') || 'none'}`, () =>
      expect(choosePreview(have, 1024)).toEqual(expected));
});

describe('orientationOfPreview', () => {
  const cases = [
    { orientation: 1, raw: sized(6000, 4000), preview: sized(1616, 1080), expected: 1 },
    { orientation: 6, raw: sized(6000, 4000), preview: sized(1616, 1080), expected: 6 },
    { orientation: 6, raw: sized(6000, 4000), preview: sized(1080, 1616), expected: 1 },
    { orientation: 3, raw: sized(6000, 4000), preview: sized(1616, 1080), expected: 3 },
    { orientation: 8, raw: sized(0, 0), preview: sized(1080, 1616), expected: 8 },
    { orientation: 6, raw: sized(4000, 4000), preview: sized(1000, 1000), expected: 6 },
  ];
  for (const { orientation, raw, preview, expected } of cases)
    it(`is ${expected} for a RAW of ${text(raw)} with ${orientation} and a preview of ${text(preview)}`, () =>
      expect(orientationOfPreview(orientation, raw, preview)).toBe(expected));
});

function text(size: { widthPx: number; heightPx: number } | undefined): string {
  return size === undefined ? 'none' : `${size.widthPx} × ${size.heightPx}`;
}
