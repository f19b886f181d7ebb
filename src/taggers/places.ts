import { placesOfPhoto } from '../algorithms/place-evidence.ts';
import type { Vocabulary } from '../config/vocabulary.ts';
import type { LandmarkJudge } from './landmark-judge.ts';
import { photoRule } from './photo-rule.ts';
import { placeAtlas } from './place-atlas.ts';
import type { Tagger } from './tagger.ts';

/**
 * Coarse places, each with its evidence: see `placesOfPhoto`.
 * @param landmarks brings up to date what places look like; null where no model says so
 */
export function placesTagger(
  vocabulary: Vocabulary,
  landmarks: () => Promise<LandmarkJudge | null> = async () => null,
): Tagger {
  const atlas = placeAtlas(vocabulary);
  let judge: LandmarkJudge | null = null;
  const rule = photoRule({
    id: 'places',
    layer: 'CK',
    version: '2',
    candidates: (photo) =>
      placesOfPhoto(photo, atlas, photo.vector === null ? null : (judge?.judge(photo.vector) ?? null)),
  });
  return {
    ...rule,
    get version() {
      return `${rule.version} ${judge?.version ?? ''}`;
    },
    async prepare() {
      judge = await landmarks();
    },
  };
}
