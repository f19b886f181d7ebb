import type { DetectedFace, Detections } from '../../domain/detection.ts';
import type { PersonScene } from '../../domain/person-scene.ts';
import { isMonochrome } from '../skin-tone.ts';
import { hairRegionOf } from './hair-region.ts';
import { scenePixels } from './scene-pixels.ts';
import { surroundingsOf } from './surroundings.ts';

/** Long edge of the picture that is measured: a face of a tenth of it still has hair of a few pixels a side. */
export const SCENE_PX = 256;

/** A face below this score is a guess, and nobody's hair. */
const LEAST_FACE_SCORE = 0.5;

/**
 * Measures what surrounds people.
 * @param rgb 8 bits a channel, row by row, widthPx × heightPx × 3; a long edge of {@link SCENE_PX}
 */
export function personSceneOf(
  rgb: Uint8Array,
  widthPx: number,
  heightPx: number,
  detections: Pick<Detections, 'objects' | 'faces'>,
): PersonScene {
  const picture = scenePixels(rgb, widthPx, heightPx);
  const face = largestFace(detections.faces);
  const monochrome = isMonochrome(rgb);
  return {
    hair: monochrome || face === null ? null : hairRegionOf(picture, face.box),
    ...surroundingsOf(picture, detections),
    monochrome,
  };
}

export function largestFace(faces: readonly DetectedFace[]): DetectedFace | null {
  const clear = faces.filter(({ score }) => score >= LEAST_FACE_SCORE);
  return clear.toSorted((a, b) => areaOf(b) - areaOf(a))[0] ?? null;
}

const areaOf = ({ box }: DetectedFace): number => box.width * box.height;
