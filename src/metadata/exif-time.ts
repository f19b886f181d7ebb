import type { WallTime } from '../domain/metadata.ts';

/** `2014:05:03 10:22:07.123+02:00`, as EXIF, XMP and exiftool write it; seconds may be missing (XMP). */
const TIME =
  /^(\d{4})[:\-/.](\d{1,2})[:\-/.](\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)? ?(Z|[+-]\d{1,2}:?\d{2})?$/;

const OFFSET = /^([+-])(\d{1,2}):?(\d{2})$/;

/** Zones reach from -12:00 to +14:00. */
const LARGEST_OFFSET_MINUTES = 14 * 60;

/**
 * A date and time as cameras write it.
 * @param text DateTimeOriginal and its like.
 * @param besides subSeconds: SubSecTime…, digits after the point; offset: OffsetTime…, `+02:00`. What stands in
 *   `text` itself goes before them.
 * @returns null for anything that is not a whole date with a time: a cleared clock (`0000:00:00 00:00:00`), blanks
 *   (`    :  :     :  :  `), a date alone, the 31st of February.
 */
export function readExifTime(
  text: string,
  besides: { readonly subSeconds?: string | null; readonly offset?: string | null } = {},
): WallTime | null {
  const match = TIME.exec(text.trim());
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (year === 0 || hour > 23 || minute > 59 || second > 59) return null;
  const time = new Date(0);
  time.setUTCFullYear(year, month - 1, day);
  time.setUTCHours(hour, minute, second, millisOf(match[7] ?? besides.subSeconds));
  // JavaScript makes the 2nd of March of the 30th of February; we do not.
  if (time.getUTCMonth() !== month - 1 || time.getUTCDate() !== day) return null;
  return { wallMillis: time.getTime(), offsetMinutes: readOffset(match[8]) ?? readOffset(besides.offset) };
}

/** Minutes east of UTC; null for what is no zone. */
export function readOffset(text: string | null | undefined): number | null {
  const trimmed = text?.trim() ?? '';
  if (trimmed === 'Z') return 0;
  const match = OFFSET.exec(trimmed);
  if (match === null) return null;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  if (minutes > LARGEST_OFFSET_MINUTES || Number(match[3]) > 59) return null;
  return match[1] === '-' && minutes !== 0 ? -minutes : minutes;
}

/** `5` is half a second, `016` is 16 ms: the digits stand after the point. */
function millisOf(subSeconds: string | null | undefined): number {
  const digits = subSeconds?.trim() ?? '';
  return /^\d+$/.test(digits) ? Number(digits.slice(0, 3).padEnd(3, '0')) : 0;
}
