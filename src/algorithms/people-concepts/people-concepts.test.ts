import { describe, expect, it } from 'vitest';
import type { DetectedFace, DetectedObject, Detections } from '../../domain/detection.ts';
import type { PhotoMetadata } from '../../domain/metadata.ts';
import type { HairRegion, PersonScene } from '../../domain/person-scene.ts';
import { wordsOfDescription } from './caption-words.ts';
import { peopleConcepts } from './index.ts';

const SCENE: PersonScene = {
  hair: null,
  sky: 0,
  leaves: 0,
  darkAround: 0.05,
  evenAround: 0.3,
  litSkin: 0.3,
  edges: 0.3,
  monochrome: false,
};
const DARK_HAIR: HairRegion = { colour: [12, 3, 2], forehead: [75, 12, 15], fromBackground: 40 };
const BLOND_HAIR: HairRegion = { colour: [55, 9, 20], forehead: [78, 13, 17], fromBackground: 30 };

const face = (size: number, changes: Partial<DetectedFace> = {}): DetectedFace => ({
  score: 0.9,
  box: { x: 0.4, y: 0.2, width: size, height: size },
  yawRadians: 0.1,
  ...changes,
});
const object = (label: string, score = 0.8, size = 0.6): DetectedObject => ({
  label,
  score,
  box: { x: 0.3, y: 0.1, width: size, height: size },
});

interface Given {
  readonly seen?: Partial<Detections>;
  readonly scene?: Partial<PersonScene> | null;
  readonly metadata?: Partial<PhotoMetadata>;
  readonly caption?: string;
}

const conceptsOf = ({ seen, scene = {}, metadata, caption }: Given) =>
  peopleConcepts({
    detections: {
      objects: [],
      faces: [],
      hands: [],
      torsoArea: 0,
      skinCoverage: 0,
      scene: scene && { ...SCENE, ...scene },
      ...seen,
    },
    metadata: metadata ? (metadata as PhotoMetadata) : null,
    captureTime: null,
    words: wordsOfDescription(
      caption === undefined ? null : { caption, detailedCaption: '', objects: [], text: null },
    ),
  });

const FRONTAL = ['face', 'frontal', 'portrait'];

describe('on a people set', () => {
  it.each<{ when: string; given: Given; expected: readonly string[] }>([
    { when: 'nothing is seen', given: {}, expected: [] },
    {
      when: 'the picture was not measured',
      given: { scene: null, seen: { faces: [face(0.3)] } },
      expected: FRONTAL,
    },
    { when: 'a face looks at the camera', given: { seen: { faces: [face(0.3)] } }, expected: FRONTAL },
    {
      when: 'a head is turned by 60°',
      given: { seen: { faces: [face(0.3, { yawRadians: -1.05 })] } },
      expected: ['face', 'portrait', 'profile'],
    },
    {
      when: 'a head is turned by 35°',
      given: { seen: { faces: [face(0.3, { yawRadians: 0.6 })] } },
      expected: ['face', 'portrait'],
    },
    { when: 'a face may be a face', given: { seen: { faces: [face(0.3, { score: 0.6 })] } }, expected: [] },
    { when: 'a face is far away', given: { seen: { faces: [face(0.05)] } }, expected: [] },
    {
      when: 'the face is a dog’s',
      given: { seen: { faces: [face(0.2)], objects: [object('dog')] } },
      expected: [],
    },
    {
      when: 'somebody holds a dog before the chest',
      given: { seen: { faces: [face(0.2)], objects: [object('dog'), object('person')] } },
      expected: FRONTAL,
    },
    {
      when: 'there are five faces',
      given: { seen: { faces: Array.from({ length: 5 }, () => face(0.08)) } },
      expected: ['group'],
    },
    {
      when: 'a hand is seen',
      given: { seen: { hands: [{ score: 0.8, box: face(0.2).box }] } },
      expected: ['hands'],
    },
    {
      when: 'the hair is dark',
      given: { seen: { faces: [face(0.3)] }, scene: { hair: DARK_HAIR } },
      expected: [...FRONTAL, 'hair:brunette'],
    },
    {
      when: 'the hair is blond',
      given: { seen: { faces: [face(0.3)] }, scene: { hair: BLOND_HAIR } },
      expected: [...FRONTAL, 'hair:blonde'],
    },
    {
      when: 'the hair is dark, and there is a second face as large',
      given: { seen: { faces: [face(0.3), face(0.28)] }, scene: { hair: DARK_HAIR } },
      expected: FRONTAL,
    },
    {
      when: 'the hair is dark, and the picture black and white',
      given: { seen: { faces: [face(0.3)] }, scene: { hair: DARK_HAIR, monochrome: true } },
      expected: FRONTAL,
    },
    {
      when: 'what is dark above the face is a hat, as a description says',
      given: { seen: { faces: [face(0.3)] }, scene: { hair: DARK_HAIR }, caption: 'A man wearing a hat.' },
      expected: FRONTAL,
    },
    {
      when: 'the description says blonde, and nothing was measured',
      given: { caption: 'A woman with blonde hair looks out of a window.' },
      expected: ['hair:blonde'],
    },
    {
      when: 'the description has a blonde and a brunette',
      given: { caption: 'A blonde woman and a brunette woman dance.' },
      expected: [],
    },
    {
      when: 'the description has a brown coat',
      given: { caption: 'A woman in a brown coat.' },
      expected: [],
    },
    {
      when: 'there is sky',
      given: { scene: { sky: 0.2 } },
      expected: ['outdoor'],
    },
    {
      when: 'it is lit by the sun',
      given: { metadata: { iso: 100, fNumber: 8, exposureSeconds: 1 / 500, flashFired: false } },
      expected: ['outdoor'],
    },
    {
      when: 'it is lit as by the sun, and that was flash',
      given: { metadata: { iso: 100, fNumber: 8, exposureSeconds: 1 / 500, flashFired: true } },
      expected: [],
    },
    {
      when: 'there is a little green and a sofa',
      given: { scene: { leaves: 0.3 }, seen: { objects: [object('couch')] } },
      expected: [],
    },
    {
      when: 'a face is before a plain backdrop',
      given: { seen: { faces: [face(0.3)] }, scene: { evenAround: 0.95 } },
      expected: [...FRONTAL, 'studio'],
    },
    {
      when: 'a face is before plain sky',
      given: { seen: { faces: [face(0.3)] }, scene: { evenAround: 0.95, sky: 0.5 } },
      expected: [...FRONTAL, 'outdoor'],
    },
    {
      when: 'a face is before black',
      given: { seen: { faces: [face(0.3)] }, scene: { evenAround: 1, darkAround: 0.95 } },
      expected: ['black-background', ...FRONTAL],
    },
    {
      when: 'a face is before black at night',
      given: {
        seen: { faces: [face(0.3)] },
        scene: { evenAround: 1, darkAround: 0.95 },
        metadata: { iso: 6400, fNumber: 1.8, exposureSeconds: 1 / 30, flashFired: false },
      },
      expected: FRONTAL,
    },
    {
      when: 'skin fills the frame, and there is no face',
      given: { scene: { litSkin: 0.9, edges: 0.05 }, seen: { objects: [object('person', 0.3)] } },
      expected: ['bodyscape'],
    },
    {
      when: 'what has the colour of skin shows no sign of a body',
      given: { scene: { litSkin: 0.9, edges: 0.06 } },
      expected: [],
    },
    {
      when: 'skin fills the frame, with a doubtful face',
      given: { scene: { litSkin: 0.9, edges: 0.05 }, seen: { faces: [face(0.1, { score: 0.4 })] } },
      expected: [],
    },
    {
      when: 'skin fills the frame, and it is a hand',
      given: {
        scene: { litSkin: 0.9, edges: 0.05 },
        seen: { hands: [{ score: 0.45, box: face(0.4).box }] },
      },
      expected: [],
    },
    {
      when: 'what has the colour of skin is as rough as wood',
      given: { scene: { litSkin: 0.9, edges: 0.4 } },
      expected: [],
    },
    {
      when: 'a torso fills a black-and-white frame',
      given: { scene: { litSkin: 0, edges: 0.05, monochrome: true }, seen: { torsoArea: 0.3 } },
      expected: ['bodyscape'],
    },
    {
      when: 'there is hardly somebody, and nothing with an outline',
      given: { scene: { litSkin: 0.2, edges: 0.02 }, seen: { objects: [object('person', 0.3)] } },
      expected: ['abstract'],
    },
    {
      when: 'there is nothing with an outline, and no sign of anybody',
      given: { scene: { litSkin: 0.2, edges: 0.02 } },
      expected: [],
    },
    {
      when: 'there is little with an outline, and somebody',
      given: { scene: { litSkin: 0.2, edges: 0.02 }, seen: { objects: [object('person')] } },
      expected: [],
    },
  ])('$expected when $when', ({ given, expected }) => {
    const concepts = conceptsOf(given);
    expect(concepts.map(({ name }) => name).sort()).toEqual(expected.toSorted());
    for (const { name, score, probability, threshold, reason } of concepts) {
      expect(probability, name).toBeGreaterThanOrEqual(threshold);
      expect(probability, name).toBeLessThanOrEqual(1);
      expect(score, name).toBeGreaterThan(0);
      expect(score, name).toBeLessThanOrEqual(1);
      expect(reason.length, name).toBeGreaterThan(5);
    }
  });

  it('what is seen and said is likelier than what is only seen', () => {
    const seen: Given = { seen: { faces: [face(0.3)] }, scene: { hair: BLOND_HAIR } };
    const of = (given: Given) => conceptsOf(given).find(({ name }) => name === 'hair:blonde')!;
    const both = of({ ...seen, caption: 'A blonde woman.' });
    expect(both.probability).toBeGreaterThan(of(seen).probability);
    expect(both.reason).toMatch(/^light yellow hair .*; the description says: blonde$/);
  });
});
