export type Selection = ReadonlySet<string>;

export const NOTHING: Selection = new Set();

export function toggled(selection: Selection, sha1: string): Selection {
  const after = new Set(selection);
  if (!after.delete(sha1)) after.add(sha1);
  return after;
}

/**
 * All from the photo that was selected last up to this one, besides what was selected before; this one alone where none
 * was, or where it is not among those found any more.
 */
export function extended(
  selection: Selection,
  sha1s: readonly string[],
  anchor: string | null,
  to: number,
): Selection {
  const found = anchor === null ? -1 : sha1s.indexOf(anchor);
  const from = found < 0 ? to : found;
  return new Set([...selection, ...sha1s.slice(Math.min(from, to), Math.max(from, to) + 1)]);
}
