import { describe, expect, it } from 'vitest';
import type { RuleVerdicts } from '../../domain/tag.ts';
import { shifted } from '../log-odds.ts';
import { type LearnedRule, learnRules, WEIGHT_STEP } from './learn-rules.ts';
import { priorOf, RULE_SOURCES, startingProbability } from './rule-priors.ts';

const verdicts = (name: string, kept: number, clusters: number, source = 'measured'): RuleVerdicts => ({
  source,
  name,
  kept,
  clusters,
});
const learned = (one: RuleVerdicts, others: readonly RuleVerdicts[] = []): LearnedRule =>
  learnRules([one, ...others], priorOf)[0]!;

describe('what is learned of a rule from decisions', () => {
  it.each<{ rule: string; kept: number; clusters: number; stopped: boolean }>([
    { rule: 'macro', kept: 0, clusters: 1, stopped: false },
    { rule: 'macro', kept: 0, clusters: 2, stopped: false },
    { rule: 'macro', kept: 0, clusters: 3, stopped: true },
    { rule: 'macro', kept: 2, clusters: 3, stopped: false },
    { rule: 'macro', kept: 30, clusters: 100, stopped: true },
    { rule: 'macro', kept: 60, clusters: 100, stopped: false },
    { rule: 'flash', kept: 0, clusters: 3, stopped: false },
    { rule: 'flash', kept: 0, clusters: 6, stopped: true },
    { rule: 'flash', kept: 10, clusters: 12, stopped: false },
    { rule: 'flash', kept: 10, clusters: 60, stopped: true },
  ])(
    '$rule that was kept in $kept of $clusters clusters is stopped: $stopped',
    ({ rule, stopped, ...said }) => {
      expect(learned(verdicts(rule, said.kept, said.clusters)).isStopped).toBe(stopped);
    },
  );

  it('is nothing while fewer than three clusters were decided', () => {
    expect(learned(verdicts('macro', 0, 2)).weight).toBe(0);
    expect(learned(verdicts('macro', 2, 2)).weight).toBe(0);
  });

  it('comes to what was observed, whatever the prior, when much was said', () => {
    for (const name of ['macro', 'flash']) {
      const { weight, prior } = learned(verdicts(name, 160, 200));
      expect(Math.abs(shifted(prior, weight) - 0.8)).toBeLessThan(0.06);
    }
  });

  it('makes likelier what is always kept', () => {
    expect(learned(verdicts('macro', 20, 20)).weight).toBeGreaterThan(1);
  });

  it('hears what was said of other names of the same rule, faintly, and of no other rule', () => {
    const others = ['dog', 'cat', 'car', 'bus'].map((name) => verdicts(name, 0, 10, 'objects'));
    const own = verdicts('bird', 2, 3, 'objects');
    const alone = learned(own).acceptance;
    expect(learned(own, others).acceptance).toBeLessThan(alone - 0.1);
    expect(
      learned(
        own,
        others.map((one) => ({ ...one, source: 'people' })),
      ).acceptance,
    ).toBe(alone);
    expect(learned(verdicts('bird', 20, 20, 'objects'), others).acceptance).toBeGreaterThan(0.85);
  });

  it('takes few steps while decisions come in, so that few clicks make all photos due', () => {
    const rounds = (isKept: (cluster: number) => boolean): number => {
      let [kept, steps, before] = [0, 0, 0];
      for (let clusters = 1; clusters <= 100; clusters++) {
        if (isKept(clusters)) kept++;
        const { weight } = learned(verdicts('night', kept, clusters));
        expect(Number.isInteger(weight / WEIGHT_STEP)).toBe(true);
        if (weight !== before) steps++;
        before = weight;
      }
      return steps;
    };
    expect(rounds(() => true)).toBeLessThanOrEqual(8);
    expect(rounds(() => false)).toBeLessThanOrEqual(10);
    expect(rounds((cluster) => cluster % 4 !== 0)).toBeLessThanOrEqual(2);
  });

  it('is nothing of what is no rule', () => {
    expect(learnRules([verdicts('sea', 0, 50, 'scored')], priorOf)).toEqual([]);
    expect(priorOf('constructor', 'sea')).toBeNull();
    expect(priorOf('measured', 'constructor')).toBe(0.9);
    for (const source of RULE_SOURCES) expect(priorOf(source, 'any')).toBeGreaterThan(0.5);
  });

  it.each<[source: string, name: string, score: number, expected: number | null]>([
    ['places', 'Paris', 0.95, 0.95],
    ['places', 'Paris', 1.2, 1],
    ['gear', 'Pentax67', 1, 0.98],
    ['measured', 'macro', 0.4, 0.55],
    ['scored', 'sea', 0.3, null],
  ])('a candidate of %s for %s with a score of %f starts at %s', (source, name, score, expected) => {
    expect(startingProbability(source, name, score)).toBe(expected);
  });
});
