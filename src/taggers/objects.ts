import { objectsAsAiTags, objectsAsCkTags } from '../algorithms/object-words.ts';
import type { Vocabulary } from '../config/vocabulary.ts';
import type { TagLayer } from '../domain/tag.ts';
import { photoRule } from './photo-rule.ts';

/** Everyday objects that the detector saw, in the words of the layer. */
export function objectsTagger(layer: TagLayer, { terms }: Vocabulary, detectorId: string) {
  const controlled = new Set(terms.filter((term) => term.kind === 'subject').map((term) => term.name));
  return photoRule({
    id: 'objects',
    layer,
    version: '2',
    model: detectorId,
    candidates({ detections }) {
      const objects = detections?.objects ?? [];
      return layer === 'CK' ? objectsAsCkTags(objects, controlled) : objectsAsAiTags(objects);
    },
  });
}
