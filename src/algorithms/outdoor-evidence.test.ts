import { describe, expect, it } from 'vitest';
import type { CaptureTime } from '../domain/capture-time.ts';
import type { DetectedObject } from '../domain/detection.ts';
import type { PhotoMetadata } from '../domain/metadata.ts';
import type { PersonScene } from '../domain/person-scene.ts';
import { type OutdoorFacts, outdoorEvidence } from './outdoor-evidence.ts';

const NOTHING: OutdoorFacts = {
  metadata: null,
  captureTime: null,
  objects: [],
  scene: null,
  words: new Set(),
};
const SCENE = { sky: 0, leaves: 0, evenAround: 0.2, monochrome: false } as PersonScene;
const exposed = (iso: number, exposureSeconds: number, fNumber: number, flashFired = false) =>
  ({ iso, exposureSeconds, fNumber, flashFired, gps: null }) as PhotoMetadata;
const object = (label: string, score = 0.7): DetectedObject => ({
  label,
  score,
  box: { x: 0, y: 0, width: 0.5, height: 0.5 },
});
const taken = (hour: number, trustScore = 0.9): CaptureTime =>
  ({ wallMillis: hour * 3_600_000, trustScore, precision: 'second' }) as CaptureTime;

describe('whether a picture of people was taken outdoors', () => {
  it.each<{ what: string; facts: Partial<OutdoorFacts>; range: [number, number]; says: string }>([
    { what: 'nothing is known', facts: {}, range: [0.5, 0.5], says: '' },
    {
      what: 'it is exposed for sunlight',
      facts: { metadata: exposed(100, 1 / 250, 11) },
      range: [0.9, 1],
      says: 'exposed for EV 15, daylight',
    },
    {
      what: 'it is exposed for a room',
      facts: { metadata: exposed(800, 1 / 60, 2.8) },
      range: [0.1, 0.25],
      says: 'exposed for EV 6, as in rooms',
    },
    {
      what: 'it is so dark that it is a cellar or a night',
      facts: { metadata: exposed(6400, 1 / 15, 1.8) },
      range: [0.3, 0.45],
      says: 'exposed for EV -0',
    },
    {
      what: 'the flash fired, whose light says nothing of the place',
      facts: { metadata: exposed(100, 1 / 250, 11, true) },
      range: [0.3, 0.4],
      says: 'the flash fired',
    },
    {
      what: 'there is sky',
      facts: { scene: { ...SCENE, sky: 0.2 } },
      range: [0.9, 1],
      says: 'blue sky on 20 % of the picture',
    },
    {
      what: 'there would be sky in black and white',
      facts: { scene: { ...SCENE, sky: 0.2, monochrome: true } },
      range: [0.5, 0.5],
      says: '',
    },
    {
      what: 'there is a car',
      facts: { objects: [object('car')] },
      range: [0.85, 0.9],
      says: 'the detector sees: car',
    },
    { what: 'there is hardly a car', facts: { objects: [object('car', 0.3)] }, range: [0.5, 0.5], says: '' },
    {
      what: 'there are ten cars, which are no ten witnesses',
      facts: { objects: Array.from({ length: 10 }, () => object('car')) },
      range: [0.85, 0.9],
      says: 'the detector sees: car',
    },
    {
      what: 'there is a television and a car on it',
      facts: { objects: [object('car'), object('tv')] },
      range: [0.3, 0.45],
      says: 'the detector sees: tv; the detector sees: car',
    },
    {
      what: 'it is taken at 23 o’clock',
      facts: { captureTime: taken(23) },
      range: [0.35, 0.4],
      says: "taken at 23 o'clock",
    },
    {
      what: 'the clock is not to be trusted',
      facts: { captureTime: taken(23, 0.5) },
      range: [0.5, 0.5],
      says: '',
    },
    {
      what: 'a description says beach',
      facts: { words: new Set(['a', 'woman', 'beach']) },
      range: [0.85, 0.9],
      says: 'described with: beach',
    },
    {
      what: 'a description says window, street and room',
      facts: { words: new Set(['street', 'room']) },
      range: [0.5, 0.5],
      says: '',
    },
  ])('is $range where $what', ({ facts, range, says }) => {
    const { probability, clues } = outdoorEvidence({ ...NOTHING, ...facts });
    expect(probability).toBeGreaterThanOrEqual(range[0]);
    expect(probability).toBeLessThanOrEqual(range[1]);
    expect(clues.map((clue) => clue.says).join('; ')).toBe(says);
  });
});
