/** One term of a search by looks: wanted (+1) or unwanted (−1). */
export interface SearchTerm {
  readonly text: string;
  readonly sign: 1 | -1;
}

/**
 * `beach +sunset -people` is three terms: a sign after a space, or at the start, with the word right behind it begins
 * a new one. A hyphen inside a word is a hyphen, and a sign with a space behind it is punctuation.
 */
export function parseSearchTerms(text: string): SearchTerm[] {
  const terms: SearchTerm[] = [];
  for (const piece of text.split(/(?:^|\s+)(?=[+-]\S)/)) {
    const [, sign, words] = /^([+-]?)(.*)$/s.exec(piece.trim())!;
    if (words!.trim() !== '') terms.push({ text: words!.trim(), sign: sign === '-' ? -1 : 1 });
  }
  return terms;
}

/** Words as people write them, with no sign of a regular expression. */
export function isPlainWords(text: string): boolean {
  return /^[\p{L}\p{M}\p{N}\s'’,&-]+$/u.test(text);
}

/** Whether a term after the first has a sign. */
export function hasSignedTerms(text: string): boolean {
  return parseSearchTerms(text).length > 1 || /^\s*[+-]\S/.test(text);
}
