import { describe, expect, test } from 'vitest';
import type { DetectedFace, DetectedHand, DetectedObject, Detections } from '../domain/detection.ts';
import { clusterIsPeopleSet, clusterStaysHere, findPeople, type PeopleHandFlag } from './people-set.ts';

const NOBODY: Detections = { objects: [], faces: [], hands: [], torsoArea: 0, skinCoverage: 0.1 };

const box = (width: number, height: number) => ({ x: 0.1, y: 0.1, width, height });
const person = (score: number): DetectedObject => ({ label: 'person', score, box: box(0.1, 0.3) });
const face = (score: number, side: number): DetectedFace => ({
  score,
  box: box(side, side),
  yawRadians: null,
});
const hand = (score: number, side: number): DetectedHand => ({ score, box: box(side, side) });

describe('what detections say', () => {
  const table: readonly (readonly [string, Partial<Detections>, 'people' | 'no-people' | 'undecided'])[] = [
    ['nobody', {}, 'no-people'],
    ['a cat', { objects: [{ label: 'cat', score: 0.9, box: box(0.8, 0.8) }] }, 'no-people'],
    // Persons.
    ['a person of half the height', { objects: [person(0.8)], torsoArea: 0.025 }, 'people'],
    ['a person at the limit of torso', { objects: [person(0.5)], torsoArea: 0.02 }, 'people'],
    [
      'a small nude in a landscape',
      { objects: [person(0.8)], torsoArea: 0.002, skinCoverage: 0.6 },
      'people',
    ],
    ['neither near nor far', { objects: [person(0.8)], torsoArea: 0.01, skinCoverage: 0.05 }, 'undecided'],
    [
      'far away, but much skin tone',
      { objects: [person(0.8)], torsoArea: 0.002, skinCoverage: 0.3 },
      'undecided',
    ],
    ['far away and dressed', { objects: [person(0.8)], torsoArea: 0.002, skinCoverage: 0.1 }, 'no-people'],
    [
      'a distant crowd',
      { objects: Array(30).fill(person(0.7)), torsoArea: 0.003, skinCoverage: 0.15 },
      'no-people',
    ],
    ['perhaps a person, near', { objects: [person(0.3)], torsoArea: 0.1 }, 'undecided'],
    [
      'perhaps a person, all skin',
      { objects: [person(0.3)], torsoArea: 0.001, skinCoverage: 0.9 },
      'undecided',
    ],
    ['perhaps a person, far away and dressed', { objects: [person(0.3)], torsoArea: 0.001 }, 'no-people'],
    ['a score too low for a person', { objects: [person(0.1)] }, 'no-people'],
    ['a torso without a person', { torsoArea: 0.1 }, 'undecided'],
    // Faces.
    ['a portrait', { faces: [face(0.9, 0.3)] }, 'people'],
    ['a face at the limit', { faces: [face(0.6, 0.1001)] }, 'people'],
    ['a small face', { faces: [face(0.9, 0.08)] }, 'undecided'],
    ['a tiny face', { faces: [face(0.9, 0.05)] }, 'no-people'],
    ['perhaps a face', { faces: [face(0.45, 0.3)] }, 'undecided'],
    ['hardly a face', { faces: [face(0.2, 0.3)] }, 'no-people'],
    ['one face of many is large', { faces: [face(0.9, 0.05), face(0.4, 0.2), face(0.8, 0.2)] }, 'people'],
    [
      'a far person with a near face',
      { objects: [person(0.8)], torsoArea: 0.001, faces: [face(0.9, 0.3)] },
      'people',
    ],
    // Hands and skin.
    ['a hand close up', { hands: [hand(0.8, 0.4)] }, 'undecided'],
    ['a small hand', { hands: [hand(0.8, 0.1)] }, 'no-people'],
    ['perhaps a hand', { hands: [hand(0.4, 0.4)] }, 'no-people'],
    ['a bodyscape that no detector knows', { skinCoverage: 0.7 }, 'undecided'],
    ['some wood', { skinCoverage: 0.3 }, 'no-people'],
    [
      'a cat on sand',
      { objects: [{ label: 'cat', score: 0.9, box: box(0.2, 0.2) }], skinCoverage: 0.8 },
      'undecided',
    ],
    // What cannot be.
    ['a torso that is no number', { torsoArea: Number.NaN }, 'undecided'],
    ['skin that is no number', { skinCoverage: Number.NaN }, 'undecided'],
    ['a score that is no number', { objects: [person(Number.NaN)] }, 'undecided'],
    ['a face box that is no number', { faces: [face(0.9, Number.NaN)] }, 'undecided'],
    ['a negative torso', { torsoArea: -1 }, 'undecided'],
    ['a share above 1', { skinCoverage: 12 }, 'undecided'],
  ];
  test.each(table)('%s', (_what, change, expected) => {
    const finding = findPeople({ ...NOBODY, ...change });
    expect(finding.verdict).toBe(expected);
    expect(finding.reason).not.toBe('');
  });

  test('no detections at all are undecided', () => {
    expect(findPeople(null).verdict).toBe('undecided');
  });

  test.each([
    [0, 'no-people'],
    [0.4, 'no-people'],
    [0.7, 'undecided'],
    [1, 'undecided'],
  ])('skin on a fifth of a picture of which %d is black: %s', (darkRatio, expected) => {
    expect(findPeople({ ...NOBODY, skinCoverage: 0.2 }, { darkRatio }).verdict).toBe(expected);
  });

  test('other thresholds are other verdicts', () => {
    const detections = { ...NOBODY, objects: [person(0.8)], torsoArea: 0.01, skinCoverage: 0.05 };
    expect(findPeople(detections, { thresholds: { torsoArea: 0.005 } }).verdict).toBe('people');
  });

  test('more evidence of people never makes it fewer', () => {
    const rank = { 'no-people': 0, undecided: 1, people: 2 };
    for (const score of [0, 0.3, 0.8]) {
      for (const skinCoverage of [0.05, 0.3, 0.6]) {
        const ranks = [0, 0.003, 0.01, 0.05].map((torsoArea) => {
          const objects = score > 0 ? [person(score)] : [];
          return rank[findPeople({ ...NOBODY, objects, torsoArea, skinCoverage }).verdict];
        });
        expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
      }
    }
  });

  test.each([
    [{ objects: [person(0.8)], torsoArea: 0.083 }, 'a person, torso 8.3 % of the picture'],
    [{ faces: [face(0.9, 0.4)] }, 'a face, 16 % of the picture'],
    [{ skinCoverage: 0.72 }, 'nobody seen, but skin tone on 72 % of what is lit'],
    [{}, 'no person, no face, little skin tone'],
  ] as const)('%j in words', (change, expected) => {
    expect(findPeople({ ...NOBODY, ...change }).reason).toBe(expected);
  });
});

describe('a cluster', () => {
  const people = { verdict: 'people', reason: '' } as const;
  const none = { verdict: 'no-people', reason: '' } as const;
  const undecided = { verdict: 'undecided', reason: '' } as const;

  type Row = readonly [string, Parameters<typeof clusterIsPeopleSet>[0], PeopleHandFlag, boolean, boolean];
  const table: readonly Row[] = [
    ['without members', [], null, false, true],
    ['of one without people', [none], null, false, false],
    ['of one with people', [people], null, true, true],
    ['with one of many with people', [none, none, people, none], null, true, true],
    ['with an undecided one', [none, undecided], null, false, true],
    ['with one that nothing has looked at', [none, null], null, false, true],
    ['set by hand', [none, none], 'set', true, true],
    ['lifted by hand', [people, undecided, null], 'lifted', false, false],
  ];
  test.each(table)('%s', (_what, findings, flag, isPeopleSet, staysHere) => {
    expect(clusterIsPeopleSet(findings, flag)).toBe(isPeopleSet);
    expect(clusterStaysHere(findings, flag)).toBe(staysHere);
  });
});
