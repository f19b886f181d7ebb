import type { Config } from '../config/schema.ts';
import type { Vocabulary } from '../config/vocabulary.ts';
import { dateUncertainTagger } from './date-uncertain.ts';
import { gearTagger } from './gear.ts';
import type { LandmarkJudge } from './landmark-judge.ts';
import { measuredTagger } from './measured.ts';
import { objectsTagger } from './objects.ts';
import { peopleTagger } from './people.ts';
import { placesTagger } from './places.ts';
import { studioTagger } from './studio.ts';
import type { Tagger } from './tagger.ts';

/** All taggers that need no model of their own. */
export function localTaggers(
  vocabulary: Vocabulary,
  heuristics: Config['heuristics'],
  detectorId: string,
  landmarks?: () => Promise<LandmarkJudge | null>,
): Tagger[] {
  const studio = heuristics.studio_black_vs_night;
  return [
    gearTagger(vocabulary),
    placesTagger(vocabulary, landmarks),
    measuredTagger('CK', vocabulary),
    measuredTagger('AI', vocabulary),
    objectsTagger('CK', vocabulary, detectorId),
    objectsTagger('AI', vocabulary, detectorId),
    peopleTagger(vocabulary, detectorId),
    ...(studio.enable ? [studioTagger(vocabulary, studio)] : []),
    dateUncertainTagger(),
  ];
}
