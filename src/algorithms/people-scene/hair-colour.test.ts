import { describe, expect, it } from 'vitest';
import type { HairRegion, LabColour } from '../../domain/person-scene.ts';
import { hairColourOf } from './hair-colour.ts';

const DAYLIGHT_SKIN: LabColour = [75, 13, 17];
const hair = (colour: LabColour, changes: Partial<HairRegion> = {}): HairRegion => ({
  colour,
  forehead: DAYLIGHT_SKIN,
  fromBackground: 30,
  ...changes,
});

describe('hair colour from CIELAB', () => {
  it.each<{ what: string; given: HairRegion; expected: string | null }>([
    { what: 'black hair', given: hair([8, 1, 1]), expected: 'hair:brunette' },
    { what: 'dark brown hair', given: hair([24, 8, 10]), expected: 'hair:brunette' },
    { what: 'light brown hair', given: hair([34, 9, 15]), expected: null },
    { what: 'dark blond hair', given: hair([46, 8, 20]), expected: 'hair:blonde' },
    { what: 'pale blond hair', given: hair([72, 4, 21]), expected: 'hair:blonde' },
    { what: 'grey hair', given: hair([55, 1, 5]), expected: null },
    { what: 'white hair', given: hair([85, 0, 4]), expected: null },
    { what: 'red hair', given: hair([38, 24, 26]), expected: null },
    { what: 'blue hair', given: hair([40, 2, -35]), expected: null },
    { what: 'hair dyed yellow', given: hair([75, 0, 60]), expected: null },
    { what: 'dark hair before a dark wall', given: hair([8, 1, 1], { fromBackground: 8 }), expected: null },
    { what: 'dark hair in the shade', given: hair([8, 1, 1], { forehead: [30, 10, 12] }), expected: null },
    { what: 'dark hair in blue light', given: hair([8, 1, -9], { forehead: [52, 15, -25] }), expected: null },
  ])('$what: $expected', ({ given, expected }) => {
    const finding = hairColourOf(given);
    expect(finding?.name ?? null).toBe(expected);
    if (finding) {
      expect(finding.score).toBeGreaterThan(0);
      expect(finding.score).toBeLessThanOrEqual(1);
    }
  });

  it('says what it measured', () => {
    expect(hairColourOf(hair([8, 1, 1]))?.reason).toBe(
      'dark hair over the largest face: lightness 8 beside 75 of the forehead',
    );
  });
});
