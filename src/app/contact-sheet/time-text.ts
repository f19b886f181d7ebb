import type { CaptureTime, DatePrecision } from '../../domain/capture-time.ts';
import type { PhotoFacts } from '../../domain/library.ts';

const FORMATS: Record<DatePrecision, Intl.DateTimeFormatOptions> = {
  second: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  hour: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit' },
  day: { day: 'numeric', month: 'short', year: 'numeric' },
  month: { month: 'long', year: 'numeric' },
  year: { year: 'numeric' },
};

const DAY: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' };
const CLOCK: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };

/** Two years: a longer interval is no date. */
const LONGEST_YEAR_MILLIS = 2 * 366 * 24 * 3_600_000;

/** The clock on the wall, whatever zone this machine is in. */
const format = (millis: number, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(millis);

/** `3 May 2014, 05:58`, no more precise than what is known; empty without a time. */
export function timeText(time: CaptureTime | null): string {
  if (time?.wallMillis == null) return '';
  const { interval } = time;
  if (interval !== null && interval.endMillis - interval.startMillis > LONGEST_YEAR_MILLIS) {
    return `before ${format(interval.endMillis, DAY)}`;
  }
  return format(time.wallMillis, FORMATS[time.precision]);
}

/** `3 May 2014, 05:58 – 06:02`, or `No date`. */
export function timeRangeText(members: readonly Pick<PhotoFacts, 'captureTime'>[]): string {
  const times = members
    .map((photo) => photo.captureTime)
    .filter((time) => time?.wallMillis != null)
    .sort((a, b) => a!.wallMillis! - b!.wallMillis!);
  const first = times[0];
  const last = times.at(-1);
  if (!first || !last) return 'No date';
  const [from, to] = [timeText(first), timeText(last)];
  if (from === to) return from;
  const isSameDay = format(first.wallMillis!, DAY) === format(last.wallMillis!, DAY);
  if (isSameDay && first.precision === 'second' && last.precision === 'second') {
    return `${from} – ${format(last.wallMillis!, CLOCK)}`;
  }
  return `${from} – ${to}`;
}
