import { photoRule } from './photo-rule.ts';

/** Marks photos whose date nobody can vouch for, so that they can be found and dated by hand. */
export function dateUncertainTagger() {
  return photoRule({
    id: 'dates',
    layer: 'AI',
    version: '1',
    candidates: ({ captureTime }) =>
      captureTime?.uncertain
        ? [
            {
              name: 'date-uncertain',
              score: 1 - captureTime.trustScore,
              reason: `witnesses disagree (trust ${captureTime.trustScore.toFixed(2)})`,
            },
          ]
        : [],
  });
}
