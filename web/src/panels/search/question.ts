/** What is looked for. Kept in the address, so that a link, a reload and the back button show the same. */
export interface Question {
  readonly q: string;
  /** SHA-1 of the photo that others are to look like. */
  readonly like: string;
  readonly tagsOnly: 'no' | 'yes';
  readonly from: string;
  readonly to: string;
  /** 0 to 1; empty: any. */
  readonly trust: string;
  readonly camera: string;
  readonly place: string;
  readonly people: 'any' | 'yes' | 'no';
  readonly reviewed: 'any' | 'yes' | 'no';
}

export const NO_QUESTION: Question = {
  q: '',
  like: '',
  tagsOnly: 'no',
  from: '',
  to: '',
  trust: '',
  camera: '',
  place: '',
  people: 'any',
  reviewed: 'any',
};

type Key = keyof Question;
const KEYS = Object.keys(NO_QUESTION) as Key[];
const CHOICES: Partial<Record<Key, readonly string[]>> = {
  tagsOnly: ['no', 'yes'],
  people: ['any', 'yes', 'no'],
  reviewed: ['any', 'yes', 'no'],
};
const SHA1 = /^[0-9a-f]{40}$/;
/** Longer ones the server refuses, and nobody typed them. */
const LONGEST = 500;

/** Whatever somebody wrote into the address: what makes no sense is left out. */
export function readQuestion(search: string): Question {
  const given = new URLSearchParams(search);
  const question: Record<string, string> = { ...NO_QUESTION };
  for (const key of KEYS) {
    const value = given.get(key)?.trim().slice(0, LONGEST);
    if (!value || CHOICES[key]?.includes(value) === false) continue;
    if (key === 'like' && !SHA1.test(value)) continue;
    if (key === 'trust' && !(Number(value) > 0 && Number(value) <= 1)) continue;
    question[key] = value;
  }
  return question as unknown as Question;
}

/** SHA-1 of the photo that is open, by the address; null: none. */
export function readOpenPhoto(search: string): string | null {
  const sha1 = new URLSearchParams(search).get('photo') ?? '';
  return SHA1.test(sha1) ? sha1 : null;
}

/** Whether the map is looked at instead of what was found. */
export const readIsMap = (search: string): boolean => new URLSearchParams(search).get('view') === 'map';

/** The address' query string: only what is asked, and the photo that is open; empty for nothing. */
export function addressOf(question: Question, photo: string | null = null, isMap = false): string {
  const given = [
    ...changedOf(question),
    ...(photo === null ? [] : [['photo', photo]]),
    ...(isMap ? [['view', 'map']] : []),
  ];
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

const changedOf = (question: Question): string[][] =>
  KEYS.filter((key) => question[key].trim() !== NO_QUESTION[key]).map((key) => [key, question[key].trim()]);

/** Parameters of the server's search. Of photos that look alike the question's tags are a condition. */
export const requestOf = (question: Question): Record<string, string> =>
  Object.fromEntries(changedOf(question));

/** Conditions besides what is typed: how many narrow it down. */
export const filtersOf = (question: Question): number =>
  changedOf(question).filter(([key]) => key !== 'q' && key !== 'like' && key !== 'tagsOnly').length;

/** The server has something to look for. */
export const isAsked = (question: Question): boolean =>
  question.q.trim() !== '' || question.like !== '' || filtersOf(question) > 0;

/** What is typed and what it should look like, without conditions. */
export const withoutFilters = ({ q, like }: Question): Question => ({ ...NO_QUESTION, q, like });

/** A pattern that finds exactly that tag. */
export const patternOfTag = (tag: string): string => `^${tag.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`;
