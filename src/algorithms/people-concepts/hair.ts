import { hairColourOf } from '../people-scene/hair-colour.ts';
import { areaOf, clearFaces, concept, type PeopleConcept, type PeopleFacts } from './people-facts.ts';

/** Right among those found on the development data, with all faces of groups: 15 of 19 dark, 4 of 5 blond. */
const IS_RIGHT = { 'hair:brunette': 0.78, 'hair:blonde': 0.7 } as const;

/** Whose hair is it, where another face is nearly as large? */
const LARGER_THAN_THE_NEXT = 1.5;
const OTHER_FACE_SCORE = 0.5;

/** What is on a head may have the colour of hair. */
const COVERED = ['bonnet', 'cap', 'hat', 'headscarf', 'helmet', 'hood', 'turban', 'veil', 'wig'];

/** Hair of the largest face by its colour; nothing of grey, red and dyed hair, in colour light, shade or monochrome. */
export function hair(facts: PeopleFacts): PeopleConcept[] {
  const { scene } = facts.detections;
  const [face] = clearFaces(facts.detections);
  if (!scene?.hair || scene.monochrome || face === undefined) return [];
  const others = facts.detections.faces.filter((other) => other !== face && other.score >= OTHER_FACE_SCORE);
  if (others.some((other) => areaOf(face) < LARGER_THAN_THE_NEXT * areaOf(other))) return [];
  if (COVERED.some((word) => facts.words.has(word))) return [];
  const finding = hairColourOf(scene.hair);
  if (finding === null) return [];
  const { name, score, reason } = finding;
  return concept(name, IS_RIGHT[name], reason, { score, threshold: 0.6 });
}
