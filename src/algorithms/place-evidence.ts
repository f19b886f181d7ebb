import type { PhotoFacts } from '../domain/library.ts';
import type { GpsPosition } from '../domain/metadata.ts';
import type { TagCandidate, Withheld } from '../domain/tag.ts';
import { folderBelowRoot } from './folder-below-root.ts';
import { hasPhrase, wordsOf } from './path-words.ts';
import { listedPlaceIn } from './place-words/place-names.ts';
import { signsIn } from './place-words/signs.ts';
import { greatCircleKm, isPosition, nearestCity } from './places.ts';

/** A place that may become a tag. */
export interface AtlasPlace {
  /** As it is tagged: the term of the vocabulary, or the city's own name. */
  readonly name: string;
  /** How people write it: name and aliases. */
  readonly words: readonly string[];
  /** Sights that stand for it. */
  readonly sights: readonly string[];
  /** Degrees and kilometres; null where nobody said where it is. */
  readonly centre: (GpsPosition & { readonly radiusKm: number }) | null;
}

/** All places that may become tags; `placeAtlas` of the taggers makes it from the vocabulary. */
export type PlaceAtlas = readonly AtlasPlace[];

/** Which place of the atlas a picture looks like, by text scores. */
export interface LandmarkFinding {
  /** Name of an atlas place. */
  readonly name: string;
  /** Ahead of the second and of `elsewhere` by as much as the library asks for. */
  readonly isClear: boolean;
  /** 0 to 1. */
  readonly score: number;
  /** `looks like Venice, ahead of Hamburg by 0.031`. */
  readonly reason: string;
}

export interface PlacesFound {
  /** Atlas places among the words that have evidence, best first, in the vocabulary's words; the evidence is the reason. */
  readonly proposed: readonly TagCandidate[];
  /** Words that name a place without evidence, or against it: for the quarantine, never for proposals. */
  readonly withheld: readonly ({ readonly word: string } & Withheld)[];
  /** Words that name no place, in their order. */
  readonly others: readonly string[];
}

/** Satellites do not lie, but the radius of a city is a matter of taste. */
const GPS_SCORE = 0.95;
/** Nobody leaves and returns unseen; but one may, and the receiver was silent for a reason. */
const NEIGHBOURS_SCORE = 0.8;
/** The photographer's own word; but Florence may be a friend, and a folder may hold the way home as well. */
const FOLDER_SCORE = 0.6;
/** A sign says Paris in Texas too: it needs another witness, and has one. */
const SIGN_SCORE = 0.6;

/**
 * What stands for a place on this photo, whatever anybody said of it: its own GPS, positions before and after, folder
 * names, a sign with another witness, a landmark far ahead. A place that contradicts GPS is not among them.
 * @returns one candidate a place, the strongest evidence of each, best first
 */
export function placesOfPhoto(
  photo: PhotoFacts,
  atlas: PlaceAtlas,
  landmark: LandmarkFinding | null = null,
): TagCandidate[] {
  const possible = atlas.filter((place) => contradictionOf(place, photo) === null);
  const found = [
    ...byGps(photo, atlas),
    ...byNeighbours(photo, possible),
    ...byFolder(photo, possible),
    ...bySign(photo, possible, landmark),
    ...byLandmark(photo, possible, landmark),
  ];
  const best = new Map<string, TagCandidate>();
  for (const candidate of found) {
    const known = best.get(candidate.name);
    if (known === undefined || candidate.score > known.score) best.set(candidate.name, candidate);
  }
  return [...best.values()].sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1));
}

/**
 * Sorts words that somebody said of a photo (a caption, a vision service) into places with evidence, places without,
 * and words that are no place. The words themselves are no evidence.
 *
 * @param words of any case; a word is a place when it is or contains the name of one: of the atlas with its sights, or
 *   of the list of countries, cities and regions
 * @param names words of `words` that are known to be names of places by their form (`in Kazan`)
 */
export function placesWithEvidence(
  words: readonly string[],
  photo: PhotoFacts,
  atlas: PlaceAtlas,
  {
    landmark = null,
    names = new Set(),
  }: { readonly landmark?: LandmarkFinding | null; readonly names?: ReadonlySet<string> } = {},
): PlacesFound {
  const evidence = new Map(placesOfPhoto(photo, atlas, landmark).map((found) => [found.name, found]));
  const proposed = new Map<string, TagCandidate>();
  const withheld: ({ word: string } & Withheld)[] = [];
  const others: string[] = [];
  for (const word of words) {
    const meant = placesNamed(word, atlas);
    const vouched = meant.map(({ name }) => evidence.get(name)).find((found) => found !== undefined);
    if (vouched !== undefined) proposed.set(vouched.name, vouched);
    else if (meant.length > 0) withheld.push({ word, ...whyNot(meant, photo) });
    else if (names.has(word) || listedPlaceIn(word) !== null) withheld.push({ word, reason: NOT_IN_ATLAS });
    else others.push(word);
  }
  return { proposed: [...proposed.values()].sort((a, b) => b.score - a.score), withheld, others };
}

const NOT_IN_ATLAS = 'a place that is not among your cities and places, so that nothing can vouch for it';
const NO_WITNESS = 'a place, and neither GPS, folder, a sign nor other photos of the day vouch for it';

/** Places of the atlas that a word or phrase names, itself or by a sight. */
export function placesNamed(phrase: string, atlas: PlaceAtlas): AtlasPlace[] {
  const words = wordsOf(phrase);
  return atlas.filter((place) => [...place.words, ...place.sights].some((name) => hasPhrase(words, name)));
}

/** Why a place cannot be, by the photo's own GPS; null where it can. */
export function contradictionOf({ name, centre }: AtlasPlace, { metadata }: PhotoFacts): string | null {
  const gps = metadata?.gps ?? null;
  if (gps === null || !isPosition(gps) || centre === null) return null;
  const distanceKm = greatCircleKm(gps, centre);
  if (distanceKm <= centre.radiusKm) return null;
  return `GPS is ${distanceKm.toFixed(0)} km from the centre of ${name}, which reaches ${centre.radiusKm} km`;
}

function whyNot(meant: readonly AtlasPlace[], photo: PhotoFacts): Withheld {
  const reasons = meant.map((place) => contradictionOf(place, photo));
  const contradiction = reasons.every((reason) => reason !== null) ? reasons[0] : null;
  return contradiction ? { reason: contradiction, isFinal: true } : { reason: NO_WITNESS };
}

function byGps({ metadata }: PhotoFacts, atlas: PlaceAtlas): TagCandidate[] {
  const near = nearestPlace(metadata?.gps ?? null, atlas);
  return near === null ? [] : [{ name: near.city.name, score: GPS_SCORE, reason: near.reason }];
}

function byNeighbours({ metadata, surroundings }: PhotoFacts, possible: PlaceAtlas): TagCandidate[] {
  const { before, after } = surroundings ?? {};
  const own = metadata?.gps ?? null;
  if ((own !== null && isPosition(own)) || !before || !after) return [];
  const one = nearestPlace(before.position, possible);
  const other = nearestPlace(after.position, possible);
  if (one === null || one.city.name !== other?.city.name) return [];
  const { name } = one.city;
  const reason = `taken between two positions in ${name}, at ${clockOf(before.wallMillis)} and ${clockOf(after.wallMillis)} with the same camera`;
  return [{ name, score: NEIGHBOURS_SCORE, reason }];
}

function byFolder({ files }: PhotoFacts, possible: PlaceAtlas): TagCandidate[] {
  return [...new Set(files.map(folderBelowRoot))].flatMap((folder) => {
    const words = wordsOf(folder);
    const place = possible.find((one) => one.words.some((word) => hasPhrase(words, word)));
    return place ? [{ name: place.name, score: FOLDER_SCORE, reason: `the folder is named ${folder}` }] : [];
  });
}

/** A sign that names a place, and one more witness: other photos of the day were there, or it looks like it. */
function bySign(photo: PhotoFacts, possible: PlaceAtlas, landmark: LandmarkFinding | null): TagCandidate[] {
  return signsIn(photo.description ?? null).flatMap((sign) => {
    const words = wordsOf(sign);
    return possible
      .filter((place) => place.words.some((word) => hasPhrase(words, word)))
      .flatMap(({ name }) => {
        const witness = otherWitness(name, photo, possible, landmark);
        const reason = `a sign says “${sign}”, and ${witness}`;
        return witness === null ? [] : [{ name, score: SIGN_SCORE, reason }];
      });
  });
}

function otherWitness(
  name: string,
  photo: PhotoFacts,
  possible: PlaceAtlas,
  landmark: LandmarkFinding | null,
): string | null {
  if (positionsNear(photo).some((position) => nearestPlace(position, possible)?.city.name === name)) {
    return 'other photos of the day were taken there';
  }
  return landmark?.name === name ? 'the picture looks like it' : null;
}

/** Never against other photos of the day: looks are the weakest of witnesses. */
function byLandmark(
  photo: PhotoFacts,
  possible: PlaceAtlas,
  landmark: LandmarkFinding | null,
): TagCandidate[] {
  const place = landmark?.isClear && possible.find(({ name }) => name === landmark.name);
  if (!landmark || !place) return [];
  const positions = positionsNear(photo);
  const isThere = positions.some((position) => nearestPlace(position, possible)?.city.name === place.name);
  if (positions.length > 0 && !isThere) return [];
  return [{ name: place.name, score: landmark.score, reason: landmark.reason }];
}

function positionsNear({ surroundings }: PhotoFacts): GpsPosition[] {
  const fixes = [surroundings?.before, surroundings?.after].flatMap((fix) => (fix ? [fix.position] : []));
  return [...fixes, ...(surroundings?.sameDay ?? [])].filter(isPosition);
}

function nearestPlace(gps: GpsPosition | null, atlas: PlaceAtlas) {
  const located = atlas.flatMap(({ name, centre }) =>
    centre === null
      ? []
      : [{ name, latitude: centre.latitude, longitude: centre.longitude, radius_km: centre.radiusKm }],
  );
  return nearestCity(gps, located);
}

/** `14:05` of a wall time. */
const clockOf = (wallMillis: number): string => new Date(wallMillis).toISOString().slice(11, 16);
