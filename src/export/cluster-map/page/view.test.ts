import { describe, expect, it } from 'vitest';
import { dragged, fitted, toScreen, withPictures, zoomed } from './view.ts';

const SIZE = { width: 800, height: 400 };
const near = (x: number, y: number) => [expect.closeTo(x, 6), expect.closeTo(y, 6)];

describe('the view of the map', () => {
  it.each([
    { what: 'no points', xs: [], ys: [] },
    { what: 'one point', xs: [0.4], ys: [-0.3] },
    { what: 'all equal', xs: [0.4, 0.4], ys: [-0.3, -0.3] },
    { what: 'a wide map', xs: [-1, 0, 1], ys: [0, 0.1, 0] },
    { what: 'a tall map', xs: [0, 0.1], ys: [-1, 1] },
  ])('has $what inside its margin at first', ({ xs, ys }) => {
    const view = fitted(SIZE, xs, ys, 40);
    expect(view.scale).toBeGreaterThan(0);
    for (const [i, x] of xs.entries()) {
      const [screenX, screenY] = toScreen(view, SIZE, x, ys[i]!);
      expect(screenX).toBeGreaterThanOrEqual(40 - 1e-6);
      expect(screenX).toBeLessThanOrEqual(760 + 1e-6);
      expect(screenY).toBeGreaterThanOrEqual(40 - 1e-6);
      expect(screenY).toBeLessThanOrEqual(360 + 1e-6);
    }
  });

  it('moves with the hand', () => {
    const view = fitted(SIZE, [-1, 1], [-1, 1], 0);
    const [x, y] = toScreen(view, SIZE, 0.3, 0.2);
    expect(toScreen(dragged(view, 30, -10), SIZE, 0.3, 0.2)).toEqual(near(x + 30, y - 10));
  });

  it.each([{ factor: 3 }, { factor: 0.7 }])(
    'keeps what is under the mouse when zooming by $factor',
    ({ factor }) => {
      const view = fitted(SIZE, [-1, 1], [-1, 1], 0);
      const at = toScreen(view, SIZE, 0.3, 0.2);
      const closer = zoomed(view, SIZE, factor, at, view.scale);
      expect(closer.scale).toBeCloseTo(view.scale * factor);
      expect(toScreen(closer, SIZE, 0.3, 0.2)).toEqual(near(...at));
    },
  );

  it('goes neither infinitely close nor infinitely far', () => {
    const view = fitted(SIZE, [-1, 1], [-1, 1], 0);
    const zoomBy = (factor: number) => zoomed(view, SIZE, factor, [0, 0], view.scale).scale / view.scale;
    expect([zoomBy(1e9), zoomBy(1e-9)]).toEqual([400, 0.5]);
  });
});

describe('pictures on the map', () => {
  const box = () => [40, 20] as const;
  const chosen = (places: readonly (readonly [number, number])[], order = [...places.keys()]) =>
    withPictures(
      order,
      Float32Array.from(places, ([x]) => x),
      Float32Array.from(places, ([, y]) => y),
      SIZE,
      box,
      40,
    );

  it.each([
    { what: 'none', places: [], expected: [] },
    { what: 'one', places: [[100, 100]], expected: [0] },
    {
      what: 'two in one place',
      places: [
        [100, 100],
        [100, 100],
      ],
      expected: [0],
    },
    {
      what: 'two side by side',
      places: [
        [100, 100],
        [140, 100],
      ],
      expected: [0, 1],
    },
    {
      what: 'two that overlap by a pixel',
      places: [
        [100, 100],
        [139, 100],
      ],
      expected: [0],
    },
    {
      what: 'one above the other',
      places: [
        [100, 100],
        [100, 120],
      ],
      expected: [0, 1],
    },
    {
      what: 'one beyond the edge',
      places: [
        [-100, 100],
        [900, 100],
        [799, 399],
      ],
      expected: [2],
    },
  ] as const)('$what: $expected', ({ places, expected }) => {
    expect(chosen(places)).toEqual(expected);
  });

  it('go to the most important first', () => {
    expect(
      chosen(
        [
          [100, 100],
          [110, 100],
        ],
        [1, 0],
      ),
    ).toEqual([1]);
  });

  it('never overlap, and leave none out that has room', () => {
    const places = Array.from({ length: 2000 }, (_, i) => [(i * 761.3) % 800, (i * 283.7) % 400] as const);
    const taken = chosen(places);
    const overlap = (one: number, other: number) =>
      Math.abs(places[one]![0] - places[other]![0]) < 39.999 &&
      Math.abs(places[one]![1] - places[other]![1]) < 19.999;
    for (const one of taken)
      expect(taken.filter((other) => other !== one && overlap(one, other))).toEqual([]);
    for (const index of places.keys())
      expect(
        taken.some((other) => overlap(index, other)),
        `${index}`,
      ).toBe(true);
  });
});
