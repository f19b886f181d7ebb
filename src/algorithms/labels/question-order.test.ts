import { describe, expect, it } from 'vitest';
import { questionOrder, valueOfAnswer } from './question-order.ts';

const at = (degrees: number) =>
  Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180));

describe('the order to ask in', () => {
  it.each([
    { what: 'none', questions: [], count: 5, order: [] },
    { what: 'one without a vector', questions: [{ value: 0, vector: null }], count: 5, order: [0] },
    {
      what: 'the most valuable, as many as wanted',
      questions: [1, 3, 2].map((value) => ({ value, vector: null })),
      count: 2,
      order: [1, 2],
    },
    {
      what: 'one that looks like another after one that does not',
      questions: [
        { value: 1, vector: at(0) },
        { value: 0.99, vector: at(1) },
        { value: 0.5, vector: at(120) },
      ],
      count: 3,
      order: [0, 2, 1],
    },
    {
      what: 'all that are equal',
      questions: [1, 1, 1].map((value) => ({ value, vector: at(0) })),
      count: 3,
      order: [0, 1, 2],
    },
  ])('is $what', ({ questions, count, order }) => {
    expect(questionOrder(questions, count)).toEqual(order);
  });

  it('an unsure cluster is worth more than a sure one, and of two a larger one', () => {
    const value = (p: number, photos: number, accepted = 20) =>
      valueOfAnswer({ mean: p, variance: p * (1 - p), photos }, accepted);
    expect(value(0.5, 10)).toBeGreaterThan(value(0.9, 10));
    expect(value(0.5, 10)).toBeGreaterThan(value(0.1, 10));
    expect(value(0.5, 100)).toBeGreaterThan(value(0.5, 10));
    // A hundred sure ones teach less than one that is not.
    expect(value(0.5, 1)).toBeGreaterThan(value(0.999, 100));
  });

  it('what is likely comes first until enough is accepted', () => {
    const value = (p: number) => valueOfAnswer({ mean: p, variance: p * (1 - p), photos: 4 }, 0);
    expect(value(0.9)).toBeGreaterThan(value(0.5));
  });
});
