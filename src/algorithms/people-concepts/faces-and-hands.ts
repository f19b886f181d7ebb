import { faceProbability, handProbability } from '../detector-scores/detector-probability.ts';
import { areaOf, clearFaces, concept, type PeopleConcept, type PeopleFacts } from './people-facts.ts';

const LEAST_FACE_SCORE = 0.5;
const LEAST_HAND_SCORE = 0.5;
/** A head and shoulders fill the frame from here. */
const PORTRAIT_FACE_AREA = 0.03;
const GROUP_FACES = 4;
/** Radians: to about 20° both eyes face the camera; beyond about 50° only one shows. */
const FRONTAL_YAW = 0.35;
const PROFILE_YAW = 0.87;
/** Of 38 heads found to be frontal 36 were, and of 7 in profile all: given that it is a face. */
const FRONTAL_IS_RIGHT = 0.93;
const PROFILE_IS_RIGHT = 0.9;
/** Large single faces that are no portrait: somebody at work, seen close. */
const PORTRAIT_IS_RIGHT = 0.9;
/** All of 20. */
const GROUP_IS_RIGHT = 0.93;

/** Face, portrait, frontal, profile, group and hands: what detectors saw. */
export function facesAndHands({ detections }: PeopleFacts): PeopleConcept[] {
  const clear = clearFaces(detections);
  const [largest] = clear;
  const found: PeopleConcept[] = [];
  if (largest) {
    const isFace = faceProbability(largest.score);
    const share = `${(areaOf(largest) * 100).toFixed(0)} % of the picture`;
    found.push(...concept('face', isFace, `a face, ${share}`, { score: largest.score }));
    if (areaOf(largest) >= PORTRAIT_FACE_AREA && clear.length <= 2) {
      found.push(...concept('portrait', isFace * PORTRAIT_IS_RIGHT, `one large face, ${share}`));
    }
    const yaw = largest.yawRadians === null ? null : Math.abs(largest.yawRadians);
    const turned = yaw === null ? '' : `the head is turned by ${Math.round((yaw * 180) / Math.PI)}°`;
    if (yaw !== null && yaw <= FRONTAL_YAW) {
      found.push(...concept('frontal', isFace * FRONTAL_IS_RIGHT, turned));
    }
    if (yaw !== null && yaw >= PROFILE_YAW) {
      found.push(...concept('profile', isFace * PROFILE_IS_RIGHT, turned));
    }
  }
  const faceCount = detections.faces.filter((face) => face.score >= LEAST_FACE_SCORE).length;
  if (faceCount >= GROUP_FACES) {
    const score = Math.min(0.95, 0.5 + 0.05 * faceCount);
    found.push(...concept('group', GROUP_IS_RIGHT, `${faceCount} faces`, { score }));
  }
  const hand = detections.hands.toSorted((a, b) => b.score - a.score)[0];
  if (hand && hand.score >= LEAST_HAND_SCORE) {
    const reason = 'the detector sees a hand';
    found.push(...concept('hands', handProbability(hand.score), reason, { score: hand.score }));
  }
  return found;
}
