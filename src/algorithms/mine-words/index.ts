import { foldKey, foldWord } from '../words/fold-words.ts';
import { DULL_WORDS } from './dull-words.ts';
import { type NounChunk, nounChunks } from './noun-chunks.ts';
import type { ParsedWord } from './parsed-word.ts';
import { NATION_THINGS, PERSON_ADJECTIVES, PERSON_WORDS } from './people-words.ts';
import { ACTIVITIES, FIXED_PHRASES, SALIENT_ADJECTIVES, SALIENT_ALONE } from './salient-words.ts';

/** A word or phrase that somebody said of a picture, and that could be a tag. */
export interface MinedWord {
  /** Lower case, singular, folded: see `foldWord`. */
  readonly word: string;
  /** A proper noun, which a picture cannot prove: a person, a brand, a place. */
  readonly isName: boolean;
}

/** Longer phrases are sentences. */
const MOST_WORDS = 3;

/**
 * Words of a parsed caption that could be tags: things (`street`), their compounds (`cobblestone street`), things with
 * an adjective that people search for (`blue glass`), such adjectives alone (`gothic`), and what is done (`surfing`).
 *
 * Without what captions are made of (`the image shows`, `in the background`), without judgements, and without guesses
 * at persons: their sex, age, origin, looks and kinship; names are marked.
 *
 * @param known phrases to look for whatever the parser makes of them, as `foldKey` gives them: the concept bank
 * @returns each word once, in the order of the caption, longer phrases before what they are made of
 */
export function mineWords(words: readonly ParsedWord[], known: ReadonlySet<string> = new Set()): MinedWord[] {
  const found = new Map<string, MinedWord>();
  const add = (phrase: string, isName = false): void => {
    const word = foldWord(phrase);
    const key = foldKey(word);
    if (key === '' || found.has(key) || (!isName && !isTelling(word))) return;
    found.set(key, { word, isName });
  };
  for (const phrase of phrasesIn(words, known)) add(phrase.text);
  const fixed = phrasesIn(words, FIXED);
  for (const phrase of fixed) add(phrase.text);
  for (const chunk of nounChunks(withoutPhrases(words, fixed))) {
    if (chunk.kind === 'name') {
      if (!chunk.nouns.every((noun) => PERSON_ADJECTIVES.has(noun.toLowerCase()))) {
        add(chunk.nouns.join(' ').replace(/ (?=['’]s\b)/g, ''), true);
      }
    } else for (const phrase of phrasesOf(chunk)) add(phrase);
  }
  for (const { text } of words) {
    const word = text.toLowerCase();
    const alone = SALIENT_ALONE.get(word);
    if (alone !== undefined) add(alone);
    if (ACTIVITIES.has(word)) add(word);
  }
  return [...found.values()];
}

const FIXED: ReadonlySet<string> = new Set([...FIXED_PHRASES, ...NATION_THINGS].map(foldKey));

interface FoundPhrase {
  readonly text: string;
  readonly start: number;
  readonly count: number;
}

/** Runs of two words or three that are among the phrases, whatever the parser makes of them; the longest first. */
function phrasesIn(words: readonly ParsedWord[], phrases: ReadonlySet<string>): FoundPhrase[] {
  const found: FoundPhrase[] = [];
  if (phrases.size === 0) return found;
  for (let start = 0; start < words.length; start++) {
    for (let count = Math.min(MOST_WORDS, words.length - start); count >= 2; count--) {
      const run = words.slice(start, start + count);
      if (run.some(({ kind }) => kind === 'mark')) continue;
      const text = run.map((word) => word.text).join(' ');
      if (phrases.has(foldKey(text))) found.push({ text, start, count });
    }
  }
  return found;
}

/** What is a phrase as a whole is nothing in pieces: there is no field in a depth of field. */
function withoutPhrases(words: readonly ParsedWord[], phrases: readonly FoundPhrase[]): ParsedWord[] {
  const taken = new Set(
    phrases.flatMap(({ start, count }) => Array.from({ length: count }, (_, i) => start + i)),
  );
  return words.map((word, index) => (taken.has(index) ? { text: '', kind: 'mark' } : word));
}

/** `narrow cobblestone street` is `cobblestone street` and `street`; `red vintage car` is `red car`, `vintage car` and `car`. */
function phrasesOf({ adjectives, nouns }: NounChunk): string[] {
  // `a long exposure photo` is of a long exposure; `a woman dress` of a dress; of a group of persons nothing is left.
  const last = nouns.findLastIndex((noun) => !DULL_WORDS.has(foldWord(noun)));
  const telling = nouns.slice(0, last + 1);
  const head = telling.at(-1);
  if (head === undefined || isPersonWord(head)) return [];
  const from = telling.findLastIndex(isPersonWord) + 1;
  const things = telling.slice(from);
  const phrases: string[] = [];
  const compounds = things.length > 1 ? [things.slice(-MOST_WORDS), things.slice(-2)] : [];
  for (const compound of compounds) phrases.push(compound.join(' '));
  // Adjectives in front of a person are the person's: `an old man's hat` is no old hat.
  if (from === 0) {
    for (const adjective of adjectives.map((text) => text.toLowerCase())) {
      const phrase = `${adjective} ${things.slice(-2).join(' ')}`;
      const isSalient = SALIENT_ADJECTIVES.has(adjective) && !PERSON_ADJECTIVES.has(adjective);
      if (isSalient) phrases.push(phrase);
    }
  }
  phrases.push(head);
  return phrases;
}

const isPersonWord = (noun: string): boolean => PERSON_WORDS.has(foldWord(noun));

/** Nothing that only looks like a word of the picture is a tag. */
function isTelling(word: string): boolean {
  const parts = word.split(' ');
  if (word.length < 3 || parts.every((part) => DULL_WORDS.has(part) || /^\p{N}+s?$/u.test(part)))
    return false;
  if (parts.some((part) => PERSON_WORDS.has(part))) return false;
  if (parts.length === 1 && /ing$/.test(word)) return ACTIVITIES.has(word) || isThingInIng(word);
  return !(parts.length === 1 && PERSON_ADJECTIVES.has(word));
}

/** Things that end in -ing; other single words in -ing are what somebody does all the time (standing, sitting). */
const THINGS_IN_ING = new Set(
  `building painting drawing ceiling clothing wedding railing crossing lighting awning ring string spring wing
  evening morning swing sling earring frosting icing pudding dressing stuffing seedling duckling fledgling sapling
  lightning carving engraving etching scaffolding paving flooring bedding parking shopping wiring piping plumbing
  landing offspring viking herring`.split(/\s+/),
);
const isThingInIng = (word: string): boolean => THINGS_IN_ING.has(word);
