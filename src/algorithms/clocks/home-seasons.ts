import { DAY_MILLIS } from '../wall-time.ts';

/** Summer and winter time of home, learnt from the telephones of all years: the days of change hardly move. */
export interface HomeSeasons {
  /** Minutes east of UTC; null where no telephone was used near that day of any year, or they differ. */
  at(wallMillis: number): number | null;
}

/** A change of time is nearer than that to no day that both sides agree on. */
const NEAR_DAYS = 21;
const YEAR_DAYS = 366;
const SUMMER_MINUTES = 60;

export function seasonsOf(
  whereabouts: readonly { readonly wallMillis: number; readonly offsetMinutes: number }[],
  home: number | null,
): HomeSeasons {
  const zones: (number | 'both' | undefined)[] = new Array(YEAR_DAYS).fill(undefined);
  for (const { wallMillis, offsetMinutes } of whereabouts) {
    if (home === null || Math.abs(offsetMinutes - home) > SUMMER_MINUTES) continue;
    const day = dayOfYear(wallMillis);
    zones[day] = zones[day] === undefined || zones[day] === offsetMinutes ? offsetMinutes : 'both';
  }
  const nearest = (day: number, step: number) => {
    for (let apart = 0; apart <= NEAR_DAYS; apart++) {
      const zone = zones[(day + step * apart + YEAR_DAYS) % YEAR_DAYS];
      if (zone !== undefined) return zone;
    }
    return undefined;
  };
  return {
    at(wallMillis) {
      const day = dayOfYear(wallMillis);
      const [before, after] = [nearest(day, -1), nearest(day, 1)];
      return before === after && typeof before === 'number' ? before : null;
    },
  };
}

function dayOfYear(wallMillis: number): number {
  const start = Date.UTC(new Date(wallMillis).getUTCFullYear(), 0, 1);
  return Math.floor((wallMillis - start) / DAY_MILLIS);
}
