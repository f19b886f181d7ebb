import { expect, it } from 'vitest';
import { studioOrNight } from '../../algorithms/studio-or-night.ts';
import type { SeedTerm } from '../../config/seed-vocabulary.ts';
import type { Proposal } from '../../domain/tag.ts';
import { settleProposals } from './settle-proposals.ts';
import { tagRulesOf } from './tag-rules.ts';

const TERMS: readonly SeedTerm[] = [
  { name: 'noite', kind: 'subject', aliases: ['night'] },
  { name: 'mão', kind: 'subject', aliases: ['hand'] },
  { name: 'estúdio', kind: 'people', aliases: ['studio'] },
  { name: 'mar', kind: 'subject' },
];

const proposal = (name: string): Proposal => ({
  ...{ layer: 'CK', name, score: 0.9, probability: 0.9, threshold: null },
  ...{ reason: 'seen', source: 'some', model: 'rule' },
});

/** A person in front of black, by flash. */
const STUDIO = studioOrNight(
  {
    ...{ darkRatio: 0.8, highlightBimodality: 0.9, hasPerson: true, hasFace: true },
    ...{ iso: 100, exposureSeconds: 1 / 125, flashFired: true },
  },
  { iso_threshold: 3200, face_required_for_studio: true, dark_ratio: 0.65 },
);

it('rules know terms that were renamed by their aliases', () => {
  expect(STUDIO).toMatchObject({ studio: true, suppressNight: true });
  const rules = tagRulesOf({ terms: TERMS });
  const names = (people: 'people' | 'undecided') =>
    settleProposals(
      ['noite', 'mão', 'estúdio', 'mar'].map(proposal),
      { people, decisions: [], studioOrNight: STUDIO },
      { rules, weights: new Map(), most: 10 },
    ).proposals.map(({ name }) => name);
  expect(names('people').sort()).toEqual(['estúdio', 'mar']);
  expect(names('undecided').sort()).toEqual(['estúdio', 'mar', 'mão']);
});
