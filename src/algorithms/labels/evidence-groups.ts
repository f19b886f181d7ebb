import { product } from '../nearest/exact-nearest.ts';
import { dot, evenly, meanOf, unit } from './dense-vectors.ts';
import type { LibrarySpace } from './library-space.ts';

/** Photos of one scene that were decided alike: one answer, given once for all of them. */
export interface EvidenceGroup {
  /** Whitened, of length 1. */
  readonly vector: Float64Array;
  /** Its length before: as far as the scene is from the mean picture. */
  readonly length: number;
  /** Answers that it is worth. */
  readonly weight: number;
}

/** Cosine from which photos are of one scene; the clusters that are decided as a whole are cut at 0.86. */
const SAME_SCENE = 0.9;
/** Of more decisions of a kind, so many are used, evenly over all. */
const MAX_PHOTOS = 1500;

/**
 * Decisions as independent answers: 200 frames of a burst say little more than one. A photo joins the first group
 * whose first photo it is like (J. Hartigan: Clustering Algorithms, 1975, the leader algorithm); a group weighs
 * 1 + ln of its photos.
 */
export function evidenceGroups(photos: readonly Float32Array[], library: LibrarySpace): EvidenceGroup[] {
  const groups: { leader: Float32Array; photos: Float32Array[] }[] = [];
  for (const photo of evenly(photos, MAX_PHOTOS)) {
    const group = groups.find(({ leader }) => product(leader, photo) >= SAME_SCENE);
    if (group === undefined) groups.push({ leader: photo, photos: [photo] });
    else group.photos.push(photo);
  }
  return groups.map(({ photos: members }) => {
    const whitened = library.whitened(meanOf(members, library.dimensions));
    return {
      vector: unit(whitened),
      length: Math.sqrt(dot(whitened, whitened)),
      weight: 1 + Math.log(members.length),
    };
  });
}
