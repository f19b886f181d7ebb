import { headYawOfFivePoints, type Point } from '../../algorithms/head-yaw.ts';
import { suppressOverlaps } from '../../algorithms/non-maximum-suppression.ts';
import type { DetectedFace } from '../../domain/detection.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import type { Picture } from '../embedded/picture.ts';
import { boxInPicture, rounded } from './found-box.ts';
import { openNetwork, pictureInput, type SessionOptions } from './network-session.ts';
import type { DetectorNetwork } from './object-finder.ts';
import { type SquareLayout, squareInput } from './square-input.ts';
import { decodeYunet, YUNET_STRIDES, type YunetGrid } from './yunet-cells.ts';

export type FindNetworkFaces = (picture: Picture) => Promise<DetectedFace[]>;

const LAYOUT: Omit<SquareLayout, 'inputPx'> = { fit: 'corner', channels: 'bgr', divisor: 1, padding: 0 };
/** Low: what nothing else confirms is halved, and then below what counts (confirmed-faces.ts). */
const LEAST_SCORE = 0.3;
/** OpenCV's default. */
const SAME_FACE_OVERLAP = 0.3;
const MAX_FACES = 50;

/** What the head calls its outputs, with the values that each has a cell. */
const OUTPUTS = { cls: 1, obj: 1, bbox: 4, kps: 10 } as const;

/**
 * Faces by YuNet, with the turn of the head from its five landmarks.
 * @throws PhotoTagError MODEL_MISSING where the file is not such a network
 */
export async function loadFaceNetwork(
  network: DetectorNetwork,
  options?: SessionOptions,
): Promise<FindNetworkFaces> {
  const { facts, path, label } = network;
  const { inputPx } = facts;
  const refuse = (why: string): never => {
    throw new PhotoTagError(
      'MODEL_MISSING',
      `${label} is no face detector that this version can read: ${why}.`,
      {
        file: path,
        remedy: 'Pull it again with `photo-tag models pull`, or set people_policy.face_detector to embedded.',
      },
    );
  };
  if (facts.family !== 'yunet') refuse(`networks of the family ${facts.family} do not find faces`);
  const session = await openNetwork(path, options);
  const input = pictureInput(session, inputPx);
  if ('why' in input) return refuse(input.why);
  const absent = YUNET_STRIDES.flatMap((stride) =>
    Object.keys(OUTPUTS).map((what) => `${what}_${stride}`),
  ).filter((name) => !session.outputNames.includes(name));
  if (absent.length > 0) refuse(`the outputs ${absent.join(', ')} are missing`);
  const layout = { ...LAYOUT, inputPx };
  const values = new Float32Array(3 * inputPx ** 2);
  return async (picture) => {
    const square = await squareInput(picture, layout, values);
    const outputs = await session.run({
      [input.name]: new session.Tensor('float32', square.values, [1, 3, inputPx, inputPx]),
    });
    const grids = YUNET_STRIDES.map((stride): YunetGrid => {
      const cells = Math.floor(inputPx / stride) ** 2;
      const of = (what: keyof typeof OUTPUTS): Float32Array => {
        const output = outputs[`${what}_${stride}`]!.values as Float32Array;
        const expected = cells * OUTPUTS[what];
        if (output.length !== expected) {
          refuse(`${what}_${stride} has ${output.length} values instead of ${expected} for ${inputPx} px`);
        }
        return output;
      };
      return { stride, cls: of('cls'), obj: of('obj'), bbox: of('bbox'), kps: of('kps') };
    });
    const faces = decodeYunet(grids, inputPx, LEAST_SCORE).flatMap(({ landmarks, ...face }) => {
      const box = boxInPicture(face, square);
      if (box === null) return [];
      const [rightEye, leftEye, noseTip, mouthRight, mouthLeft] = landmarks as readonly Point[] as [
        Point,
        Point,
        Point,
        Point,
        Point,
      ];
      const yawRadians = headYawOfFivePoints({ rightEye, leftEye, noseTip, mouthRight, mouthLeft });
      return [{ score: rounded(face.score), box, yawRadians }];
    });
    return suppressOverlaps(faces, SAME_FACE_OVERLAP).slice(0, MAX_FACES);
  };
}
