/*
 * Nouns that captions are made of and that say nothing of what a picture shows. Own list, grown by reading captions.
 * A word that is missing here costs a row of the quarantine; one too many hides a word for good.
 */

/** Of pictures as such: `a photo of`, `the image shows`, `in the background`. */
const HEDGES = `
  image photo photograph picture pic snapshot shot view scene setting background foreground midground backdrop
  frame composition subject focus caption description detail close closeup camera viewer perspective angle
  atmosphere mood feeling sense vibe impression effect tone style look appearance aesthetic theme`;

/** Of places in the picture: `on both sides`, `in front of`. */
const POSITIONS = `
  side front back top bottom middle center centre corner edge left right distance end beginning rest point spot area
  place location position direction surface inside outside way line level height length width`;

/** Of how much or of what kind: `a group of`, `several pieces`. */
const QUANTITIES = `
  group couple pair number set lot bunch row series piece part variety kind type sort amount range bit handful
  majority variation array collection combination mix mixture assortment cluster pile stack half dozen hundred thousand
  one two three four five six seven eight nine ten first second third`;

/** Of anything. */
const ANYTHING = `
  thing object item stuff element feature element aspect material matter something anything everything nothing
  color colour shade hue size shape form pattern texture design contrast arrangement structure
  time day moment hour minute year while moment today life world
  presence touch addition case example fact idea purpose reason result use work
  depth shallow
  overall word letter text number logo space room`;

const wordsOfList = (list: string): string[] => list.split(/\s+/).filter((word) => word !== '');

/** Folded, as `foldWord` gives them. */
export const DULL_WORDS: ReadonlySet<string> = new Set(
  [HEDGES, POSITIONS, QUANTITIES, ANYTHING].flatMap(wordsOfList),
);
