import { describe, expect, it } from 'vitest';
import type { ImageDetail, ImageTokenRule } from '../../domain/vision.ts';
import { imageTokens, pictureForm } from './image-tokens.ts';

const GPT_4O: ImageTokenRule = { kind: 'tiles', base: 85, tile: 170 };
const GPT_4O_MINI: ImageTokenRule = { kind: 'tiles', base: 2833, tile: 5667 };
const MINI: ImageTokenRule = { kind: 'patches', multiplier: 1.62 };

describe('tokens of a picture', () => {
  // The examples of OpenAI's page, and what users measured.
  const cases: [string, ImageTokenRule, number, number, ImageDetail, number][] = [
    ['gpt-4o, 1024 × 1024', GPT_4O, 1024, 1024, 'high', 765],
    ['gpt-4o, 2048 × 4096', GPT_4O, 2048, 4096, 'high', 1105],
    ['gpt-4o, 4096 × 8192 in low detail', GPT_4O, 4096, 8192, 'low', 85],
    ['gpt-4o-mini, 128 × 64 measured', GPT_4O_MINI, 128, 64, 'high', 8500],
    ['gpt-4o-mini in low detail', GPT_4O_MINI, 512, 341, 'low', 2833],
    ['gpt-4o, 512 × 512 is one tile', GPT_4O, 512, 512, 'high', 255],
    ['gpt-4o, 513 × 512 is two', GPT_4O, 513, 512, 'high', 425],
    ['gpt-4.1-mini, 1024 × 1024', MINI, 1024, 1024, null, 1659],
    ['gpt-4.1-mini, one patch', MINI, 1, 1, null, 2],
    ['gpt-4.1-mini, at its limit', MINI, 4000, 4000, null, 2489],
    ['a server at home', { kind: 'free' }, 1024, 683, null, 37 * 25],
  ];
  it.each(cases)('%s', (_what, rule, widthPx, heightPx, detail, tokens) => {
    expect(imageTokens(rule, { widthPx, heightPx }, detail)).toBe(tokens);
  });
});

describe('the form of the copy', () => {
  it.each([
    [GPT_4O_MINI, 0, { longEdgePx: 512, detail: 'low' }],
    [GPT_4O_MINI, 512, { longEdgePx: 512, detail: 'low' }],
    [GPT_4O_MINI, 1024, { longEdgePx: 1024, detail: 'high' }],
    [MINI, 0, { longEdgePx: 512, detail: null }],
    [MINI, 800, { longEdgePx: 800, detail: null }],
    [{ kind: 'free' } as const, 0, { longEdgePx: 1024, detail: null }],
  ])('is the cheapest unless somebody wants another', (rule, wanted, form) => {
    expect(pictureForm(rule, wanted)).toEqual(form);
  });
});
