import type { Tensor } from 'onnxruntime-node';
import { suppressOverlaps } from '../../algorithms/non-maximum-suppression.ts';
import type { DetectedObject } from '../../domain/detection.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import type { DetectorFacts } from '../../domain/model.ts';
import { COCO_LABELS } from '../embedded/coco-labels.ts';
import type { Picture } from '../embedded/picture.ts';
import { decodeChosen, decodeQueries } from './detr-queries.ts';
import { boxInPicture, type FoundBox, rounded } from './found-box.ts';
import {
  type NetworkOutput,
  type NetworkSession,
  openNetwork,
  pictureInput,
  type SessionOptions,
} from './network-session.ts';
import { type SquareLayout, squareInput } from './square-input.ts';
import { decodeYolox, yoloxRowCount } from './yolox-rows.ts';

/** What a network saw, and the highest score that any of its boxes gave a person, however low. */
export interface ObjectPass {
  readonly objects: readonly DetectedObject[];
  readonly personHint: number;
}

export type FindObjects = (picture: Picture) => Promise<ObjectPass>;

/** A network file with what the catalogue says of it. */
export interface DetectorNetwork {
  /** For ids and errors: `YOLOX-Nano/coco`. */
  readonly label: string;
  readonly path: string;
  readonly facts: DetectorFacts;
}

type Outputs = Record<string, NetworkOutput>;

/** How the networks of one family are fed and read. */
interface Family {
  readonly layout: Omit<SquareLayout, 'inputPx'>;
  /** Boxes of one class that share more than this of their union are one object. */
  readonly sameObjectOverlap: number;
  /**
   * A person's score is raised to this power, so that it means what the embedded detector's means (the rule on people
   * knows one table of thresholds). Objects are left as they are.
   */
  readonly personExponent: number;
  readonly decode: (outputs: Outputs, inputPx: number, refuse: (why: string) => never) => FoundBox[];
}

/**
 * From here on an object is reported: a person that is missed can leave the machine, a person too many only keeps a
 * photo here. The same as the embedded detector's, so that thresholds elsewhere mean the same.
 */
const LEAST_SCORE = 0.2;
/** From here on a box is read at all: a hint of a person makes the other networks look. */
export const HINT_SCORE = 0.05;
const CLASSES = COCO_LABELS.length;

const DETR: Family = {
  // Trained on squashed squares (RTDetrImageProcessor: 640 × 640, no padding, no normalisation).
  layout: { fit: 'squash', channels: 'rgb', divisor: 255, padding: 0 },
  // Queries compete inside the network: what is left of doubles at low scores lies nearly on top of each other.
  sameObjectOverlap: 0.7,
  // No weights were at hand to measure with.
  personExponent: 1,
  decode(outputs, inputPx, refuse) {
    const { logits, pred_boxes, labels, boxes, scores } = outputs;
    if (logits && pred_boxes) {
      if (logits.dims.at(-1) !== CLASSES)
        refuse(`it knows ${logits.dims.at(-1)} classes instead of ${CLASSES}`);
      return decodeQueries(logits.values as Float32Array, pred_boxes.values as Float32Array, {
        inputPx,
        classes: CLASSES,
        leastScore: HINT_SCORE,
      });
    }
    if (labels && boxes && scores) {
      return decodeChosen(labels.values, boxes.values as Float32Array, scores.values as Float32Array, {
        leastScore: HINT_SCORE,
      });
    }
    return refuse('its outputs are neither logits and pred_boxes nor labels, boxes and scores');
  },
};

const FAMILIES: Partial<Record<DetectorFacts['family'], Family>> = {
  yolox: {
    layout: { fit: 'corner', channels: 'bgr', divisor: 1, padding: 114 },
    // The value of YOLOX's own ONNX demo.
    sameObjectOverlap: 0.45,
    // 0.1 becomes 0.2, 0.37 becomes 0.5. Measured with YOLOX-Nano on 482 photos and their variants: of 88 persons it
    // misses 1 less, of 16 hands and legs 2 less, and holds 7 of 351 photos with nobody more (docs/privacy.md).
    personExponent: 0.7,
    decode(outputs, inputPx, refuse) {
      const [output] = Object.values(outputs);
      const rows = yoloxRowCount(inputPx);
      const [, count, width] = output?.dims ?? [];
      if (!output || count !== rows || width !== 5 + CLASSES) {
        refuse(`its output is ${output?.dims.join('×')} instead of 1×${rows}×${5 + CLASSES}`);
      }
      return decodeYolox(output!.values as Float32Array, {
        inputPx,
        classes: CLASSES,
        leastScore: HINT_SCORE,
      });
    },
  },
  'rt-detr': DETR,
  'd-fine': DETR,
};

/**
 * Everyday objects by a network of COCO's 80 classes.
 * @throws PhotoTagError MODEL_MISSING where the file is not such a network; its outputs are looked at with the first
 * picture
 */
export async function loadObjectFinder(
  network: DetectorNetwork,
  options?: SessionOptions,
): Promise<FindObjects> {
  const { facts, path, label } = network;
  const family = FAMILIES[facts.family];
  const refuse = (why: string): never => {
    throw new PhotoTagError(
      'MODEL_MISSING',
      `${label} is no object detector that this version can read: ${why}.`,
      {
        file: path,
        remedy: 'Pull it again with `photo-tag models pull`, or set people_policy.detector to embedded.',
      },
    );
  };
  if (!family) return refuse(`networks of the family ${facts.family} do not find objects`);
  const session = await openNetwork(path, options);
  const input = pictureInput(session, facts.inputPx);
  if ('why' in input) return refuse(input.why);
  const layout = { ...family.layout, inputPx: facts.inputPx };
  const values = new Float32Array(3 * facts.inputPx ** 2);
  return async (picture) => {
    const square = await squareInput(picture, layout, values);
    const outputs = await session.run(feedsOf(session, square.values, facts.inputPx));
    const found = family.decode(outputs, facts.inputPx, refuse).flatMap((one): DetectedObject[] => {
      const box = boxInPicture(one, square);
      const name = COCO_LABELS[one.classIndex];
      return box === null || name === undefined ? [] : [{ label: name, score: one.score, box }];
    });
    const persons = found.filter(isPerson);
    const objects = found
      .map((one) => ({
        ...one,
        score: rounded(isPerson(one) ? one.score ** family.personExponent : one.score),
      }))
      .filter(({ score }) => score >= LEAST_SCORE);
    return {
      objects: suppressWithinClasses(objects, family.sameObjectOverlap),
      personHint: Math.max(0, ...persons.map(({ score }) => score)),
    };
  };
}

const isPerson = ({ label }: DetectedObject): boolean => label === 'person';

/** The picture, and for exports that ask for it the size that boxes are to be given in: the square's own. */
function feedsOf({ inputs, Tensor: Made }: NetworkSession, values: Float32Array, inputPx: number) {
  const feeds: Record<string, Tensor> = {};
  for (const input of inputs) {
    feeds[input.name] =
      input.isTensor && input.type === 'int64'
        ? new Made('int64', [BigInt(inputPx), BigInt(inputPx)], [1, 2])
        : new Made('float32', values, [1, 3, inputPx, inputPx]);
  }
  return feeds;
}

/** Within a class only: a rider must not vanish behind the horse. By falling score. */
export function suppressWithinClasses(objects: readonly DetectedObject[], overlap: number): DetectedObject[] {
  const classes = Map.groupBy(objects, ({ label }) => label);
  return [...classes.values()]
    .flatMap((ofClass) => suppressOverlaps(ofClass, overlap))
    .toSorted((a, b) => b.score - a.score);
}
