import type { DetectedObject } from '../domain/detection.ts';
import type { TagCandidate } from '../domain/tag.ts';
import { objectProbability } from './detector-scores/detector-probability.ts';

/** COCO-80 names that say what a term of the CK vocabulary says. */
const CK_WORDS: Readonly<Record<string, string>> = {
  car: 'cars',
  bus: 'cars',
  truck: 'cars',
  train: 'trains',
  airplane: 'airplane',
  'potted plant': 'plants',
};

/** COCO-80 names that tell a photographer nothing, or that a tag in people's words replaces. */
const AI_WORDS: Readonly<Record<string, string | null>> = {
  person: null,
  car: 'car',
  tv: 'screen',
  laptop: 'computer',
  'cell phone': 'phone',
  'potted plant': 'plant',
  'dining table': 'table',
  'sports ball': 'ball',
  couch: 'sofa',
};

/** A CK tag is meant to stay, so that a wrong one costs more than a missed one. */
const LEAST_CK_PROBABILITY = 0.6;
const LEAST_AI_PROBABILITY = 0.5;
/** Reports with a lower score were never judged, and the curve says nothing of them. */
const LEAST_JUDGED_SCORE = 0.3;

/** What is smaller than this share of the picture may well be there, and the picture is not of it. */
const LEAST_CK_AREA = 0.01;
const LEAST_AI_AREA = 0.004;

const strongest = (objects: readonly DetectedObject[], leastArea: number): Map<string, DetectedObject> => {
  const best = new Map<string, DetectedObject>();
  for (const object of objects) {
    if (object.box.width * object.box.height < leastArea) continue;
    if (object.score > (best.get(object.label)?.score ?? 0)) best.set(object.label, object);
  }
  return best;
};

function candidates(name: string, { label, score }: DetectedObject, threshold: number): TagCandidate[] {
  if (score < LEAST_JUDGED_SCORE) return [];
  const probability = rounded(objectProbability(label, score));
  if (probability < threshold) return [];
  const reason = `the detector sees: ${label} (score ${Math.round(score * 100)} %)`;
  return [{ name, score, probability, threshold, reason }];
}

/** Behind the third digit nothing was measured. */
const rounded = (probability: number): number => Math.round(probability * 1000) / 1000;

/** Terms of the CK vocabulary for what the detector saw; only terms in `vocabulary`. */
export function objectsAsCkTags(
  objects: readonly DetectedObject[],
  vocabulary: ReadonlySet<string>,
): TagCandidate[] {
  return [...strongest(objects, LEAST_CK_AREA).values()].flatMap((object) => {
    const word = CK_WORDS[object.label] ?? object.label;
    return vocabulary.has(word) ? candidates(word, object, LEAST_CK_PROBABILITY) : [];
  });
}

/** Everyday words for what the detector saw. */
export function objectsAsAiTags(objects: readonly DetectedObject[]): TagCandidate[] {
  return [...strongest(objects, LEAST_AI_AREA).values()].flatMap((object) => {
    const word = object.label in AI_WORDS ? AI_WORDS[object.label] : object.label;
    return word ? candidates(word, object, LEAST_AI_PROBABILITY) : [];
  });
}
