import type { PathDateToken } from '../path-date-tokens.ts';
import { isSane, type SaneRange } from '../sane-range.ts';
import { DAY_MILLIS, HOUR_MILLIS, MINUTE_MILLIS } from '../wall-time.ts';
import type { ClockChain } from './clock-chains.ts';
import { type ClockSegment, endOf, startOf } from './clock-segments.ts';
import type { Companions } from './companion-evidence.ts';
import { type EventFolder, eventOf } from './event.ts';
import type { Evidence } from './evidence.ts';
import { seasonsOf } from './home-seasons.ts';
import { clockZoneMinutes, type KnownZone, satelliteEvidence, satelliteTime } from './satellite-evidence.ts';
import { type Body, nameOf } from './shot.ts';

/** Who took pictures at which event, and when. */
export interface CompanionsBook {
  /** The date in the folder's path. */
  tokenOf(segment: ClockSegment): PathDateToken | null;
  /** The same for all segments of one event. */
  eventOf(segment: ClockSegment): string;
  /** Its clock was right, but for `offsetMillis`. */
  add(chain: ClockChain, offsetMillis: number): void;
  /** Photos of other bodies whose clock was right; telephones where they took enough. */
  companionsOf(segment: ClockSegment, body: Body): Companions | null;
  /** Whether it is from the days of the others, by what all their clocks say. */
  sameDays(segment: ClockSegment, body: Body): Evidence | null;
  /** Minutes east of UTC of the telephones at the event. */
  localOffsetMinutes(segment: ClockSegment): number | null;
  readonly homeOffsetMinutes: number | null;
  /** Those of home in winter and in summer, as far as telephones say them. */
  readonly homeZones: readonly number[];
  /** Minutes east of UTC of the telephones nearest in time to its satellites' time. */
  zoneAt(segment: ClockSegment): KnownZone | null;
  /** Times of pictures of telephones at the event, and of those that are filed with no event; ascending. */
  phonesAround(
    segment: ClockSegment,
    fromMillis: number,
    toMillis: number,
    isAtEvent?: boolean,
  ): readonly number[];
  /** Minutes east of UTC of all telephones that were used then, wherever they were. */
  zonesBetween(fromMillis: number, toMillis: number): ReadonlySet<number>;
  /** The zones of home and the days of the year; null where telephones before and after do not say that it was home. */
  homeZoneAt(fromMillis: number, toMillis: number): number | null;
  /** Minutes east of UTC of all telephones within half a day, wherever they were; null where they differ or none was used. */
  zoneThen(segment: ClockSegment): number | null;
  /** Minutes east of UTC of the telephones around that time, wherever they were; null where that was home or nobody knows. */
  awayOffsetMinutes(segment: ClockSegment): number | null;
}

interface Attendance {
  readonly body: Body;
  times: number[];
  isSorted: boolean;
  /** Its clock is set by a network, or satellites confirm it. */
  isReliable: boolean;
}

interface EventPage {
  /** By what the clocks say. */
  readonly claimed: Attendance[];
  /** Of those whose clock was right. */
  readonly trusted: Attendance[];
  readonly phones: { readonly wallMillis: number; readonly offsetMinutes: number }[];
}

const ENOUGH_PHONE_PHOTOS = 3;
const SAME_DAYS_MILLIS = 36 * HOUR_MILLIS;
const SAME_DAYS_WEIGHT = 0.8;

export function companionsBook(chains: readonly ClockChain[], range: SaneRange): CompanionsBook {
  const folders = new Map<string, EventFolder>();
  const pages = new Map<string, EventPage>();
  const folderOf = (segment: ClockSegment): EventFolder => {
    let known = folders.get(segment.folder);
    if (known === undefined) {
      const { files, model } = segment.shots[0]!.witness;
      const path = files[0]?.relativePath ?? '';
      known = eventOf(segment.folder, path.replace(/[^/]*$/, ''), range, model);
      folders.set(segment.folder, known);
    }
    return known;
  };
  const pageOf = (segment: ClockSegment): EventPage => {
    const { event } = folderOf(segment);
    let page = pages.get(event);
    if (page === undefined) {
      page = { claimed: [], trusted: [], phones: [] };
      pages.set(event, page);
    }
    return page;
  };

  const allOffsets: number[] = [];
  const whereabouts: { wallMillis: number; offsetMinutes: number }[] = [];
  const phones: { wallMillis: number; page: EventPage }[] = [];
  for (const { body, segments } of chains) {
    for (const segment of segments) {
      const page = pageOf(segment);
      // A clock that stands in 1980 says of no day that somebody was there.
      if (isSane(startOf(segment), range)) attend(page.claimed, body, segment, 0);
      if (!body.isPhone) continue;
      for (const { witness, clockMillis } of segment.shots) {
        phones.push({ wallMillis: clockMillis, page });
        const offset = witness.dateTimeOriginal?.offsetMinutes;
        if (offset == null) continue;
        whereabouts.push({ wallMillis: clockMillis, offsetMinutes: offset });
        page.phones.push({ wallMillis: clockMillis, offsetMinutes: offset });
        allOffsets.push(offset);
      }
    }
  }

  whereabouts.sort((a, b) => a.wallMillis - b.wallMillis);
  phones.sort((a, b) => a.wallMillis - b.wallMillis);
  const home = mostFrequent(allOffsets);
  const calendar = seasonsOf(whereabouts, home);
  const zonesBetween = (from: number, to: number): Set<number> => {
    const zones = new Set<number>();
    for (let i = firstAtLeast(whereabouts, from); i < whereabouts.length; i++) {
      if (whereabouts[i]!.wallMillis > to) break;
      zones.add(whereabouts[i]!.offsetMinutes);
    }
    return zones;
  };

  return {
    homeOffsetMinutes: home,
    homeZones: seasonal(allOffsets, home),
    zoneAt(segment) {
      const here = mostFrequent(pageOf(segment).phones.map(({ offsetMinutes }) => offsetMinutes));
      const utc = satelliteTime(segment);
      if (here !== null) return { minutes: here, isNear: true };
      if (utc === null || home === null) return null;
      const nearest = nearestZone(utc, home, whereabouts);
      return nearest.isNear ? nearest : { minutes: calendar.at(utc) ?? nearest.minutes, isNear: false };
    },
    zoneThen(segment) {
      const zones = zonesBetween(startOf(segment) - SAME_PLACE_MILLIS, endOf(segment) + SAME_PLACE_MILLIS);
      const [zone] = zones;
      return zones.size === 1 ? zone! : null;
    },
    zonesBetween,
    homeZoneAt(from, to) {
      if (home === null) return null;
      const before = whereabouts[firstAtLeast(whereabouts, from) - 1];
      const after = whereabouts[firstAtLeast(whereabouts, to)];
      const isHome = (one: typeof before, apart: number) =>
        one !== undefined && apart <= IN_USE_MILLIS && Math.abs(one.offsetMinutes - home) <= SUMMER_MINUTES;
      if (!isHome(before, from - (before?.wallMillis ?? 0)) || !isHome(after, (after?.wallMillis ?? 0) - to))
        return null;
      for (const zone of zonesBetween(from, to)) if (Math.abs(zone - home) > SUMMER_MINUTES) return null;
      if (
        before!.offsetMinutes === after!.offsetMinutes &&
        after!.wallMillis - before!.wallMillis < IN_USE_MILLIS
      )
        return before!.offsetMinutes;
      return calendar.at(from);
    },
    phonesAround(segment, from, to, isAtEvent = false) {
      const own = pageOf(segment);
      const times: number[] = [];
      for (let i = firstAtLeast(phones, from); i < phones.length && phones[i]!.wallMillis <= to; i++) {
        const { wallMillis, page } = phones[i]!;
        // A telephone that is filed with other cameras was at another event.
        if (page === own || (!isAtEvent && page.claimed.every(({ body }) => body.isPhone)))
          times.push(wallMillis);
      }
      return times;
    },
    awayOffsetMinutes: (segment) => (home === null ? null : awayFrom(home, segment, whereabouts)),
    tokenOf: (segment) => folderOf(segment).token,
    eventOf: (segment) => folderOf(segment).event,
    localOffsetMinutes(segment) {
      const from = startOf(segment) - WHEREABOUTS_MILLIS;
      const to = endOf(segment) + WHEREABOUTS_MILLIS;
      // A folder may hold a day of summer and one of winter.
      const near = pageOf(segment).phones.filter(({ wallMillis }) => wallMillis >= from && wallMillis <= to);
      return mostFrequent(near.map(({ offsetMinutes }) => offsetMinutes));
    },
    add({ body, segments }, offsetMillis) {
      for (const segment of segments) {
        const own = attend(pageOf(segment).trusted, body, segment, offsetMillis);
        if (isConfirmed(segment, offsetMillis, this.zoneAt(segment))) own.isReliable = true;
        if (offsetMillis !== 0) correctClaim(pageOf(segment).claimed, body, segment, offsetMillis);
      }
    },
    companionsOf(segment, body) {
      const others = pageOf(segment).trusted.filter((one) => isAnother(one.body, body));
      const phones = others.filter((one) => one.isReliable);
      const phoneCount = phones.reduce((sum, { times }) => sum + times.length, 0);
      const areReliable = phoneCount >= ENOUGH_PHONE_PHOTOS;
      const used = areReliable ? phones : others;
      if (used.length === 0) return null;
      const times =
        used.length === 1 ? sorted(used[0]!) : used.flatMap((one) => one.times).sort((a, b) => a - b);
      const bodies =
        used.length === 1 ? nameOf(used[0]!.body.shots[0]!.witness) : `${used.length} other cameras`;
      return { times, areReliable, says: `it fits ${times.length} photos of ${bodies} at the same event` };
    },
    sameDays(segment, body) {
      const others = pageOf(segment).claimed.filter((one) => isAnother(one.body, body));
      if (others.length === 0) return null;
      return sameDaysEvidence(segment, others);
    },
  };
}

/** Without serial numbers two folders of one model may be two cards of one body. */
export function isAnother(other: Body, body: Body): boolean {
  const a = other.shots[0]!.witness;
  const b = body.shots[0]!.witness;
  const isTold = a.bodySerial !== null && b.bodySerial !== null;
  return other !== body && (isTold || a.make !== b.make || a.model !== b.model);
}

function attend(list: Attendance[], body: Body, segment: ClockSegment, offsetMillis: number): Attendance {
  let own = list.find((one) => one.body === body);
  if (own === undefined) {
    own = { body, times: [], isSorted: false, isReliable: body.isPhone };
    list.push(own);
  }
  for (const millis of segment.clockMillis) own.times.push(millis + offsetMillis);
  own.isSorted = false;
  return own;
}

/** Satellites confirm the clock, and telephones the zone, as far as they know it. */
function isConfirmed(segment: ClockSegment, offsetMillis: number, zone: KnownZone | null): boolean {
  const satellites = satelliteEvidence(segment);
  if (satellites === null || satellites.fitAt(offsetMillis) === 0) return false;
  const clockZone = clockZoneMinutes(segment);
  // On a journey without a telephone nobody knows whether the camera was set to the zone.
  if (clockZone === null) return true;
  if (zone === null || !zone.isNear) return false;
  return Math.abs(clockZone + offsetMillis / MINUTE_MILLIS - zone.minutes) <= SUMMER_MINUTES;
}

function correctClaim(
  claimed: readonly Attendance[],
  body: Body,
  segment: ClockSegment,
  offsetMillis: number,
): void {
  const own = claimed.find((one) => one.body === body);
  if (own === undefined) return;
  const wrong = new Set(segment.clockMillis);
  own.times = own.times.map((time) => (wrong.has(time) ? time + offsetMillis : time));
  own.isSorted = false;
}

function sorted(attendance: Attendance): number[] {
  if (!attendance.isSorted) {
    attendance.times.sort((a, b) => a - b);
    attendance.isSorted = true;
  }
  return attendance.times;
}

/** Each other body has one voice: from its first photo to its last. */
function sameDaysEvidence(segment: ClockSegment, others: readonly Attendance[]): Evidence {
  const from = startOf(segment) - SAME_DAYS_MILLIS;
  const to = endOf(segment) + SAME_DAYS_MILLIS;
  const voices = others.map((one) => {
    const times = sorted(one);
    return [times[0]!, times.at(-1)!] as const;
  });
  const fitAt = (offset: number) => {
    let agreeing = 0;
    for (const [first, last] of voices) if (last >= from + offset && first <= to + offset) agreeing++;
    return agreeing / voices.length;
  };
  return {
    kind: 'companions',
    weight: SAME_DAYS_WEIGHT,
    fitAt,
    steps: voices.flatMap((times) => times.flatMap((time) => [time - to, time - from])).sort((a, b) => a - b),
    says: `${others.length === 1 ? 'another camera was' : `${others.length} other cameras were`} at the same event on those days`,
  };
}

/**
 * Within two days of it wherever the telephones were; farther off at home, in summer or winter time as it was
 * nearest to it.
 */
function nearestZone(
  millis: number,
  home: number,
  whereabouts: readonly { wallMillis: number; offsetMinutes: number }[],
): KnownZone {
  let minutes = home;
  let nearest = Number.POSITIVE_INFINITY;
  const at = firstAtLeast(whereabouts, millis);
  for (const step of [-1, 1]) {
    for (let i = step < 0 ? at - 1 : at; i >= 0 && i < whereabouts.length; i += step) {
      const { wallMillis, offsetMinutes } = whereabouts[i]!;
      const apart = Math.abs(wallMillis - millis);
      if (apart >= nearest) break;
      if (apart > WHEREABOUTS_MILLIS && Math.abs(offsetMinutes - home) > SUMMER_MINUTES) continue;
      nearest = apart;
      minutes = offsetMinutes;
      break;
    }
  }
  return { minutes, isNear: nearest <= WHEREABOUTS_MILLIS };
}

function firstAtLeast(ascending: readonly { wallMillis: number }[], millis: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]!.wallMillis < millis) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Telephones that took a picture so long before and after were in use, and at home in between. */
const IN_USE_MILLIS = 45 * DAY_MILLIS;

const SAME_PLACE_MILLIS = 12 * HOUR_MILLIS;

/** Nobody flies round the world between two photos that are nearer than that. */
const WHEREABOUTS_MILLIS = 48 * HOUR_MILLIS;
/** Summer time is no journey. */
const SUMMER_MINUTES = 60;

function awayFrom(
  home: number,
  segment: ClockSegment,
  whereabouts: readonly { wallMillis: number; offsetMinutes: number }[],
): number | null {
  const from = startOf(segment) - WHEREABOUTS_MILLIS;
  const to = endOf(segment) + WHEREABOUTS_MILLIS;
  for (
    let i = firstAtLeast(whereabouts, from);
    i < whereabouts.length && whereabouts[i]!.wallMillis <= to;
    i++
  ) {
    const { offsetMinutes } = whereabouts[i]!;
    if (Math.abs(offsetMinutes - home) > SUMMER_MINUTES) return offsetMinutes;
  }
  return null;
}

/** Home in winter and in summer: of the zones an hour beside it that of more pictures. */
function seasonal(offsets: readonly number[], home: number | null): number[] {
  if (home === null) return [];
  const beside = offsets.filter((offset) => Math.abs(offset - home) === SUMMER_MINUTES);
  const other = mostFrequent(beside);
  return other === null ? [home] : [home, other];
}

function mostFrequent(values: readonly number[]): number | null {
  const counts = new Map<number, number>();
  let best: number | null = null;
  for (const value of values) {
    const count = (counts.get(value) ?? 0) + 1;
    counts.set(value, count);
    if (best === null || count > counts.get(best)! || (count === counts.get(best)! && value < best))
      best = value;
  }
  return best;
}
