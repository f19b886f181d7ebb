import { intersectionOverUnion } from '../../algorithms/non-maximum-suppression.ts';
import type { Box, DetectedObject } from '../../domain/detection.ts';
import { COCO_LABELS } from './coco-labels.ts';
import { DETECTION_ROW } from './trunk.ts';
import type { PicturePlacement } from './trunk-picture.ts';

/**
 * Low, as in Human: a person that is missed can leave the machine, a person too many only keeps a photo here.
 * Who needs certainty asks for a higher score.
 */
const LOWEST_SCORE = 0.2;
/** Two boxes of one class that share more than this of their union are one object (Human's setting). */
const SAME_OBJECT_OVERLAP = 0.4;

/**
 * CenterNet's 100 best points as objects, by falling score. Suppresses doubles within a class only, where
 * Human does so across classes: a rider must not vanish behind the horse.
 * @param detections 100×6: x1, y1, x2, y2 in pixels of the square, score, class.
 */
export function objectsOf(detections: Float32Array, placement: PicturePlacement): DetectedObject[] {
  const kept: DetectedObject[] = [];
  for (const row of rowsByFallingScore(detections)) {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0, score = 0, classIndex = -1] = row;
    const label = COCO_LABELS[classIndex];
    const box = boxInPicture(x1, y1, x2, y2, placement);
    if (label === undefined || box === null || !(score >= LOWEST_SCORE)) continue;
    const isDouble = kept.some(
      (other) => other.label === label && intersectionOverUnion(other.box, box) > SAME_OBJECT_OVERLAP,
    );
    if (!isDouble) kept.push({ label, score: rounded(score), box });
  }
  return kept;
}

function rowsByFallingScore(detections: Float32Array): Float32Array[] {
  const rows: Float32Array[] = [];
  for (let i = 0; i < detections.length; i += DETECTION_ROW)
    rows.push(detections.subarray(i, i + DETECTION_ROW));
  return rows.sort((a, b) => b[4]! - a[4]!);
}

/** Null where nothing of the box lies in the picture. */
function boxInPicture(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  placement: PicturePlacement,
): Box | null {
  const share = (value: number, start: number, length: number) =>
    Math.min(1, Math.max(0, (value - start) / length));
  const x = share(x1, placement.left, placement.width);
  const y = share(y1, placement.top, placement.height);
  const width = share(x2, placement.left, placement.width) - x;
  const height = share(y2, placement.top, placement.height) - y;
  if (width <= 0 || height <= 0) return null;
  return { x: rounded(x), y: rounded(y), width: rounded(width), height: rounded(height) };
}

/** Four digits are a tenth of a proxy's pixel; more would only fill the store. */
const rounded = (share: number): number => Math.round(share * 10_000) / 10_000;
