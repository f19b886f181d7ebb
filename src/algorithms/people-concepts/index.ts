import { bodies } from './bodies.ts';
import { fromCaptionWords } from './caption-words.ts';
import { facesAndHands } from './faces-and-hands.ts';
import { hair } from './hair.ts';
import type { PeopleConcept, PeopleFacts } from './people-facts.ts';
import { surroundings } from './surroundings.ts';

/** Seen and said are two witnesses: together they are wrong only where both are. */
const agreed = (one: number, other: number): number =>
  Math.round((1 - (1 - one) * (1 - other)) * 1000) / 1000;

/**
 * What a picture of people shows: abstract, profile, frontal, bodyscape, hands, face, hair:blonde, hair:brunette,
 * outdoor, studio, black-background, and portrait and group. Names are terms of the vocabulary.
 */
export function peopleConcepts(facts: PeopleFacts): PeopleConcept[] {
  const seen = [...facesAndHands(facts), ...hair(facts), ...surroundings(facts), ...bodies(facts)];
  const concepts = new Map(seen.map((one) => [one.name, one]));
  for (const said of fromCaptionWords(facts.words)) {
    const known = concepts.get(said.name);
    concepts.set(
      said.name,
      known === undefined
        ? said
        : {
            ...known,
            probability: agreed(known.probability, said.probability),
            reason: `${known.reason}; ${said.reason}`,
          },
    );
  }
  return [...concepts.values()];
}
