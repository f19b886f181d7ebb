import { studioEvidenceOf } from '../algorithms/studio-evidence.ts';
import { type StudioOptions, studioOrNight } from '../algorithms/studio-or-night.ts';
import type { Vocabulary } from '../config/vocabulary.ts';
import { photoRule } from './photo-rule.ts';

/** A studio with black backdrop looks like a night to every model; light and shutter tell them apart. */
export function studioTagger({ terms }: Vocabulary, options: StudioOptions) {
  const known = new Set(terms.map((term) => term.name));
  return photoRule({
    id: 'studio',
    layer: 'CK',
    version: '2',
    candidates(photo) {
      const finding = studioOrNight(studioEvidenceOf(photo), options);
      if (!finding.studio) return [];
      const reason = finding.reasons.join(', ');
      return ['studio', 'black-background']
        .filter((name) => known.has(name))
        .map((name) => ({ name, score: finding.studioScore, reason }));
    },
  });
}
