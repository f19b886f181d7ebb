import { type FoundBox, reaches } from './found-box.ts';

/** Cells of the three grids that the head looks at, in pixels of the input. */
const STRIDES = [8, 16, 32];
/** Offset of the centre, logarithm of the size, both in cells; then how sure it is that there is anything. */
const BEFORE_CLASSES = 5;

/** How many rows the output has for a square of so many pixels: 3,549 for 416. */
export function yoloxRowCount(inputPx: number): number {
  return STRIDES.reduce((sum, stride) => sum + Math.floor(inputPx / stride) ** 2, 0);
}

/**
 * Boxes of YOLOX (Ge et al. 2021, arXiv:2107.08430), as its own ONNX export gives them (`decode_in_inference` off):
 * one row a cell of grids of 8, 16 and 32 pixels, x offset, y offset, log width, log height, objectness, classes.
 * @param rows so many rows of 5 + classes; objectness and classes have gone through the sigmoid
 * @returns one box a cell whose best class reaches the least score
 */
export function decodeYolox(
  rows: Float32Array,
  { inputPx, classes, leastScore }: { inputPx: number; classes: number; leastScore: number },
): FoundBox[] {
  const width = BEFORE_CLASSES + classes;
  const found: FoundBox[] = [];
  let at = 0;
  for (const stride of STRIDES) {
    const cells = Math.floor(inputPx / stride);
    for (let cell = 0; cell < cells * cells; cell++, at += width) {
      const objectness = rows[at + 4]!;
      if (!reaches(objectness, leastScore)) continue; // A class is at most 1.
      let best = 0;
      for (let one = 1; one < classes; one++) {
        if (rows[at + BEFORE_CLASSES + one]! > rows[at + BEFORE_CLASSES + best]!) best = one;
      }
      const score = objectness * rows[at + BEFORE_CLASSES + best]!;
      if (!reaches(score, leastScore)) continue;
      const centreX = ((cell % cells) + rows[at]!) * stride;
      const centreY = (Math.floor(cell / cells) + rows[at + 1]!) * stride;
      const boxWidth = Math.exp(rows[at + 2]!) * stride;
      const boxHeight = Math.exp(rows[at + 3]!) * stride;
      found.push({
        classIndex: best,
        score,
        left: centreX - boxWidth / 2,
        top: centreY - boxHeight / 2,
        width: boxWidth,
        height: boxHeight,
      });
    }
  }
  return found;
}
