import { wordsOf } from '../algorithms/path-words.ts';
import type { AtlasPlace, PlaceAtlas } from '../algorithms/place-evidence.ts';
import { LANDMARKS } from '../algorithms/place-words/landmarks.ts';
import type { City, Vocabulary } from '../config/vocabulary.ts';

/** The places of a vocabulary and the cities of its list, each once, under the vocabulary's name for it. */
export function placeAtlas({ terms, cities }: Vocabulary): PlaceAtlas {
  const places = terms.filter((term) => term.kind === 'place');
  const taken = new Set<City>();
  const ofTerms = places.map((term): AtlasPlace => {
    const city = cities.find((one) => isSamePlace(term, one));
    if (city !== undefined) taken.add(city);
    return atlasPlace(term.name, [term.name, ...(term.aliases ?? [])], city ?? null);
  });
  const ofCities = cities.filter((city) => !taken.has(city)).map((city) => atlasPlace(city.name, [], city));
  return [...ofTerms, ...ofCities];
}

function atlasPlace(name: string, words: readonly string[], city: City | null): AtlasPlace {
  const isLocated = city !== null && city.latitude !== null && city.longitude !== null;
  return {
    name,
    words: [...new Set([...words, ...(city === null ? [] : [city.name, ...city.aliases])])],
    sights: city === null ? [] : (LANDMARKS[city.name] ?? []),
    centre: isLocated
      ? { latitude: city.latitude!, longitude: city.longitude!, radiusKm: city.radius_km }
      : null,
  };
}

function isSamePlace(term: Vocabulary['terms'][number], city: City): boolean {
  const ofCity = [city.name, ...city.aliases].map(plain);
  return [term.name, ...(term.aliases ?? [])].some((word) => ofCity.includes(plain(word)));
}

const plain = (text: string): string => wordsOf(text).join(' ');
