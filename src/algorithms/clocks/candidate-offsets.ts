import { DAY_MILLIS, HOUR_MILLIS, spanInWords } from '../wall-time.ts';

/** An error that people make with clocks. Offsets are milliseconds to be added to the clock. */
export interface CandidateOffset {
  readonly offsetMillis: number;
  /**
   * How unlikely the error is by itself, in the units of evidence weights. The more offsets a kind has, the more
   * easily one of them fits by chance.
   */
  readonly cost: number;
  /** How far the truth may be from it, if this was the error. */
  readonly uncertaintyMillis: number;
  /** `its year was set wrong by 1`. */
  readonly says: string;
}

const YEARS = 20;

/** Date and time of day right but for one part: the offset is known to the second. */
export function calendarCandidates(clockMillis: number): CandidateOffset[] {
  const date = new Date(clockMillis);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  const timeOfDay = clockMillis - Date.UTC(year, month, day);
  const to = (y: number, m: number, d: number) => Date.UTC(y, m, d) + timeOfDay - clockMillis;
  const found: CandidateOffset[] = [];
  for (let years = 1; years <= YEARS; years++) {
    for (const sign of [1, -1]) {
      const says = `its year was set wrong by ${years}`;
      const offsetMillis = to(year + sign * years, month, day);
      found.push({ offsetMillis, cost: years * 0.01, uncertaintyMillis: 0, says });
    }
  }
  if (day <= 12 && day !== month + 1) {
    const says = 'day and month were exchanged when it was set';
    found.push({ offsetMillis: to(year, day - 1, month + 1), cost: 0, uncertaintyMillis: 0, says });
  }
  for (let months = -11; months <= 11; months++) {
    const isThere = new Date(Date.UTC(year, month + months, day)).getUTCDate() === day;
    if (months === 0 || !isThere) continue;
    const says = `its month was set wrong by ${Math.abs(months)}`;
    found.push({ offsetMillis: to(year, month + months, day), cost: 0.3, uncertaintyMillis: 0, says });
  }
  return found;
}

/** Hours in which the zones of the Earth differ; half hours for the few that have them. */
export function zoneCandidates(): CandidateOffset[] {
  const found: CandidateOffset[] = [];
  for (let half = -28; half <= 28; half++) {
    const offsetMillis = half * (HOUR_MILLIS / 2);
    if (half === 0) continue;
    const isTwelve = Math.abs(half) === 24;
    const isWhole = half % 2 === 0;
    found.push({
      offsetMillis,
      cost: isTwelve ? 0.2 : isWhole ? 0.25 : 0.45,
      uncertaintyMillis: 0,
      says: isTwelve
        ? 'morning and evening (AM and PM) were exchanged'
        : `it stood on another time zone, ${spanInWords(offsetMillis)} ${half > 0 ? 'behind' : 'ahead'}`,
    });
  }
  return found;
}

/** The date wrong by any number of days: the time of day may be right, but nothing says so. */
export function wholeDays(offsetMillis: number): CandidateOffset {
  return {
    offsetMillis: Math.round(offsetMillis / DAY_MILLIS) * DAY_MILLIS,
    cost: 0.5,
    uncertaintyMillis: DAY_MILLIS / 2,
    says: 'its date was wrong',
  };
}

/** Any clock shows the time of some zone two times in three: farther off that says nothing. */
const MOST_DAYS = 31;
const QUARTER_HOUR_MILLIS = HOUR_MILLIS / 4;
/** A fix may be some minutes old. */
const FIX_AGE_MILLIS = HOUR_MILLIS / 12;
const WEST_MILLIS = -12 * HOUR_MILLIS;
const EAST_MILLIS = 14 * HOUR_MILLIS;

/**
 * Days, or half a day, by which a clock was off that showed the time of day of some zone, by satellites.
 * @param aheadMillis what the clock said, less satellite time
 * @param zoneMillis the zone that is likely, east of UTC
 */
export function satelliteDayCandidates(aheadMillis: number, zoneMillis: number): CandidateOffset[] {
  const nearest = Math.round((aheadMillis - zoneMillis) / DAY_MILLIS);
  const found: CandidateOffset[] = [];
  for (const days of [nearest - 1, nearest - 0.5, nearest, nearest + 0.5, nearest + 1]) {
    const zone = aheadMillis - days * DAY_MILLIS;
    const isZone = zone >= WEST_MILLIS && zone <= EAST_MILLIS;
    const offQuarter = Math.abs(zone - Math.round(zone / QUARTER_HOUR_MILLIS) * QUARTER_HOUR_MILLIS);
    const isHalf = !Number.isInteger(days);
    if (days === 0 || Math.abs(days) > (isHalf ? 0.5 : MOST_DAYS)) continue;
    if (!isZone || offQuarter > FIX_AGE_MILLIS) continue;
    const by = Math.abs(days) === 1 ? 'one day' : `${Math.abs(days)} days`;
    const says = isHalf
      ? 'morning and evening (AM and PM) were exchanged'
      : `its date was set wrong by ${by}`;
    // Half a day of difference to the likely zone is as dear as any offset.
    const cost = 0.3 + Math.abs(zone - zoneMillis) / DAY_MILLIS;
    found.push({ offsetMillis: -days * DAY_MILLIS, cost, uncertaintyMillis: 0, says });
  }
  return found;
}
