import type { CaptureTime } from '../../domain/capture-time.ts';
import type { DetectedFace, Detections } from '../../domain/detection.ts';
import type { PhotoMetadata } from '../../domain/metadata.ts';
import type { TagCandidate } from '../../domain/tag.ts';

/** What the people concepts may know of a photo of a people set. */
export interface PeopleFacts {
  readonly detections: Detections;
  readonly metadata: PhotoMetadata | null;
  readonly captureTime: CaptureTime | null;
  /** Words of a description of the picture; empty where there is none. */
  readonly words: ReadonlySet<string>;
}

/** Of people sets: a term with how likely it is, and how likely it has to be. */
export type PeopleConcept = TagCandidate & { readonly probability: number; readonly threshold: number };

/** More often right than wrong. */
export const USUAL_THRESHOLD = 0.5;

/** A candidate, unless it is less likely than it has to be. */
export function concept(
  name: string,
  probability: number,
  reason: string,
  { score = probability, threshold = USUAL_THRESHOLD } = {},
): PeopleConcept[] {
  const rounded = Math.round(probability * 1000) / 1000;
  return rounded < threshold ? [] : [{ name, score, probability: rounded, threshold, reason }];
}

/** Below this a face is a guess. */
const LEAST_FACE_SCORE = 0.5;
/** A face smaller than this share of the picture is not what the picture is of. */
const LEAST_FACE_AREA = 0.01;
/** COCO's animals: the face detector takes dogs and monkeys for people. */
const ANIMALS: ReadonlySet<string> = new Set([
  ...'bear bird cat cow dog elephant giraffe horse sheep zebra'.split(' '),
  'teddy bear',
]);
const ANIMAL_SCORE = 0.4;
const PERSON_SCORE = 0.5;
/** Share of a face inside a box from which the face is a part of what is in it. */
const PART_OF = 0.7;

export const areaOf = ({ box }: Pick<DetectedFace, 'box'>): number => box.width * box.height;

/** Faces that the picture is of, largest first: clear, large enough, and not the face of an animal. */
export function clearFaces({ faces, objects }: Detections): DetectedFace[] {
  const covers = (face: DetectedFace, isMeant: (label: string) => boolean, leastScore: number): boolean =>
    objects.some(
      ({ label, score, box }) => isMeant(label) && score >= leastScore && shareInside(face, box) >= PART_OF,
    );
  const isAnimal = (face: DetectedFace): boolean =>
    covers(face, (label) => ANIMALS.has(label), ANIMAL_SCORE) &&
    !covers(face, (label) => label === 'person', PERSON_SCORE);
  return faces
    .filter((face) => face.score >= LEAST_FACE_SCORE && areaOf(face) >= LEAST_FACE_AREA && !isAnimal(face))
    .toSorted((a, b) => areaOf(b) - areaOf(a));
}

function shareInside({ box: face }: DetectedFace, box: DetectedFace['box']): number {
  const width = Math.min(face.x + face.width, box.x + box.width) - Math.max(face.x, box.x);
  const height = Math.min(face.y + face.height, box.y + box.height) - Math.max(face.y, box.y);
  return width <= 0 || height <= 0 ? 0 : (width * height) / (face.width * face.height);
}
