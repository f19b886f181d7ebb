import { DAY_MILLIS, HOUR_MILLIS, MINUTE_MILLIS, SECOND_MILLIS } from './wall-time.ts';

/** By how much a clock is to be put ahead or back, as a person says it: years and months are those of the calendar. */
export interface SaidShift {
  readonly sign: 1 | -1;
  readonly months: number;
  /** Weeks, days, hours, minutes and seconds. */
  readonly millis: number;
  readonly text: string;
}

const SHIFT =
  /^([+\-−])(?:(\d{1,4})y)?(?:(\d{1,5})mo)?(?:(\d{1,5})w)?(?:(\d{1,6})d)?(?:(\d{1,7})h)?(?:(\d{1,8})m(?:in)?)?(?:(\d{1,9})s)?$/i;

/**
 * Reads `+5h30m`, `-1d`, `+8y2d`, `+1mo`: a sign, then each unit at most once, large before small (y, mo, w, d, h, m, s).
 * @returns null for anything else
 */
export function parseClockShift(written: string): SaidShift | null {
  const text = written.replaceAll(/\s+/g, '');
  const parts = SHIFT.exec(text);
  if (parts === null || text.length < 2) return null;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(2)
    .map((part) => Number(part ?? 0));
  return {
    sign: parts[1] === '+' ? 1 : -1,
    months: years * 12 + months,
    millis:
      (weeks * 7 + days) * DAY_MILLIS +
      hours * HOUR_MILLIS +
      minutes * MINUTE_MILLIS +
      seconds * SECOND_MILLIS,
    text,
  };
}

/**
 * The shift in milliseconds for a clock that said `fromMillis` of its first photo. Calendar months count from there,
 * and all photos are shifted by the same. A day that the month does not have becomes its last.
 */
export function shiftMillisFrom({ sign, months, millis }: SaidShift, fromMillis: number): number {
  return addMonths(fromMillis, sign * months) - fromMillis + sign * millis;
}

function addMonths(wallMillis: number, months: number): number {
  const date = new Date(wallMillis);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + months, date.getUTCDate()];
  const timeOfDay = wallMillis - Date.UTC(year, date.getUTCMonth(), day);
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(day, lastDay)) + timeOfDay;
}

const PARTS: readonly (readonly [number, string, string])[] = [
  [DAY_MILLIS, 'day', 'days'],
  [HOUR_MILLIS, 'h', 'h'],
  [MINUTE_MILLIS, 'min', 'min'],
  [SECOND_MILLIS, 's', 's'],
];

/** `+8 years 185 days`, `−5 h 30 min`, `not shifted`: years of the calendar, counted from what the clock said. */
export function shiftInWords(shiftMillis: number, fromMillis: number): string {
  if (Math.abs(shiftMillis) < SECOND_MILLIS) return 'not shifted';
  const sign = shiftMillis < 0 ? -1 : 1;
  const years = wholeYears(fromMillis, shiftMillis, sign);
  const afterYears = addMonths(fromMillis, sign * years * 12) - fromMillis;
  let rest = Math.abs(shiftMillis - afterYears);
  const said = years === 0 ? [] : [`${years} ${years === 1 ? 'year' : 'years'}`];
  // After years nobody reads seconds; the exact figure is in --json.
  const finest = years > 0 ? MINUTE_MILLIS : SECOND_MILLIS;
  rest = Math.round(rest / finest) * finest;
  for (const [unitMillis, one, many] of PARTS) {
    const count = Math.floor(rest / unitMillis);
    rest -= count * unitMillis;
    if (count > 0) said.push(`${count} ${count === 1 ? one : many}`);
  }
  return `${sign < 0 ? '−' : '+'}${said.join(' ')}`;
}

function wholeYears(fromMillis: number, shiftMillis: number, sign: number): number {
  const target = fromMillis + shiftMillis;
  const apart = Math.abs(new Date(target).getUTCFullYear() - new Date(fromMillis).getUTCFullYear());
  const isBeyond = (addMonths(fromMillis, sign * apart * 12) - target) * sign > 0;
  return isBeyond ? apart - 1 : apart;
}
