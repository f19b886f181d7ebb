import { suppressOverlaps } from '../../algorithms/non-maximum-suppression.ts';
import type { Box, DetectedHand } from '../../domain/detection.ts';
import { type AnchorAnswers, loadAnchorNetwork } from './anchor-network.ts';
import type { Picture } from './picture.ts';
import { loadPresenceNetwork } from './presence-network.ts';

export interface HandPass {
  readonly hands: readonly DetectedHand[];
  /** The network's own class "face": rarely wrong (9 of 351 photos without a person), and it sees faces that others miss. */
  readonly faces: readonly { readonly score: number; readonly box: Box }[];
}

export type FindHands = (picture: Picture) => Promise<HandPass>;

/** Side of the SSD's input: its graph resizes to this in a loop, which is left out by feeding the node behind it. */
const INPUT_PX = 320;
const INPUT_NODE = 'StatefulPartitionedCall/map/TensorArrayV2Stack/TensorListStack';
/** Before the graph's own non-maximum suppression: 12,804 anchors with 7 class scores, and their boxes. */
const SCORES_NODE = 'StatefulPartitionedCall/Postprocessor/Slice';
const BOXES_NODE = 'StatefulPartitionedCall/Postprocessor/ExpandDims_1';
/** open hand, closed, pinch, point, face, fingertip, pinching tips. */
const CLASSES = 7;
const FACE_CLASS = 4;

/** The detector alone sees hands in food and paws at 0.9: what it says is only where to look. */
const MIN_CANDIDATE_SCORE = 0.3;
const SAME_HAND_OVERLAP = 0.3;
/** 15 ms a candidate; a third one found no hand that two had not on our photos. */
const MAX_CANDIDATES = 2;
const MAX_FACES = 20;

const LANDMARK_PX = 224;
const LANDMARK_MARGIN = 1.4;
/** Share of hands at which the landmark network's presence score starts to be right more often than not. */
const MIN_HAND_SCORE = 0.4;

/**
 * Hands by the SSD of handtrack.js (V. Dibia 2017, github.com/victordibia/handtracking), each candidate confirmed
 * by the presence score of MediaPipe's hand landmark network (Zhang et al. 2020, arXiv:2006.10214), which becomes
 * the score: at 0.4 it leaves false hands on 6 of 351 photos without a person, where the detector had 170.
 */
export async function loadHandFinder(): Promise<FindHands> {
  const [askAnchors, presence] = await Promise.all([
    loadAnchorNetwork('handtrack', {
      inputPx: INPUT_PX,
      inputNode: INPUT_NODE,
      outputs: [SCORES_NODE, BOXES_NODE],
    }),
    loadPresenceNetwork('handlandmark-lite', { inputPx: LANDMARK_PX, margin: LANDMARK_MARGIN }),
  ]);
  return async (picture) => {
    const found = decode(await askAnchors(picture));
    const best = (isFace: boolean) =>
      suppressOverlaps(
        found.filter((one) => one.isFace === isFace),
        SAME_HAND_OVERLAP,
      );
    return {
      faces: best(true)
        .slice(0, MAX_FACES)
        .map(({ score, box }) => ({ score, box })),
      hands: best(false)
        .slice(0, MAX_CANDIDATES)
        .map(({ box }) => ({ score: presence(picture, box), box }))
        .filter((hand) => hand.score >= MIN_HAND_SCORE),
    };
  };
}

function decode({ values, boxInPicture }: AnchorAnswers): { score: number; isFace: boolean; box: Box }[] {
  const [scores, boxes] = values as [Float32Array, Float32Array];
  const found: { score: number; isFace: boolean; box: Box }[] = [];
  for (let anchor = 0; anchor * 4 < boxes.length; anchor++) {
    let bestClass = 0;
    for (let number = 1; number < CLASSES; number++) {
      if (scores[anchor * CLASSES + number]! > scores[anchor * CLASSES + bestClass]!) bestClass = number;
    }
    const score = scores[anchor * CLASSES + bestClass]!;
    if (score < MIN_CANDIDATE_SCORE) continue;
    const corners = boxes.subarray(anchor * 4, anchor * 4 + 4) as unknown as [number, number, number, number];
    const [top, left, bottom, right] = corners;
    const box = boxInPicture(left, top, right, bottom);
    if (box !== null) found.push({ score, isFace: bestClass === FACE_CLASS, box });
  }
  return found;
}
