import { type BodyPoint, bodyBox, bodyScore, torsoAreaOfPose } from '../../algorithms/body-pose.ts';
import { suppressOverlaps } from '../../algorithms/non-maximum-suppression.ts';
import { skinCoverage } from '../../algorithms/skin-tone.ts';
import { torsoAreaOfBoxes } from '../../algorithms/torso-area.ts';
import type { DetectedFace, DetectedHand, DetectedObject, Detections } from '../../domain/detection.ts';
import { type Picture, resizePicture } from './picture.ts';

/** From this mean of its six best points a body is a person: none of 351 photos without a person reached 0.5. */
const BODY_IS_PERSON = 0.5;
const SAME_PERSON_OVERLAP = 0.5;
/** Persons that count for the area of torso and skin. */
const MIN_PERSON_SCORE = 0.2;
/** Long edge of the picture on which skin is counted: enough for shares, and JPEG noise averages out. */
const SKIN_PX = 192;

/** What the networks saw, whichever they were. */
export interface Seen {
  readonly objects: readonly DetectedObject[];
  readonly faces: readonly DetectedFace[];
  readonly hands: readonly DetectedHand[];
  /** Joints of the most prominent body, COCO's 17. */
  readonly body: readonly BodyPoint[];
}

/** All of it with torso and skin, which are measured the same way for every detector. */
export async function detectionsOf(
  picture: Picture,
  { objects, faces, hands, body }: Seen,
): Promise<Detections> {
  const persons = objects
    .filter((object) => object.label === 'person' && object.score >= MIN_PERSON_SCORE)
    .map((object) => object.box);
  const small = await resizeTo(picture, SKIN_PX);
  return {
    objects,
    faces,
    hands,
    torsoArea: Math.max(
      bodyScore(body) >= BODY_IS_PERSON ? torsoAreaOfPose(body) : 0,
      torsoAreaOfBoxes(
        persons,
        faces.map((face) => face.box),
      ),
    ),
    skinCoverage: skinCoverage(small.rgb, small.widthPx, small.heightPx, persons),
  };
}

/** A body that the object detector did not take for a person, or not as surely, joins the objects as one. */
export function withBody(objects: readonly DetectedObject[], body: readonly BodyPoint[]): DetectedObject[] {
  const score = bodyScore(body);
  const box = bodyBox(body);
  if (score < BODY_IS_PERSON || box === null) return [...objects];
  const isPerson = (object: DetectedObject) => object.label === 'person';
  const persons = suppressOverlaps(
    [...objects.filter(isPerson), { label: 'person', score, box }],
    SAME_PERSON_OVERLAP,
  );
  return [...persons, ...objects.filter((object) => !isPerson(object))].toSorted((a, b) => b.score - a.score);
}

async function resizeTo(picture: Picture, longEdgePx: number): Promise<Picture> {
  const scale = Math.min(1, longEdgePx / Math.max(picture.widthPx, picture.heightPx));
  const size = (px: number) => Math.max(1, Math.round(px * scale));
  return resizePicture(picture, size(picture.widthPx), size(picture.heightPx));
}
