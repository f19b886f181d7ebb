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

const term = (kind: SeedTermKind, name: string, ...aliases: string[]): SeedTerm =>
  aliases.length === 0 ? { name, kind } : { name, kind, aliases };

const SUBJECTS: readonly SeedTerm[] = [
  term('subject', 'abstract'),
  term('subject', 'portrait'),
  term('subject', 'architecture'),
  term('subject', 'monument'),
  term('subject', 'street photo', 'street photography'),
  term('subject', 'group', 'group photo', 'group of people'),
  term('subject', 'dance', 'dancer', 'dancing', 'ballet'),
  term('subject', 'theatre', 'theater'),
  term('subject', 'stage'),
  term('subject', 'face'),
  term('subject', 'hand'),
  term('subject', 'flower', 'flowers', 'blossom'),
  term('subject', 'mountain', 'mountains'),
  term('subject', 'clouds', 'cloud'),
  term('subject', 'sea', 'ocean'),
  term('subject', 'plants', 'plant'),
  term('subject', 'macro', 'close-up', 'macro photography'),
  term('subject', 'shopping center', 'shopping centre', 'shopping mall', 'mall'),
  term('subject', 'interior', 'indoors'),
  term('subject', 'lines'),
  term('subject', 'cars', 'car', 'automobile'),
  term('subject', 'trains', 'train', 'railway'),
  term('subject', 'airplane', 'aeroplane', 'aircraft', 'plane'),
  term('subject', 'moon'),
  term('subject', 'building', 'buildings'),
  term('subject', 'machine', 'machinery'),
  term('subject', 'night'),
  term('subject', 'dawn', 'daybreak'),
  term('subject', 'beach'),
  term('subject', 'forest', 'woods', 'woodland'),
  term('subject', 'street'),
  term('subject', 'skyline', 'cityscape'),
];

const PLACES: readonly SeedTerm[] = [
  term('place', 'Rio', 'rio de janeiro'),
  term('place', 'Jardim Botanico', 'jardim botânico'),
  term('place', 'Paris'),
  term('place', 'Venice', 'venezia'),
  term('place', 'Florence', 'firenze'),
  term('place', 'Marseille', 'marseilles'),
  term('place', 'São Paulo', 'sao paulo'),
  term('place', 'Petrópolis', 'petropolis'),
  term('place', 'Teresópolis', 'teresopolis'),
];

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
  term('people', 'abstract'),
  term('people', 'profile'),
  term('people', 'frontal'),
  term('people', 'bodyscape'),
  term('people', 'hands'),
  term('people', 'face'),
  term('people', 'hair:blonde'),
  term('people', 'hair:brunette'),
  term('people', 'outdoor', 'outdoors'),
  term('people', 'studio'),
  term('people', 'black-background', 'black background'),
];

export const SEED_VOCABULARY: readonly SeedTerm[] = [...SUBJECTS, ...PLACES, ...GEAR, ...PEOPLE];
