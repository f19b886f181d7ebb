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

/**
 * Cosine from the library's mean from which photos are of one scene: 0.9 between CLIP's vectors as they are, a little
 * above the 0.86 that clusters are cut at.
 */
const SAME_SCENE = 0.77;
/** Of more decisions of a kind, so many are used, evenly over all. */
const MAX_PHOTOS = 1500;

/**
 * Decisions as independent answers: 200 frames of a burst say little more than one. A photo joins the first group
 * whose first photo it is like (J. Hartigan: Clustering Algorithms, 1975, the leader algorithm); a group weighs
 * 1 + ln of its photos.
 */
export function evidenceGroups(photos: readonly Float32Array[], library: LibrarySpace): EvidenceGroup[] {
  const groups: { leader: Float64Array; photos: Float32Array[] }[] = [];
  for (const photo of evenly(photos, MAX_PHOTOS)) {
    const centred = library.centred(photo);
    // Two photos that are the mean itself have no direction, and are one scene.
    const group = groups.find(
      ({ leader }) => dot(leader, centred) >= SAME_SCENE || dot(leader, leader) === 0,
    );
    if (group === undefined) groups.push({ leader: centred, photos: [photo] });
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
