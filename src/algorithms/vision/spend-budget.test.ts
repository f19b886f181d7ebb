import { describe, expect, it } from 'vitest';
import type { ModelPrice } from '../../domain/vision.ts';
import { seededRandom } from '../seeded-random.ts';
import { callCost, nanoUsdOf } from './call-cost.ts';
import { SpendBudget } from './spend-budget.ts';

describe('a budget', () => {
  it('sets aside what a call can cost, and gives back what it did not', () => {
    const budget = new SpendBudget(100, 0);
    expect(budget.setAside(60)).toBe(true);
    expect(budget.setAside(60)).toBe(false);
    expect(budget.spend(60, 10)).toBe(10);
    expect(budget.setAside(60)).toBe(true);
    expect(budget).toMatchObject({ spentNanoUsd: 10, leftNanoUsd: 30, isWaiting: true });
  });

  it('goes on from what was spent before, and has nothing left where that was more than all', () => {
    expect(new SpendBudget(100, 99).setAside(2)).toBe(false);
    expect(new SpendBudget(100, 99).setAside(1)).toBe(true);
    expect(new SpendBudget(100, 500)).toMatchObject({ leftNanoUsd: 0 });
  });

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY])('sets nothing aside for a price of %d', (price) => {
    expect(new SpendBudget(100, 0).setAside(price)).toBe(false);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1e18])('counts %d as what was set aside', (said) => {
    const budget = new SpendBudget(100, 0);
    budget.setAside(70);
    expect(budget.spend(70, said)).toBe(70);
  });

  it('is never passed, whatever is set aside and said, in any order', () => {
    const random = seededRandom(3);
    for (let round = 0; round < 500; round++) {
      const budget = new SpendBudget(Math.floor(random() * 10_000), 0);
      const underWay: number[] = [];
      for (let step = 0; step < 60; step++) {
        const price = Math.floor(random() * 900);
        if (random() < 0.6 && budget.setAside(price)) underWay.push(price);
        else if (underWay.length > 0) {
          const [one] = underWay.splice(Math.floor(random() * underWay.length), 1);
          budget.spend(one!, random() < 0.2 ? 1e12 : random() * 1200);
        }
        const all = budget.spentNanoUsd + underWay.reduce((sum, one) => sum + one, 0);
        expect(all).toBeLessThanOrEqual(budget.limitNanoUsd);
      }
    }
  });
});

describe('the price of a call', () => {
  const price: ModelPrice = {
    inputUsdPerMillion: 0.15,
    outputUsdPerMillion: 0.6,
    image: { kind: 'tiles', base: 2833, tile: 5667 },
    mostOutputTokens: 400,
  };

  it('is that of its tokens, rounded up', () => {
    expect(nanoUsdOf(price, { inputTokens: 1_000_000, outputTokens: 0 })).toBe(150_000_000);
    expect(nanoUsdOf(price, { inputTokens: 0, outputTokens: 1 })).toBe(600);
    expect(nanoUsdOf({ ...price, inputUsdPerMillion: 0.0001 }, { inputTokens: 3, outputTokens: null })).toBe(
      1,
    );
    expect(nanoUsdOf(price, { inputTokens: null, outputTokens: null })).toBe(0);
  });

  it('is at most that of every byte of the prompt as a token, a quarter more for the picture, and the longest answer', () => {
    const cost = callCost(price, { widthPx: 512, heightPx: 341, detail: 'low' }, { bytes: 2000 });
    expect(cost.worstTokens).toBe(Math.ceil(2833 * 1.25) + 2000 + 100 + 400);
    expect(cost.nanoUsd).toBeLessThan(cost.worstNanoUsd);
    expect(cost.nanoUsd).toBe((2833 + 500) * 150 + 90 * 600);
  });
});
