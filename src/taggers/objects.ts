import { objectsAsAiTags, objectsAsCkTags } from '../algorithms/object-words.ts';
import { ruleWords, underTermNames } from '../algorithms/words/rule-words.ts';
import type { Vocabulary } from '../config/vocabulary.ts';
import type { TagLayer } from '../domain/tag.ts';
import { photoRule } from './photo-rule.ts';

/** Everyday objects that the detector saw, in the words of the layer. */
export function objectsTagger(layer: TagLayer, { terms }: Vocabulary, detectorId: string) {
  const subjects = terms.filter((term) => term.kind === 'subject');
  const controlled = new Set(subjects.flatMap(({ name, aliases = [] }) => [name, ...aliases]));
  const nameOf = ruleWords(subjects);
  return photoRule({
    id: 'objects',
    layer,
    version: '2',
    model: detectorId,
    candidates({ detections }) {
      const objects = detections?.objects ?? [];
      return layer === 'CK'
        ? underTermNames(objectsAsCkTags(objects, controlled), nameOf)
        : objectsAsAiTags(objects);
    },
  });
}
