import { HOUR_MILLIS, MINUTE_MILLIS, wallTimeInWords } from '../wall-time.ts';
import type { ClockSegment } from './clock-segments.ts';
import { between, type Evidence } from './evidence.ts';

/** Satellites do not lose the time. */
const WEIGHT = 4;
const ZONE_UNKNOWN_WEIGHT = 2;
/** A fix may be some minutes old. */
const FIX_AGE_MILLIS = 5 * MINUTE_MILLIS;
const QUARTER_HOUR_MILLIS = 15 * MINUTE_MILLIS;
const WEST_MILLIS = -12 * HOUR_MILLIS;
const EAST_MILLIS = 14 * HOUR_MILLIS;

/**
 * GPS time on some of the photos. Where the file says its zone, the true wall time is known. Where it does not, a
 * clock that is off satellite time by quarters of an hour of a zone is right in some zone.
 */
export function satelliteEvidence(segment: ClockSegment): Evidence | null {
  const offs: { offMillis: number; isZoneKnown: boolean }[] = [];
  segment.shots.forEach(({ witness }, i) => {
    if (witness.gpsTimeMillis === null) return;
    const zone = witness.dateTimeOriginal?.offsetMinutes ?? null;
    const utc = witness.gpsTimeMillis + (zone ?? 0) * MINUTE_MILLIS;
    offs.push({ offMillis: utc - segment.clockMillis[i]!, isZoneKnown: zone !== null });
  });
  if (offs.length === 0) return null;
  const known = offs.filter((off) => off.isZoneKnown);
  const used = known.length > 0 ? known : offs;
  const off = used.map(({ offMillis }) => offMillis).sort((a, b) => a - b)[used.length >> 1]!;
  const count = `${used.length} ${used.length === 1 ? 'photo' : 'photos'} with satellite time`;
  if (known.length > 0) {
    const says = `${count}: the clock is off by ${Math.round(off / MINUTE_MILLIS)} minutes`;
    return between('satellites', WEIGHT, off - FIX_AGE_MILLIS, off + FIX_AGE_MILLIS, says);
  }
  const aheadMillis = -off;
  const zone = Math.round(aheadMillis / QUARTER_HOUR_MILLIS) * QUARTER_HOUR_MILLIS;
  const isSomeZone =
    Math.abs(aheadMillis - zone) <= FIX_AGE_MILLIS && zone >= WEST_MILLIS && zone <= EAST_MILLIS;
  const day = wallTimeInWords(segment.clockMillis[0]! + off, 'day');
  return isSomeZone
    ? between('satellites', ZONE_UNKNOWN_WEIGHT, WEST_MILLIS, EAST_MILLIS, `${count} agree but for the zone`)
    : between(
        'satellites',
        ZONE_UNKNOWN_WEIGHT,
        off + WEST_MILLIS,
        off + EAST_MILLIS,
        `${count} are from ${day}`,
      );
}

/** A time zone, and how it is known. */
export interface KnownZone {
  /** East of UTC. */
  readonly minutes: number;
  /** Telephones were there, or used on these days; otherwise it is that of home. */
  readonly isNear: boolean;
}

const ZONE_WEIGHT = 1.2;
/** Nobody was near: the zone of home is a guess. */
const HOME_WEIGHT = 0.3;
/** Summer time, where the telephone says another season. */
const SEASON_MILLIS = 65 * MINUTE_MILLIS;
const SEASON_FIT = 0.5;

/**
 * A clock that stood on no zone at all, though satellites tell the time: it most likely was to show that of the
 * telephones of those days.
 */
export function satelliteZoneEvidence(segment: ClockSegment, zone: KnownZone | null): Evidence | null {
  if (zone === null) return null;
  const { minutes } = zone;
  const offs = segment.shots.flatMap(({ witness }, i) =>
    witness.gpsTimeMillis === null || witness.dateTimeOriginal?.offsetMinutes != null
      ? []
      : [witness.gpsTimeMillis + minutes * MINUTE_MILLIS - segment.clockMillis[i]!],
  );
  const off = offs.sort((a, b) => a - b)[offs.length >> 1];
  if (off === undefined || Math.abs(off) <= EAST_MILLIS - WEST_MILLIS) return null;
  const steps = [off - SEASON_MILLIS, off - FIX_AGE_MILLIS, off + FIX_AGE_MILLIS, off + SEASON_MILLIS];
  return {
    kind: 'satellites',
    weight: zone.isNear ? ZONE_WEIGHT : HOME_WEIGHT,
    ...(!zone.isNear && { isGuess: true }),
    fitAt: (offset) => {
      const apart = Math.abs(offset - off);
      return apart <= FIX_AGE_MILLIS ? 1 : apart <= SEASON_MILLIS ? SEASON_FIT : 0;
    },
    steps,
    says: zone.isNear ? 'telephones tell the time zone of those days' : 'the time zone is that of home',
  };
}

/** Milliseconds since 1970 UTC of the first photo with satellite time; null where there is none. */
export function satelliteTime(segment: ClockSegment): number | null {
  return segment.shots.find(({ witness }) => witness.gpsTimeMillis !== null)?.witness.gpsTimeMillis ?? null;
}

/** Minutes east of UTC on which the clock stood, by satellites; null: on no zone. */
export function clockZoneMinutes(segment: ClockSegment): number | null {
  const aheads = segment.shots.flatMap(({ witness, clockMillis }) =>
    witness.gpsTimeMillis === null ? [] : [clockMillis - witness.gpsTimeMillis],
  );
  const middle = aheads.sort((a, b) => a - b)[aheads.length >> 1];
  if (middle === undefined) return null;
  const zone = Math.round(middle / (15 * MINUTE_MILLIS)) * 15;
  const isZone = zone >= -12 * 60 && zone <= 14 * 60;
  return isZone && Math.abs(middle - zone * MINUTE_MILLIS) <= 5 * MINUTE_MILLIS ? zone : null;
}
