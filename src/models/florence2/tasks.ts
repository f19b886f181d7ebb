import { clipToPicture } from '../../algorithms/non-maximum-suppression.ts';
import type { PlacedWords } from '../captioner.ts';

/** What Florence-2 (Xiao et al. 2023, arXiv:2311.06242) can be asked; the processor of the model has the prompt. */
export const TASKS = {
  caption: '<CAPTION>',
  detailedCaption: '<MORE_DETAILED_CAPTION>',
  objects: '<OD>',
  text: '<OCR_WITH_REGION>',
} as const;

/** Tokens of an answer at most: a sentence, a paragraph, some 30 boxes. */
export const MOST_TOKENS = { caption: 64, detailedCaption: 256, objects: 256, text: 512 } as const;

/** The processor's answer to a task in words; whatever is left of special tokens goes. */
export function wordsOf(answer: unknown): string {
  if (typeof answer !== 'string') throw new TypeError('the captioner answered without words');
  return answer
    .replaceAll(/<[^<>\s]*>/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/**
 * Boxes of objects (`bboxes`: left, top, right, bottom), or of lines of text (`quad_boxes`: four corners, x and y),
 * given in shares of the picture.
 */
export function placesOf(answer: unknown): PlacedWords[] {
  const {
    labels = [],
    bboxes,
    quad_boxes,
  } = answer as {
    labels?: string[];
    bboxes?: number[][];
    quad_boxes?: number[][];
  };
  return (bboxes ?? quad_boxes ?? []).flatMap((corners, i): PlacedWords[] => {
    const words = wordsOf(labels[i] ?? '');
    const xs = corners.filter((_, at) => at % 2 === 0);
    const ys = corners.filter((_, at) => at % 2 === 1);
    const [x, y] = [Math.min(...xs), Math.min(...ys)];
    const box = clipToPicture({ x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y });
    return words === '' || box === null ? [] : [{ words, box }];
  });
}
