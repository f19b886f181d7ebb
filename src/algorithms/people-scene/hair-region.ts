import type { Box } from '../../domain/detection.ts';
import type { HairRegion, LabColour } from '../../domain/person-scene.ts';
import { differenceOf } from './cielab.ts';
import { medianColour, pixelsIn, type ScenePixels } from './scene-pixels.ts';

/** A head of fewer pixels shows its hair as a smear of hair and background. */
const LEAST_FACE_PX = 20;
/** Height of a step of the way up from the forehead, in face heights. */
const STEP = 0.08;
/** The face box of the detectors ends between the brows and the hairline; hair begins below this many steps above it. */
const MOST_STEPS = 7;
/** CIE 1976 difference from which something is no longer forehead; skin differs from skin by less. */
const NOT_SKIN = 15;
/** Two steps that differ by less are one thing, and not an edge. */
const SAME = 12;

/**
 * Goes up from the forehead, in the middle third of the face, until two steps in a row have one colour that is not
 * the forehead's; on pictures of 52 faces that is hair, a hat, or what is behind a bald head. Hence what is behind is
 * measured as well: above the hair, and beside the head.
 * @returns null where the face is too small, or nothing of one colour lies above the forehead
 */
export function hairRegionOf(picture: ScenePixels, face: Box): HairRegion | null {
  if (face.height * picture.heightPx < LEAST_FACE_PX) return null;
  const forehead = medianColour(picture, pixelsIn(picture, strip(face, 0, 2)));
  if (forehead === null) return null;
  for (let step = 1; step <= MOST_STEPS; step++) {
    const lower = medianColour(picture, pixelsIn(picture, strip(face, step, 1)));
    const upper = medianColour(picture, pixelsIn(picture, strip(face, step + 1, 1)));
    if (lower === null || upper === null) return null;
    if (differenceOf(lower, forehead) < NOT_SKIN || differenceOf(upper, forehead) < NOT_SKIN) continue;
    if (differenceOf(lower, upper) > SAME) continue;
    const colour = medianColour(picture, pixelsIn(picture, strip(face, step, 2)))!;
    return { colour, forehead, fromBackground: fromBackground(picture, face, colour) };
  }
  return null;
}

/** The middle third of the face: `steps` high, its lower edge `from` steps above the face box. */
const strip = (face: Box, from: number, steps: number): Box => ({
  x: face.x + face.width / 3,
  width: face.width / 3,
  y: face.y - (from + steps) * STEP * face.height,
  height: steps * STEP * face.height,
});

/** The least difference to what is well above the head, and to what is well beside it. */
function fromBackground(picture: ScenePixels, face: Box, colour: LabColour): number {
  const top = face.y - 0.4 * face.height;
  const beside = { y: top, width: 0.3 * face.width, height: 0.5 * face.height };
  const around = [
    { x: face.x, y: face.y - 1.3 * face.height, width: face.width, height: 0.4 * face.height },
    { ...beside, x: face.x - 1.1 * face.width },
    { ...beside, x: face.x + 1.8 * face.width },
  ];
  const differences = around
    .map((box) => medianColour(picture, pixelsIn(picture, box)))
    .filter((background) => background !== null)
    .map((background) => differenceOf(colour, background));
  return differences.length === 0 ? 0 : Math.min(...differences);
}
