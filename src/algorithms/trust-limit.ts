import type { WallInterval } from '../domain/capture-time.ts';
import type { ClockCorrection } from './clocks/clock-run.ts';
import { agree, type DateVote } from './date-votes.ts';
import { DAY_MILLIS, gapMillis, HOUR_MILLIS, PRECISION_RANK } from './wall-time.ts';

/**
 * The most that a time can be trusted, however many of its witnesses agree. They are not independent: EXIF, the card's
 * file time and the folder of an import program all repeat one clock.
 *
 * 0.8 and more means that the time is right as it is stated, to the hour, because something else than the camera's
 * own clock confirms it. From 0.5 on the day is sure. Less: somebody should look.
 */
export interface TrustLimit {
  readonly most: number;
  /** Why, in words, where there is anything to say. */
  readonly says: string | null;
}

/** What is known of a photo when its time is stated. */
export interface StatedTime {
  readonly votes: readonly DateVote[];
  readonly chosen: DateVote | null;
  readonly interval: WallInterval | null;
  readonly uncertain: boolean;
  readonly correction: ClockCorrection | null;
  /** What confirms the hour beside the camera's own clock. */
  readonly confirmedBy: string | null;
  /** Farther off than that the folder contradicts a clock. */
  readonly outlierMillis: number;
}

const ONE_CLOCK = 0.79;
const CONTRADICTED = 0.49;
/**
 * On made libraries the day is right for all but 16 % of the photos of clocks that were put right with 80 to 86 % of
 * confidence and nothing else behind them, and for all with more: the third power keeps the former below one half.
 */
const CAUTION = 3;
/** A whole day, however clocks were changed on it: no hour is claimed. */
const DAY_CLAIMED_MILLIS = 23 * HOUR_MILLIS;

export function trustLimit(stated: StatedTime): TrustLimit {
  const { chosen, interval, uncertain, confirmedBy, votes, outlierMillis } = stated;
  if (chosen === null || interval === null) return { most: 1, says: null };
  if (confirmedBy !== null) return { most: 1, says: `the hour is confirmed: ${confirmedBy}` };
  if (uncertain) return { most: CONTRADICTED, says: null };
  const path = votes.find((vote) => vote.name === 'path_tokens' && vote.standing === 'counts');
  if (path !== undefined && gapMillis(path.period, chosen.period) > outlierMillis + chosen.slackMillis) {
    return {
      most: CONTRADICTED,
      says: 'nothing but this camera’s clock says so, and the path contradicts it',
    };
  }
  if (chosen.isOfWriting && path === undefined) {
    return { most: CONTRADICTED, says: 'the file was written then, and nothing says that it was taken then' };
  }
  const isDayNamed =
    path !== undefined && PRECISION_RANK[path.precision] >= PRECISION_RANK.day && agree(path, chosen);
  const { correction } = stated;
  // The folder of a day cannot say by how many hours a clock was off.
  const isConfirmed = isDayNamed && Math.abs(correction?.shiftMillis ?? 0) >= DAY_MILLIS;
  if (correction?.standing === 'shifted' && !isConfirmed) {
    const certainty = correction.confidence * ofSoMany(correction.photos);
    return {
      most: ONE_CLOCK * certainty ** CAUTION,
      says: `put right with ${Math.round(100 * certainty)} % certainty`,
    };
  }
  if (interval.endMillis - interval.startMillis >= DAY_CLAIMED_MILLIS) return { most: 1, says: null };
  const says = isOfClock(chosen) ? 'the hour rests on this camera’s clock alone' : null;
  return { most: ONE_CLOCK, says };
}

/**
 * A run is moved because its rhythm fits, and one photo has none: it fits wherever there is anything to fit to. Each
 * photo is a trial that the shift has passed, so by Laplace's rule of succession, less the one trial that chose it,
 * n / (n + 1) is what n of them are worth: a half for one, 0.95 for twenty.
 */
const ofSoMany = (photos: number): number => photos / (photos + 1);

const isOfClock = ({ name }: DateVote) => name === 'exif_original' || name === 'exif_create';
