import { describe, expect, it } from 'vitest';
import { boxLine, neighbour, pointAt, pointsWithin } from './pick.ts';
import { dragged, toScreen, wholeMap, withInSight, zoomed } from './view.ts';

const size = { width: 800, height: 600 };
const places = { x: [-1, 0, 0.5, 0.5, 1], y: [0, 0, 0.1, -0.5, 1] };
const whole = wholeMap(size);

describe('the view of the map', () => {
  it('begins with all of it, and a drag and a zoom keep what is under the hand', () => {
    for (const [i, x] of places.x.entries()) {
      const [sx, sy] = toScreen(whole, size, x, places.y[i]!);
      expect(sx > 0 && sx < size.width && sy > 0 && sy < size.height).toBe(true);
    }
    const before = toScreen(whole, size, 0.5, 0.1);
    const near = zoomed(whole, size, 3, before);
    expect(toScreen(near, size, 0.5, 0.1)[0]).toBeCloseTo(before[0]);
    expect(near.scale).toBeCloseTo(whole.scale * 3);
    expect(toScreen(dragged(near, 10, -20), size, 0.5, 0.1)[1]).toBeCloseTo(before[1] - 20);
    expect(zoomed(whole, size, 1e9, before).scale).toBeLessThan(whole.scale * 1000);
  });

  it('moves only where a place is out of sight', () => {
    expect(withInSight(whole, size, 0.5, 0.1)).toBe(whole);
    expect(withInSight(zoomed(whole, size, 50, [0, 0]), size, 1, 1)).toMatchObject({ x: 1, y: 1 });
  });
});

describe('points of the map', () => {
  it.each([
    { spot: toScreen(whole, size, 0.5, 0.1), is: 2 },
    { spot: toScreen(whole, size, 0.51, 0.11), is: 2 },
    { spot: toScreen(whole, size, 0.75, 0.5), is: -1 },
  ])('are hit at $spot: $is', ({ spot, is }) => {
    expect(pointAt(places, whole, size, spot)).toBe(is);
  });

  it('lie in a box and in a line, also where it crosses itself', () => {
    const box = boxLine(toScreen(whole, size, 0.2, -0.7), toScreen(whole, size, 0.8, 0.3));
    expect(pointsWithin(places, whole, size, box)).toEqual([2, 3]);
    expect(pointsWithin(places, whole, size, box.toReversed())).toEqual([2, 3]);
    expect(pointsWithin(places, whole, size, box.slice(0, 2))).toEqual([]);
    const twisted = [box[0]!, box[2]!, box[1]!, box[3]!];
    expect(pointsWithin(places, whole, size, twisted).length).toBeLessThan(2);
  });

  it.each([
    { from: 1, direction: 'ArrowRight', to: 2 },
    { from: 1, direction: 'ArrowLeft', to: 0 },
    { from: 2, direction: 'ArrowUp', to: 3 },
    { from: 4, direction: 'ArrowDown', to: 4 },
  ] as const)('from $from the key $direction leads to $to', ({ from, direction, to }) => {
    expect(neighbour(places, from, direction)).toBe(to);
  });

  it('are looked through quickly, fifty thousand of them', () => {
    const many = Float32Array.from({ length: 50_000 }, (_, i) => Math.sin(i * 12.9898));
    const start = performance.now();
    for (let i = 0; i < 20; i++) pointAt({ x: many, y: many.toReversed() }, whole, size, [i * 10, 300]);
    expect((performance.now() - start) / 20).toBeLessThan(20);
  });
});
