import { expect, it } from 'vitest';
import type { Proposal } from '../../domain/tag.ts';
import { foldFreeform } from './fold-freeform.ts';

const suggestion = (name: string, score: number, probability: number | null = null): Proposal => ({
  layer: 'AI',
  name,
  score,
  probability,
  threshold: null,
  reason: 'seen',
  source: 'some',
  model: 'rule',
});

it.each<{ what: string; suggested: Proposal[]; controlled?: string[]; names: string[] }>([
  { what: 'none', suggested: [], names: [] },
  {
    what: 'words that are the same get the name of the likeliest',
    suggested: [suggestion('cell phones', 0.5), suggestion('smartphone', 0.4, 0.9), suggestion('fog', 0.2)],
    names: ['smartphone', 'smartphone', 'fog'],
  },
  {
    what: 'what is controlled goes, in whatever number and spelling',
    suggested: [suggestion('Cars', 0.9), suggestion('car park', 0.8), suggestion('grey sky', 0.7)],
    controlled: ['car', 'graysky'],
    names: ['car park'],
  },
  {
    what: 'signs and words without letters stay',
    suggested: [suggestion('date-uncertain', 0.9), suggestion('桜', 0.5)],
    names: ['date-uncertain', '桜'],
  },
])('freeform suggestions: $what', ({ suggested, controlled = [], names }) => {
  expect(foldFreeform(suggested, new Set(controlled)).map(({ name }) => name)).toEqual(names);
});
