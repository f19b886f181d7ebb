import { peopleConcepts } from '../algorithms/people-concepts.ts';
import type { Vocabulary } from '../config/vocabulary.ts';
import { photoRule } from './photo-rule.ts';

/** Face, hands, frontal, profile, portrait and group: on people sets only, from detections. */
export function peopleTagger({ terms }: Vocabulary, detectorId: string) {
  const known = new Set(terms.map((term) => term.name));
  return photoRule({
    id: 'people',
    layer: 'CK',
    version: '1',
    model: detectorId,
    candidates: ({ detections }, cluster) =>
      cluster.people === 'people' && detections
        ? peopleConcepts(detections).filter(({ name }) => known.has(name))
        : [],
  });
}
