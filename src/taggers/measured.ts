import { measuredAttributes } from '../algorithms/measured-attributes.ts';
import type { Vocabulary } from '../config/vocabulary.ts';
import type { TagLayer } from '../domain/tag.ts';
import { photoRule } from './photo-rule.ts';

/** Attributes measured on pixels and EXIF: those that are terms of the vocabulary are CK, the rest AI. */
export function measuredTagger(layer: TagLayer, { terms }: Vocabulary) {
  const controlled = new Set(terms.filter((term) => term.kind === 'subject').map((term) => term.name));
  return photoRule({
    id: 'measured',
    layer,
    version: '2',
    candidates: ({ metadata, proxy }) =>
      measuredAttributes({ metadata, statistics: proxy?.statistics ?? null }).filter(
        ({ name }) => controlled.has(name) === (layer === 'CK'),
      ),
  });
}
