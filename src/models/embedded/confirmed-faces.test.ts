import { describe, expect, it } from 'vitest';
import { confirmedFaces } from './confirmed-faces.ts';
import type { FoundFace } from './face-finder.ts';

const head = { x: 0.4, y: 0.1, width: 0.2, height: 0.2 };
const face = (meshScore: number | null): FoundFace => ({ score: 0.8, box: head, yawRadians: 0.1, meshScore });
const person = (score: number) => ({
  label: 'person',
  score,
  box: { x: 0.3, y: 0.05, width: 0.4, height: 0.9 },
});
const dog = { label: 'dog', score: 0.9, box: { x: 0.3, y: 0.05, width: 0.4, height: 0.9 } };
const below = { x: 0.4, y: 0.7, width: 0.2, height: 0.2 };

describe('a face keeps its score where a second witness agrees', () => {
  const table = [
    { name: 'nobody', found: [face(0.01)], beside: [], objects: [], expected: [0.4] },
    { name: 'nobody, the mesh not asked', found: [face(null)], beside: [], objects: [], expected: [0.4] },
    { name: 'the mesh', found: [face(0.97)], beside: [], objects: [], expected: [0.8] },
    { name: 'a person', found: [face(0.01)], beside: [], objects: [person(0.6)], expected: [0.8] },
    { name: 'perhaps a person', found: [face(0.01)], beside: [], objects: [person(0.2)], expected: [0.4] },
    {
      name: 'the other detector',
      found: [face(0.01)],
      beside: [{ score: 0.5, box: head }],
      objects: [],
      expected: [0.8],
    },
    { name: 'nobody, in a dog: it goes', found: [face(0.01)], beside: [], objects: [dog], expected: [] },
    { name: 'the mesh, in a dog', found: [face(0.97)], beside: [], objects: [dog], expected: [0.4] },
    {
      name: "the mesh, in a dog on somebody's arm",
      found: [face(0.97)],
      beside: [],
      objects: [dog, person(0.2)],
      expected: [0.8],
    },
    {
      name: 'a person whose feet it is at',
      found: [{ ...face(0.01), box: below }],
      beside: [],
      objects: [person(0.6)],
      expected: [0.4],
    },
  ];
  it.each(table)('$name → $expected', ({ found, beside, objects, expected }) => {
    expect(confirmedFaces(found, beside, objects).map((one) => one.score)).toEqual(expected);
  });

  it('and one that only the other detector sees is added, without a turn of the head', () => {
    const faces = confirmedFaces([face(0.97)], [{ score: 0.9, box: below }], []);
    expect(faces).toEqual([
      { score: 0.9, box: below, yawRadians: null },
      { score: 0.8, box: head, yawRadians: 0.1 },
    ]);
  });
});
