import type { ExistingKeywords } from '../domain/metadata.ts';

/** One tag in the two spellings that a sidecar gets. */
export interface KeywordForms {
  /** For dc:subject: prefix and name, `CK:flower`. */
  readonly subject: string;
  /** For lr:hierarchicalSubject: the prefix as top level, `CK|flower`. The bare name where there is no prefix. */
  readonly hierarchicalSubject: string;
}

/** Config `xmp.targets`: the lists of a sidecar that get the tags. */
export type KeywordTarget = 'dc:subject' | 'lr:hierarchicalSubject' | 'digikam';

/** One tag in the spellings of the lists that are to get it. */
export interface TargetForms extends Partial<KeywordForms> {
  /** For digiKam:TagsList: `CK/flower`. A `/` within a level becomes `\`, as in digiKam, where it parts levels. */
  readonly tagsList?: string;
}

/** What must be appended so that a sidecar holds ours; in our order, without doubles. */
export interface KeywordsToAppend {
  readonly subject: readonly string[];
  readonly hierarchicalSubject: readonly string[];
}

// XML 1.0 cannot hold these at all (section 2.2, production [2] Char); tab and line ends were made spaces before.
const NOT_XML = /[\u0000-\u001f\u007f\ufffe\uffff]/;

/**
 * Both spellings of a tag.
 *
 * White space, line ends included, becomes one space; the text is NFC-normalised. A comma stays: dc:subject is
 * a bag of items, not a comma-separated line. A `|` is refused: in lr:hierarchicalSubject it parts levels, and a
 * name with one would come back from other programs as two keywords. Only the whole path is given: `CK` alone would say
 * that the photo has the keyword CK itself, and programs make the levels above by themselves.
 *
 * @param name the tag without prefix: `blue glass`.
 * @param prefix as configured: `CK:`; may be empty.
 * @param above the terms above it, topmost first: `flower` of `orchid` gives `CK|flower|orchid`. They stand in the
 *   hierarchical lists alone: dc:subject says what the photo has, and no more.
 * @returns an Error, in words for the user, where the name cannot be written as it is.
 */
export function keywordForms(
  name: string,
  prefix: string,
  above: readonly string[] = [],
): KeywordForms | Error {
  const tag = oneLine(name);
  const before = oneLine(prefix);
  if (tag === '') return new Error('A keyword without any letter cannot be written.');
  const problem = keywordProblem(before + tag);
  if (problem !== null) return new Error(problem);
  if (tag.includes('|') || before.includes('|')) {
    return new Error(
      `The keyword "${before}${tag}" has a "|", which parts the levels of a hierarchical keyword: use "/" or "-".`,
    );
  }
  const topLevel = before.replace(/[\s:/.\-_]+$/u, '');
  const levels = [topLevel, ...above.map(oneLine), tag].filter((level) => level !== '');
  return { subject: before + tag, hierarchicalSubject: levels.join('|') };
}

/** The same for the lists that are configured. */
export function targetForms(
  name: string,
  prefix: string,
  targets: readonly KeywordTarget[],
  above: readonly string[] = [],
): TargetForms | Error {
  const forms = keywordForms(name, prefix, above);
  if (forms instanceof Error) return forms;
  const levels = forms.hierarchicalSubject.split('|').map((level) => level.replaceAll('/', '\\'));
  return {
    ...(targets.includes('dc:subject') && { subject: forms.subject }),
    ...(targets.includes('lr:hierarchicalSubject') && { hierarchicalSubject: forms.hierarchicalSubject }),
    ...(targets.includes('digikam') && { tagsList: levels.join('/') }),
  };
}

/** Why a keyword cannot stand in a sidecar, as a sentence; null where it can. */
export function keywordProblem(keyword: string): string | null {
  const shown = JSON.stringify(keyword);
  if (keyword.trim() === '') return 'A keyword without any letter cannot be written.';
  if (NOT_XML.test(keyword)) return `The keyword ${shown} has a control character, which XMP cannot hold.`;
  if (!keyword.isWellFormed()) return `The keyword ${shown} has half of a character (a lone surrogate).`;
  return null;
}

/**
 * The keywords of ours that are not there yet.
 *
 * Two keywords are the same when they are equal after NFC normalisation and with outer and repeated white space
 * taken away; upper and lower case differ, because `CK:Rio` and `CK:rio` may be two terms of a vocabulary. What
 * exists is only compared: it is never removed, reordered or respelled.
 *
 * @param existing keywords in file order, in any normalisation.
 * @param ours keywords to have, most important first.
 * @returns the missing ones in our order, each once.
 */
export function missingKeywords(existing: readonly string[], ours: readonly string[]): string[] {
  const present = new Set(existing.map(comparable));
  const missing: string[] = [];
  for (const keyword of ours) {
    const key = comparable(keyword);
    if (present.has(key)) continue;
    present.add(key);
    missing.push(keyword);
  }
  return missing;
}

/** What must be appended to a sidecar that holds `existing`, for both properties. */
export function mergeKeywords(
  existing: Pick<ExistingKeywords, 'subject' | 'hierarchicalSubject'>,
  ours: readonly KeywordForms[],
): KeywordsToAppend {
  return {
    subject: missingKeywords(
      existing.subject,
      ours.map((forms) => forms.subject),
    ),
    hierarchicalSubject: missingKeywords(
      existing.hierarchicalSubject,
      ours.map((forms) => forms.hierarchicalSubject),
    ),
  };
}

const oneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim().normalize('NFC');

const comparable = oneLine;

/** True where two keywords count as the same, see missingKeywords. */
export const sameKeyword = (one: string, other: string): boolean =>
  one === other || comparable(one) === comparable(other);

/** `items` without `others`, each taken once, the last of equal ones. */
export function minus(items: readonly string[], others: readonly string[]): string[] {
  const left = [...items];
  for (const other of others) {
    const at = left.findLastIndex((item) => sameKeyword(item, other));
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}
