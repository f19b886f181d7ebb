import { describe, expect, it } from 'vitest';
import { sceneMaker } from '../../algorithms/scene-vectors.fixture.ts';
import { mapLayout } from './map-layout.ts';

const groups = (count: number, size: number) => {
  const maker = sceneMaker(32, 5);
  return Array.from({ length: count }, () => maker.scene(maker.stranger(), size, 0.1))
    .flat()
    .map((vector) => Float32Array.from(vector));
};

describe('the layout of the map', () => {
  it.each([0, 1, 2, 7, 8, 20])('gives %i vectors a place each, within −1 to 1', async (count) => {
    const layout = await mapLayout(groups(1, count));
    expect(layout).toHaveLength(count);
    for (const place of layout.flat()) expect(Math.abs(place)).toBeLessThanOrEqual(1 + 1e-9);
  });

  it('places equal vectors too', async () => {
    const one = groups(1, 1)[0]!;
    for (const place of (await mapLayout(Array.from({ length: 12 }, () => one))).flat()) {
      expect(place).not.toBeNaN();
    }
  });

  it('puts neighbours side by side', async () => {
    const layout = await mapLayout(groups(6, 20));
    let own = 0;
    for (const [index, [x, y]] of layout.entries()) {
      const byDistance = [...layout.keys()].sort(
        (a, b) =>
          Math.hypot(layout[a]![0] - x, layout[a]![1] - y) - Math.hypot(layout[b]![0] - x, layout[b]![1] - y),
      );
      own += byDistance
        .slice(1, 6)
        .filter((other) => Math.floor(other / 20) === Math.floor(index / 20)).length;
    }
    expect(own / (120 * 5)).toBeGreaterThan(0.95);
  });

  it('is the same every time', async () => {
    const vectors = groups(3, 12);
    expect(await mapLayout(vectors)).toEqual(await mapLayout(vectors));
  });

  it('stops when it is told to', async () => {
    await expect(mapLayout(groups(3, 12), AbortSignal.abort())).rejects.toThrow(/abort/i);
  });
});
