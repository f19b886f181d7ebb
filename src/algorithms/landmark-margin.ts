/** Who won a picture, and by how much. */
export interface Win {
  /** A city that may become a tag; else one that stands for elsewhere. */
  readonly isTarget: boolean;
  /** Ahead of the second, in spreads of the library; not negative. */
  readonly margin: number;
}

export interface LandmarkMargin {
  /** From here a win is clear. */
  readonly least: number;
  /** Of the clear wins, the share that is expected to be wrong. */
  readonly wrongShare: number;
}

/** A place stays in the sidecars: of twenty that are named by looks alone, one may be wrong. */
const MOST_WRONG = 0.05;
/** Fewer wins prove nothing of a margin. */
const LEAST_WINS = 5;

/**
 * How far ahead a city has to be, by the library itself: cities that nobody named win pictures too, by resemblance
 * alone, and the cities of the list win as many by resemblance as they do, city for city (target-decoy estimate:
 * J. E. Elias, S. P. Gygi, Nature Methods 4, 2007). A margin is enough where of the wins beyond it the share that this
 * explains is small. Photos of cities that were visited and not listed only make it stricter.
 *
 * @param wins of pictures of the library, one each
 * @param targets how many cities may become a tag
 * @param decoys how many stand for elsewhere
 * @returns null where no margin is enough
 */
export function landmarkMargin(wins: readonly Win[], targets: number, decoys: number): LandmarkMargin | null {
  if (targets === 0 || decoys === 0) return null;
  const sorted = wins.toSorted((a, b) => b.margin - a.margin);
  let [right, wrong] = [0, 0];
  let best: LandmarkMargin | null = null;
  for (const [index, { isTarget, margin }] of sorted.entries()) {
    if (isTarget) right++;
    else wrong++;
    // Equal margins stand or fall together.
    if (sorted[index + 1]?.margin === margin) continue;
    // One more than were seen: none among few is no proof of none.
    const wrongShare = Math.min(1, ((wrong + 1) * targets) / decoys / Math.max(1, right));
    if (isTarget && right >= LEAST_WINS && wrongShare <= MOST_WRONG) best = { least: margin, wrongShare };
  }
  return best;
}
