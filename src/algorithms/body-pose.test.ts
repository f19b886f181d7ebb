import { describe, expect, it } from 'vitest';
import { type BodyPoint, bodyBox, bodyScore, torsoAreaOfPose } from './body-pose.ts';

const at = (x: number, y: number, score: number): BodyPoint => ({ x, y, score });

/** A standing figure facing the camera, all points equally sure. */
function standing(score: number): BodyPoint[] {
  const points = Array.from({ length: 17 }, () => at(0.5, 0.1, score));
  points[5] = at(0.6, 0.2, score); // shoulders
  points[6] = at(0.4, 0.2, score);
  points[11] = at(0.55, 0.5, score); // hips
  points[12] = at(0.45, 0.5, score);
  points[15] = at(0.55, 0.9, score); // ankles
  points[16] = at(0.45, 0.9, score);
  return points;
}

describe('how sure it is that there is a body', () => {
  const table = [
    { name: 'no points', points: [], expected: 0 },
    { name: 'fewer points than count', points: [at(0, 0, 0.8), at(0, 0, 0.4)], expected: 0.6 },
    { name: 'all equal', points: standing(0.7), expected: 0.7 },
    {
      name: 'six good points and the rest hidden',
      points: standing(0).map((point, i) => ({ ...point, score: i < 6 ? 0.9 : 0 })),
      expected: 0.9,
    },
  ];
  it.each(table)('with $name is $expected', ({ points, expected }) => {
    expect(bodyScore(points)).toBeCloseTo(expected, 6);
  });
});

describe('the box of a body', () => {
  it('goes around the points that were seen', () => {
    const box = bodyBox([...standing(0.9), at(1, 1, 0.1)])!;
    expect([box.x, box.y, box.width, box.height].map((n) => Number(n.toFixed(6)))).toEqual([
      0.4, 0.1, 0.2, 0.8,
    ]);
  });
  it('is none where fewer than two points were seen', () => {
    expect(bodyBox(standing(0.1))).toBeNull();
    expect(bodyBox([at(0.5, 0.5, 0.9)])).toBeNull();
  });
  it('is cut at the edge of the picture', () => {
    expect(bodyBox([at(-0.5, -0.5, 0.9), at(0.5, 0.5, 0.9)])).toEqual({
      x: 0,
      y: 0,
      width: 0.5,
      height: 0.5,
    });
  });
});

describe('the torso of a pose', () => {
  it('is the area between shoulders and hips', () => {
    expect(torsoAreaOfPose(standing(0.9))).toBeCloseTo(((0.2 + 0.1) / 2) * 0.3, 9);
  });
  it('is the same from behind, where left and right are swapped', () => {
    const points = standing(0.9);
    [points[5], points[6]] = [points[6]!, points[5]!];
    [points[11], points[12]] = [points[12]!, points[11]!];
    expect(torsoAreaOfPose(points)).toBeCloseTo(0.045, 9);
  });
  it('is 0 where a hip is not seen, and without points', () => {
    const points = standing(0.9);
    points[11] = at(0.55, 0.5, 0.1);
    expect(torsoAreaOfPose(points)).toBe(0);
    expect(torsoAreaOfPose([])).toBe(0);
  });
});
