import { matchesGear } from '../algorithms/gear.ts';
import type { Vocabulary } from '../config/vocabulary.ts';
import { photoRule } from './photo-rule.ts';

/** Cameras of the vocabulary, by EXIF Make and Model. */
export function gearTagger({ terms }: Vocabulary) {
  const gear = terms.filter((term) => term.kind === 'gear');
  return photoRule({
    id: 'gear',
    layer: 'CK',
    version: '1',
    candidates({ metadata }) {
      if (!metadata?.model) return [];
      return gear.flatMap(({ name, exif }) =>
        exif && matchesGear(exif, metadata.make, metadata.model)
          ? [
              {
                name,
                score: 1,
                reason: `EXIF says ${[metadata.make, metadata.model].filter(Boolean).join(' ')}`,
              },
            ]
          : [],
      );
    },
  });
}
