import { type FoundBox, reaches } from './found-box.ts';

/**
 * Boxes of RT-DETR (Zhao et al. 2023, arXiv:2304.08069) and D-FINE (Peng et al. 2024, arXiv:2410.13842) as the hub's
 * exports give them: for each query one logit a class, and one box. Each class has a sigmoid of its own (focal
 * loss), so that one query may stand for two classes.
 * @param logits queries × classes @param boxes queries × 4: centre x, centre y, width, height in shares of the square
 */
export function decodeQueries(
  logits: Float32Array,
  boxes: Float32Array,
  { inputPx, classes, leastScore }: { inputPx: number; classes: number; leastScore: number },
): FoundBox[] {
  const found: FoundBox[] = [];
  for (let query = 0; query * 4 < boxes.length; query++) {
    const [x, y, width, height] = boxes.subarray(query * 4, query * 4 + 4) as unknown as number[];
    for (let classIndex = 0; classIndex < classes; classIndex++) {
      const score = 1 / (1 + Math.exp(-logits[query * classes + classIndex]!));
      if (!reaches(score, leastScore)) continue;
      found.push({
        classIndex,
        score,
        left: (x! - width! / 2) * inputPx,
        top: (y! - height! / 2) * inputPx,
        width: width! * inputPx,
        height: height! * inputPx,
      });
    }
  }
  return found;
}

/**
 * Boxes of the authors' own exports of the same networks, which choose the best queries inside the graph.
 * @param boxes n × 4: left, top, right, bottom in pixels of the square, which is the size that the graph was told
 */
export function decodeChosen(
  labels: ArrayLike<number | bigint>,
  boxes: Float32Array,
  scores: Float32Array,
  { leastScore }: { leastScore: number },
): FoundBox[] {
  const found: FoundBox[] = [];
  for (const [i, score] of scores.entries()) {
    if (!reaches(score, leastScore)) continue;
    const [left, top, right, bottom] = boxes.subarray(i * 4, i * 4 + 4) as unknown as number[];
    found.push({
      classIndex: Number(labels[i]),
      score,
      left: left!,
      top: top!,
      width: right! - left!,
      height: bottom! - top!,
    });
  }
  return found;
}
