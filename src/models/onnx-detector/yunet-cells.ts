import { type FoundBox, reaches } from './found-box.ts';

/** Cells of the three grids that the head looks at, in pixels of the input. */
export const YUNET_STRIDES = [8, 16, 32] as const;
/** Right eye, left eye, tip of the nose, right and left corner of the mouth; "right" is the person's. */
export const YUNET_LANDMARKS = 5;

/** What the head says of the cells of one grid, row by row. */
export interface YunetGrid {
  readonly stride: number;
  /** One a cell, 0 to 1, as are those of `obj`. */
  readonly cls: Float32Array;
  readonly obj: Float32Array;
  /** Four a cell: offset of the centre and logarithm of the size, in cells. */
  readonly bbox: Float32Array;
  /** Ten a cell: x and y of five landmarks from the cell's corner, in cells. */
  readonly kps: Float32Array;
}

export interface FoundFaceBox extends FoundBox {
  /** x and y in pixels of the square, in YuNet's order. */
  readonly landmarks: readonly (readonly [number, number])[];
}

/**
 * Faces of YuNet (Wu, Peng, Yu: YuNet, a tiny millisecond-level face detector, Machine Intelligence Research 20,
 * 2023), decoded as OpenCV's FaceDetectorYN does: the score is the geometric mean of class and objectness.
 */
export function decodeYunet(
  grids: readonly YunetGrid[],
  inputPx: number,
  leastScore: number,
): FoundFaceBox[] {
  return grids.flatMap(({ stride, cls, obj, bbox, kps }) => {
    const cells = Math.floor(inputPx / stride);
    const found: FoundFaceBox[] = [];
    for (let cell = 0; cell < cells * cells; cell++) {
      const score = Math.sqrt(share(cls[cell]!) * share(obj[cell]!));
      if (!reaches(score, leastScore)) continue;
      const column = cell % cells;
      const row = Math.floor(cell / cells);
      const width = Math.exp(bbox[cell * 4 + 2]!) * stride;
      const height = Math.exp(bbox[cell * 4 + 3]!) * stride;
      found.push({
        classIndex: 0,
        score,
        left: (column + bbox[cell * 4]!) * stride - width / 2,
        top: (row + bbox[cell * 4 + 1]!) * stride - height / 2,
        width,
        height,
        landmarks: Array.from({ length: YUNET_LANDMARKS }, (_, i) => {
          const at = (cell * YUNET_LANDMARKS + i) * 2;
          return [(column + kps[at]!) * stride, (row + kps[at + 1]!) * stride] as const;
        }),
      });
    }
    return found;
  });
}

const share = (value: number): number => Math.min(1, Math.max(0, value));
