import { createHash } from 'node:crypto';

export interface TimedPhoto {
  /** Anything that names the photo for good and differs from the others', such as its SHA-1. */
  readonly key: string;
  /** Resolved time in wall-clock milliseconds; null where no witness says anything. */
  readonly wallMillis: number | null;
}

export interface TimeWindowOptions {
  /**
   * `gap`: a pause of more than `windowMinutes` ends a window, which may be of any length.
   * `fixed`: a window lasts `windowMinutes` from its first photo on.
   */
  readonly mode: 'gap' | 'fixed';
  /** Above 0. */
  readonly windowMinutes: number;
}

export interface TimeWindow {
  /** From the time and the key of the first photo; UNDATED_WINDOW_ID for the photos without a time. */
  readonly windowId: string;
  /** By time, then by key. */
  readonly keys: string[];
  /** Times of the first and the last photo; null in the undated window. */
  readonly startMillis: number | null;
  readonly endMillis: number | null;
}

export const UNDATED_WINDOW_ID = 'undated';

/**
 * Splits photos into runs that are close in time.
 *
 * `gap`: two neighbours exactly `windowMinutes` apart are in one window, a millisecond more parts them.
 * `fixed`: a photo exactly `windowMinutes` after the first of its window starts the next one; windows begin
 * with a photo, not at full hours, so that a scene is not cut for lying on the hour.
 *
 * Photos without a time are one window of their own, the last one, whatever the mode.
 *
 * @param photos in any order, which does not matter: equal times are ordered by key (UTF-16 code units)
 * @throws RangeError for a time that is not a finite number, or a length that is not above 0
 */
export function timeWindows(photos: readonly TimedPhoto[], options: TimeWindowOptions): TimeWindow[] {
  const length = options.windowMinutes * 60_000;
  if (!(length > 0)) {
    throw new RangeError(`windowMinutes is a number above 0, not ${options.windowMinutes}.`);
  }

  const windows: { windowId: string; keys: string[]; startMillis: number; endMillis: number }[] = [];
  for (const { key, wallMillis } of byTime(photos)) {
    const open = windows.at(-1);
    if (open !== undefined && belongs(wallMillis, open, options.mode, length)) {
      open.keys.push(key);
      open.endMillis = wallMillis;
    } else {
      const windowId = windowIdOf(wallMillis, key);
      windows.push({ windowId, keys: [key], startMillis: wallMillis, endMillis: wallMillis });
    }
  }

  const undated = photos.filter((photo) => photo.wallMillis === null).map((photo) => photo.key);
  if (undated.length === 0) return windows;
  const last = { windowId: UNDATED_WINDOW_ID, keys: undated.sort(), startMillis: null, endMillis: null };
  return [...windows, last];
}

function belongs(
  millis: number,
  open: { startMillis: number; endMillis: number },
  mode: TimeWindowOptions['mode'],
  length: number,
): boolean {
  return mode === 'gap' ? millis - open.endMillis <= length : millis - open.startMillis < length;
}

function byTime(photos: readonly TimedPhoto[]): { key: string; wallMillis: number }[] {
  const dated: { key: string; wallMillis: number }[] = [];
  for (const { key, wallMillis } of photos) {
    if (wallMillis === null) continue;
    if (!Number.isFinite(wallMillis)) throw new RangeError(`${key} has the time ${wallMillis}.`);
    dated.push({ key, wallMillis });
  }
  return dated.sort((a, b) => a.wallMillis - b.wallMillis || (a.key < b.key ? -1 : Number(a.key > b.key)));
}

/** `w` and 12 hex digits. */
function windowIdOf(startMillis: number, firstKey: string): string {
  return `w${createHash('sha1').update(`${startMillis}\n${firstKey}`).digest('hex').slice(0, 12)}`;
}
