import { DAY_MILLIS, HOUR_MILLIS, MINUTE_MILLIS } from '../wall-time.ts';
import { lowerBound, stretchesOf } from './companion-evidence.ts';
import { MISSED, MOST_SCENES, REACH_MILLIS, scenesOf, seen } from './hour-doubt.ts';

/**
 * By how much a clock was off that may have been off by anything, though others took pictures at the same event: the
 * hour at which its scenes lie among theirs, and at no other. Bayes' rule over all offsets that come into question,
 * each as likely as the next; a scene that the others did not see counts as in hour-doubt.ts.
 */
export interface Gathering {
  /** What the clock says, ascending. */
  readonly ours: ArrayLike<number>;
  /** By right clocks, ascending. */
  readonly others: readonly number[];
}

export interface SceneAlignment {
  /** To be added to the clock. */
  readonly offsetMillis: number;
  readonly uncertaintyMillis: number;
  /** 0 to 1: that it is not more than an hour off. */
  readonly chance: number;
}

const STEP_MILLIS = 5 * MINUTE_MILLIS;
/** More offsets than those of a month are no place to look for a scene. */
const MOST_STEPS = (31 * DAY_MILLIS) / STEP_MILLIS;
const SAME_DAY_MILLIS = 12 * HOUR_MILLIS;
const LEAST_CHANCE = 0.95;
const LEAST_SEEN = 0.8;
/** Fewer scenes fit many hours by chance. */
const FEWEST_SCENES = 4;

/** @param fromMillis least offset that comes into question */
export function alignScenes(
  gatherings: readonly Gathering[],
  fromMillis: number,
  toMillis: number,
): SceneAlignment | null {
  const count = Math.floor((toMillis - fromMillis) / STEP_MILLIS) + 1;
  if (gatherings.length === 0 || !(count >= 1 && count <= MOST_STEPS)) return null;
  const scorers = gatherings.map(scorer);
  const scored = Array.from({ length: count }, (_, i) => {
    const offset = fromMillis + i * STEP_MILLIS;
    let scenes = 0;
    let hits = 0;
    for (const score of scorers) {
      const found = score(offset);
      scenes += found.scenes;
      hits += found.hits;
    }
    const scale = scenes === 0 ? 0 : Math.min(scenes, MOST_SCENES) / scenes;
    return { offset, scenes, hits, weight: MISSED ** (scale * (scenes - hits)) };
  });
  const best = scored.reduce((a, b) => (b.weight > a.weight ? b : a));
  if (best.scenes < FEWEST_SCENES || best.hits < LEAST_SEEN * best.scenes) return null;
  let [all, near, sum] = [0, 0, 0];
  for (const { offset, weight } of scored) {
    all += weight;
    if (Math.abs(offset - best.offset) > HOUR_MILLIS) continue;
    near += weight;
    sum += weight * offset;
  }
  const chance = near / all;
  if (chance < LEAST_CHANCE) return null;
  const offsetMillis = Math.round(sum / near);
  const level = scored.filter(
    ({ offset, weight }) => weight > best.weight * MISSED && Math.abs(offset - offsetMillis) <= HOUR_MILLIS,
  );
  const width = Math.max(...level.map(({ offset }) => Math.abs(offset - offsetMillis)), STEP_MILLIS);
  return { offsetMillis, uncertaintyMillis: Math.round(width), chance };
}

/** Share of the scenes, of those who had fewer, that the others saw if the clock was off by so much. */
export function seenShareAt(gathering: Gathering, offsetMillis: number): number {
  const { scenes, hits } = scorer(gathering)(offsetMillis);
  return hits / scenes;
}

/** Of those who had fewer scenes on that day: how many, and how many of them the others saw. */
function scorer({ ours, others }: Gathering): (offset: number) => { scenes: number; hits: number } {
  const ourScenes = scenesOf(ours);
  const ourStretches = stretchesOf(ours, REACH_MILLIS);
  const theirScenes = scenesOf(others);
  const theirStretches = stretchesOf(others, REACH_MILLIS);
  const starts = theirScenes.map(({ from }) => from);
  const first = ours[0]! - SAME_DAY_MILLIS;
  const last = ours[ours.length - 1]! + SAME_DAY_MILLIS;
  return (offset) => {
    const there = theirScenes.slice(lowerBound(starts, first + offset), lowerBound(starts, last + offset));
    // Nobody else was there on that day: each of our scenes was missed.
    if (there.length === 0 || ourScenes.length <= there.length)
      return { scenes: ourScenes.length, hits: seen(ourScenes, theirStretches, offset) };
    // As many as ours, so that a day on which the others did little is no better than one on which they were there.
    const hits = seen(there, ourStretches, -offset);
    return { scenes: ourScenes.length, hits: (hits / there.length) * ourScenes.length };
  };
}
