/** Replaces `text.slice(start, end)`; an insertion where both are the same. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export const insertion = (at: number, text: string): Edit => ({ start: at, end: at, text });

/** All edits at once; their positions are those of the text before. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  // Insertions before a removal at the same place; several insertions there keep their order (the sort is stable).
  const sorted = edits.toSorted((one, other) => one.start - other.start || one.end - other.end);
  let result = '';
  let at = 0;
  for (const edit of sorted) {
    if (edit.start < at) throw new RangeError('edits of a sidecar overlap');
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}
