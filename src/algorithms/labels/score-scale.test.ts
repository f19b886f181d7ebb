import { describe, expect, it, test } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import { scoreScale, scoreStandard } from './score-scale.ts';

const decided = (...scores: number[]) => scores.map((score) => ({ score, weight: 1 }));

/** Standard scores of 1,000 photos of which a share has the label, `separation` higher. */
function made(seed: number, share: number, separation: number) {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const isRight = Array.from({ length: 1000 }, () => random() < share);
  return { isRight, scores: isRight.map((right) => normal() + (right ? separation : 0)) };
}

describe('where scores lie', () => {
  it('is their middle and their spread', () => {
    const { scores } = made(1, 0, 0);
    const { middle, spread } = scoreStandard(scores.map((score) => 5 + 2 * score));
    expect(Math.abs(middle - 5)).toBeLessThan(0.2);
    expect(Math.abs(spread - 2)).toBeLessThan(0.2);
  });

  it('is told by the photos without the label where a fifth has it', () => {
    const { scores } = made(2, 0.2, 12);
    expect(scoreStandard(scores).spread).toBeGreaterThan(4);
    expect(scoreStandard(scores, 2).spread).toBeLessThan(3.5);
  });

  it.each([
    ['no scores', []],
    ['one score', [3]],
    ['equal scores', [3, 3, 3]],
  ])('of %s has a spread that can be divided by', (_, scores) => {
    expect(scoreStandard(scores).spread).toBe(1);
  });
});

describe('from scores to log-odds', () => {
  const { scores } = made(3, 0.05, 4);

  it('is as it was before decisions where there are none', () => {
    expect(scoreScale(true, scores, [], [])).toEqual({ slope: 1.05, pivot: 4 });
    expect(scoreScale(true, [], [], [])).toEqual({ slope: 1.05, pivot: 4 });
  });

  it('asks for more after rejections of what was nearly proposed', () => {
    const before = scoreScale(true, scores, [], []).pivot;
    expect(scoreScale(true, scores, [], decided(4, 4.2, 4.5, 5)).pivot).toBeGreaterThan(before + 0.3);
  });

  it('asks for no more after rejections of what was never near', () => {
    expect(scoreScale(true, scores, [], decided(0, -1, 0.5))).toEqual(scoreScale(true, scores, [], []));
  });

  test.each([1, 2, 3, 4, 5])('many decisions on proposals make probabilities true (seed %i)', (seed) => {
    const library = made(seed, 0.1, 4);
    const chosen = library.scores.flatMap((score, i) => (score > 1.5 ? [i] : []));
    const of = (right: boolean) =>
      decided(...chosen.filter((i) => library.isRight[i] === right).map((i) => library.scores[i]!));
    const { slope, pivot } = scoreScale(true, library.scores, of(true), of(false));
    // With as many photos without the label as with it at 2.55 (log-odds 4 z − 8 − ln 9).
    expect(pivot).toBeGreaterThan(2);
    expect(pivot).toBeLessThan(3.2);
    const other = made(seed + 100, 0.1, 4);
    const proposed = other.scores.flatMap((score, i) => (slope * (score - pivot) > -0.85 ? [i] : []));
    const right = proposed.filter((i) => other.isRight[i]).length / proposed.length;
    const expected =
      proposed.reduce((sum, i) => sum + 1 / (1 + Math.exp(-slope * (other.scores[i]! - pivot))), 0) /
      proposed.length;
    expect(Math.abs(right - expected)).toBeLessThan(0.15);
  });
});
