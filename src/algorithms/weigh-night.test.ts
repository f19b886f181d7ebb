import { describe, expect, it } from 'vitest';
import type { Proposal } from '../domain/tag.ts';
import { type StudioEvidence, type StudioOptions, studioOrNight } from './studio-or-night.ts';
import { weighNight } from './weigh-night.ts';

const OPTIONS: StudioOptions = { iso_threshold: 3200, face_required_for_studio: true, dark_ratio: 0.65 };

const DARK: StudioEvidence = {
  darkRatio: 0.8,
  highlightBimodality: 0.5,
  hasPerson: false,
  hasFace: false,
  iso: null,
  exposureSeconds: null,
  flashFired: false,
  fNumber: null,
};
const FACE = { hasPerson: true, hasFace: true };
const camera = (iso: number, exposureSeconds: number, fNumber: number) => ({ iso, exposureSeconds, fNumber });

const night = (probability: number | null): Proposal => ({
  layer: 'CK',
  name: 'night',
  score: 0.3,
  probability,
  threshold: 0.5,
  reason: 'looks like a night',
  source: 'scored',
  model: 'some',
});

describe('a night that a tagger is 80 % sure of, and what light makes of it', () => {
  it.each<{
    what: string;
    given: Partial<StudioEvidence>;
    night: [number, number] | null;
    studio: [number, number];
  }>([
    {
      what: 'a nude before black, studio flash by radio, which EXIF knows nothing of',
      given: { ...FACE, ...camera(100, 1 / 125, 8) },
      night: null,
      studio: [0.85, 1],
    },
    {
      what: 'the same with the face turned away',
      given: { hasPerson: true, ...camera(100, 1 / 125, 8) },
      night: null,
      studio: [0, 0],
    },
    {
      what: 'the same at 1/250 s',
      given: { ...FACE, ...camera(100, 1 / 250, 8) },
      night: null,
      studio: [0, 0],
    },
    {
      what: 'the same on a backdrop that is less dark',
      given: { ...FACE, ...camera(100, 1 / 125, 8), darkRatio: 0.55 },
      night: [0, 0.5],
      studio: [0, 0],
    },
    {
      what: 'a portrait in lamp light, ISO 800',
      given: { ...FACE, ...camera(800, 1 / 60, 2.8) },
      night: null,
      studio: [0.4, 0.6],
    },
    {
      what: 'a singer on a stage, ISO 3200',
      given: { ...FACE, ...camera(3200, 1 / 125, 2.8) },
      night: null,
      studio: [0.3, 0.45],
    },
    {
      what: 'a singer on a stage, ISO 6400',
      given: { ...FACE, ...camera(6400, 1 / 160, 2.8) },
      night: [0.65, 0.95],
      studio: [0, 0],
    },
    {
      what: 'a face under a street lamp, ISO 3200 at f/1.4',
      given: { ...FACE, ...camera(3200, 1 / 60, 1.4) },
      night: null,
      studio: [0.1, 0.3],
    },
    {
      what: 'somebody in a night street, 1/15 s at ISO 6400',
      given: { hasPerson: true, ...camera(6400, 1 / 15, 2.8) },
      night: [0.9, 1],
      studio: [0, 0],
    },
    {
      what: 'a skyline on a tripod',
      given: camera(100, 8, 8),
      night: [0.95, 1],
      studio: [0, 0],
    },
    {
      what: 'a dark picture of nobody knows what',
      given: {},
      night: [0.7, 0.8],
      studio: [0, 0],
    },
    {
      what: 'a scan of a low-key portrait without EXIF',
      given: FACE,
      night: [0.35, 0.79],
      studio: [0, 0],
    },
    {
      what: 'a bright picture',
      given: { ...FACE, ...camera(100, 1 / 125, 8), darkRatio: 0.1 },
      night: [0.8, 0.8],
      studio: [0, 0],
    },
  ])('$what: night $night, studio $studio', ({ given, night: expected, studio }) => {
    const finding = studioOrNight({ ...DARK, ...given }, OPTIONS);
    const { proposal, leftOut } = weighNight(night(0.8), finding);
    expect(finding.studioProbability).toBeGreaterThanOrEqual(studio[0]);
    expect(finding.studioProbability).toBeLessThanOrEqual(studio[1]);
    if (expected === null) expect(leftOut).toMatch(/studio/);
    else {
      expect(proposal.probability).toBeGreaterThanOrEqual(expected[0]);
      expect(proposal.probability).toBeLessThanOrEqual(expected[1]);
    }
  });

  it('says in words what it weighed', () => {
    const finding = studioOrNight(
      { ...DARK, hasPerson: true, ...camera(400, 1 / 50, 4), darkRatio: 0.6 },
      OPTIONS,
    );
    expect(weighNight(night(0.95), finding).proposal.reason).toMatch(
      /^looks like a night; less likely, as it looks like a studio: 60 % of the picture is dark/,
    );
  });

  it('leaves other tags alone, and all where the rule is switched off', () => {
    const studio = studioOrNight({ ...DARK, ...FACE, ...camera(100, 1 / 125, 8) }, OPTIONS);
    const moon = { ...night(0.8), name: 'moon' };
    expect(weighNight(moon, studio)).toEqual({ proposal: moon, leftOut: null });
    expect(weighNight(night(0.8), null)).toEqual({ proposal: night(0.8), leftOut: null });
  });
});
