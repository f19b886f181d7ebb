import type { Words } from '../words/index.ts';

const DAY_MILLIS = 86_400_000;
const HOUR_MILLIS = 3_600_000;
const MINUTE_MILLIS = 60_000;

/** How far a clock was off, counted from what it said: +8 years 185 days, −5 h 30 min. Years are those of the calendar. */
export function shiftText(shiftMillis: number, fromMillis: number, words: Words['dates']): string {
  if (Math.abs(shiftMillis) < 1000) return words.notShifted;
  const sign = shiftMillis < 0 ? -1 : 1;
  const years = wholeYears(fromMillis, shiftMillis, sign);
  const rest = Math.abs(fromMillis + shiftMillis - addYears(fromMillis, sign * years));
  // After years nobody reads seconds.
  const text = [
    ...(years === 0 ? [] : [words.units.year(years)]),
    spanText(years > 0 ? Math.round(rest / MINUTE_MILLIS) * MINUTE_MILLIS : rest, words),
  ];
  return `${sign < 0 ? '−' : '+'}${text.filter(Boolean).join(' ')}`;
}

/** 2 days 5 h, 40 min; empty for nothing. */
export function spanText(millis: number, { units }: Words['dates']): string {
  let rest = Math.round(millis / 1000) * 1000;
  const take = (unit: number): number => {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    return count;
  };
  const parts: [number, (count: number) => string][] = [
    [take(DAY_MILLIS), units.day],
    [take(HOUR_MILLIS), (count) => `${count} ${units.h}`],
    [take(MINUTE_MILLIS), (count) => `${count} ${units.min}`],
    [take(1000), (count) => `${count} ${units.s}`],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, text]) => text(count))
    .join(' ');
}

function addYears(millis: number, years: number): number {
  const date = new Date(millis);
  const month = date.getUTCMonth();
  const last = new Date(Date.UTC(date.getUTCFullYear() + years, month + 1, 0)).getUTCDate();
  const day = Math.min(date.getUTCDate(), last);
  const midnight = Date.UTC(date.getUTCFullYear(), month, date.getUTCDate());
  return Date.UTC(date.getUTCFullYear() + years, month, day) + (millis - midnight);
}

function wholeYears(from: number, shift: number, sign: number): number {
  const target = from + shift;
  const apart = Math.abs(new Date(target).getUTCFullYear() - new Date(from).getUTCFullYear());
  return (addYears(from, sign * apart) - target) * sign > 0 ? apart - 1 : apart;
}

/** Milliseconds of a wall clock without zone. */
export const wallMillis = (wall: string): number => Date.parse(`${wall.slice(0, 19)}Z`);
export const wallOf = (millis: number): string => new Date(millis).toISOString().slice(0, 19);
