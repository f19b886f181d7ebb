import type { Detections } from '../../domain/detection.ts';
import { concept, type PeopleConcept, type PeopleFacts } from './people-facts.ts';

/** A face, however doubtful, from this share of the picture on: then it is somebody, and no landscape of a body. */
const FACE = { score: 0.35, area: 0.002 } as const;
/** The least that the detectors report of a body without a head. */
const SIGN_OF_BODY = { torso: 0.004, score: 0.2 } as const;
const HAND_SCORE = 0.4;
const OBJECT_SCORE = 0.4;
const PERSON_SCORE = 0.5;
/** Share of what is lit: skin fills nine tenths of itself. */
const BODY_SKIN = 0.6;
/** Skin has few edges (M. Fleck, D. Forsyth, C. Bregler: Finding Naked People, ECCV 1996); wood and sand have more. */
const BODY_EDGES = 0.2;
/** Black and white: there is no skin tone, but a torso that fills the frame. */
const BODY_TORSO = 0.2;
const BODY_EDGES_WITHOUT_COLOUR = 0.12;
/** Next to nothing with an outline. */
const ABSTRACT_EDGES = 0.05;

/**
 * Bodyscape and abstract: what is there when nobody is. Both are judged by rules of thumb that the development data
 * has no examples of, so that they ask for much and claim little.
 */
export function bodies({ detections }: PeopleFacts): PeopleConcept[] {
  const { scene, torsoArea } = detections;
  if (!scene || hasFace(detections) || hasHand(detections) || hasThings(detections)) return [];
  const edges = `${percent(scene.edges)} of it has edges`;
  if (!scene.monochrome && hasBody(detections) && scene.litSkin >= BODY_SKIN && scene.edges <= BODY_EDGES) {
    const reason = `skin on ${percent(scene.litSkin)} of what is lit, no face, ${edges}`;
    return concept('bodyscape', 0.5 + 0.3 * rise(scene.litSkin, BODY_SKIN, 0.95), reason);
  }
  if (scene.monochrome && torsoArea >= BODY_TORSO && scene.edges <= BODY_EDGES_WITHOUT_COLOUR) {
    return concept('bodyscape', 0.55, `a torso on ${percent(torsoArea)} of the picture, no face, ${edges}`);
  }
  const isSomebody = detections.objects.some(
    ({ label, score }) => label === 'person' && score >= PERSON_SCORE,
  );
  return hasBody(detections) && !isSomebody && scene.edges <= ABSTRACT_EDGES
    ? concept('abstract', 0.55, `hardly somebody, no face, nothing that the detector knows, and ${edges}`)
    : [];
}

/** Bread, wood and walls have the colour of skin as well: of 11 such pictures of no body none has a sign of one. */
const hasBody = ({ objects, torsoArea }: Detections): boolean =>
  torsoArea >= SIGN_OF_BODY.torso ||
  objects.some(({ label, score }) => label === 'person' && score >= SIGN_OF_BODY.score);

const hasFace = ({ faces }: Detections): boolean =>
  faces.some(({ score, box }) => score >= FACE.score && box.width * box.height >= FACE.area);

const hasHand = ({ hands }: Detections): boolean => hands.some(({ score }) => score >= HAND_SCORE);

const hasThings = ({ objects }: Detections): boolean =>
  objects.some(({ label, score }) => label !== 'person' && score >= OBJECT_SCORE);

const rise = (value: number, from: number, to: number): number =>
  Math.min(1, Math.max(0, (value - from) / (to - from)));

const percent = (share: number): string => `${Math.round(share * 100)} %`;
