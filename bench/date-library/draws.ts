import { seededRandom } from '../../src/algorithms/seeded-random.ts';

/** Random numbers in the forms that a made library needs. */
export interface Draws {
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** Uniform integer, both ends included. */
  integer(low: number, high: number): number;
  chance(share: number): boolean;
  /** @throws RangeError for an empty list */
  pick<T>(list: readonly T[]): T;
  /** Skewed, median 1: e to the power of a normal number of this deviation. */
  skewed(deviation: number): number;
  /** A new list in random order (Fisher and Yates). */
  shuffled<T>(list: readonly T[]): T[];
}

/**
 * A stream of its own for each part of the library: a share that is changed leaves the other parts as they were.
 * @param part any name
 */
export function drawsOf(seed: number, part: string): Draws {
  let hash = seed >>> 0;
  for (const character of part) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193) >>> 0;
  const random = seededRandom(hash);
  const draws: Draws = {
    between: (low, high) => low + (high - low) * random(),
    integer: (low, high) => low + Math.floor((high - low + 1) * random()),
    chance: (share) => random() < share,
    pick(list) {
      if (list.length === 0) throw new RangeError('Nothing to pick from.');
      return list[Math.floor(random() * list.length)]!;
    },
    skewed(deviation) {
      // Box and Muller; 1 - random is never 0.
      const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      return Math.exp(deviation * normal);
    },
    shuffled(list) {
      const mixed = [...list];
      for (let i = mixed.length - 1; i > 0; i--) {
        const k = Math.floor(random() * (i + 1));
        [mixed[i], mixed[k]] = [mixed[k]!, mixed[i]!];
      }
      return mixed;
    },
  };
  return draws;
}
