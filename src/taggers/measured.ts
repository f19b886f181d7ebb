import { measuredAttributes } from '../algorithms/measured-attributes.ts';
import { ruleWords, underTermNames } from '../algorithms/words/rule-words.ts';
import type { Vocabulary } from '../config/vocabulary.ts';
import type { TagLayer } from '../domain/tag.ts';
import { photoRule } from './photo-rule.ts';

/** Attributes measured on pixels and EXIF: those that are terms of the vocabulary are CK, the rest AI. */
export function measuredTagger(layer: TagLayer, { terms }: Vocabulary) {
  const nameOf = ruleWords(terms.filter((term) => term.kind === 'subject'));
  return photoRule({
    id: 'measured',
    layer,
    version: '2',
    candidates({ metadata, proxy }) {
      const found = measuredAttributes({ metadata, statistics: proxy?.statistics ?? null });
      return layer === 'CK'
        ? underTermNames(found, nameOf)
        : found.filter(({ name }) => nameOf(name) === null);
    },
  });
}
