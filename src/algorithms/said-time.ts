import type { DatePrecision, WallInterval } from '../domain/capture-time.ts';
import { periodOf, wallMillisOf } from './wall-time.ts';

/** A time as a person writes it: `2008-07-05T14:30` is a moment, `2008-07` is all of July. */
export type SaidTime =
  | { readonly kind: 'moment'; readonly wallMillis: number; readonly text: string }
  | {
      readonly kind: 'interval';
      readonly interval: WallInterval;
      readonly precision: DatePrecision;
      readonly text: string;
    };

const SAID = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?)?)?$/;

/**
 * Reads `2008`, `2008-07`, `2008-07-05`, `2008-07-05T14:30` and `2008-07-05 14:30:10`: the clock on the wall, without
 * a zone.
 * @returns null for anything else, and for a date that does not exist
 */
export function parseSaidTime(written: string): SaidTime | null {
  const text = written.trim();
  const parts = SAID.exec(text);
  if (parts === null) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1).map((part) => part && Number(part));
  const wallMillis = wallMillisOf(
    Number(year),
    Number(month ?? 1),
    Number(day ?? 1),
    Number(hour ?? 0),
    Number(minute ?? 0),
    Number(second ?? 0),
  );
  if (wallMillis === null) return null;
  if (hour !== undefined) return { kind: 'moment', wallMillis, text };
  const precision = day !== undefined ? 'day' : month !== undefined ? 'month' : 'year';
  return { kind: 'interval', interval: periodOf(wallMillis, precision), precision, text };
}
