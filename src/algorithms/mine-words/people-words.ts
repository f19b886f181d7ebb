/*
 * What a captioner says of persons is a guess at sex, age, origin, looks or kinship, and a keyword stays in a sidecar for
 * good and is found by whoever searches for it. None of it becomes a word, not even one that waits. What persons do
 * (dancer, cyclist, crowd) is seen and may. Own list.
 */

/** Who somebody is taken to be, and how old. */
const PERSONS = `
  person people man woman lady gentleman guy male female boy girl child kid baby toddler infant newborn teenager teen
  adolescent adult elder senior youth youngster men women somebody someone anybody anyone individual human figure folk
  couple husband wife spouse boyfriend girlfriend partner lover fiance fiancee bride groom mother father mom mum dad
  parent grandmother grandfather grandma grandpa grandparent son daughter grandson granddaughter grandchild stepson stepdaughter brother sister sibling twin uncle aunt cousin
  nephew niece family friend relative widow widower member visitor passerby pedestrian onlooker stranger
  king queen prince princess celebrity actor actress president politician
  prostitute beggar homeless refugee immigrant foreigner native gypsy`;

/** Bodies and what covers them: the people rule and its concepts speak of those where they may. */
const BODIES = `
  body head hair hairstyle haircut beard mustache moustache skin eye eyebrow ear nose mouth lip cheek chin forehead neck
  shoulder arm elbow wrist finger thumb chest breast torso waist hip belly stomach back leg knee thigh ankle foot toe
  smile expression gaze pose posture makeup tattoo wrinkle complexion blonde blond brunette redhead`;

/** Age, looks, origin and faith of persons, as adjectives; before a thing (`old car`, `white wall`) others decide. */
const LOOKS = `
  young old elderly aged middle-aged teenage adult beautiful pretty handsome attractive sexy ugly cute gorgeous
  fat thin slim skinny overweight obese muscular petite chubby curvy pregnant bald blonde blond brunette
  asian african caucasian hispanic latino latina oriental arab arabic jewish muslim christian hindu buddhist
  gay lesbian transgender disabled blind drunk poor rich`;

/** Origin of things is a guess as well: the thing stays (`restaurant`), its nation goes (`italian`). */
const NATIONS = `
  american argentinian australian austrian belgian brazilian british bulgarian canadian chilean chinese colombian cuban
  czech danish dutch egyptian english ethiopian european finnish french german greek hungarian icelandic indian
  indonesian iranian iraqi irish israeli italian jamaican japanese kenyan korean latin lebanese mexican moroccan
  norwegian pakistani persian peruvian polish portuguese romanian russian scandinavian scottish serbian spanish swedish
  swiss syrian thai tibetan turkish ukrainian vietnamese welsh western eastern middle-eastern mediterranean`;

const setOf = (...lists: string[]): ReadonlySet<string> =>
  new Set(lists.flatMap((list) => list.split(/\s+/).filter((word) => word !== '')));

export const PERSON_WORDS = setOf(PERSONS, BODIES);
export const PERSON_ADJECTIVES = setOf(LOOKS, NATIONS);

/** Kinds of things whose name has a nation in it, in the form that `foldWord` gives. */
export const NATION_THINGS: ReadonlySet<string> = new Set([
  'christmas tree',
  'french bulldog',
  'french door',
  'french fries',
  'french fry',
  'german shepherd',
  'persian cat',
  'swiss army knife',
  'turkish bath',
  'venetian blind',
]);
