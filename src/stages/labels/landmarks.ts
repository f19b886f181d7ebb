import { landmarkMargin } from '../../algorithms/landmark-margin.ts';
import { lowerHalf } from '../../algorithms/lower-half.ts';
import { product } from '../../algorithms/nearest/exact-nearest.ts';
import { type PlaceAtlas, placesNamed } from '../../algorithms/place-evidence.ts';
import { ELSEWHERE_CITIES } from '../../config/elsewhere-cities.ts';
import type { Embedder } from '../../models/embedder.ts';
import type { LabelSet } from '../../store/label-store.ts';
import type { Store } from '../../store/store.ts';
import type { LandmarkJudge } from '../../taggers/landmark-judge.ts';
import { digestOf } from '../digest.ts';
import { SAMPLE_PHOTOS } from './build-labels.ts';

/** Raised when the same texts and library give other answers. */
const VERSION = 1;

export interface LandmarkTools {
  readonly store: Store;
  readonly embedder: Pick<Embedder, 'embedTexts'>;
  readonly atlas: PlaceAtlas;
  /** The labels of the space: as long as they stay, the library counts as the same one. */
  readonly set: Pick<LabelSet, 'space' | 'vectors'>;
}

interface CityText {
  readonly name: string;
  readonly isTarget: boolean;
  readonly vector: Float32Array;
  /** Of its cosines over those pictures of the library that are not its own: one that all are near to is near to none. */
  readonly centre: number;
  readonly spread: number;
}

/**
 * `a photo in {city}` for the cities of the list and for others that stand for elsewhere. The one that is ahead of all
 * wins the picture; how far ahead it has to be is found on the library (see `landmarkMargin`).
 *
 * @returns null where the model has no text side
 */
export async function createLandmarkJudge(tools: LandmarkTools): Promise<LandmarkJudge | null> {
  const { store, embedder, atlas, set } = tools;
  const targets = atlas
    .filter(({ centre }) => centre !== null)
    .map(({ name, words }) => ({ name, text: cityName(name, words) }));
  const elsewhere = ELSEWHERE_CITIES.filter((city) => placesNamed(city, atlas).length === 0);
  const names = [...targets.map(({ name }) => name), ...elsewhere];
  const texts = [...targets.map(({ text }) => text), ...elsewhere].map((city) => `a photo in ${city}`);
  const vectors = await embedder.embedTexts(texts);
  if (vectors === null) return null;
  const sample = await store.labels.sample(set.space, SAMPLE_PHOTOS);
  const cities = vectors.map((vector, index): CityText => {
    const { centre, spread } = lowerHalf(sample.map((picture) => product(vector, picture)));
    return { name: names[index]!, isTarget: index < targets.length, vector, centre, spread };
  });
  const wins = sample.flatMap((picture) => winnerOf(picture, cities) ?? []);
  const margin = landmarkMargin(
    wins.map(({ city, margin }) => ({ isTarget: city.isTarget, margin })),
    targets.length,
    elsewhere.length,
  );
  return {
    version: `${VERSION} ${digestOf([texts, set.vectors])}`,
    judge(vector) {
      const win = winnerOf(vector, cities);
      if (win === null || !win.city.isTarget) return null;
      const isClear = margin !== null && win.margin >= margin.least;
      const needed = margin === null ? 'no lead is enough here' : `${margin.least.toFixed(1)} needed`;
      return {
        name: win.city.name,
        isClear,
        score: margin === null ? 0 : Math.round((1 - margin.wrongShare) * 100) / 100,
        reason: `looks like ${win.city.name}, ahead of ${win.second.name} by ${win.margin.toFixed(1)} (${needed})`,
      };
    },
  };
}

/** `Rio` of the vocabulary is told as `Rio de Janeiro`: the longest of its names says most. */
const cityName = (name: string, words: readonly string[]): string =>
  words.find((word) => word.length > name.length && word.startsWith(name)) ?? name;

interface Winner {
  readonly city: CityText;
  readonly second: CityText;
  /** In spreads of the library. */
  readonly margin: number;
}

interface Standing {
  readonly city: CityText;
  readonly standing: number;
}

function winnerOf(picture: Float32Array, cities: readonly CityText[]): Winner | null {
  let first: Standing | null = null;
  let second: Standing | null = null;
  for (const city of cities) {
    const standing = (product(city.vector, picture) - city.centre) / city.spread;
    if (first === null || standing > first.standing) {
      second = first;
      first = { city, standing };
    } else if (second === null || standing > second.standing) second = { city, standing };
  }
  if (first === null || second === null) return null;
  return { city: first.city, second: second.city, margin: first.standing - second.standing };
}
