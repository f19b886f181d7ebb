import { dirname, relative, sep } from 'node:path';
import { hasPhrase, wordsOf } from '../algorithms/path-words.ts';
import { nearestCity } from '../algorithms/places.ts';
import type { City, Vocabulary } from '../config/vocabulary.ts';
import type { PhotoFile } from '../domain/photo.ts';
import type { TagCandidate } from '../domain/tag.ts';
import { photoRule } from './photo-rule.ts';

/** Satellites do not lie, but the radius of a city is a matter of taste. */
const GPS_SCORE = 0.95;
/** The photographer's own word; but Florence may be a friend, and a folder may hold the way home as well. */
const FOLDER_SCORE = 0.6;

/** Coarse places: the nearest city by GPS, and cities and places that a folder is named after. */
export function placesTagger({ terms, cities }: Vocabulary) {
  const places = terms.filter((term) => term.kind === 'place');
  const isPosition = (city: City): city is City & { latitude: number; longitude: number } =>
    city.latitude !== null && city.longitude !== null;
  const located = cities.filter(isPosition);
  /** The term of the vocabulary for a city, or the city's own name. */
  const nameOf = (city: City): string =>
    places.find((place) =>
      [place.name, ...(place.aliases ?? [])].some(
        (word) => isSame(word, city.name) || city.aliases.some((alias) => isSame(word, alias)),
      ),
    )?.name ?? city.name;
  const named = [
    ...places.map(({ name, aliases = [] }) => ({ name, words: [name, ...aliases] })),
    ...cities.map((city) => ({ name: nameOf(city), words: [city.name, ...city.aliases] })),
  ];
  return photoRule({
    id: 'places',
    layer: 'CK',
    version: '1',
    candidates({ metadata, files }) {
      const found: TagCandidate[] = [];
      const near = nearestCity(metadata?.gps ?? null, located);
      if (near) found.push({ name: nameOf(near.city), score: GPS_SCORE, reason: near.reason });
      for (const folder of new Set(files.map(folderBelowRoot))) {
        const words = wordsOf(folder);
        const hit = named.find((place) => place.words.some((word) => hasPhrase(words, word)));
        if (hit) found.push({ name: hit.name, score: FOLDER_SCORE, reason: `the folder is named ${folder}` });
      }
      return found;
    },
  });
}

const isSame = (one: string, other: string): boolean => wordsOf(one).join(' ') === wordsOf(other).join(' ');

const folderBelowRoot = ({ root, path }: PhotoFile): string =>
  relative(root, dirname(path)).split(sep).join('/');
