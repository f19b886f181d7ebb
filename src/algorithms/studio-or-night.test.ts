import { describe, expect, test } from 'vitest';
import { type StudioEvidence, type StudioOptions, studioOrNight } from './studio-or-night.ts';

const OPTIONS: StudioOptions = { iso_threshold: 3200, face_required_for_studio: true, dark_ratio: 0.65 };

const STUDIO: StudioEvidence = {
  darkRatio: 0.8,
  highlightBimodality: 0.5,
  hasPerson: true,
  hasFace: true,
  iso: 200,
  exposureSeconds: 1 / 125,
  flashFired: null,
};

describe('the studio rule: dark, a face, ISO ≤ 3200, 1/200 to 1/30 s', () => {
  const table: readonly (readonly [string, Partial<StudioEvidence>, boolean])[] = [
    ['all conditions', {}, true],
    ['dark ratio at the limit', { darkRatio: 0.65 }, true],
    ['dark ratio below', { darkRatio: 0.649 }, false],
    ['dark ratio not known', { darkRatio: null }, false],
    ['dark ratio not a number', { darkRatio: Number.NaN }, false],
    ['no face, a person', { hasFace: false }, false],
    ['nobody', { hasFace: false, hasPerson: false }, false],
    ['a face without a person box', { hasPerson: false }, true],
    ['ISO at the limit', { iso: 3200 }, true],
    ['ISO above', { iso: 3201 }, false],
    ['ISO not known', { iso: null }, false],
    ['ISO 0 is not known', { iso: 0 }, false],
    ['1/200 s', { exposureSeconds: 1 / 200 }, true],
    ['1/250 s', { exposureSeconds: 1 / 250 }, false],
    ['1/30 s', { exposureSeconds: 1 / 30 }, true],
    ['1/30 s as EXIF rounds it', { exposureSeconds: 0.0334 }, true],
    ['1/25 s', { exposureSeconds: 1 / 25 }, false],
    ['shutter not known', { exposureSeconds: null }, false],
    ['shutter 0', { exposureSeconds: 0 }, false],
    ['flash fired makes no rule', { exposureSeconds: 1 / 500, flashFired: true }, false],
  ];
  test.each(table)('%s', (_what, change, expected) => {
    const finding = studioOrNight({ ...STUDIO, ...change }, OPTIONS);
    expect(finding.studio).toBe(expected);
    expect(finding.suppressNight).toBe(expected);
    for (const score of [finding.studioScore, finding.nightScore]) {
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
    }
  });

  test('a person is enough where no face is asked for', () => {
    const evidence = { ...STUDIO, hasFace: false };
    expect(studioOrNight(evidence, { ...OPTIONS, face_required_for_studio: false }).studio).toBe(true);
    expect(
      studioOrNight({ ...evidence, hasPerson: false }, { ...OPTIONS, face_required_for_studio: false })
        .studio,
    ).toBe(false);
  });

  test('other limits are other rules', () => {
    expect(studioOrNight({ ...STUDIO, iso: 1600 }, { ...OPTIONS, iso_threshold: 800 }).studio).toBe(false);
    expect(studioOrNight({ ...STUDIO, darkRatio: 0.5 }, { ...OPTIONS, dark_ratio: 0.4 }).studio).toBe(true);
  });
});

const NIGHT: StudioEvidence = {
  darkRatio: 0.8,
  highlightBimodality: 0.8,
  hasPerson: false,
  hasFace: false,
  iso: 100,
  exposureSeconds: 8,
  flashFired: false,
};

describe('scores', () => {
  const table: readonly (readonly [string, StudioEvidence, 'studio' | 'night' | 'neither'])[] = [
    ['a full studio', STUDIO, 'studio'],
    ['a studio at the ISO limit', { ...STUDIO, iso: 3200 }, 'studio'],
    ['a studio, the face turned away', { ...STUDIO, hasFace: false }, 'studio'],
    ['a studio at 1/250 s with flash', { ...STUDIO, exposureSeconds: 1 / 250, flashFired: true }, 'studio'],
    [
      'a flower before black, with flash',
      { ...STUDIO, hasFace: false, hasPerson: false, flashFired: true },
      'studio',
    ],
    ['a city at night on a tripod', NIGHT, 'night'],
    ['a city at night, hand-held at ISO 6400', { ...NIGHT, iso: 6400, exposureSeconds: 1 / 25 }, 'night'],
    [
      'somebody in a night street',
      { ...NIGHT, iso: 6400, exposureSeconds: 1 / 10, hasPerson: true },
      'night',
    ],
    ['a bright picture', { ...NIGHT, darkRatio: 0.1 }, 'neither'],
    ['nothing known', { ...NIGHT, darkRatio: null, iso: null, exposureSeconds: null }, 'neither'],
  ];
  test.each(table)('%s', (_what, evidence, expected) => {
    const { studioScore, nightScore } = studioOrNight(evidence, OPTIONS);
    const lead = studioScore - nightScore;
    expect(lead > 0.2 ? 'studio' : lead < -0.2 ? 'night' : 'neither').toBe(expected);
  });

  const raising: readonly (readonly [string, Partial<StudioEvidence>, Partial<StudioEvidence>])[] = [
    ['low ISO', { iso: 3200 }, { iso: 100 }],
    ['a flash-like shutter', { exposureSeconds: 1 / 18 }, { exposureSeconds: 1 / 60 }],
    ['bimodal highlights', { highlightBimodality: 0 }, { highlightBimodality: 1 }],
    ['a face', { hasFace: false }, { hasFace: true }],
  ];
  test.each(raising)(
    '%s raises the studio score and lowers night, though one condition is missing',
    (_what, less, more) => {
      const missing: StudioEvidence = { ...STUDIO, darkRatio: 0.6, iso: 1600, exposureSeconds: 1 / 40 };
      const a = studioOrNight({ ...missing, ...less }, OPTIONS);
      const b = studioOrNight({ ...missing, ...more }, OPTIONS);
      expect([a.studio, b.studio]).toEqual([false, false]);
      expect(b.studioScore).toBeGreaterThan(a.studioScore);
      expect(b.nightScore).toBeLessThan(a.nightScore);
    },
  );

  test('a full studio scores at least 0.8', () => {
    expect(
      studioOrNight({ ...STUDIO, iso: 3200, highlightBimodality: 0 }, OPTIONS).studioScore,
    ).toBeGreaterThanOrEqual(0.8);
  });
});

describe('reasons', () => {
  test('are words a person can read', () => {
    expect(studioOrNight(STUDIO, OPTIONS).reasons).toEqual([
      '80 % of the picture is dark (limit 65 %)',
      'a face',
      'ISO 200 (limit 3200)',
      'exposure 1/125 s (flash: 1/200 to 1/30 s)',
    ]);
    expect(studioOrNight(NIGHT, OPTIONS).reasons.slice(1)).toEqual([
      'nobody',
      'ISO 100 (limit 3200)',
      'exposure 8 s (flash: 1/200 to 1/30 s)',
    ]);
  });
});
