import { describe, expect, it } from 'vitest';
import type { Box } from '../domain/detection.ts';
import { clipToPicture, intersectionOverUnion, suppressOverlaps } from './non-maximum-suppression.ts';

const box = (x: number, y: number, width: number, height: number): Box => ({ x, y, width, height });

describe('intersection over union', () => {
  const table = [
    { name: 'the same box', a: box(0, 0, 1, 1), b: box(0, 0, 1, 1), expected: 1 },
    { name: 'boxes apart', a: box(0, 0, 0.2, 0.2), b: box(0.5, 0.5, 0.2, 0.2), expected: 0 },
    { name: 'boxes that touch', a: box(0, 0, 0.5, 1), b: box(0.5, 0, 0.5, 1), expected: 0 },
    { name: 'half in common', a: box(0, 0, 0.5, 1), b: box(0.25, 0, 0.5, 1), expected: 1 / 3 },
    { name: 'a box without area', a: box(0, 0, 0, 0), b: box(0, 0, 1, 1), expected: 0 },
  ];
  it.each(table)('of $name is $expected', ({ a, b, expected }) => {
    expect(intersectionOverUnion(a, b)).toBeCloseTo(expected, 9);
  });
});

describe('suppressing overlaps', () => {
  const left = { score: 0.5, box: box(0, 0, 0.5, 1) };
  const nearlyLeft = { score: 0.9, box: box(0.05, 0, 0.5, 1) };
  const right = { score: 0.7, box: box(0.5, 0, 0.5, 1) };
  const table = [
    { name: 'nothing', found: [], expected: [] },
    { name: 'one box', found: [left], expected: [left] },
    { name: 'two on one thing: the better one', found: [left, nearlyLeft], expected: [nearlyLeft] },
    { name: 'two things: both, best first', found: [left, right, nearlyLeft], expected: [nearlyLeft, right] },
    { name: 'equal ones: one', found: [left, left, left], expected: [left] },
  ];
  it.each(table)('keeps of $name', ({ found, expected }) => {
    expect(suppressOverlaps(found, 0.3)).toEqual(expected);
  });
});

describe('clipping to the picture', () => {
  const table = [
    { input: box(0.25, 0.25, 0.5, 0.5), expected: box(0.25, 0.25, 0.5, 0.5) },
    { input: box(-0.5, -0.5, 1, 1), expected: box(0, 0, 0.5, 0.5) },
    { input: box(-1, -1, 3, 3), expected: box(0, 0, 1, 1) },
    { input: box(1.1, 0, 0.5, 0.5), expected: null },
  ];
  it.each(table)('turns $input into $expected', ({ input, expected }) => {
    expect(clipToPicture(input)).toEqual(expected);
  });
});
