import { DULL_WORDS } from './dull-words.ts';
import { foldedWord } from './folded.ts';
import { type NounChunk, nounChunks } from './noun-chunks.ts';
import type { ParsedWord } from './parsed-word.ts';
import { NATION_THINGS, PERSON_ADJECTIVES, PERSON_WORDS } from './people-words.ts';
import { type FoundPhrase, type PhraseSet, phraseSet, phrasesIn } from './phrase-set.ts';
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
 * @param known phrases to look for whatever the parser makes of them: the concept bank
 * @returns each word once, in the order of the caption, longer phrases before what they are made of
 */
export function mineWords(words: readonly ParsedWord[], known: PhraseSet = NO_PHRASES): MinedWord[] {
  const found = new Map<string, MinedWord>();
  const add = (phrase: string, isName = false): void => {
    const word = foldedWord(phrase);
    const key = word.replaceAll(' ', '');
    if (key === '' || found.has(key) || (!isName && !isTelling(word))) return;
    found.set(key, { word, isName });
  };
  for (const phrase of phrasesIn(words, known)) add(phrase.text);
  const fixed = phrasesIn(words, FIXED);
  for (const phrase of fixed) add(phrase.text);
  const rest = withoutPhrases(words, fixed);
  for (const chunk of nounChunks(rest)) {
    if (chunk.kind === 'name') {
      if (!chunk.nouns.every((noun) => PERSON_ADJECTIVES.has(noun.toLowerCase()))) {
        add(chunk.nouns.join(' ').replace(/ (?=['’]s\b)/g, ''), true);
      }
    } else for (const phrase of phrasesOf(chunk)) add(phrase);
  }
  for (const { text } of rest) {
    const word = text.toLowerCase();
    const alone = SALIENT_ALONE.get(word);
    if (alone !== undefined) add(alone);
    if (ACTIVITIES.has(word)) add(word);
  }
  return [...found.values()];
}

const NO_PHRASES = phraseSet([]);
const FIXED = phraseSet([...FIXED_PHRASES, ...NATION_THINGS]);

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
  // What somebody does behind a noun is no part of its name: `sheep grazing`.
  const last = nouns.findLastIndex((noun) => !DULL_WORDS.has(foldedWord(noun)) && !isDoing(noun));
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

const isDoing = (noun: string): boolean => /[^aeiou]ing$/.test(noun) && !isThingInIng(noun);

const isPersonWord = (noun: string): boolean => PERSON_WORDS.has(foldedWord(noun));

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
