import type { OffsetVerdict } from '../../domain/clock-run.ts';
import { DAY_MILLIS, HOUR_MILLIS, MINUTE_MILLIS, spanInWords } from '../wall-time.ts';
import { zoneCandidates } from './candidate-offsets.ts';
import { type ClockSegment, endOf, startOf } from './clock-segments.ts';
import { type Companions, companionEvidence, sceneFit } from './companion-evidence.ts';
import { clockZoneMinutes, satelliteEvidence } from './satellite-evidence.ts';

/**
 * Clocks that are off by hours: left on the time of home, morning and evening exchanged, summer time forgotten. The
 * date hardly shows it, the counter not at all; only others who were there, and satellites, do.
 */
export interface ZoneWitnesses {
  readonly segment: ClockSegment;
  readonly companions: Companions | null;
  /** Minutes east of UTC of a telephone at the same event; null where none was there. */
  readonly localOffsetMinutes: number | null;
  /** The same, of telephones anywhere within half a day; null where they differ or none was used. */
  readonly zoneThenMinutes: number | null;
  /** Minutes east of UTC of the telephones most of the time. */
  readonly homeOffsetMinutes: number | null;
}

export interface ZoneSlip {
  readonly offsetMillis: number;
  readonly uncertaintyMillis: number;
  readonly confidence: number;
  /** True where one event alone does not prove it: another with the same offset must. */
  readonly needsSecond: boolean;
  /** True where the others' clocks may be the wrong ones: it raises a doubt, however often. */
  readonly isDoubt?: true;
  readonly reasons: readonly string[];
}

/** Photos of the segment that lie among the others' as they are: with more, the clock is not off. */
const FITS_AS_IT_IS = 0.45;
const FITS_SHIFTED = 0.75;
/** Other cameras have clocks of their own: they raise a doubt at most. */
const FITS_SHIFTED_CAMERAS = 0.9;
const LEAD_OF_BEST = 0.08;
/** Beside an offset by chance: one event with two pauses, or many pictures over this time. */
const LONG_MILLIS = 90 * MINUTE_MILLIS;
const MANY = 20;
/** What the clock left on the time of home is worth more: it is the commonest error. */
/** A few snapshots at lunch fit many hours. */
const FEWEST_COMPANIONS = 6;
const HOME_PRIOR = 0.2;
const TWELVE_PRIOR = 0.06;
const SUMMER_MILLIS = HOUR_MILLIS;
/** Zones cannot be told apart by less. */
const SMALLEST_MILLIS = 2 * MINUTE_MILLIS;

/** How many hours the clock of a segment was off; null where nothing says that it was. */
export function zoneSlip(witnesses: ZoneWitnesses): ZoneSlip | null {
  return bySatellites(witnesses) ?? byCompanions(witnesses);
}

function bySatellites({ segment, localOffsetMinutes, zoneThenMinutes }: ZoneWitnesses): ZoneSlip | null {
  const satellites = satelliteEvidence(segment);
  if (satellites === null) return null;
  const zoned = segment.shots.some(
    ({ witness }) => witness.gpsTimeMillis !== null && witness.dateTimeOriginal?.offsetMinutes != null,
  );
  if (zoned) {
    const off = (satellites.steps[0]! + satellites.steps[1]!) / 2;
    if (Math.abs(off) < SMALLEST_MILLIS || satellites.fitAt(0) > 0 || Math.abs(off) > 15 * HOUR_MILLIS)
      return null;
    return slip(off, 0.95, false, [satellites.says]);
  }
  const local = localOffsetMinutes ?? zoneThenMinutes;
  const ahead = clockZoneMinutes(segment);
  if (local === null || ahead === null || ahead === local) return null;
  const off = (local - ahead) * MINUTE_MILLIS;
  return slip(off, 0.9, false, [
    satellites.says,
    `telephones of these days say that the zone was ${zoneInWords(local)}`,
  ]);
}

function byCompanions(witnesses: ZoneWitnesses): ZoneSlip | null {
  const { segment, companions } = witnesses;
  if (companions === null || satelliteEvidence(segment) !== null) return null;
  const evidence = companionEvidence(segment, companions);
  if (evidence === null || evidence.fitAt(0) > FITS_AS_IT_IS) return null;
  if (companions.times.length < FEWEST_COMPANIONS) return null;
  const isLong = endOf(segment) - startOf(segment) >= LONG_MILLIS && segment.shots.length >= MANY;
  if (!companions.areReliable && (!isLong || companions.times.length < MANY)) return null;
  const home = homeSlipMillis(witnesses);
  const scored = zoneCandidates()
    .map(({ offsetMillis, says }) => {
      const fit = evidence.fitAt(offsetMillis);
      const fromHome = home === null ? Number.POSITIVE_INFINITY : Math.abs(offsetMillis - home);
      const isTwelve = Math.abs(offsetMillis) === 12 * HOUR_MILLIS;
      const isHalf = offsetMillis % HOUR_MILLIS !== 0;
      const prior = priorOf(fromHome, isTwelve, isHalf);
      const score = (fit + sceneFit(segment, companions, offsetMillis)) / 2 + prior;
      return { offsetMillis, says, fit, fromHome, isTwelve, score };
    })
    .sort((a, b) => b.score - a.score);
  const best = scored[0]!;
  if (best.fit < (companions.areReliable ? FITS_SHIFTED : FITS_SHIFTED_CAMERAS)) return null;
  const isHour = Math.abs(best.offsetMillis) <= HOUR_MILLIS;
  if (isHour && Math.min(companions.times.length, segment.shots.length) < MANY) return null;
  const rival = scored.find((other) => Math.abs(other.offsetMillis - best.offsetMillis) > HOUR_MILLIS);
  const lead = best.score - (rival?.score ?? 0);
  const isProven = lead >= LEAD_OF_BEST && companions.areReliable;
  const isHome = best.fromHome <= SUMMER_MILLIS;
  const isStrong = isProven && (isHome || (isLong && best.isTwelve));
  const says = isHome ? 'it stood on the time of home' : best.says;
  const reasons = [says, companions.says];
  const found = slip(best.offsetMillis, isStrong ? 0.85 : 0.6, !isStrong, reasons);
  return companions.areReliable ? found : { ...found, isDoubt: true };
}

function priorOf(fromHome: number, isTwelve: boolean, isHalf: boolean): number {
  if (fromHome === 0) return HOME_PRIOR;
  if (isHalf) return HALF_HOUR_PRIOR;
  return isTwelve ? TWELVE_PRIOR : 0;
}

/** Few zones have half hours. */
const HALF_HOUR_PRIOR = -0.15;

/** Local time less the time of home: a clock that nobody set on the journey is off by that. */
function homeSlipMillis({ localOffsetMinutes, homeOffsetMinutes }: ZoneWitnesses): number | null {
  if (localOffsetMinutes === null || homeOffsetMinutes === null) return null;
  const millis = (localOffsetMinutes - homeOffsetMinutes) * MINUTE_MILLIS;
  return Math.abs(millis) > SUMMER_MILLIS ? millis : null;
}

function slip(
  offsetMillis: number,
  confidence: number,
  needsSecond: boolean,
  reasons: readonly string[],
): ZoneSlip {
  return { offsetMillis, uncertaintyMillis: 0, confidence, needsSecond, reasons };
}

export function zoneInWords(minutes: number): string {
  const sign = minutes < 0 ? '−' : '+';
  const pad = (value: number) => String(value).padStart(2, '0');
  return `UTC${sign}${pad(Math.floor(Math.abs(minutes) / 60))}:${pad(Math.abs(minutes) % 60)}`;
}

/** Segments of one chain between two with the same slip: the clock was not set in between. */
const BRIDGE_MILLIS = 21 * DAY_MILLIS;

/**
 * Carries slips to the segments between, and drops those that stand alone and prove too little.
 * @param segments of one chain, ascending by clock
 */
export function settleSlips(
  segments: readonly ClockSegment[],
  slips: readonly (ZoneSlip | null)[],
  fitsAsItIs: (segment: ClockSegment) => boolean,
): (ZoneSlip | OffsetVerdict['standing'])[] {
  const settled: (ZoneSlip | OffsetVerdict['standing'])[] = slips.map((one, i) => {
    if (one === null) return 'right';
    const hasSecond = slips.some(
      (other, j) =>
        j !== i &&
        other !== null &&
        other.offsetMillis === one.offsetMillis &&
        Math.abs(startOf(segments[j]!) - startOf(segments[i]!)) <= BRIDGE_MILLIS,
    );
    return one.isDoubt || (one.needsSecond && !hasSecond) ? 'doubtful' : one;
  });
  let from = -1;
  settled.forEach((one, to) => {
    if (typeof one === 'string') return;
    const start = settled[from];
    if (
      from >= 0 &&
      typeof start === 'object' &&
      start.offsetMillis === one.offsetMillis &&
      startOf(segments[to]!) - endOf(segments[from]!) <= BRIDGE_MILLIS &&
      !segments.slice(from + 1, to).some(fitsAsItIs)
    ) {
      const reason = `it was off by the same before and after (${spanInWords(one.offsetMillis)})`;
      for (let i = from + 1; i < to; i++) {
        if (settled[i] === 'right' || settled[i] === 'doubtful')
          settled[i] = slip(one.offsetMillis, Math.min(start.confidence, one.confidence) * 0.9, false, [
            reason,
          ]);
      }
    }
    from = to;
  });
  return settled;
}
