import { wordsOfDescription } from '../algorithms/people-concepts/caption-words.ts';
import { peopleConcepts } from '../algorithms/people-concepts/index.ts';
import type { Vocabulary } from '../config/vocabulary.ts';
import { photoRule } from './photo-rule.ts';

/** Faces, hands, hair, surroundings and bodies: on people sets only. */
export function peopleTagger({ terms }: Vocabulary, detectorId: string) {
  const known = new Set(terms.map((term) => term.name));
  return photoRule({
    id: 'people',
    layer: 'CK',
    version: '2',
    model: detectorId,
    candidates: ({ detections, metadata, captureTime, description }, cluster) =>
      cluster.people === 'people' && detections
        ? peopleConcepts({
            detections,
            metadata,
            captureTime,
            words: wordsOfDescription(description),
          }).filter(({ name }) => known.has(name))
        : [],
  });
}
