import { describe, expect, it } from 'vitest';
import type { StudioFinding } from '../../algorithms/studio-or-night.ts';
import type { SeedTerm } from '../../config/seed-vocabulary.ts';
import type { PeopleVerdict } from '../../domain/detection.ts';
import type { Decision, Proposal } from '../../domain/tag.ts';
import { settleProposals } from './settle-proposals.ts';
import { tagRulesOf } from './tag-rules.ts';

const TERMS: readonly SeedTerm[] = [
  { name: 'studio', kind: 'people', excludes: ['night', 'outdoor'] },
  { name: 'night', kind: 'subject' },
  { name: 'dawn', kind: 'subject', excludes: ['night'] },
  { name: 'outdoor', kind: 'people' },
  { name: 'face', kind: 'subject' },
  { name: 'face', kind: 'people' },
  { name: 'bird', kind: 'subject', notOnPeopleSets: true },
  { name: 'hand', kind: 'subject' },
];

/** `night 0.9<0.5`: a name, its probability, what is asked; without a number only the score is known, 0.5. */
function suggestion(text: string): Proposal {
  const [name, probability, threshold] = text.split(/[ <]/);
  return {
    layer: 'CK',
    name: name!,
    score: 0.5,
    probability: probability === undefined ? null : Number(probability),
    threshold: threshold === undefined ? null : Number(threshold),
    reason: `${name} is seen`,
    source: 'some',
    model: 'rule',
  };
}

interface Given {
  readonly suggested: readonly string[];
  readonly people?: PeopleVerdict;
  readonly said?: Readonly<Record<string, Decision['verdict']>>;
  readonly finding?: Partial<StudioFinding>;
  readonly most?: number;
  /** `source name` and log-odds. */
  readonly weights?: Readonly<Record<string, number>>;
}

const settle = ({ suggested, people = 'no-people', said = {}, finding, most = 10, weights = {} }: Given) =>
  settleProposals(
    suggested.map(suggestion),
    {
      people,
      decisions: Object.entries(said).map(([name, verdict]) => ({ layer: 'CK', name, verdict })),
      studioOrNight: finding
        ? {
            studio: false,
            suppressNight: false,
            studioScore: 0,
            studioProbability: 0,
            backgroundProbability: 0,
            lightIsKnown: true,
            nightScore: 0,
            reasons: ['ISO 100'],
            ...finding,
          }
        : null,
    },
    { rules: tagRulesOf({ terms: TERMS }), weights: new Map(Object.entries(weights)), most },
  );

describe('of what taggers suggest for a photo', () => {
  it.each<{ when: string; given: Given; kept: string[]; left: string[] }>([
    { when: 'there is nothing', given: { suggested: [] }, kept: [], left: [] },
    {
      when: 'probability orders before score, and a score where there is none',
      given: { suggested: ['a 0.3', 'b', 'c 0.9'] },
      kept: ['c', 'b', 'a'],
      left: [],
    },
    {
      when: 'one name comes twice, it stays as the surer tagger has it',
      given: { suggested: ['a 0.3', 'b 0.5', 'a 0.8'] },
      kept: ['a', 'b'],
      left: [],
    },
    {
      when: 'more are left than may be',
      given: { suggested: ['a 0.3', 'b 0.5', 'c 0.9'], most: 2 },
      kept: ['c', 'b'],
      left: ['a: 2 others are likelier'],
    },
    {
      when: 'one was rejected on this photo, it frees its place and stays on record',
      given: { suggested: ['a 0.9', 'b 0.5'], said: { A: 'rejected' }, most: 1 },
      kept: ['b', 'a'],
      left: ['a: you rejected it on this photo'],
    },
    {
      when: 'one was accepted on this photo, it takes no place from others',
      given: { suggested: ['a 0.3', 'b 0.5', 'c 0.4'], said: { a: 'accepted' }, most: 1 },
      kept: ['b', 'a'],
      left: ['c: 1 others are likelier'],
    },
    {
      when: 'a rejected one would exclude others, it does not',
      given: { suggested: ['night 0.9', 'dawn 0.4'], said: { night: 'rejected' } },
      kept: ['dawn', 'night'],
      left: ['night: you rejected it on this photo'],
    },
    {
      when: 'decisions on other photos speak against one',
      given: { suggested: ['a 0.6<0.5', 'b 0.9<0.5'], weights: { 'some a': -1, 'some b': -1 } },
      kept: ['b'],
      left: ['a: you rejected it too often on other photos: 36 % likely, 50 % are asked'],
    },
    {
      when: 'decisions on other photos speak against one that was accepted on this one',
      given: { suggested: ['a 0.6<0.5'], weights: { 'some a': -1 }, said: { a: 'accepted' } },
      kept: ['a'],
      left: [],
    },
    {
      when: 'decisions on other photos speak for one, and of another tagger against it',
      given: { suggested: ['a 0.6', 'b 0.7'], weights: { 'some a': 1, 'other b': -5 } },
      kept: ['a', 'b'],
      left: [],
    },
    {
      when: 'two exclude each other, the likelier stays',
      given: { suggested: ['night 0.6', 'dawn 0.8'] },
      kept: ['dawn'],
      left: ['night: dawn is likelier, and the two exclude each other'],
    },
    {
      when: 'two exclude each other, and only the other one says so',
      given: { suggested: ['night 0.8', 'dawn 0.6'] },
      kept: ['night'],
      left: ['dawn: night is likelier, and the two exclude each other'],
    },
    {
      when: 'what an excluded one excludes, it takes nothing with it',
      given: { suggested: ['outdoor 0.5', 'studio 0.8', 'dawn 0.6', 'night 0.7'], people: 'people' },
      kept: ['studio', 'dawn'],
      left: [
        'night: studio is likelier, and the two exclude each other',
        'outdoor: studio is likelier, and the two exclude each other',
      ],
    },
    {
      when: 'the user chose the unlikelier one by hand',
      given: { suggested: ['night 0.9', 'dawn 0.2'], said: { dawn: 'accepted' } },
      kept: ['dawn'],
      left: ['night: you chose dawn, which excludes it'],
    },
    {
      when: 'the user added what nothing proposes',
      given: { suggested: ['night 0.9'], said: { studio: 'added' } },
      kept: [],
      left: ['night: you chose studio, which excludes it'],
    },
    {
      when: 'the user accepted two that exclude each other, both stay',
      given: { suggested: ['night 0.9', 'dawn 0.2'], said: { dawn: 'accepted', night: 'accepted' } },
      kept: ['night', 'dawn'],
      left: [],
    },
    {
      when: 'it is a people set',
      given: { suggested: ['bird 0.9', 'hand 0.8', 'face 0.7'], people: 'people' },
      kept: ['face'],
      left: ['bird: it is never proposed on people sets', 'hand: it is never proposed on people sets'],
    },
    {
      when: 'it may be a people set, terms of people are left out and subjects stay',
      given: { suggested: ['bird 0.9', 'outdoor 0.8', 'face 0.7'], people: 'undecided' },
      kept: ['bird', 'face'],
      left: ['outdoor: it is proposed on people sets only'],
    },
    {
      when: 'a whole studio was found in what is no people set',
      given: { suggested: ['studio 0.8', 'night 0.9'], finding: { studio: true, suppressNight: true } },
      kept: ['studio'],
      left: ['night: it is a studio: ISO 100'],
    },
  ])('$kept are proposed when $when', ({ given, kept, left }) => {
    for (const suggested of [given.suggested, given.suggested.toReversed()]) {
      const { proposals, leftOut } = settle({ ...given, suggested });
      expect(proposals.map(({ name }) => name)).toEqual(kept);
      expect(leftOut.map(({ proposal, why }) => `${proposal.name}: ${why}`).sort()).toEqual(left.toSorted());
    }
  });

  it('the one that stays says what it was preferred to, and why that had been suggested', () => {
    const [dawn] = settle({ suggested: ['night 0.6', 'dawn 0.8'] }).proposals;
    expect(dawn!.reason).toBe('dawn is seen; rather than night (60 %: night is seen)');
  });
});

describe('studio light against a night, whoever proposes it', () => {
  it.each<{ suggested: string; finding: Partial<StudioFinding>; probability: number | null }>([
    { suggested: 'night 0.9', finding: {}, probability: 0.9 },
    { suggested: 'night 0.9', finding: { studioScore: 0.25 }, probability: 0.77 },
    { suggested: 'night 0.9', finding: { studioScore: 0.75 }, probability: null },
    { suggested: 'night 0.6', finding: { studioScore: 0.25 }, probability: null },
    { suggested: 'night 0.9', finding: { suppressNight: true }, probability: null },
    { suggested: 'night 0.6', finding: { nightScore: 0.5 }, probability: 0.92 },
    { suggested: 'night 0.3', finding: { nightScore: 0.1 }, probability: 0.39 },
    { suggested: 'dawn 0.9', finding: { studioScore: 0.9, suppressNight: true }, probability: 0.9 },
  ])('$suggested becomes $probability by $finding', ({ suggested, finding, probability }) => {
    const { proposals } = settle({ suggested: [suggested], finding });
    expect(proposals.map((one) => Number(one.probability!.toFixed(2)))).toEqual(
      probability === null ? [] : [probability],
    );
  });

  it('says so in the reason', () => {
    const [night] = settle({ suggested: ['night 0.9'], finding: { studioScore: 0.25 } }).proposals;
    expect(night!.reason).toBe('night is seen; less likely, as it looks like a studio: ISO 100');
  });

  it('takes a night of unknown probability away only where the studio is far ahead', () => {
    expect(settle({ suggested: ['night'], finding: { studioScore: 0.4 } }).proposals).toHaveLength(1);
    expect(settle({ suggested: ['night'], finding: { studioScore: 0.6 } }).proposals).toHaveLength(0);
  });
});
