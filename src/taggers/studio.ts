import { studioEvidenceOf } from '../algorithms/studio-evidence.ts';
import { type StudioOptions, studioOrNight } from '../algorithms/studio-or-night.ts';
import { ruleWords, underTermNames } from '../algorithms/words/rule-words.ts';
import type { Vocabulary } from '../config/vocabulary.ts';
import { photoRule } from './photo-rule.ts';

/**
 * Below one half: the limits are the user's own (heuristics.studio_black_vs_night). What is left out by this is a
 * face in the light of a street at night, at a high ISO.
 */
const THRESHOLD = 0.3;

/** A studio with black backdrop looks like a night to every model; light and shutter tell them apart. */
export function studioTagger({ terms }: Vocabulary, options: StudioOptions) {
  const nameOf = ruleWords(terms);
  return photoRule({
    id: 'studio',
    layer: 'CK',
    version: '2',
    candidates(photo) {
      const finding = studioOrNight(studioEvidenceOf(photo), options);
      if (!finding.studio) return [];
      const reason = finding.reasons.join(', ');
      const found = [
        { name: 'studio', probability: finding.studioProbability },
        { name: 'black-background', probability: finding.backgroundProbability },
      ]
        .filter(({ probability }) => probability >= THRESHOLD)
        .map((term) => ({ ...term, score: finding.studioScore, threshold: THRESHOLD, reason }));
      return underTermNames(found, nameOf);
    },
  });
}
