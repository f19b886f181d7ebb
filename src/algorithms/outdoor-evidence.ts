import type { CaptureTime } from '../domain/capture-time.ts';
import type { DetectedObject } from '../domain/detection.ts';
import type { PhotoMetadata } from '../domain/metadata.ts';
import type { PersonScene } from '../domain/person-scene.ts';
import { fromLogOdds } from './log-odds.ts';
import { exposureValue100 } from './measured-attributes.ts';

export interface OutdoorFacts {
  readonly metadata: PhotoMetadata | null;
  readonly captureTime: CaptureTime | null;
  readonly objects: readonly DetectedObject[];
  readonly scene: PersonScene | null;
  /** Words of a description of the picture, lower case; empty where there is none. */
  readonly words: ReadonlySet<string>;
}

export interface Clue {
  /** Log-odds: above 0 for a picture taken outdoors, below 0 for indoors. */
  readonly weight: number;
  /** In words: `blue sky on 32 % of the picture`. */
  readonly says: string;
}

export interface OutdoorFinding {
  /** 0 to 1: that it was taken outdoors; 0.5 where nothing is known. */
  readonly probability: number;
  /** Strongest first. */
  readonly clues: readonly Clue[];
}

/**
 * Whether a picture of people was taken outdoors: a table of clues that are added up in log-odds, as a scorecard does
 * (I. J. Good: Probability and the Weighing of Evidence, 1950). They are not independent, so that of each kind only the
 * strongest counts. The weights are judged, and held to 82 photos of people that were sorted by eye (docs/tags.md).
 */
export function outdoorEvidence(facts: OutdoorFacts): OutdoorFinding {
  const clues = [
    light,
    flash,
    position,
    nightHour,
    sky,
    leaves,
    backdrop,
    outdoorThing,
    indoorThing,
    described,
  ]
    .flatMap((clueOf) => clueOf(facts) ?? [])
    .toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  return { probability: fromLogOdds(clues.reduce((sum, { weight }) => sum + weight, 0)), clues };
}

type ClueOf = (facts: OutdoorFacts) => Clue | null;

/**
 * Scene brightness by the exposure: rooms are at EV 5 to 8, halls and shop windows to 9, open shade begins at 12
 * (exposure tables of ANSI PH2.7-1986). Flash light says nothing of the place.
 */
const light: ClueOf = ({ metadata }) => {
  const brightness = exposureValue100(metadata);
  if (brightness === null || metadata?.flashFired) return null;
  const says = `exposed for EV ${brightness.toFixed(0)}`;
  if (brightness >= 12) return { weight: 3, says: `${says}, daylight` };
  if (brightness >= 10) return { weight: 1.2, says };
  if (brightness >= 8) return null;
  // Below 4 it may be a room by candle light, and a street at night.
  return brightness >= 4 ? { weight: -1.5, says: `${says}, as in rooms` } : { weight: -0.5, says };
};

/** Mostly indoors, but it fills shadows outdoors too. */
const flash: ClueOf = ({ metadata }) =>
  metadata?.flashFired ? { weight: -0.8, says: 'the flash fired' } : null;

/** Satellites are seen under the open sky; telephones write the last place they knew. */
const position: ClueOf = ({ metadata }) =>
  metadata?.gps ? { weight: 0.4, says: 'satellites were in sight' } : null;

const TRUSTED_HOUR = 0.8;

/** Between 22 and 5 o'clock people are more often inside. */
const nightHour: ClueOf = ({ captureTime }) => {
  if (!captureTime || captureTime.wallMillis === null || captureTime.trustScore < TRUSTED_HOUR) return null;
  if (captureTime.precision !== 'second' && captureTime.precision !== 'hour') return null;
  const hour = new Date(captureTime.wallMillis).getUTCHours();
  return hour >= 22 || hour < 5 ? { weight: -0.5, says: `taken at ${hour} o'clock` } : null;
};

const sky: ClueOf = ({ scene }) => {
  if (!scene || scene.monochrome || scene.sky < 0.015) return null;
  return { weight: scene.sky >= 0.05 ? 2.5 : 1, says: `blue sky on ${percent(scene.sky)} of the picture` };
};

const leaves: ClueOf = ({ scene }) => {
  if (!scene || scene.monochrome || scene.leaves < 0.1) return null;
  return { weight: scene.leaves >= 0.25 ? 2 : 1, says: `green on ${percent(scene.leaves)} of the picture` };
};

const EVEN_BACKDROP = 0.87;

const backdrop: ClueOf = ({ scene }) =>
  scene?.evenAround != null && scene.evenAround >= EVEN_BACKDROP && scene.leaves < 0.1 && scene.sky < 0.015
    ? { weight: -2, says: `one colour on ${percent(scene.evenAround)} of what is around` }
    : null;

/** COCO-80 names, by how much they say. */
const OUTDOOR_THINGS: Readonly<Record<string, number>> = {
  'traffic light': 2.5,
  'stop sign': 2.5,
  'fire hydrant': 2.5,
  'parking meter': 2.5,
  boat: 2,
  bus: 2,
  car: 2,
  truck: 2,
  kite: 2,
  surfboard: 2,
  skis: 2,
  snowboard: 2,
  cow: 2,
  elephant: 2,
  giraffe: 2,
  horse: 2,
  sheep: 2,
  zebra: 2,
  airplane: 1.5,
  motorcycle: 1.5,
  train: 1.5,
  bicycle: 1,
};

const INDOOR_THINGS: Readonly<Record<string, number>> = {
  bed: -2.5,
  couch: -2.5,
  microwave: -2.5,
  oven: -2.5,
  refrigerator: -2.5,
  sink: -2.5,
  toilet: -2.5,
  tv: -2.5,
  toaster: -2,
  'hair drier': -2,
  keyboard: -2,
  mouse: -1.5,
  laptop: -1.2,
  book: -0.8,
  clock: -0.5,
  'dining table': -0.8,
  vase: -0.5,
};

/** Below this the detector is guessing. */
const LEAST_OBJECT_SCORE = 0.4;
/** From this score on an object counts in full. */
const SURE_OBJECT_SCORE = 0.6;

const thing =
  (things: Readonly<Record<string, number>>): ClueOf =>
  ({ objects }) => {
    const clues = objects
      .filter(({ label, score }) => label in things && score >= LEAST_OBJECT_SCORE)
      .map(({ label, score }) => ({
        weight: things[label]! * Math.min(1, score / SURE_OBJECT_SCORE),
        says: `the detector sees: ${label}`,
      }));
    return clues.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight))[0] ?? null;
  };

const outdoorThing = thing(OUTDOOR_THINGS);
const indoorThing = thing(INDOOR_THINGS);

const OUTDOOR_WORDS =
  'beach field forest garden grass hill lake mountain outdoors outside park river road sand sea sky street'.split(
    ' ',
  );
const INDOOR_WORDS =
  'backdrop bathroom bed bedroom ceiling couch curtain indoors inside kitchen office room sofa studio'.split(
    ' ',
  );

/** A description that says both says neither. */
const described: ClueOf = ({ words }) => {
  const outside = OUTDOOR_WORDS.filter((word) => words.has(word));
  const inside = INDOOR_WORDS.filter((word) => words.has(word));
  if (outside.length > 0 === inside.length > 0) return null;
  return {
    weight: outside.length > 0 ? 2 : -2,
    says: `described with: ${[...outside, ...inside].join(', ')}`,
  };
};

const percent = (share: number): string => `${Math.round(share * 100)} %`;
