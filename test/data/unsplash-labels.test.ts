import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hasShared, sharedPath } from '../shared.ts';
import { LABELLED_PHOTOS, labelRows, unsplashLabels } from './unsplash-labels.ts';

describe('the labels of 125 photos by eye', () => {
  it('speak of every photo, in order, and say only yes or unsure', () => {
    const rows = labelRows();
    const photos = [...new Set(rows.map(({ photo }) => photo))];
    expect(photos).toEqual(Array.from({ length: LABELLED_PHOTOS }, (_, i) => i));
    expect(
      rows.filter(({ label, verdict }) => !(label === '' ? [''] : ['yes', 'unsure']).includes(verdict)),
    ).toEqual([]);
  });

  it('say nothing twice, and nothing else of a photo that shows none of the labels', () => {
    const rows = labelRows();
    expect(new Set(rows.map(({ photo, label }) => `${photo} ${label}`)).size).toBe(rows.length);
    const none = rows.filter(({ label }) => label === '').map(({ photo }) => photo);
    expect(rows.filter(({ photo, label }) => label !== '' && none.includes(photo))).toEqual([]);
  });

  it('are at least 40 labels, each on three photos or more', () => {
    const labels = unsplashLabels();
    expect(labels.length).toBeGreaterThanOrEqual(40);
    expect(labels.filter(({ yes }) => yes.length < 3)).toEqual([]);
  });

  it.each([
    ['basketball', 'ball'],
    ['soccer_ball', 'ball'],
    ['sunhat', 'hat'],
    ['bus_(vehicle)', 'motor_vehicle'],
    ['car_(automobile)', 'motor_vehicle'],
    ['suit_(clothing)', 'jacket'],
    ['necklace', 'jewelry'],
    ['statue_(sculpture)', 'sculpture'],
  ])('agree with each other: every %s is a %s', (kind, whole) => {
    const photosOf = (name: string) => unsplashLabels().find(({ label }) => label === name)!.yes;
    expect(photosOf(kind).filter((photo) => !photosOf(whole).includes(photo))).toEqual([]);
  });

  it.skipIf(!hasShared)('are names that the text vectors have (needs ../shared/clip)', () => {
    const names = JSON.parse(readFileSync(sharedPath('clip/text/lvis_names.json'), 'utf8')) as string[];
    expect(unsplashLabels().filter(({ label }) => !names.includes(label))).toEqual([]);
  });
});
