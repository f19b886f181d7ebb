import type { PhotoFacts } from '../domain/library.ts';
import type { StudioEvidence } from './studio-or-night.ts';

/** A detection below this does not make somebody stand in front of a backdrop. */
const LEAST_SCORE = 0.5;

/** What the studio rule may know of a photo. */
export function studioEvidenceOf({
  metadata,
  proxy,
  detections,
}: Pick<PhotoFacts, 'metadata' | 'proxy' | 'detections'>): StudioEvidence {
  return {
    darkRatio: proxy?.statistics.darkRatio ?? null,
    highlightBimodality: proxy?.statistics.highlightBimodality ?? null,
    hasPerson:
      detections?.objects.some((object) => object.label === 'person' && object.score >= LEAST_SCORE) ?? false,
    hasFace: detections?.faces.some((face) => face.score >= LEAST_SCORE) ?? false,
    iso: metadata?.iso ?? null,
    exposureSeconds: metadata?.exposureSeconds ?? null,
    flashFired: metadata?.flashFired ?? null,
    fNumber: metadata?.fNumber ?? null,
  };
}
