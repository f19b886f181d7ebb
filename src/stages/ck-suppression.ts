import { type StudioOptions, studioOrNight } from '../algorithms/studio-or-night.ts';
import type { ClusterFacts, PhotoFacts } from '../domain/library.ts';
import { evidenceOf } from '../taggers/studio.ts';

/** Controlled terms that contradict what is known of a photo, whichever tagger proposes them. */
export function ckSuppression(studio: StudioOptions & { readonly enable: boolean }) {
  return (photo: PhotoFacts, cluster: ClusterFacts): ReadonlySet<string> => {
    const names = new Set<string>();
    // On people sets the term is `hands`, from the people concepts.
    if (cluster.people === 'people') names.add('hand');
    if (studio.enable && studioOrNight(evidenceOf(photo), studio).suppressNight) names.add('night');
    return names;
  };
}
