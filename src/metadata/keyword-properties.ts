import type { KeywordLists, KeywordPropertyName } from './sidecar-writer.ts';

/** An XMP property that holds a list of keywords. */
export interface KeywordProperty {
  readonly namespace: string;
  readonly local: string;
  /** The prefix that programs expect, taken where the sidecar declares none. */
  readonly prefix: string;
  /** What a new list is: digiKam keeps its list in order. */
  readonly container: 'Bag' | 'Seq';
}

export const SUBJECT: KeywordProperty = {
  namespace: 'http://purl.org/dc/elements/1.1/',
  local: 'subject',
  prefix: 'dc',
  container: 'Bag',
};

export const HIERARCHICAL_SUBJECT: KeywordProperty = {
  namespace: 'http://ns.adobe.com/lightroom/1.0/',
  local: 'hierarchicalSubject',
  prefix: 'lr',
  container: 'Bag',
};

export const TAGS_LIST: KeywordProperty = {
  namespace: 'http://www.digikam.org/ns/1.0/',
  local: 'TagsList',
  prefix: 'digiKam',
  container: 'Seq',
};

export const KEYWORD_PROPERTIES: Readonly<Record<KeywordPropertyName, KeywordProperty>> = {
  subject: SUBJECT,
  hierarchicalSubject: HIERARCHICAL_SUBJECT,
  tagsList: TAGS_LIST,
};

/** In the order in which they are written. */
export const KEYWORD_PROPERTY_NAMES = Object.keys(KEYWORD_PROPERTIES) as KeywordPropertyName[];

export const OUR_NAMESPACES: ReadonlySet<string> = new Set(
  Object.values(KEYWORD_PROPERTIES).map(({ namespace }) => namespace),
);

export const hasKeywords = (lists: KeywordLists): boolean =>
  KEYWORD_PROPERTY_NAMES.some((name) => (lists[name] ?? []).length > 0);
