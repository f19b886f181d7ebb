import { describe, expect, it, test } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import { type Example, fitLogistic, logistic } from './logistic.ts';
import { minimise } from './minimise.ts';

describe('logistic regression', () => {
  test.each([1, 2, 3])('finds the weights that made the answers (seed %i)', (seed) => {
    const random = seededRandom(seed);
    const examples = Array.from({ length: 4000 }, (): Example => {
      const vector = Float64Array.from({ length: 3 }, () => 2 * random() - 1);
      const logOdds = 2 * vector[0]! - vector[1]! - 1;
      return { vector, isRight: random() < logistic(logOdds), weight: 1 };
    });
    const { weights, offset } = fitLogistic(examples, new Float64Array(3), 10);
    [2, -1, 0].forEach((truth, k) => {
      expect(Math.abs(weights[k]! - truth)).toBeLessThan(0.3);
    });
    expect(Math.abs(offset + 1)).toBeLessThan(0.2);
  });

  it('stays at its prior without examples', () => {
    const { weights } = fitLogistic([], Float64Array.of(1, 2), 1);
    expect([...weights]).toEqual([1, 2]);
  });

  it('keeps finite weights where the classes are parted for good', () => {
    const examples = [1, 2, 3].flatMap((x): Example[] => [
      { vector: Float64Array.of(x), isRight: true, weight: 1 },
      { vector: Float64Array.of(-x), isRight: false, weight: 1 },
    ]);
    const { weights } = fitLogistic(examples, Float64Array.of(0), 1);
    expect(weights[0]).toBeGreaterThan(0.5);
    expect(weights[0]).toBeLessThan(3);
  });
});

it('the valley of Rosenbrock is followed to its end', () => {
  const { at } = minimise(
    (x, gradient) => {
      const [a, b] = [1 - x[0]!, x[1]! - x[0]! ** 2];
      gradient[0] = -2 * a - 400 * x[0]! * b;
      gradient[1] = 200 * b;
      return a ** 2 + 100 * b ** 2;
    },
    Float64Array.of(-1.2, 1),
  );
  expect(at[0]).toBeCloseTo(1, 2);
  expect(at[1]).toBeCloseTo(1, 2);
});
