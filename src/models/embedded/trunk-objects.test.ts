import { describe, expect, it } from 'vitest';
import { COCO_LABELS } from './coco-labels.ts';
import { objectsOf } from './trunk-objects.ts';

const PERSON = 0;
const HORSE = COCO_LABELS.indexOf('horse');
/** A picture of 3:2 in the square of 512: bars of 85 px above and below. */
const LANDSCAPE = { left: 0, top: 85, width: 512, height: 342 };
const SQUARE = { left: 0, top: 0, width: 512, height: 512 };

const rows = (...given: number[][]) => Float32Array.from(given.flat());

describe('objects of a pass', () => {
  it.each([
    { title: 'nothing for no rows', detections: rows(), expected: [] },
    {
      title: 'a box in shares of the picture, not of the square',
      detections: rows([128, 85, 384, 256, 0.75, PERSON]),
      expected: [{ label: 'person', score: 0.75, box: { x: 0.25, y: 0, width: 0.5, height: 0.5 } }],
    },
    {
      title: 'a box that reaches into the bars and beyond is cut at the border of the picture',
      detections: rows([-50, 20, 600, 500, 0.5, PERSON]),
      expected: [{ label: 'person', score: 0.5, box: { x: 0, y: 0, width: 1, height: 1 } }],
    },
    {
      title: 'nothing of a box that lies wholly in a bar',
      detections: rows([100, 10, 200, 60, 0.9, PERSON]),
      expected: [],
    },
    { title: 'nothing below a score of 0.2', detections: rows([0, 85, 99, 199, 0.19, PERSON]), expected: [] },
    { title: 'nothing of a class that is none', detections: rows([0, 85, 99, 199, 0.9, 80]), expected: [] },
    {
      title: 'nothing of rows that are no numbers',
      detections: rows([Number.NaN, 0, 9, 99, Number.NaN, Number.NaN]),
      expected: [],
    },
  ])('$title', ({ detections, expected }) => {
    expect(objectsOf(detections, LANDSCAPE)).toEqual(expected);
  });

  it('keeps the better one of two boxes of one object, and the rider beside the horse', () => {
    const found = objectsOf(
      rows(
        [100, 100, 300, 300, 0.5, PERSON],
        [110, 100, 300, 300, 0.25, PERSON],
        [100, 110, 300, 300, 0.75, HORSE],
        [350, 100, 500, 300, 0.25, PERSON],
      ),
      SQUARE,
    );
    expect(found.map(({ label, score }) => ({ label, score }))).toEqual([
      { label: 'horse', score: 0.75 },
      { label: 'person', score: 0.5 },
      { label: 'person', score: 0.25 },
    ]);
  });

  it('knows 80 different labels', () => {
    expect(new Set(COCO_LABELS).size).toBe(80);
    expect([COCO_LABELS[0], COCO_LABELS[16], COCO_LABELS[79]]).toEqual(['person', 'dog', 'toothbrush']);
  });
});
