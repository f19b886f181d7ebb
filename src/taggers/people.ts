import { wordsOfDescription } from '../algorithms/people-concepts/caption-words.ts';
import { peopleConcepts } from '../algorithms/people-concepts/index.ts';
import { ruleWords, underTermNames } from '../algorithms/words/rule-words.ts';
import type { Vocabulary } from '../config/vocabulary.ts';
import { photoRule } from './photo-rule.ts';

/** Faces, hands, hair, surroundings and bodies: on people sets only. */
export function peopleTagger({ terms }: Vocabulary, detectorId: string) {
  const nameOf = ruleWords(terms);
  return photoRule({
    id: 'people',
    layer: 'CK',
    version: '2',
    model: detectorId,
    candidates: ({ detections, metadata, captureTime, description }, cluster) =>
      cluster.people === 'people' && detections
        ? underTermNames(
            peopleConcepts({
              detections,
              metadata,
              captureTime,
              words: wordsOfDescription(description),
            }),
            nameOf,
          )
        : [],
  });
}
