import { HOUR_MILLIS, MINUTE_MILLIS } from '../../src/algorithms/wall-time.ts';

/** Two photos of one scene lie within so much of one another. */
const SCENE_MILLIS = 10 * MINUTE_MILLIS;
/** Fewer photos make no pattern. */
const LEAST_PHOTOS = 4;
const NEAR_SHARE = 0.8;
const MARGIN = 0.2;
/** Nobody's clock is set further than a day away from a companion's. */
const FURTHEST_HOURS = 14;

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
  if (few.length < LEAST_PHOTOS) return false;
  const atTruth = shareNear(few, many, 0, SCENE_MILLIS);
  if (atTruth < NEAR_SHARE) return false;
  const step = (kind === 'hours' ? 30 : 15) * MINUTE_MILLIS;
  for (let shift = HOUR_MILLIS; shift <= FURTHEST_HOURS * HOUR_MILLIS; shift += step) {
    for (const away of [shift, -shift]) {
      if (shareNear(few, many, sign * away, SCENE_MILLIS) > atTruth - MARGIN) return false;
    }
  }
  return true;
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
