import { describe, expect, it } from 'vitest';
import { holdBack, type MemberForTag } from './hold-back.ts';

const members = (...logOdds: (number | null)[]): MemberForTag[] =>
  logOdds.map((one) => ({ fits: true, logOdds: one }));

describe('holding members back', () => {
  it.each([
    { what: 'none of none', of: [], verdict: 'accept', held: [] },
    { what: 'none of one', of: members(-9), verdict: 'accept', held: [null] },
    {
      what: 'none of two, as neither is the usual one',
      of: members(3, -9),
      verdict: 'accept',
      held: [null, null],
    },
    { what: 'none where all are equal', of: members(1, 1, 1), verdict: 'accept', held: [null, null, null] },
    {
      what: 'none where nobody knows',
      of: members(null, null, null),
      verdict: 'accept',
      held: [null, null, null],
    },
    {
      what: 'the one that is far less likely than the others',
      of: members(2, 2.1, 1.9, -2),
      verdict: 'accept',
      held: [null, null, null, 'unlikely'],
    },
    {
      what: 'none that would be proposed by itself',
      of: members(9, 9, 9, 1),
      verdict: 'accept',
      held: [null, null, null, null],
    },
    {
      what: 'the one that is far more likely, when the others are rejected',
      of: members(-4, -4, -4, 2),
      verdict: 'reject',
      held: [null, null, null, 'likely'],
    },
    {
      what: 'no unlikely one, when all are rejected',
      of: members(2, 2, 2, -4),
      verdict: 'reject',
      held: [null, null, null, null],
    },
  ] as const)('$what ($verdict)', ({ of, verdict, held }) => {
    expect(holdBack(of, verdict, 0)).toEqual(held);
  });

  it('holds back who does not fit the cluster, however likely', () => {
    expect(holdBack([{ fits: false, logOdds: 9 }], 'accept', 0)).toEqual(['does not fit']);
  });
});
