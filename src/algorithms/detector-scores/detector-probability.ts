import { fromLogOdds } from '../log-odds.ts';

/**
 * How likely it is that what the detector reports is there: a logistic curve of its score (J. Platt: Probabilistic
 * Outputs for Support Vector Machines, 1999), for objects with an offset of each name that is drawn towards 0 where few
 * were judged (a random intercept; normal prior, standard deviation 1.5). Fitted to what the embedded detector reported
 * on the 626 photos of the development data (judged-scores.fixture.ts). A detector of the catalogue gives other
 * scores; until it is measured, its curve is this one, and decisions put it right.
 */
const OBJECT = { offset: -4.41, slope: 9.42 } as const;

/** Log-odds by COCO-80 name; names that were never seen have none. */
const NAMES: Readonly<Record<string, number>> = {
  airplane: 0.9,
  apple: -0.6,
  backpack: -0.5,
  banana: -0.1,
  'baseball bat': -0.8,
  bear: -0.9,
  bed: -0.5,
  bench: 0.2,
  bicycle: 2.0,
  bird: 1.0,
  boat: 1.3,
  book: -0.4,
  bottle: 0.5,
  bowl: 0.6,
  broccoli: -0.3,
  bus: -0.4,
  cake: -0.1,
  car: 2.5,
  carrot: 0.8,
  cat: 0.5,
  'cell phone': -0.8,
  chair: 0.8,
  clock: -1.4,
  couch: 0.3,
  cow: -1.1,
  cup: 1.4,
  'dining table': 1.3,
  dog: 2.1,
  donut: -1.5,
  elephant: -0.3,
  'fire hydrant': -1.8,
  fork: 1.1,
  frisbee: -1.1,
  giraffe: -0.3,
  horse: -0.3,
  kite: -1.2,
  knife: -0.3,
  laptop: 0.7,
  motorcycle: 0.1,
  mouse: 0.5,
  orange: -1.9,
  oven: -1.1,
  'parking meter': 0.2,
  pizza: 1.1,
  'potted plant': 1.4,
  refrigerator: -0.9,
  sandwich: -0.3,
  scissors: -0.4,
  sheep: 0.2,
  'sports ball': 0.7,
  'stop sign': -1.3,
  suitcase: -0.6,
  'teddy bear': -0.4,
  tie: 0.5,
  'traffic light': 0.1,
  train: -0.6,
  truck: -1.3,
  tv: 2.0,
  umbrella: -1.8,
  vase: -0.4,
  'wine glass': 1.1,
};

/** Face boxes of one hundredth of the picture and more. */
const FACE = { offset: -7.06, slope: 10.77 } as const;
/** On people sets. */
const HAND = { offset: -2.46, slope: 6.68 } as const;

/** @param score of the detector, 0 to 1 */
export const objectProbability = (label: string, score: number): number =>
  fromLogOdds(OBJECT.offset + OBJECT.slope * score + (Object.hasOwn(NAMES, label) ? NAMES[label]! : 0));

export const faceProbability = (score: number): number => fromLogOdds(FACE.offset + FACE.slope * score);

export const handProbability = (score: number): number => fromLogOdds(HAND.offset + HAND.slope * score);
