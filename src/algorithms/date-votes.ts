import type { DateDecision, DatePrecision, DateSignalName } from '../domain/capture-time.ts';
import type { WallTime } from '../domain/metadata.ts';
import type { ClockCorrection } from './clocks/clock-run.ts';
import type { CopyingDays } from './copying-days.ts';
import { bestPathDateToken } from './path-date-tokens.ts';
import { isSane, type SaneRange } from './sane-range.ts';
import { isScan } from './scan-witness.ts';
import {
  DAY_MILLIS,
  gapMillis,
  HOUR_MILLIS,
  MINUTE_MILLIS,
  type Period,
  periodOf,
  spanInWords,
  wallTimeInWords,
} from './wall-time.ts';

/** One place where a photo lies. */
export interface WitnessFile {
  /** Below its root, with `/`. */
  readonly relativePath: string;
  /** Milliseconds since 1970 UTC; null where it is not known. */
  readonly mtimeMillis: number | null;
  readonly birthMillis: number | null;
}

/** All that one photo can say about when it was taken. */
export interface DateWitness {
  /** The photo's SHA-1, or any other name that no other witness has. */
  readonly key: string;
  /** Names the folder of the first file: photos with the same text lie in one folder. */
  readonly folder: string;
  /** At least one. The first is the file that lies in `folder`: its name counts for the sequence. */
  readonly files: readonly WitnessFile[];
  readonly dateTimeOriginal: WallTime | null;
  readonly createDate: WallTime | null;
  readonly modifyDate: WallTime | null;
  /** Milliseconds since 1970 UTC, from the satellites. */
  readonly gpsTimeMillis: number | null;
  readonly make: string | null;
  readonly model: string | null;
  readonly bodySerial: string | null;
  readonly software: string | null;
  /** The camera said an exposure time, f-number or ISO: scanners and screenshots do not. */
  readonly hasExposure: boolean;
  /** Releases of the body so far: ascends for ever. */
  readonly shutterCount: number | null;
  /** The camera's own file number, such as `100-0042`. */
  readonly fileNumber: string | null;
  /** What the user said; null: nothing. */
  readonly decision: DateDecision | null;
}

/** What is known of a photo from looking at the whole library. */
export interface LibraryKnowledge {
  readonly copyingDays: CopyingDays;
  readonly corrections: ReadonlyMap<string, ClockCorrection>;
  /** By key of the photo: what confirms its hour beside its camera's own clock, in words. */
  readonly confirmedHours: ReadonlyMap<string, string>;
}

export const NOTHING_KNOWN: LibraryKnowledge = {
  copyingDays: new Set(),
  corrections: new Map(),
  confirmedHours: new Map(),
};

export type VotingSignalName = Exclude<DateSignalName, 'sequence_consistency'>;

/**
 * What became of a vote:
 * `counts`, may name the date;
 * `downgraded`, may not name the date, but agrees or disagrees with it (an outlier of its folder);
 * `reset`, may not name the date and never agrees: its clock had lost the time;
 * `another-day`, is the day of something else, a scan or a copy: no witness, but better than no date at all;
 * `not-believed`, is no witness at all: outside of the sane range.
 */
export type VoteStanding = 'counts' | 'downgraded' | 'reset' | 'another-day' | 'not-believed';

export interface DateVote {
  /** `sequence_consistency` for the place between neighbours by file number. */
  readonly name: DateSignalName;
  readonly weight: number;
  readonly wallMillis: number;
  readonly precision: DatePrecision;
  /** The second, day, month or year that it means. */
  readonly period: Period;
  /** Minutes east of UTC, where the witness says so. */
  readonly offsetMinutes: number | null;
  /** How far this clock may be off the camera's and still tell the same date. */
  readonly slackMillis: number;
  readonly standing: VoteStanding;
  /** Share of its weight that it can give: less than 1 where its clock had to be put right, or is doubted. */
  readonly confidence: number;
  /** How far the instant may be off, where a clock was put right. */
  readonly uncertaintyMillis: number;
  /** It says when a file was written, which may be when it was sent, edited or exported. */
  readonly isOfWriting: boolean;
  /** What it says: `DateTimeOriginal says 2014-05-03 10:22:07`. */
  readonly says: string;
  /** Why it does not count in full; null where it does. */
  readonly objection: string | null;
}

export interface VoteOptions {
  /** 0 silences a signal. */
  readonly weights: Readonly<Record<DateSignalName, number>>;
  readonly saneRange: SaneRange;
  /** Minutes east of UTC of the zone in which file times are read as wall time, at that UTC time. */
  readonly fileZoneOffsetMinutes: (utcMillis: number) => number;
}

/**
 * How far two witnesses may lie apart and still agree: the larger slack of the two. The question that agreement
 * answers is "the same shoot?", not "the same second?": minutes inside a folder come from one clock anyway.
 * Too small, and every journey makes right dates look doubtful; too large, and a date that is wrong by some
 * days looks confirmed. The second is worse, so each is the smallest that its clock needs.
 */
const SLACK_HOURS: Readonly<Record<VotingSignalName, number>> = {
  exif_original: 0,
  // Some programs write CreateDate in UTC, and a camera may be left on the time of home: UTC+14 is the most.
  exif_create: 14,
  // Phones name files in UTC (Pixel), and the folder of an evening holds what was taken past midnight.
  path_tokens: 14,
  // From UTC-12 to UTC+14: the camera's card has wall time, the computer that copied it had another zone.
  fs_time: 26,
};

/** Everything that the witness says by itself, in a fixed order; empty where it says nothing. */
export function votesOf(
  witness: DateWitness,
  options: VoteOptions,
  knowledge: LibraryKnowledge = NOTHING_KNOWN,
): DateVote[] {
  const correction = knowledge.corrections.get(witness.key) ?? null;
  const clocks = [exifOriginalVote(witness, options), exifCreateVote(witness, options)];
  const exif = clocks.filter((vote) => vote !== null);
  if (exif.length === 0) exif.push(...satelliteVote(witness, options));
  const path = pathVote(witness, options);
  const file = fileTimeVote(witness, options);
  const fileTime = file && withoutCopyingDay(file, exif, knowledge.copyingDays);
  const all = [...exif, path, fileTime].filter((vote) => vote !== null && vote.weight > 0) as DateVote[];
  if (isScan(witness)) return all.map(asScan);
  if (correction === null) return withoutResets(all);
  return all.map((vote) => (isOfClock(vote, exif) ? corrected(vote, correction) : vote));
}

/** Its own clock wrote the date, or the card's file time. */
function isOfClock(vote: DateVote, exif: readonly DateVote[]): boolean {
  if (vote.name !== 'fs_time') return vote.name !== 'path_tokens';
  return vote.standing === 'counts' && exif.some((one) => agree(one, vote));
}

function corrected(vote: DateVote, correction: ClockCorrection): DateVote {
  const { standing, shiftMillis, uncertaintyMillis, confidence, reasons } = correction;
  if (standing === 'unconfirmed') {
    const objection = `its clock may not have been set: ${reasons.join('; ')}`;
    return { ...vote, confidence, objection };
  }
  if (standing === 'doubtful') {
    return {
      ...vote,
      confidence: DOUBTED,
      objection: `its clock may have been wrong: ${reasons.join('; ')}`,
    };
  }
  const wallMillis = vote.wallMillis + shiftMillis;
  const sign = shiftMillis < 0 ? 'back' : 'ahead';
  const put = `put ${sign} by ${spanInWords(shiftMillis)} with its run, ${wallTimeInWords(wallMillis, 'second')}`;
  return {
    ...vote,
    wallMillis,
    period: periodOf(wallMillis, vote.precision),
    slackMillis: Math.max(vote.slackMillis, uncertaintyMillis),
    standing: 'counts',
    confidence,
    uncertaintyMillis,
    offsetMinutes: null,
    says: `${vote.says}; ${put}`,
    objection: null,
  };
}

/** What a witness still gives whose clock may be wrong or right. */
const DOUBTED = 0.4;

/** The date of a scan is that of the scan, and so is its file's. */
function asScan(vote: DateVote): DateVote {
  if (vote.name === 'path_tokens') return vote;
  const objection =
    vote.name === 'fs_time'
      ? 'not counted: the file was made by scanning'
      : 'not counted: a scanner says when it scanned';
  return { ...vote, standing: 'another-day', objection };
}

/** A day on which files of many other days were written. A file whose EXIF is of that day was taken on it. */
function withoutCopyingDay(vote: DateVote, exif: readonly DateVote[], copyingDays: CopyingDays): DateVote {
  const isCopyingDay = copyingDays.has(Math.floor(vote.wallMillis / DAY_MILLIS));
  if (!isCopyingDay || vote.standing !== 'counts') return vote;
  if (exif.some((one) => one.standing === 'counts' && agree(one, vote))) return vote;
  return {
    ...vote,
    standing: 'another-day',
    objection: 'not counted: a copy, many files of other days have this day too',
  };
}

/** Two votes mean the same date. */
export function agree(a: DateVote, b: DateVote): boolean {
  return gapMillis(a.period, b.period) <= Math.max(a.slackMillis, b.slackMillis);
}

function exifOriginalVote(witness: DateWitness, options: VoteOptions): DateVote | null {
  const time = witness.dateTimeOriginal;
  return time && exifVote('exif_original', 'DateTimeOriginal', time, witness, options);
}

/** CreateDate, and ModifyDate only where that is missing or cannot be: a program that edits renews ModifyDate. */
function exifCreateVote(witness: DateWitness, options: VoteOptions): DateVote | null {
  const { createDate, modifyDate } = witness;
  const created = createDate && exifVote('exif_create', 'CreateDate', createDate, witness, options);
  if (created && created.standing !== 'not-believed') return created;
  const modified = modifyDate && modifyVote(modifyDate, witness, options);
  return modified && modified.standing !== 'not-believed' ? modified : (created ?? modified);
}

/** Where nothing but the satellites says a time: which day it was on the wall, nobody knows to 14 hours. */
function satelliteVote({ gpsTimeMillis }: DateWitness, options: VoteOptions): DateVote[] {
  if (gpsTimeMillis === null) return [];
  const said = vote('exif_create', gpsTimeMillis, 'second', null, 'satellite time (UTC)', options);
  return [{ ...said, uncertaintyMillis: SLACK_HOURS.exif_create * HOUR_MILLIS }];
}

/** Where a program dropped the other dates, ModifyDate is that of the program. */
function modifyVote(time: WallTime, witness: DateWitness, options: VoteOptions): DateVote {
  const vote = exifVote('exif_create', 'ModifyDate', time, witness, options);
  if (witness.dateTimeOriginal !== null) return vote;
  return { ...vote, isOfWriting: true, confidence: OF_WRITING };
}

/** What a date still gives that a program may have written. */
const OF_WRITING = 0.5;

function exifVote(
  name: VotingSignalName,
  field: string,
  time: WallTime,
  witness: DateWitness,
  options: VoteOptions,
): DateVote {
  const offsetMinutes = time.offsetMinutes ?? offsetFromGps(time.wallMillis, witness.gpsTimeMillis);
  return vote(name, time.wallMillis, 'second', offsetMinutes, field, options);
}

/** A GPS fix may be some minutes old, and zones are whole quarters of an hour: nearer than that is the same moment. */
const GPS_FIX_AGE_MILLIS = 5 * MINUTE_MILLIS;
const QUARTER_HOUR_MILLIS = 15 * MINUTE_MILLIS;

/** The zone that the camera's clock stood on, from what the satellites said at the same moment; null: not the same moment. */
function offsetFromGps(wallMillis: number, gpsTimeMillis: number | null): number | null {
  if (gpsTimeMillis === null) return null;
  const aheadMillis = wallMillis - gpsTimeMillis;
  const offsetMillis = Math.round(aheadMillis / QUARTER_HOUR_MILLIS) * QUARTER_HOUR_MILLIS;
  const isZone = Math.abs(offsetMillis) <= 14 * HOUR_MILLIS;
  return isZone && Math.abs(aheadMillis - offsetMillis) <= GPS_FIX_AGE_MILLIS
    ? offsetMillis / MINUTE_MILLIS
    : null;
}

function pathVote(witness: DateWitness, options: VoteOptions): DateVote | null {
  const paths = witness.files.map((file) => file.relativePath);
  const token = bestPathDateToken(paths, options.saneRange);
  if (token === null) return null;
  const place = token.inFileName ? 'the file name' : 'the folder';
  const said = vote(
    'path_tokens',
    token.wallMillis,
    token.precision,
    null,
    `${place} “${token.name}”`,
    options,
  );
  if (token.precision !== 'second' || !NAMED_IN_UTC.test(token.name)) return said;
  return { ...said, uncertaintyMillis: SLACK_HOURS.path_tokens * HOUR_MILLIS, says: `${said.says} UTC` };
}

/** Google's camera names files by UTC. */
const NAMED_IN_UTC = /^PXL_/;

/** The earliest believable of all file times: copying and editing make them later, never earlier. */
function fileTimeVote(witness: DateWitness, options: VoteOptions): DateVote | null {
  let best: DateVote | null = null;
  for (const file of witness.files) {
    const times: readonly (readonly [number | null, string])[] = [
      [file.mtimeMillis, 'the file’s modification time'],
      [file.birthMillis, 'the file’s birth time'],
    ];
    for (const [utcMillis, field] of times) {
      if (utcMillis === null || !isDate(utcMillis)) continue;
      const offsetMinutes = options.fileZoneOffsetMinutes(utcMillis);
      const wallMillis = utcMillis + offsetMinutes * MINUTE_MILLIS;
      const next = vote('fs_time', wallMillis, 'second', offsetMinutes, field, options);
      if (best === null || isEarlierAndBelieved(next, best)) best = next;
    }
  }
  return best;
}

function isEarlierAndBelieved(next: DateVote, best: DateVote): boolean {
  const believed = next.standing !== 'not-believed';
  if (believed !== (best.standing !== 'not-believed')) return believed;
  return next.wallMillis < best.wallMillis;
}

function vote(
  name: VotingSignalName,
  wallMillis: number,
  precision: DatePrecision,
  offsetMinutes: number | null,
  field: string,
  options: VoteOptions,
): DateVote {
  const slackMillis = SLACK_HOURS[name] * HOUR_MILLIS;
  const weight = options.weights[name];
  const period = periodOf(wallMillis, precision);
  const base = {
    name,
    weight,
    wallMillis,
    precision,
    period,
    offsetMinutes,
    slackMillis,
    confidence: 1,
    uncertaintyMillis: 0,
    isOfWriting: name === 'fs_time',
  };
  const said = isDate(wallMillis) ? wallTimeInWords(wallMillis, precision) : 'no date';
  const says = `${field} says ${said}`;
  // A coarse token was held against the range already: its start may lie just before it.
  const believed = isDate(wallMillis) && (name === 'path_tokens' || isSane(wallMillis, options.saneRange));
  if (believed) return { ...base, standing: 'counts', says, objection: null };
  return {
    ...base,
    standing: 'not-believed',
    says,
    objection: 'not counted: outside of the believable dates',
  };
}

/** ECMAScript's time range. */
function isDate(millis: number): boolean {
  return Math.abs(millis) <= 8.64e15;
}

/** Where clocks start again after the battery died: the epochs of Unix and FAT, and the turn of the millennium. */
const RESET_DAYS: readonly number[] = [Date.UTC(1970, 0, 1), Date.UTC(1980, 0, 1), Date.UTC(2000, 0, 1)];

/**
 * A camera clock on the first day of an epoch, or exactly at midnight of any 1 January, has lost the time. It
 * is the camera's clock that the card's file time comes from, so the two confirm nothing: only a date in the
 * path can. Downgrading a photo of the true 2000-01-01 is the lesser mistake: few digital cameras were about,
 * and its folder usually says so. A clock that has run on for more than a day is work for clock repair.
 */
function withoutResets(votes: readonly DateVote[]): DateVote[] {
  const path = votes.find((vote) => vote.name === 'path_tokens');
  return votes.map((vote) => {
    if (vote.name === 'path_tokens' || vote.standing !== 'counts' || !isResetTime(vote.wallMillis))
      return vote;
    // The year alone confirms nothing: a folder `2000` may be named after the wrong date.
    if (path !== undefined && path.precision !== 'year' && agree(path, vote)) return vote;
    return { ...vote, standing: 'reset', objection: 'downgraded: a clock that lost the time starts there' };
  });
}

function isResetTime(wallMillis: number): boolean {
  const isResetDay = RESET_DAYS.some((day) => wallMillis >= day && wallMillis < day + DAY_MILLIS);
  const date = new Date(wallMillis);
  const isNewYear = date.getUTCMonth() === 0 && date.getUTCDate() === 1;
  const isMidnight = Math.floor(wallMillis / 1000) % (DAY_MILLIS / 1000) === 0;
  return isResetDay || (isNewYear && isMidnight);
}
