import type { DetectedFace, Detections } from '../domain/detection.ts';
import type { TagCandidate } from '../domain/tag.ts';

/** Below this a face is a guess. */
const LEAST_FACE_SCORE = 0.5;
const LEAST_HAND_SCORE = 0.5;
/** A face smaller than this share of the picture is not what the picture is of. */
const LEAST_FACE_AREA = 0.01;
/** A head and shoulders fill the frame from here. */
const PORTRAIT_FACE_AREA = 0.03;
const GROUP_FACES = 4;
/** Radians: to about 20° both eyes face the camera; beyond about 50° only one shows. */
const FRONTAL_YAW = 0.35;
const PROFILE_YAW = 0.87;

/** What faces and hands say of a picture of people. Names are terms of the vocabulary. */
export function peopleConcepts({ faces, hands }: Detections): TagCandidate[] {
  const clear = faces.filter((face) => face.score >= LEAST_FACE_SCORE && areaOf(face) >= LEAST_FACE_AREA);
  const largest = clear.toSorted((a, b) => areaOf(b) - areaOf(a))[0];
  const found: TagCandidate[] = [];
  if (largest) {
    const share = `${(areaOf(largest) * 100).toFixed(0)} % of the picture`;
    found.push({ name: 'face', score: largest.score, reason: `a face, ${share}` });
    if (areaOf(largest) >= PORTRAIT_FACE_AREA && clear.length <= 2) {
      found.push({ name: 'portrait', score: 0.6 + 0.3 * largest.score, reason: `one large face, ${share}` });
    }
    const yaw = largest.yawRadians === null ? null : Math.abs(largest.yawRadians);
    const degrees = yaw === null ? '' : `${Math.round((yaw * 180) / Math.PI)}°`;
    if (yaw !== null && yaw <= FRONTAL_YAW) {
      found.push({ name: 'frontal', score: 0.8 * largest.score, reason: `the head is turned by ${degrees}` });
    }
    if (yaw !== null && yaw >= PROFILE_YAW) {
      found.push({ name: 'profile', score: 0.8 * largest.score, reason: `the head is turned by ${degrees}` });
    }
  }
  const faceCount = faces.filter((face) => face.score >= LEAST_FACE_SCORE).length;
  if (faceCount >= GROUP_FACES) {
    found.push({
      name: 'group',
      score: Math.min(0.95, 0.5 + 0.05 * faceCount),
      reason: `${faceCount} faces`,
    });
  }
  const hand = hands.toSorted((a, b) => b.score - a.score)[0];
  if (hand && hand.score >= LEAST_HAND_SCORE) {
    found.push({ name: 'hands', score: hand.score, reason: 'the detector sees a hand' });
  }
  return found;
}

const areaOf = ({ box }: DetectedFace): number => box.width * box.height;
