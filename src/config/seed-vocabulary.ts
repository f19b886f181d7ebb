/** The vocabulary of controlled tags where the user has none: `ck_tagging.vocab_file` starts as this. */

export type SeedTermKind = 'subject' | 'place' | 'gear' | 'people';

/** By which EXIF a gear term is proposed (algorithms/gear.ts). */
export interface GearMatch {
  /** Any of these is the whole Model, with or without the maker in front: `Pentax 67`. */
  readonly models: readonly string[];
}

export interface SeedTerm {
  /** As it is written after `CK:`. */
  readonly name: string;
  readonly kind: SeedTermKind;
  /** Other words for the same, lower case. */
  readonly aliases?: readonly string[];
  /** Gear only. */
  readonly exif?: GearMatch;
  /** Name of the term above it: `flower` of `orchid`. */
  readonly parent?: string;
  /** What the page and completion show instead of the name, by language. */
  readonly names?: { readonly en?: string; readonly pt?: string };
  /** What a text encoder is told instead of the name, each a whole text: `a photo of a stage with an audience`. */
  readonly prompts?: readonly string[];
  /** Terms that cannot be on the same photo; it holds both ways, and the likelier one stays. */
  readonly excludes?: readonly string[];
  /** Never proposed on people sets. */
  readonly notOnPeopleSets?: boolean;
  /** Kept out of what programs export: see `xmp.private_prefix`. */
  readonly noExport?: boolean;
}

interface Said extends Omit<SeedTerm, 'name' | 'kind' | 'names'> {
  /** Its name in Portuguese. */
  readonly pt: string;
}

const term =
  (kind: SeedTermKind) =>
  (name: string, { pt, ...rest }: Said): SeedTerm => ({ name, kind, names: { pt }, ...rest });

const subject = term('subject');
const place = term('place');
const people = term('people');

/*
 * Prompts stand where the bare name says something else to a model of texts and pictures than to a photographer:
 * `lines` are lines of text, `stage` a step, `group` and `abstract` are words of many trades.
 */
const SUBJECTS: readonly SeedTerm[] = [
  subject('abstract', {
    pt: 'abstrato',
    prompts: [
      'an abstract photograph of shapes and textures',
      'an abstract close-up without a clear subject',
    ],
  }),
  subject('portrait', { pt: 'retrato', prompts: ['a portrait of a person', 'a portrait photo of a face'] }),
  subject('architecture', {
    pt: 'arquitetura',
    prompts: ['a photo of architecture', 'the facade of a building, architectural photography'],
  }),
  subject('monument', { pt: 'monumento' }),
  subject('street photo', {
    pt: 'fotografia de rua',
    aliases: ['street photography'],
    prompts: ['candid street photography of people in a city'],
  }),
  subject('group', {
    pt: 'grupo',
    aliases: ['group photo', 'group of people'],
    prompts: ['a photo of a group of people', 'a group of people posing together'],
  }),
  subject('dance', {
    pt: 'dança',
    aliases: ['dancer', 'dancing', 'ballet'],
    prompts: ['a photo of a dancer dancing', 'a dance performance'],
  }),
  subject('theatre', {
    pt: 'teatro',
    aliases: ['theater'],
    prompts: ['actors performing in a theatre play', 'the inside of a theatre'],
  }),
  subject('stage', {
    pt: 'palco',
    prompts: ['performers on a stage with spotlights', 'a stage in front of an audience'],
  }),
  subject('face', { pt: 'rosto', prompts: ["a close-up of a person's face"] }),
  subject('hand', { pt: 'mão', prompts: ["a close-up of a person's hand"], notOnPeopleSets: true }),
  subject('flower', { pt: 'flor', aliases: ['flowers', 'blossom'] }),
  subject('mountain', { pt: 'montanha', aliases: ['mountains'] }),
  subject('clouds', { pt: 'nuvens', aliases: ['cloud'], prompts: ['a photo of clouds in the sky'] }),
  subject('sea', { pt: 'mar', aliases: ['ocean'], prompts: ['a photo of the sea', 'ocean waves'] }),
  subject('plants', { pt: 'plantas', aliases: ['plant'], prompts: ['a photo of green plants and leaves'] }),
  subject('macro', {
    pt: 'macrofotografia',
    aliases: ['close-up', 'macro photography'],
    prompts: ['a macro photograph of a tiny detail', 'an extreme close-up photo'],
  }),
  subject('shopping center', {
    pt: 'centro comercial',
    aliases: ['shopping centre', 'shopping mall', 'mall'],
    prompts: ['the inside of a shopping mall'],
  }),
  subject('interior', {
    pt: 'interior de edifício',
    aliases: ['indoors'],
    prompts: ['the interior of a room', 'a photo taken indoors'],
  }),
  subject('lines', {
    pt: 'linhas',
    prompts: ['a photo of strong geometric lines', 'leading lines in architecture'],
  }),
  subject('cars', { pt: 'carros', aliases: ['car', 'automobile'], prompts: ['a photo of a car'] }),
  subject('trains', { pt: 'trens', aliases: ['train', 'railway'], prompts: ['a photo of a train'] }),
  subject('airplane', { pt: 'avião', aliases: ['aeroplane', 'aircraft', 'plane'] }),
  subject('moon', { pt: 'lua', prompts: ['a photo of the moon in the sky'] }),
  subject('building', { pt: 'prédio', aliases: ['buildings'] }),
  subject('machine', {
    pt: 'máquina',
    aliases: ['machinery'],
    prompts: ['a photo of industrial machinery', 'gears and parts of a machine'],
  }),
  subject('night', {
    pt: 'noite',
    prompts: ['a photo taken outdoors at night', 'a city at night'],
    // A black backdrop is dark and no night.
    excludes: ['studio', 'black-background'],
  }),
  subject('dawn', {
    pt: 'amanhecer',
    aliases: ['daybreak'],
    prompts: ['the sky at dawn before sunrise'],
  }),
  subject('beach', { pt: 'praia' }),
  subject('forest', { pt: 'floresta', aliases: ['woods', 'woodland'] }),
  subject('street', { pt: 'rua', prompts: ['a photo of a street in a city'] }),
  subject('skyline', { pt: 'horizonte urbano', aliases: ['cityscape'], prompts: ['the skyline of a city'] }),
];

const PLACES: readonly SeedTerm[] = [
  place('Rio', { pt: 'Rio de Janeiro', aliases: ['rio de janeiro'] }),
  place('Jardim Botanico', { pt: 'Jardim Botânico', aliases: ['jardim botânico'] }),
  place('Paris', { pt: 'Paris' }),
  place('Venice', { pt: 'Veneza', aliases: ['venezia'] }),
  place('Florence', { pt: 'Florença', aliases: ['firenze'] }),
  place('Marseille', { pt: 'Marselha', aliases: ['marseilles'] }),
  place('São Paulo', { pt: 'São Paulo', aliases: ['sao paulo'] }),
  place('Petrópolis', { pt: 'Petrópolis', aliases: ['petropolis'] }),
  place('Teresópolis', { pt: 'Teresópolis', aliases: ['teresopolis'] }),
];

/** Names of cameras are the same in every language. */
const GEAR: readonly SeedTerm[] = [
  {
    name: 'Pentax67',
    kind: 'gear',
    aliases: ['pentax 67', 'pentax 6x7'],
    // A film camera: its name is in EXIF only where the photographer wrote it into the scans.
    exif: { models: ['Pentax 67', 'Pentax 67II', 'Pentax 6x7'] },
  },
  { name: 'C65', kind: 'gear', exif: { models: ['C65'] } },
];

/** Only proposed on people sets. */
const PEOPLE: readonly SeedTerm[] = [
  people('abstract', {
    pt: 'abstrato',
    prompts: ['an abstract photograph of a human body'],
  }),
  people('profile', { pt: 'perfil', prompts: ['a portrait in profile, seen from the side'] }),
  people('frontal', { pt: 'de frente', prompts: ['a portrait of a person facing the camera'] }),
  people('bodyscape', {
    pt: 'paisagem corporal',
    prompts: ['curves of a nude body photographed like a landscape'],
  }),
  people('hands', { pt: 'mãos', prompts: ["a person's hands"] }),
  people('face', { pt: 'rosto', prompts: ["a close-up of a person's face"] }),
  people('hair:blonde', { pt: 'cabelo loiro', prompts: ['a person with blonde hair'] }),
  people('hair:brunette', { pt: 'cabelo castanho', prompts: ['a person with brown hair'] }),
  people('outdoor', {
    pt: 'ao ar livre',
    aliases: ['outdoors'],
    prompts: ['a person outdoors'],
    excludes: ['interior', 'studio'],
  }),
  people('studio', { pt: 'estúdio', prompts: ['a studio portrait with studio lighting'] }),
  people('black-background', {
    pt: 'fundo preto',
    aliases: ['black background'],
    prompts: ['a person in front of a black background'],
  }),
];

export const SEED_VOCABULARY: readonly SeedTerm[] = [...SUBJECTS, ...PLACES, ...GEAR, ...PEOPLE];
