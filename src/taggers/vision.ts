import { type PlaceAtlas, placesWithEvidence } from '../algorithms/place-evidence.ts';
import type { TagCandidate } from '../domain/tag.ts';
import type { Tagger } from './tagger.ts';

/** The service gives no probabilities: a little below what was measured, the first word before the last. */
const FIRST_SCORE = 0.7;
const STEP = 0.01;

/** The mark on photos whose medoid the service would not, or could not, describe. Never cut off: somebody looks for it. */
export const VISION_SKIPPED = 'vision-skipped';

/**
 * What the vision service said of the medoid, for all members that fit. It asks nothing: answers were kept by the stage
 * `vision`. Places are only those that the photo itself vouches for.
 */
export function visionTagger(atlas: PlaceAtlas): Tagger {
  return {
    id: 'vision',
    layer: 'AI',
    place: 'cloud',
    model: 'vision service',
    version: '1',
    async propose({ cluster, members, vision }) {
      if (!vision) return new Map();
      const fitting = new Set(cluster.members.filter((member) => member.fits).map((member) => member.sha1));
      fitting.add(cluster.medoid);
      const { model, status, words, reason } = vision;
      if (status !== 'answered') {
        const mark: TagCandidate = { name: VISION_SKIPPED, score: 1, reason, model };
        return new Map(members.flatMap(({ sha1 }) => (fitting.has(sha1) ? [[sha1, [mark]]] : [])));
      }
      return new Map(
        members.flatMap((photo) => {
          if (!fitting.has(photo.sha1)) return [];
          const names = new Set(words.places);
          const said = [...words.tags, ...words.places];
          const { others, proposed, withheld } = placesWithEvidence(said, photo, atlas, { names });
          const tags = others.map(
            (name, index): TagCandidate => ({
              name,
              score: Math.max(0.1, FIRST_SCORE - STEP * index),
              reason: `${model} said so of the picture in the middle`,
              model,
            }),
          );
          const waiting = withheld.map(
            ({ word, ...why }): TagCandidate => ({
              name: word,
              score: FIRST_SCORE,
              reason: `${model} said so of the picture in the middle`,
              model,
              withheld: why,
            }),
          );
          return [[photo.sha1, [...tags, ...proposed.map((place) => ({ ...place, model })), ...waiting]]];
        }),
      );
    },
  };
}
