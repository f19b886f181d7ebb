import type { Description } from '../../domain/description.ts';
import { concept, type PeopleConcept } from './people-facts.ts';

/**
 * Terms of people sets by the words that captioners have for them, one or two words, lower case. Only words that mean
 * nothing else: `brown` may be a coat, `brown hair` is hair.
 */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  'hair:blonde': ['blonde', 'blond', 'blonde hair', 'blond hair', 'fair hair', 'golden hair'],
  'hair:brunette': ['brunette', 'brown hair', 'dark hair', 'black hair'],
  profile: ['in profile', 'side profile', 'profile view'],
  hands: ['her hands', 'his hands', 'their hands'],
  outdoor: ['outdoors'],
  studio: ['studio', 'photo studio'],
  'black-background': ['black background', 'dark background', 'black backdrop'],
  bodyscape: ['nude torso', 'bare back', 'naked back', 'bare torso'],
};

/**
 * A captioner says what it was taught to say; nothing of it is checked. That a sentence about a picture with a person
 * is wrong about hair or place is estimated, and not measured: no captioner's weights are here.
 */
const SAID_IS_SO = 0.65;

/** Words and pairs of neighbours of a description, lower case. */
export function wordsOfDescription(description: Description | null | undefined): ReadonlySet<string> {
  if (!description) return new Set();
  const found = new Set<string>();
  for (const sentence of `${description.caption} . ${description.detailedCaption}`
    .toLowerCase()
    .split(/[.;!?]/)) {
    const words = sentence.match(/[\p{L}-]+/gu) ?? [];
    words.forEach((word, index) => {
      found.add(word);
      if (index > 0) found.add(`${words[index - 1]} ${word}`);
    });
  }
  return found;
}

/** What a description says in the terms of people sets; blonde and brunette at once is of two people, and neither. */
export function fromCaptionWords(words: ReadonlySet<string>): PeopleConcept[] {
  const said = Object.entries(WORDS).flatMap(([name, synonyms]) => {
    const word = synonyms.find((synonym) => words.has(synonym));
    return word === undefined ? [] : [{ name, word }];
  });
  const hairs = said.filter(({ name }) => name.startsWith('hair:')).length;
  return said
    .filter(({ name }) => !name.startsWith('hair:') || hairs === 1)
    .flatMap(({ name, word }) => concept(name, SAID_IS_SO, `the description says: ${word}`));
}
