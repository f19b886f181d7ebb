import { createHash } from 'node:crypto';
import { seededRandom } from '../../src/algorithms/seeded-random.ts';

/** A cluster of the library: what all its photos share. */
export interface MadeCluster {
  readonly id: string;
  readonly windowId: string;
  readonly startMillis: number;
  readonly folder: string;
  readonly camera: { readonly make: string; readonly model: string };
  readonly people: 'people' | 'no-people' | 'undecided';
  /** In the order of their layer: controlled words first. */
  readonly tags: readonly MadeTag[];
  readonly photos: readonly MadePhoto[];
}

export interface MadeTag {
  readonly layer: 'CK' | 'AI';
  readonly name: string;
  readonly probability: number;
}

export interface MadePhoto {
  readonly sha1: string;
  readonly wallMillis: number;
  readonly fileName: string;
}

export const ROOT = '/photos';

const START_MILLIS = Date.UTC(2004, 0, 1);
const HOUR_MILLIS = 3_600_000;
/** Photos of a cluster on average; a burst of some hundred is among them now and then. */
const MEAN_MEMBERS = 5;
const BURST_EVERY = 2000;
const BURST_MEMBERS = 300;
const PLACES = ['Rio', 'Paris', 'Venice', 'Florence', 'Marseille', 'São Paulo', 'Petrópolis', 'Lisbon'];
const CAMERAS = [
  { make: 'Canon', model: 'Canon EOS 5D' },
  { make: 'PENTAX', model: 'PENTAX K-1' },
  { make: 'NIKON CORPORATION', model: 'NIKON D850' },
  { make: 'Apple', model: 'iPhone 8' },
];
const SUBJECTS =
  'abstract portrait architecture monument group dance theatre stage flower mountain clouds sea plants macro interior lines cars trains airplane moon building machine night dawn beach forest street skyline'.split(
    ' ',
  );
/** Freeform names come from a captioner, in a long tail. */
const ADJECTIVES =
  'blue red old wooden broken small tall wet quiet empty bright dark narrow rusty green white golden distant'.split(
    ' ',
  );
const NOUNS =
  'door window bridge glass chair table boat lamp wall roof tree leaf stone shadow river path cup book clock shelf bicycle cathedral statue market umbrella hat dog cat horse bird fish apple bread kitchen garden fence tower stair arch street sign rain fog snow sun cloud wave sand rock cliff harbour crane train bus car wheel rail station tunnel mirror candle curtain carpet bottle basket'.split(
    ' ',
  );

/** The clusters of a library of `photos` photos in the order of time: made anew at each call, always the same. */
export function* madeClusters(photos: number, seed: number): Generator<MadeCluster> {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  /** Zipf, roughly: the first of a list are the most frequent. */
  const pickFirst = <T>(list: readonly T[]): T => list[Math.floor(list.length * random() ** 3)]!;
  let now = START_MILLIS;
  let made = 0;
  for (let number = 0; made < photos; number++) {
    now += (0.2 + 2 * random()) * HOUR_MILLIS;
    const drawn =
      number % BURST_EVERY === BURST_EVERY - 1
        ? BURST_MEMBERS
        : Math.ceil(-MEAN_MEMBERS * Math.log(1 - random()));
    const size = Math.max(1, Math.min(drawn, photos - made));
    const day = new Date(now).toISOString().slice(0, 10);
    const place = pick(PLACES);
    const kept = new Map<string, MadeTag>();
    const add = (layer: MadeTag['layer'], name: string): void => {
      kept.set(`${layer}${name}`, { layer, name, probability: 0.4 + 0.6 * random() });
    };
    add('CK', place);
    while (kept.size < 5) add('CK', pickFirst(SUBJECTS));
    while (kept.size < 10)
      add('AI', random() < 0.3 ? pickFirst(NOUNS) : `${pick(ADJECTIVES)} ${pickFirst(NOUNS)}`);
    const from = made;
    const photoList = Array.from(
      { length: size },
      (_, i): MadePhoto => ({
        sha1: createHash('sha1')
          .update(`${seed} ${from + i}`)
          .digest('hex'),
        wallMillis: Math.round(now + i * 20_000),
        fileName: `IMG_${String((from + i) % 10_000).padStart(4, '0')}.CR2`,
      }),
    );
    yield {
      id: `c${number.toString(16).padStart(12, '0')}`,
      windowId: `w${Math.floor(number / 20)}`,
      startMillis: photoList[0]!.wallMillis,
      folder: `${ROOT}/${day.slice(0, 4)}/${day} ${place}/${Math.floor(from / 10_000)}`,
      camera: pick(CAMERAS),
      people: random() < 0.25 ? 'people' : random() < 0.1 ? 'undecided' : 'no-people',
      tags: [...kept.values()],
      photos: photoList,
    };
    made += size;
  }
}
