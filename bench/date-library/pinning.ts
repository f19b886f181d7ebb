import { HOUR_MILLIS, MINUTE_MILLIS } from '../../src/algorithms/wall-time.ts';

/** Two photos of one scene lie within so much of one another. */
const SCENE_MILLIS = 10 * MINUTE_MILLIS;
/** Fewer photos, or scenes, make no pattern: one burst lies beside any other. */
const LEAST_PHOTOS = 4;
const LEAST_SCENES = 3;
const NEAR_SHARE = 0.8;
const MARGIN = 0.2;
/** No zone is further from another. A clock that lost the time may belong to any day on which the others were there. */
const FURTHEST_ZONE_MILLIS = 14 * HOUR_MILLIS;
/** Nor is one folder's event longer. */
const FURTHEST_MILLIS = 31 * 24 * HOUR_MILLIS;

/** What errors come into question: any, whole and half hours, or whole years. */
export type ErrorKind = 'any' | 'hours' | 'years';

/**
 * Whether photos with a right clock, of the same shoot, say to the hour when the others were taken. At the true
 * place, four of five photos of the smaller set lie within ten minutes of one of the larger; and at no other place
 * that the error may be at does so large a share, less a fifth. A whole year is told by any photo within twelve hours.
 * @param times true times of the photos with the wrong clock, ascending
 * @param right true times of the photos with the right clock, ascending
 */
export function isPinned(times: readonly number[], right: readonly number[], kind: ErrorKind): boolean {
  if (kind === 'years') return shareNear(times, right, 0, 12 * HOUR_MILLIS) > 0;
  const [few, many, sign] = times.length <= right.length ? [times, right, 1] : [right, times, -1];
  if (few.length < LEAST_PHOTOS || scenesIn(few) < LEAST_SCENES) return false;
  const atTruth = shareNear(few, many, 0, SCENE_MILLIS);
  if (atTruth < NEAR_SHARE) return false;
  const step = (kind === 'hours' ? 30 : 15) * MINUTE_MILLIS;
  const together = Math.max(right.at(-1)! - times[0]!, times.at(-1)! - right[0]!);
  const furthest =
    kind === 'hours'
      ? FURTHEST_ZONE_MILLIS
      : Math.min(FURTHEST_MILLIS, Math.max(FURTHEST_ZONE_MILLIS, together));
  for (let shift = HOUR_MILLIS; shift <= furthest; shift += step) {
    for (const away of [shift, -shift]) {
      if (shareNear(few, many, sign * away, SCENE_MILLIS) > atTruth - MARGIN) return false;
    }
  }
  return true;
}

function scenesIn(times: readonly number[]): number {
  return times.filter((time, i) => i === 0 || time - times[i - 1]! > SCENE_MILLIS).length;
}

function shareNear(few: readonly number[], many: readonly number[], shift: number, reach: number): number {
  let near = 0;
  for (const time of few) {
    const wanted = time + shift;
    const i = firstAtLeast(many, wanted);
    const gap = Math.min(
      Math.abs((many[i] ?? Number.POSITIVE_INFINITY) - wanted),
      Math.abs(wanted - (many[i - 1] ?? Number.NEGATIVE_INFINITY)),
    );
    if (gap <= reach) near++;
  }
  return few.length === 0 ? 0 : near / few.length;
}

function firstAtLeast(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
