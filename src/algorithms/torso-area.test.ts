import { describe, expect, it } from 'vitest';
import type { Box } from '../domain/detection.ts';
import { torsoAreaOfBoxes } from './torso-area.ts';

const box = (x: number, y: number, width: number, height: number): Box => ({ x, y, width, height });

describe('the share of the picture that the largest torso covers', () => {
  const standing = box(0.4, 0.1, 0.2, 0.8);
  const table = [
    { name: 'nobody', persons: [], faces: [], expected: 0 },
    { name: 'a face without a person', persons: [], faces: [box(0.4, 0.1, 0.2, 0.2)], expected: 0 },
    {
      name: 'a standing person: four fifths of the width, three of eight heads',
      persons: [standing],
      faces: [],
      expected: 0.2 * 0.8 * 0.8 * (3 / 8),
    },
    {
      name: 'two persons: the larger one',
      persons: [box(0, 0, 0.1, 0.4), standing],
      faces: [],
      expected: 0.2 * 0.8 * 0.8 * (3 / 8),
    },
    {
      name: 'head and shoulders: what lies under the face inside the box',
      persons: [box(0.2, 0.1, 0.6, 0.9)],
      faces: [box(0.4, 0.2, 0.2, 0.3)],
      expected: 0.5 * 0.5,
    },
    {
      name: "a face in the lower half, which is another one's",
      persons: [standing],
      faces: [box(0.45, 0.7, 0.1, 0.1)],
      expected: 0.2 * 0.8 * 0.8 * (3 / 8),
    },
    {
      name: 'a face that fills the box',
      persons: [box(0, 0, 1, 1)],
      faces: [box(0, 0, 0.9, 0.99)],
      expected: 0.01,
    },
  ];
  it.each(table)('of $name', ({ persons, faces, expected }) => {
    expect(torsoAreaOfBoxes(persons, faces)).toBeCloseTo(expected, 6);
  });
});
