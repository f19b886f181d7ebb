import { describe, expect, it } from 'vitest';
import { cholesky, solveLower, solveLowerTransposed, timesTransposed } from './cholesky.ts';

describe('the factor of a symmetric matrix', () => {
  it('gives the matrix back', () => {
    const lower = cholesky(Float64Array.of(4, 0, 0, 12, 37, 0, -16, -43, 98), 3);
    expect([...lower]).toEqual([2, 0, 0, 6, 1, 0, -8, 5, 3]);
  });

  it('is undone by solving', () => {
    const lower = Float64Array.of(2, 0, 0, 6, 1, 0, -8, 5, 3);
    const x = Float64Array.of(1, -2, 0.5);
    expect([...solveLowerTransposed(lower, timesTransposed(lower, x))]).toEqual([...x]);
    expect([...solveLower(lower, Float64Array.of(2, 4, -16.5))]).toEqual([1, -2, 0.5]);
  });

  it.each([[[0]], [[-1]], [[Number.NaN]]])('refuses %j, which is not positive definite', (matrix) => {
    expect(() => cholesky(Float64Array.from(matrix), 1)).toThrow('not positive definite');
  });

  it('of no rows is empty', () => {
    expect(cholesky(new Float64Array(0), 0)).toHaveLength(0);
  });
});
