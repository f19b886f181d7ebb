import type { Box } from '../domain/detection.ts';
import { clipToPicture, overlapArea } from './non-maximum-suppression.ts';

/** A standing body is eight heads tall, its torso three, as figure drawing teaches (A. Loomis 1943). */
const HEADS_OF_BODY = 8;
const HEADS_OF_TORSO = 3;

/** A detector's face box reaches from brow to chin and is about three quarters of a head: torso in such boxes. */
const FACES_OF_TORSO = { width: 2.5, height: 3.5 };

/** Arms hang beside the torso inside the box of a person. */
const TORSO_OF_BOX_WIDTH = 0.8;

/**
 * Share of the picture that the largest torso covers, from boxes alone: under the face where one lies in the
 * upper half of the person's box, otherwise under the top eighth of a standing body.
 * @param persons in shares of the picture. @param faces likewise.
 */
export function torsoAreaOfBoxes(persons: readonly Box[], faces: readonly Box[]): number {
  const areas = persons.map((person) => areaInside(torsoOf(person, faceOf(person, faces)), person));
  return Math.max(0, ...areas);
}

function torsoOf(person: Box, face: Box | undefined): Box {
  if (face === undefined) {
    const head = person.height / HEADS_OF_BODY;
    return {
      x: person.x + (person.width * (1 - TORSO_OF_BOX_WIDTH)) / 2,
      y: person.y + head,
      width: person.width * TORSO_OF_BOX_WIDTH,
      height: head * HEADS_OF_TORSO,
    };
  }
  const width = face.width * FACES_OF_TORSO.width;
  return {
    x: face.x + face.width / 2 - width / 2,
    y: face.y + face.height,
    width,
    height: face.height * FACES_OF_TORSO.height,
  };
}

/** The highest face with its middle in the upper half of the person's box. */
function faceOf(person: Box, faces: readonly Box[]): Box | undefined {
  return faces
    .filter((face) => {
      const x = face.x + face.width / 2;
      const y = face.y + face.height / 2;
      return (
        x > person.x &&
        x < person.x + person.width &&
        y > person.y - person.height * 0.1 &&
        y < person.y + person.height / 2
      );
    })
    .toSorted((a, b) => a.y - b.y)[0];
}

function areaInside(torso: Box, person: Box): number {
  const visible = clipToPicture(torso);
  return visible === null ? 0 : overlapArea(visible, person);
}
