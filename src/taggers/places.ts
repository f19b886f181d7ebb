import { placesOfPhoto } from '../algorithms/place-evidence.ts';
import type { Vocabulary } from '../config/vocabulary.ts';
import { photoRule } from './photo-rule.ts';
import { placeAtlas } from './place-atlas.ts';

/** Coarse places, each with its evidence: see `placesOfPhoto`. */
export function placesTagger(vocabulary: Vocabulary) {
  const atlas = placeAtlas(vocabulary);
  return photoRule({
    id: 'places',
    layer: 'CK',
    version: '2',
    candidates: (photo) => placesOfPhoto(photo, atlas),
  });
}
