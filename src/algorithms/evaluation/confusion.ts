/** What was said of the labels of one photo. */
export interface JudgedPhoto {
  /** Proposed, and wrong. */
  readonly wrong: readonly string[];
  /** On the photo, whether proposed or not. */
  readonly right: readonly string[];
  /** On the photo, and not proposed. */
  readonly missed: readonly string[];
}

/** A label that was proposed where another one was right. */
export interface ConfusedPair {
  /** Proposed, and wrong. */
  readonly proposed: string;
  /** Right on the same photos. */
  readonly right: string;
  readonly photos: number;
  /** Of these, photos where the right one was not proposed: it stood in for it. */
  readonly insteadOf: number;
}

/**
 * Which labels are taken for which. Photos have many labels, so this is not the matrix of a classifier with one answer:
 * a pair says that both were spoken of on the same photo, most often first.
 */
export function confusedPairs(photos: Iterable<JudgedPhoto>): ConfusedPair[] {
  const pairs = new Map<string, Map<string, { photos: number; insteadOf: number }>>();
  for (const { wrong, right, missed } of photos) {
    const absent = new Set(missed);
    for (const proposed of wrong) {
      const row = pairs.get(proposed) ?? new Map<string, { photos: number; insteadOf: number }>();
      pairs.set(proposed, row);
      for (const label of right) {
        const cell = row.get(label) ?? { photos: 0, insteadOf: 0 };
        row.set(label, cell);
        cell.photos++;
        if (absent.has(label)) cell.insteadOf++;
      }
    }
  }
  return [...pairs]
    .flatMap(([proposed, row]) => [...row].map(([right, cell]) => ({ proposed, right, ...cell })))
    .sort(
      (a, b) =>
        b.photos - a.photos ||
        b.insteadOf - a.insteadOf ||
        compare(a.proposed, b.proposed) ||
        compare(a.right, b.right),
    );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
