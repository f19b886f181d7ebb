import { seededRandom } from '../../algorithms/seeded-random.ts';

/*
 * A space of pictures and texts as models with a text side make them: what a text names is a direction, a picture is
 * the directions of what it shows with noise, and pictures and texts lie apart as a whole.
 */

const DIMENSIONS = 64;

const unit = (vector: Float32Array): Float32Array => {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
};

function normal(seed: number): Float32Array {
  const random = seededRandom(seed);
  const gauss = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Float32Array.from({ length: DIMENSIONS }, gauss);
}

const seedOf = (text: string): number =>
  [...text].reduce((seed, character) => (Math.imul(seed, 31) + character.codePointAt(0)!) >>> 0, 7);

const directionOf = (word: string): Float32Array => unit(normal(seedOf(word)));

const PICTURES_LIE_AT = directionOf('all pictures');
const TEXTS_LIE_AT = directionOf('all texts');

/** Of a text that names one word. */
export const madeText = (word: string): Float32Array =>
  unit(directionOf(word).map((value, k) => 0.6 * value + 0.8 * TEXTS_LIE_AT[k]!));

/** A picture of these words, another for each seed. */
export function madePicture(words: readonly string[], seed: number): Float32Array {
  const noise = unit(normal(seed + 1000));
  const shown = words.map(directionOf);
  return unit(
    noise.map(
      (value, k) =>
        0.6 * value +
        0.7 * PICTURES_LIE_AT[k]! +
        shown.reduce((sum, direction) => sum + 0.6 * direction[k]!, 0),
    ),
  );
}

/** @param strip what a text has around the word that it names */
export const madeEmbedder = (strip: RegExp, sameAs: Readonly<Record<string, string>> = {}) => ({
  promptTemplate: 'a photo of {label}',
  asked: [] as string[],
  async embedTexts(texts: readonly string[]) {
    this.asked.push(...texts);
    return texts.map((text) => {
      const word = text.replace(strip, '');
      return madeText(sameAs[word] ?? word);
    });
  },
});
