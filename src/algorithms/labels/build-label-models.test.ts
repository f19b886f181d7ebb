import { describe, expect, test } from 'vitest';
import { buildLabelModels } from './build-label-models.ts';
import type { LabelEvidence } from './label-evidence.ts';
import { logOddsOf, probabilityOf } from './label-model.ts';
import { madeLibrary } from './made-library.fixture.ts';

const label = (known: Partial<LabelEvidence>): LabelEvidence => ({
  layer: 'CK',
  name: 'sea',
  texts: [],
  accepted: [],
  rejected: [],
  ...known,
});

describe('models of labels', () => {
  test.each([1, 2, 3])('a text alone puts photos with the label before the others (seed %i)', (seed) => {
    const { photos, isRight, text, words } = madeLibrary({ seed, photos: 600, share: 0.1 });
    const [model] = buildLabelModels([label({ texts: [text] })], { sample: photos, distractors: words });
    expect(areaUnderRoc(photos, isRight, (photo) => logOddsOf(model!, photo))).toBeGreaterThan(0.9);
    expect(model).toMatchObject({ basis: 'text', withheld: null, accepted: 0, rejected: 0 });
  });

  test.each([1, 2, 3])('without a text, ten and ten clicks do (seed %i)', (seed) => {
    const { photos, isRight } = madeLibrary({ seed, photos: 600, share: 0.1 });
    const accepted = photos.filter((_, i) => isRight[i]).slice(0, 10);
    const rejected = photos.filter((_, i) => !isRight[i]).slice(0, 10);
    const [model] = buildLabelModels([label({ accepted, rejected })], { sample: photos, distractors: [] });
    expect(areaUnderRoc(photos, isRight, (photo) => logOddsOf(model!, photo))).toBeGreaterThan(0.9);
    expect(model).toMatchObject({ basis: 'taught', withheld: null, accepted: 10, rejected: 10 });
  });

  const { photos, text, words } = madeLibrary({ seed: 7, photos: 200, share: 0.1 });
  const sample = photos.slice(0, 100);
  const one = photos[150]!;
  test.each<[string, Partial<LabelEvidence>, { sample: Float32Array[]; distractors: Float32Array[] }]>([
    ['one accepted photo', { accepted: [one] }, { sample, distractors: [] }],
    ['one rejected photo and a text', { texts: [text], rejected: [one] }, { sample, distractors: words }],
    ['the same photo forty times', { accepted: Array(40).fill(one) }, { sample, distractors: [] }],
    ['one photo both ways', { accepted: [one], rejected: [one] }, { sample, distractors: [] }],
    ['an empty library', { texts: [text], accepted: [one] }, { sample: [], distractors: [] }],
    ['a library of one photo', { accepted: [one] }, { sample: [one], distractors: [] }],
    ['a library of equal photos', { accepted: [one] }, { sample: Array(50).fill(one), distractors: [] }],
    ['a text equal to all the words', { texts: [text] }, { sample, distractors: [text, text] }],
    ['nothing but rejections', { rejected: [one] }, { sample, distractors: [] }],
    ['nothing at all', {}, { sample, distractors: [] }],
  ])('%s gives probabilities that are numbers', (_, known, space) => {
    const [model] = buildLabelModels([label(known)], space);
    for (const photo of photos) {
      expect(probabilityOf(model!, photo)).toBeGreaterThanOrEqual(0);
      expect(probabilityOf(model!, photo)).toBeLessThanOrEqual(1);
    }
  });

  test('no labels are no models', () => {
    expect(buildLabelModels([], { sample: photos, distractors: [] })).toEqual([]);
  });

  test('a label without text or accepted photo is withheld', () => {
    const [model] = buildLabelModels([label({ rejected: [one] })], { sample, distractors: [] });
    expect(model!.withheld).toBe('no photo has been accepted yet');
  });

  test('of two labels with one text the later is withheld', () => {
    const models = buildLabelModels([label({ texts: [text] }), label({ name: 'ocean', texts: [text] })], {
      sample: photos,
      distractors: words,
    });
    expect(models.map(({ withheld }) => withheld)).toEqual([null, 'cannot be told apart from sea']);
  });

  test('a text that says no more than any other is withheld', () => {
    const [model] = buildLabelModels([label({ texts: [text] })], {
      sample: photos,
      distractors: Array(12).fill(text),
    });
    expect(model!.withheld).toBe('its text says no more than any other text');
  });

  test('a taught label whose photos have nothing in common is withheld', () => {
    const accepted = [3, 31, 57, 82, 109, 133, 160, 188].map((i) => photos[i]!);
    const [model] = buildLabelModels([label({ accepted })], { sample: photos, distractors: [] });
    expect(model!.withheld).toMatch('nothing in common');
  });

  test('labels do not depend on those beside them', () => {
    const [alone] = buildLabelModels([label({ texts: [text] })], { sample: photos, distractors: words });
    const [, beside] = buildLabelModels(
      [label({ name: 'hat', texts: [words[0]!] }), label({ texts: [text] })],
      {
        sample: photos,
        distractors: words,
      },
    );
    expect(beside).toEqual(alone);
  });

  test.each([1, 2, 3])('twenty clicks are no worse than the text alone (seed %i)', (seed) => {
    const library = madeLibrary({ seed, photos: 800, share: 0.1, separation: 3 });
    const space = { sample: library.photos.slice(0, 400), distractors: library.words };
    const clicked = (right: boolean) =>
      space.sample.filter((_, i) => library.isRight[i] === right).slice(0, 10);
    const roc = (known: Partial<LabelEvidence>) => {
      const [model] = buildLabelModels([label({ texts: [library.text], ...known })], space);
      return areaUnderRoc(library.photos.slice(400), library.isRight.slice(400), (photo) =>
        logOddsOf(model!, photo),
      );
    };
    expect(roc({ accepted: clicked(true), rejected: clicked(false) })).toBeGreaterThan(roc({}) - 0.01);
  });

  test('ten thousand decisions are used within seconds', () => {
    const library = madeLibrary({ seed: 5, photos: 10_000, share: 0.3 });
    const of = (right: boolean) => library.photos.filter((_, i) => library.isRight[i] === right);
    const started = performance.now();
    const [model] = buildLabelModels([label({ accepted: of(true), rejected: of(false) })], {
      sample: library.photos,
      distractors: [],
    });
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(
      areaUnderRoc(library.photos.slice(0, 500), library.isRight, (photo) => logOddsOf(model!, photo)),
    ).toBeGreaterThan(0.95);
  });

  test('the same evidence gives the same bytes', () => {
    const build = () =>
      buildLabelModels([label({ texts: [text], accepted: [one] })], { sample, distractors: words });
    expect(build()).toEqual(build());
  });
});

/** Share of pairs of a photo with the label and one without that are in the right order. */
function areaUnderRoc(
  photos: readonly Float32Array[],
  isRight: readonly boolean[],
  score: (photo: Float32Array) => number,
): number {
  const scores = photos.map(score);
  const right = scores.filter((_, i) => isRight[i]);
  const wrong = scores.filter((_, i) => !isRight[i]);
  const won = right.reduce((sum, one) => sum + wrong.filter((other) => other < one).length, 0);
  return won / (right.length * wrong.length);
}
