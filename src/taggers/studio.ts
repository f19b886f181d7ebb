import { type StudioEvidence, type StudioOptions, studioOrNight } from '../algorithms/studio-or-night.ts';
import type { Vocabulary } from '../config/vocabulary.ts';
import type { PhotoFacts } from '../domain/library.ts';
import { photoRule } from './photo-rule.ts';

/** A detection below this does not make somebody stand in front of a backdrop. */
const LEAST_SCORE = 0.5;

/** A studio with black backdrop looks like a night to every model; light and shutter tell them apart. */
export function studioTagger({ terms }: Vocabulary, options: StudioOptions) {
  const known = new Set(terms.map((term) => term.name));
  return photoRule({
    id: 'studio',
    layer: 'CK',
    version: '1',
    candidates(photo) {
      const finding = studioOrNight(evidenceOf(photo), options);
      if (!finding.studio) return [];
      const reason = finding.reasons.join(', ');
      return ['studio', 'black-background']
        .filter((name) => known.has(name))
        .map((name) => ({ name, score: finding.studioScore, reason }));
    },
  });
}

export function evidenceOf({ metadata, proxy, detections }: PhotoFacts): StudioEvidence {
  return {
    darkRatio: proxy?.statistics.darkRatio ?? null,
    highlightBimodality: proxy?.statistics.highlightBimodality ?? null,
    hasPerson:
      detections?.objects.some((object) => object.label === 'person' && object.score >= LEAST_SCORE) ?? false,
    hasFace: detections?.faces.some((face) => face.score >= LEAST_SCORE) ?? false,
    iso: metadata?.iso ?? null,
    exposureSeconds: metadata?.exposureSeconds ?? null,
    flashFired: metadata?.flashFired ?? null,
  };
}
