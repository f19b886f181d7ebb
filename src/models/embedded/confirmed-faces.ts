import { intersectionOverUnion, overlapArea } from '../../algorithms/non-maximum-suppression.ts';
import type { Box, DetectedFace, DetectedObject } from '../../domain/detection.ts';
import type { FoundFace } from './face-finder.ts';

/** The mesh is nearly always above 0.9 or below 0.1. */
const MESH_CONFIRMS = 0.5;
/** The two face detectors draw boxes of different sizes. */
const SAME_FACE_OVERLAP = 0.15;
/** A person's box confirms a face in its upper half from this score on. */
const PERSON_CONFIRMS = 0.3;
/** What is left of the score of a face that nothing confirms: profiles, helmets, but also wheels and flowers. */
const UNCONFIRMED_SHARE = 0.5;
/** What is left of that where an animal is seen and no person: a confirmed face stays a doubt, another one none. */
const ANIMAL_SHARE = 0.5;
const ANIMALS = new Set('bird cat dog horse sheep cow elephant bear zebra giraffe'.split(' '));
const ANIMAL_SCORE = 0.4;
/** What is left below this is noise. */
const MIN_FACE_SCORE = 0.25;

/** Share of the face that lies in the box of the animal, and of the person that takes it back. */
const FACE_IN_ANIMAL = 0.8;
const FACE_IN_PERSON = 0.5;

/**
 * One list out of two face detectors. A face keeps its score where a second witness agrees: the mesh, the other
 * detector, or a person whose head it could be. Otherwise the score is halved, so that who reads it sees the doubt,
 * and halved again in the box of an animal where no person is seen.
 */
export function confirmedFaces(
  found: readonly FoundFace[],
  seenBesideHands: readonly { readonly score: number; readonly box: Box }[],
  objects: readonly DetectedObject[],
): DetectedFace[] {
  const isSame = (a: Box, b: Box) => intersectionOverUnion(a, b) > SAME_FACE_OVERLAP;
  const faces = found.map(({ score, box, yawRadians, meshScore }) => {
    const isConfirmed =
      (meshScore ?? 0) >= MESH_CONFIRMS ||
      seenBesideHands.some((other) => isSame(other.box, box)) ||
      objects.some((object) => isPerson(object) && isHeadOf(box, object.box));
    const share = (isConfirmed ? 1 : UNCONFIRMED_SHARE) * (isOfAnimal(box, objects) ? ANIMAL_SHARE : 1);
    return { score: score * share, box, yawRadians };
  });
  const others = seenBesideHands
    .filter((other) => !found.some((face) => isSame(face.box, other.box)))
    .map(({ score, box }) => ({ score, box, yawRadians: null }));
  return [...faces, ...others]
    .filter((face) => face.score >= MIN_FACE_SCORE)
    .toSorted((a, b) => b.score - a.score);
}

const isPerson = (object: DetectedObject): boolean =>
  object.label === 'person' && object.score >= PERSON_CONFIRMS;

function isOfAnimal(face: Box, objects: readonly DetectedObject[]): boolean {
  const shareIn = (box: Box) => overlapArea(face, box) / (face.width * face.height);
  return (
    objects.some(
      ({ label, score, box }) =>
        ANIMALS.has(label) && score >= ANIMAL_SCORE && shareIn(box) >= FACE_IN_ANIMAL,
    ) && !objects.some(({ label, box }) => label === 'person' && shareIn(box) >= FACE_IN_PERSON)
  );
}

function isHeadOf(face: Box, person: Box): boolean {
  const x = face.x + face.width / 2;
  const y = face.y + face.height / 2;
  return x > person.x && x < person.x + person.width && y > person.y && y < person.y + person.height / 2;
}
