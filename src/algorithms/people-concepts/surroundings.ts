import { faceProbability } from '../detector-scores/detector-probability.ts';
import { exposureValue100 } from '../measured-attributes.ts';
import { outdoorEvidence } from '../outdoor-evidence.ts';
import { clearFaces, concept, type PeopleConcept, type PeopleFacts } from './people-facts.ts';

/** Silent rather than wrong: one clue alone is enough only if it is a strong one. */
const OUTDOOR_THRESHOLD = 0.75;

/** Share of what is around that has one colour, from which it is a backdrop; no wall of a room reached it. */
const BACKDROP_EVEN = 0.87;
/** All of 4 backdrops on the development data were ones, and a plain wall in even light cannot be told from one. */
const BACKDROP_IS_STUDIO = 0.75;
const BACKDROP_DARK = 0.85;
const DARK_IS_BACKGROUND = 0.8;
/** Scene brightness of a street at night, below which black around somebody is the night. */
const NIGHT_EXPOSURE_VALUE = 4;

/** Outdoor, studio and black-background: what is around people. */
export function surroundings(facts: PeopleFacts): PeopleConcept[] {
  return [...outdoor(facts), ...backdrop(facts)];
}

function outdoor({ detections, metadata, captureTime, words }: PeopleFacts): PeopleConcept[] {
  const { objects, scene = null } = detections;
  const { probability, clues } = outdoorEvidence({ metadata, captureTime, objects, scene, words });
  const reason = clues.map(({ says }) => says).join('; ');
  return concept('outdoor', probability, reason, { threshold: OUTDOOR_THRESHOLD });
}

function backdrop({ detections, metadata }: PeopleFacts): PeopleConcept[] {
  const { scene } = detections;
  const [face] = clearFaces(detections);
  if (!scene || scene.evenAround === null || scene.darkAround === null || face === undefined) return [];
  const isFace = faceProbability(face.score);
  if (scene.darkAround >= BACKDROP_DARK) {
    const brightness = exposureValue100(metadata);
    const isNight = brightness !== null && brightness < NIGHT_EXPOSURE_VALUE && !metadata?.flashFired;
    const reason = `a face before black: ${percent(scene.darkAround)} of what is around is dark`;
    return isNight ? [] : concept('black-background', isFace * DARK_IS_BACKGROUND, reason);
  }
  const isPlain = scene.evenAround >= BACKDROP_EVEN && scene.leaves < 0.1 && scene.sky < 0.015;
  const reason = `a face before a backdrop: one colour on ${percent(scene.evenAround)} of what is around`;
  return isPlain ? concept('studio', isFace * BACKDROP_IS_STUDIO, reason) : [];
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
