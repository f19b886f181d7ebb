export interface RankedSpace<Item> {
  /** Best first. */
  readonly ranked: readonly Item[];
  /** How many photos were compared to find them. */
  readonly compared: number;
}

/**
 * One list of the best of several spaces. Cosines of two models cannot be compared, ranks can: photos are embedded in
 * the order of their SHA-1, so that those which a new model has reached are a random sample of the library, and the
 * best hundredth of one space is as good as the best hundredth of the other.
 */
export function mergeSpaces<Item>(spaces: readonly RankedSpace<Item>[], count: number): Item[] {
  return spaces
    .flatMap(({ ranked, compared }) => ranked.map((item, i) => ({ item, share: (i + 0.5) / compared })))
    .sort((a, b) => a.share - b.share)
    .slice(0, count)
    .map(({ item }) => item);
}
