import { DAY_MILLIS, HOUR_MILLIS, MINUTE_MILLIS, spanInWords } from '../wall-time.ts';
import type { ClockChain } from './clock-chains.ts';
import type { ClockCorrection } from './clock-run.ts';
import { type ClockSegment, sessionsOf } from './clock-segments.ts';
import { type CompanionsBook, isAnother } from './companions-book.ts';
import { type HourChance, hourChances, hourDoubt, type LikelySlips } from './hour-doubt.ts';
import { clockZoneMinutes, satelliteEvidence } from './satellite-evidence.ts';
import type { Body } from './shot.ts';
import type { ZoneSlip } from './zone-slips.ts';

/**
 * Which photos' hour is confirmed by something else than their camera's own clock, and by what. All dates of a
 * photo come from one clock: EXIF, the name of an import folder, the card's file time. That they agree says nothing
 * of its hour.
 */
interface Session {
  readonly body: Body;
  readonly segment: ClockSegment;
  readonly event: string;
  /** Wall times after the clock was put right, ascending. */
  readonly times: readonly number[];
  readonly from: number;
  readonly to: number;
  /** Minutes east of UTC, by telephones; null where none tells. */
  readonly zone: number | null;
  readonly isShifted: boolean;
  /** By what its hour is confirmed, but for summer time. */
  by: string | null;
  /** Nor was summer time missed. */
  isToTheHour: boolean;
  /** By satellites or telephones, at once or by way of another camera: good enough to speak for others. */
  isWitness: boolean;
  /** Others speak for another hour. */
  isContradicted: boolean;
}

/** More doubt than that leaves an hour unconfirmed. */
const MOST_DOUBT = 0.05;
const MOST_SUMMER_DOUBT = 0.02;
/** From there on others speak for another hour more than for no hour at all. */
const CONTRADICTED = 0.12;
/** Summer time may be left open, and must not be what the others speak for. */
const LIKELY_SUMMER = 0.04;
/** What others did half a day before or after tells mornings from evenings. */
const AROUND_MILLIS = 15 * HOUR_MILLIS;

export interface HourStudy {
  /** In words by what the hour is confirmed, by key of the photo. */
  readonly confirmed: Map<string, string>;
  /** Clocks that others who were there say were off by hours: by key of the session's first photo. */
  readonly slips: ReadonlyMap<string, ZoneSlip>;
}

/** @param corrections what was found of clocks that were wrong, by key of the photo */
export function confirmedHours(
  chains: readonly ClockChain[],
  corrections: ReadonlyMap<string, ClockCorrection>,
  book: CompanionsBook,
): HourStudy {
  const confirmed = new Map<string, string>();
  const sessions = chains.flatMap((chain) => sessionsOfChain(chain, corrections, book, confirmed));
  const byEvent = Map.groupBy(sessions, ({ event }) => event);
  const byBody = Map.groupBy(sessions, bodyKey);
  for (const list of byBody.values()) list.sort((a, b) => a.from - b.from);

  for (const session of sessions) bySatellites(session);
  for (const list of byBody.values()) for (const session of list) byPhones(session, list, book);
  for (let round = 0; round < 2; round++) {
    for (const list of byBody.values()) {
      for (const session of list) byCameras(session, list, byEvent.get(session.event)!, book);
      bridge(list, byEvent, book);
      sameSeason(list);
    }
  }
  for (const list of byBody.values()) {
    for (const session of list) byPair(session, list, byEvent.get(session.event)!, book);
    sameSeason(list);
  }
  const slips = new Map<string, ZoneSlip>();
  for (const list of byBody.values()) {
    for (const session of list) {
      if (session.by !== null || session.isShifted || satelliteEvidence(session.segment) !== null) continue;
      const slip = slipOf(session, list, byEvent.get(session.event)!, book);
      if (slip !== null) slips.set(session.segment.shots[0]!.witness.key, slip);
    }
  }
  for (const { segment, by, isToTheHour } of sessions) {
    if (by === null || !isToTheHour) continue;
    for (const { witness } of segment.shots) confirmed.set(witness.key, by);
  }
  return { confirmed, slips };
}

/** Less than that is a doubt at most. */
const LEAST_CHANCE = 0.95;
const LEAST_SEEN = 0.8;
/** Fewer scenes fit many hours. */
const FEWEST_SCENES = 4;
/** A few snapshots are no reason to move a clock. */
const FEWEST_PHOTOS = 20;

/** How many hours its clock was off, by telephones and confirmed cameras. */
function slipOf(
  session: Session,
  ofBody: readonly Session[],
  atEvent: readonly Session[],
  book: CompanionsBook,
): ZoneSlip | null {
  if (session.times.length < FEWEST_PHOTOS) return null;
  const near = nearAtEvent(session, atEvent);
  const sure = near.filter((other) => other.isWitness).flatMap(({ times }) => times);
  const phones = book.phonesAround(
    session.segment,
    session.from - AROUND_MILLIS,
    session.to + AROUND_MILLIS,
    true,
  );
  const witnesses = [...sure, ...phones].sort((a, b) => a - b);
  if (witnesses.length > 0) {
    const best = bestHour(session, ofBody, witnesses, book);
    if (best === null) return null;
    return hourSlip(best, `others whose hour is sure took ${witnesses.length} pictures at the same event`);
  }
  const others = near
    .filter((other) => !other.isShifted)
    .flatMap(({ times }) => times)
    .sort((a, b) => a - b);
  if (!isMostly(daysOf(session, ofBody), isNight) || !isMostly(others, isDay)) return null;
  const best = bestHour(session, ofBody, others, book);
  if (best === null || Math.abs(best.minutes) !== 12 * 60) return null;
  return hourSlip(
    best,
    'its pictures are from the night, and those of another camera at the same event from the day',
  );
}

function bestHour(
  session: Session,
  ofBody: readonly Session[],
  others: readonly number[],
  book: CompanionsBook,
): HourChance | null {
  const chances = hourChances(daysOf(session, ofBody), others, likelySlips(session, book));
  const best = chances.reduce<HourChance | null>((a, b) => (a === null || b.chance > a.chance ? b : a), null);
  if (best === null || Math.abs(best.minutes) <= SUMMER_MINUTES) return null;
  const isClear = best.chance >= LEAST_CHANCE && best.seenShare >= LEAST_SEEN && best.scenes >= FEWEST_SCENES;
  return isClear ? best : null;
}

function hourSlip({ minutes, chance }: HourChance, says: string): ZoneSlip {
  const off = spanInWords(minutes * MINUTE_MILLIS);
  const mistake =
    Math.abs(minutes) === 12 * 60
      ? 'morning and evening (AM and PM) were exchanged'
      : `it stood on another time zone, ${off} ${minutes > 0 ? 'behind' : 'ahead'}`;
  return {
    offsetMillis: minutes * MINUTE_MILLIS,
    uncertaintyMillis: 0,
    confidence: SLIP_CONFIDENCE * chance,
    needsSecond: false,
    reasons: [mistake, says],
  };
}

const SLIP_CONFIDENCE = 0.9;
const MOSTLY = 0.8;

const hourOfDay = (millis: number) => Math.floor(millis / HOUR_MILLIS) % 24;
const isNight = (millis: number) => hourOfDay(millis) < 7;
const isDay = (millis: number) => hourOfDay(millis) >= 7;

/** Who photographs at all photographs by day: of two cameras that contradict each other the one of the night is wrong. */
function isMostly(times: readonly number[], holds: (millis: number) => boolean): boolean {
  return times.length > 0 && times.filter(holds).length >= MOSTLY * times.length;
}

/** Without a serial number the cards of one event are those of one body. */
function bodyKey({ body, event }: Session): string {
  const { make, model, bodySerial } = body.shots[0]!.witness;
  return bodySerial === null ? JSON.stringify([event, make, model]) : body.key;
}

/** The sessions whose hour is known to the minute, if their clock is right; telephones go to `found` at once. */
function sessionsOfChain(
  { body, segments }: ClockChain,
  corrections: ReadonlyMap<string, ClockCorrection>,
  book: CompanionsBook,
  found: Map<string, string>,
): Session[] {
  return segments.flatMap(sessionsOf).flatMap((segment) => {
    const correction = corrections.get(segment.shots[0]!.witness.key);
    const isSure = correction === undefined || correction.standing !== 'doubtful';
    if (segment.isBroken || !isSure || (correction?.uncertaintyMillis ?? 0) > HOUR_MILLIS / 2) return [];
    if (body.isPhone) {
      if (correction === undefined)
        for (const { witness } of segment.shots) found.set(witness.key, BY_NETWORK);
      return [];
    }
    const shift = correction?.standing === 'shifted' ? correction.shiftMillis : 0;
    const times = Array.from(segment.clockMillis, (millis) => millis + shift);
    const from = times[0]!;
    const to = times.at(-1)!;
    return [
      {
        body,
        segment,
        event: book.eventOf(segment),
        times,
        from,
        to,
        zone: zoneOf(from, to, segment, book),
        isShifted: shift !== 0,
        by: null,
        isToTheHour: false,
        isWitness: false,
        isContradicted: false,
      },
    ];
  });
}

const BY_NETWORK = 'a telephone’s clock is set by its network';

const SAME_PLACE_MILLIS = 12 * HOUR_MILLIS;
const NEAR_MILLIS = 48 * HOUR_MILLIS;

/** Of telephones at the event, of those within half a day, or of home where those before and after were there. */
function zoneOf(from: number, to: number, segment: ClockSegment, book: CompanionsBook): number | null {
  const near = book.zonesBetween(from - SAME_PLACE_MILLIS, to + SAME_PLACE_MILLIS);
  if (near.size > 0) return near.size === 1 ? [...near][0]! : book.localOffsetMinutes(segment);
  const around = book.zonesBetween(from - NEAR_MILLIS, to + NEAR_MILLIS);
  const before = book.zonesBetween(from - NEAR_MILLIS, from);
  const after = book.zonesBetween(to, to + NEAR_MILLIS);
  if (before.size > 0 && after.size > 0 && around.size === 1) return [...around][0]!;
  return book.homeZoneAt(from, to);
}

function bySatellites(session: Session): void {
  const { segment, zone, times } = session;
  const satellites = satelliteEvidence(segment);
  if (satellites === null) return;
  const shift = times[0]! - segment.clockMillis[0]!;
  if (satellites.fitAt(shift) === 0) return;
  const fileZone = segment.shots.find(({ witness }) => witness.gpsTimeMillis !== null)?.witness
    .dateTimeOriginal?.offsetMinutes;
  const stood = clockZoneMinutes(segment);
  const isRight =
    fileZone != null
      ? zone === null || zone === fileZone
      : zone !== null && stood !== null && stood + shift / MINUTE_MILLIS === zone;
  if (!isRight) return;
  session.isToTheHour = true;
  session.isWitness = true;
  session.by =
    fileZone != null
      ? 'satellites confirm the hour'
      : 'satellites confirm the clock, and telephones of these days the time zone';
}

/** Odds against a right clock: it was left on the time of home, or on that of a journey. */
const HOME_ODDS = 0.4;
const RETURN_ODDS = 0.04;
const SUMMER_ODDS = 0.03;
const RETURN_MILLIS = 30 * DAY_MILLIS;
const SUMMER_MINUTES = 60;

function likelySlips({ from, zone }: Session, book: CompanionsBook): LikelySlips {
  const slips = new Map<number, number>();
  const home = book.homeOffsetMinutes;
  if (home === null || zone === null) return slips;
  if (Math.abs(zone - home) > SUMMER_MINUTES) {
    for (const season of [-60, 0, 60]) slips.set(zone - home + season, HOME_ODDS / 2);
    return slips;
  }
  for (const season of book.homeZones) if (season !== zone) slips.set(zone - season, SUMMER_ODDS);
  // Telephones of one season do not tell whether there is another.
  if (book.homeZones.length < 2) for (const hour of [-60, 60]) slips.set(hour, SUMMER_ODDS);
  for (const away of book.zonesBetween(from - RETURN_MILLIS, from)) {
    if (Math.abs(away - home) > SUMMER_MINUTES) slips.set(zone - away, RETURN_ODDS);
  }
  return slips;
}

/** All times of the body on these days: cards and pauses part them, and its clock goes on. */
function daysOf(session: Session, ofBody: readonly Session[]): readonly number[] {
  const { from, to, isShifted, times } = session;
  // What was moved must prove itself.
  if (isShifted) return times;
  return ofBody
    .filter(
      (other) => other.to >= from - AROUND_MILLIS && other.from <= to + AROUND_MILLIS && !other.isShifted,
    )
    .flatMap(({ times }) => times)
    .sort((a, b) => a - b);
}

function byPhones(session: Session, ofBody: readonly Session[], book: CompanionsBook): void {
  const { from, to } = session;
  const phones = book.phonesAround(session.segment, from - AROUND_MILLIS, to + AROUND_MILLIS);
  if (phones.length === 0) return;
  confirm(session, daysOf(session, ofBody), phones, 'telephones took pictures at the same times', book);
}

function confirm(
  session: Session,
  times: readonly number[],
  others: readonly number[],
  by: string,
  book: CompanionsBook,
  isWitness = true,
): void {
  if (session.isContradicted || session.isToTheHour) return;
  const { far, summer } = hourDoubt(times, others, likelySlips(session, book));
  if (far < 1 && far + summer > CONTRADICTED) session.isContradicted = true;
  if (far > MOST_DOUBT || summer > LIKELY_SUMMER) return;
  session.by ??= by;
  if (isWitness) session.isWitness = true;
  if (summer <= MOST_SUMMER_DOUBT) session.isToTheHour = true;
}

function nearAtEvent({ from, to, body }: Session, atEvent: readonly Session[]): Session[] {
  return atEvent.filter(
    (other) =>
      other.to >= from - AROUND_MILLIS && other.from <= to + AROUND_MILLIS && isAnother(other.body, body),
  );
}

function byCameras(
  session: Session,
  ofBody: readonly Session[],
  atEvent: readonly Session[],
  book: CompanionsBook,
): void {
  const others = nearAtEvent(session, atEvent).filter((other) => other.isWitness && other.isToTheHour);
  if (others.length === 0) return;
  const near = others.flatMap((other) => other.times).sort((a, b) => a - b);
  confirm(
    session,
    daysOf(session, ofBody),
    near,
    'another camera, whose hour is confirmed, took pictures at the same times',
    book,
  );
}

/** Two cameras of one photographer are set together, or not at all: only where no journey is in question. */
function byPair(
  session: Session,
  ofBody: readonly Session[],
  atEvent: readonly Session[],
  book: CompanionsBook,
): void {
  const home = book.homeOffsetMinutes;
  if (session.by !== null || session.isShifted || home === null || session.zone === null) return;
  const { from, to } = session;
  const zones = book.zonesBetween(from - RETURN_MILLIS, to + NEAR_MILLIS);
  const wasAway = [session.zone, ...zones].some((zone) => Math.abs(zone - home) > SUMMER_MINUTES);
  // Telephones that were there and do not confirm the hour outweigh it.
  if (wasAway || book.phonesAround(session.segment, from - AROUND_MILLIS, to + AROUND_MILLIS).length > 0)
    return;
  const others = nearAtEvent(session, atEvent).filter((other) => !other.isShifted);
  if (others.length === 0) return;
  const near = others.flatMap((other) => other.times).sort((a, b) => a - b);
  confirm(
    session,
    daysOf(session, ofBody),
    near,
    'another camera says the same hour, and telephones of these days were at home',
    book,
    false,
  );
}

/** A clock that was right before and after was not set in between. */
const BRIDGE_MILLIS = 60 * DAY_MILLIS;

/** @param sessions of one body, by time */
function bridge(
  sessions: readonly Session[],
  byEvent: ReadonlyMap<string, readonly Session[]>,
  book: CompanionsBook,
): void {
  sessions.forEach((session, i) => {
    if (session.by !== null || session.isContradicted) return;
    const before = sessions.slice(Math.max(0, i - 3), i).findLast(({ by }) => by !== null);
    const after = sessions.slice(i + 1, i + 4).find(({ by }) => by !== null);
    if (before === undefined || after === undefined || after.from - before.to > BRIDGE_MILLIS) return;
    if (before.zone === null || after.zone === null || session.zone === null) return;
    const zones = book.zonesBetween(before.from, after.to);
    const isOnePlace = [...zones, before.zone, after.zone, session.zone].every(
      (zone) => Math.abs(zone - before.zone!) <= SUMMER_MINUTES,
    );
    if (!isOnePlace || shiftOf(before) !== shiftOf(session) || shiftOf(after) !== shiftOf(session)) return;
    if (isContradictedAtEvent(session, sessions, byEvent.get(session.event)!, book)) return;
    session.by = 'its clock was right before and after';
    session.isToTheHour =
      (before.isToTheHour && before.zone === session.zone) ||
      (after.isToTheHour && after.zone === session.zone);
  });
}

/** Whoever was there took pictures at other times. */
function isContradictedAtEvent(
  session: Session,
  ofBody: readonly Session[],
  atEvent: readonly Session[],
  book: CompanionsBook,
): boolean {
  const others = nearAtEvent(session, atEvent).flatMap(({ times }) => times);
  const { from, to, segment } = session;
  others.push(...book.phonesAround(segment, from - AROUND_MILLIS, to + AROUND_MILLIS));
  if (others.length === 0) return false;
  others.sort((a, b) => a - b);
  return hourDoubt(daysOf(session, ofBody), others, likelySlips(session, book)).far > CONTRADICTED;
}

const shiftOf = ({ times, segment }: Session) => times[0]! - segment.clockMillis[0]!;

/** Nobody changes a clock by an hour but when the time changes: before and after it in one summer or winter. */
const SEASON_MILLIS = 120 * DAY_MILLIS;

/** @param sessions of one body, by time */
function sameSeason(sessions: readonly Session[]): void {
  sessions.forEach((session, i) => {
    if (session.by === null || session.isToTheHour || session.isContradicted || session.zone === null) return;
    const before = sessions.slice(Math.max(0, i - 6), i).findLast(({ isToTheHour }) => isToTheHour);
    const after = sessions.slice(i + 1, i + 7).find(({ isToTheHour }) => isToTheHour);
    session.isToTheHour = [before, after].every(
      (other) =>
        other !== undefined &&
        other.zone === session.zone &&
        shiftOf(other) === shiftOf(session) &&
        Math.abs(other.from - session.from) <= SEASON_MILLIS,
    );
  });
}
