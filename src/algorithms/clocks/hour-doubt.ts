import { MINUTE_MILLIS } from '../wall-time.ts';
import { stretchesOf } from './companion-evidence.ts';

/**
 * How likely it is that a clock whose day is right stands on a wrong hour, though others took pictures on the same
 * day: Bayes' rule over the mistakes that people make. Each time of work of those who took fewer pictures was seen by
 * the others, or missed.
 */
/** Minutes to be added to the clock, and the odds against a right clock. */
export type LikelySlips = ReadonlyMap<number, number>;

/** Pictures nearer than that are of one scene, and one witness. */
const SCENE_MILLIS = 10 * MINUTE_MILLIS;
const LONG_SCENE_MILLIS = 30 * MINUTE_MILLIS;
/** Others took a picture within this time of a scene. */
export const REACH_MILLIS = 15 * MINUTE_MILLIS;
/** A scene that the others did not photograph, with a right clock. */
export const MISSED = 0.12;
/** Scenes of one event are not independent: more say no more. */
export const MOST_SCENES = 12;
/** With fewer scenes in common than that share the others were somewhere else. */
const LEAST_SHARE = 0.6;

/** Odds against a right clock. */
const HALF_DAY_ODDS = 0.01;
/** An hour off where summer time explains it is among the likely slips. */
const WRONG_SEASON_ODDS = 0.001;
const ZONE_ODDS = 0.0005;
const HALF_HOUR_ODDS = 0.0001;
const MOST_HOURS = 14;
const SUMMER_MINUTES = 60;

export interface HourDoubt {
  /** 0 to 1: that it is more than an hour off; 1 where the others do not confirm the hour at all. */
  readonly far: number;
  /** 0 to 1: that summer time was missed. */
  readonly summer: number;
}

const UNCONFIRMED: HourDoubt = { far: 1, summer: 1 };

/**
 * @param ours wall times by the clock in question, ascending
 * @param others by right clocks, ascending
 */
export function hourDoubt(
  ours: readonly number[],
  others: readonly number[],
  likely: LikelySlips,
): HourDoubt {
  const chances = hourChances(ours, others, likely);
  const atClock = chances.find(({ minutes }) => minutes === 0);
  if (atClock === undefined || atClock.seenShare < LEAST_SHARE) return UNCONFIRMED;
  let far = 0;
  let summer = 0;
  for (const { minutes, chance } of chances) {
    if (Math.abs(minutes) === SUMMER_MINUTES) summer += chance;
    else if (minutes !== 0) far += chance;
  }
  return { far, summer };
}

export interface HourChance {
  /** To be added to the clock. */
  readonly minutes: number;
  /** 0 to 1; of all hours together 1. */
  readonly chance: number;
  /** Of the scenes of those who took fewer pictures, the share that the others saw. */
  readonly seenShare: number;
  readonly scenes: number;
}

/** How likely each hour is; empty where one of the two took no pictures. */
export function hourChances(
  ours: readonly number[],
  others: readonly number[],
  likely: LikelySlips,
): HourChance[] {
  const isFewer = ours.length <= others.length;
  const few = scenesOf(isFewer ? ours : others);
  if (few.length === 0) return [];
  const many = stretchesOf(isFewer ? others : ours, REACH_MILLIS);
  const scale = Math.min(few.length, MOST_SCENES) / few.length;
  const found: HourChance[] = [];
  let all = 0;
  for (let half = -2 * MOST_HOURS; half <= 2 * MOST_HOURS; half++) {
    const minutes = half * 30;
    const odds = half === 0 ? 1 : (likely.get(minutes) ?? oddsOf(minutes));
    if (odds === 0) continue;
    const hits = seen(few, many, (isFewer ? 1 : -1) * minutes * MINUTE_MILLIS);
    const chance = odds * MISSED ** (scale * (few.length - hits));
    all += chance;
    found.push({ minutes, chance, seenShare: hits / few.length, scenes: few.length });
  }
  return found.map((one) => ({ ...one, chance: one.chance / all }));
}

function oddsOf(minutes: number): number {
  const most = Math.abs(minutes);
  if (most === 12 * 60) return HALF_DAY_ODDS;
  if (most === SUMMER_MINUTES) return WRONG_SEASON_ODDS;
  if (most < SUMMER_MINUTES) return 0;
  return minutes % 60 === 0 ? ZONE_ODDS : HALF_HOUR_ODDS;
}

export function scenesOf(times: ArrayLike<number>): { from: number; to: number }[] {
  const scenes: { from: number; to: number }[] = [];
  for (let i = 0; i < times.length; i++) {
    const time = times[i]!;
    const last = scenes.at(-1);
    if (last !== undefined && time - last.to <= SCENE_MILLIS && time - last.from <= LONG_SCENE_MILLIS)
      last.to = time;
    else scenes.push({ from: time, to: time });
  }
  return scenes;
}

export function seen(
  scenes: readonly { from: number; to: number }[],
  stretches: readonly { from: number; to: number }[],
  offset: number,
): number {
  let count = 0;
  let s = 0;
  for (const { from, to } of scenes) {
    while (s < stretches.length && stretches[s]!.to < from + offset) s++;
    if (s === stretches.length) break;
    if (stretches[s]!.from <= to + offset) count++;
  }
  return count;
}
