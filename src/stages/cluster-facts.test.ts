import { describe, expect, it } from 'vitest';
import type { PeopleVerdict } from '../domain/detection.ts';
import { verdictOf } from './cluster-facts.ts';

const photo = (sha1: string, verdict: PeopleVerdict | null) => ({
  sha1,
  people: verdict && { verdict, reason: '' },
});

describe('whether a cluster is a people set', () => {
  it.each([
    { members: [photo('a', 'people'), photo('b', 'no-people')], flags: [], expected: 'people' },
    { members: [photo('a', 'no-people'), photo('b', 'no-people')], flags: [], expected: 'no-people' },
    { members: [photo('a', 'no-people'), photo('b', 'undecided')], flags: [], expected: 'undecided' },
    { members: [photo('a', 'no-people'), photo('b', null)], flags: [], expected: 'undecided' },
    { members: [], flags: [], expected: 'undecided' },
    { members: [photo('a', 'no-people')], flags: [['a', 'set']], expected: 'people' },
    { members: [photo('a', 'people')], flags: [['a', 'lifted']], expected: 'no-people' },
    {
      members: [photo('a', 'people'), photo('b', 'people')],
      flags: [['a', 'lifted']],
      expected: 'people',
    },
    { members: [photo('a', 'people'), photo('b', null)], flags: [['a', 'lifted']], expected: 'undecided' },
  ] as const)('$members with flags $flags: $expected', ({ members, flags, expected }) => {
    expect(verdictOf(members, new Map(flags as readonly (readonly [string, 'set' | 'lifted'])[]))).toBe(
      expected,
    );
  });
});
