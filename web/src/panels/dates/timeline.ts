/** Ends of an axis, wall-clock milliseconds. */
export interface Domain {
  readonly from: number;
  readonly to: number;
}

export interface Timeline {
  /** What the camera said. */
  readonly before: Domain;
  /** When they were taken. */
  readonly after: Domain;
  /** Both lines have the same axis: a shift of hours is seen as one. */
  readonly isShared: boolean;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A single photo has room around it. */
const LEAST_SPAN = 30 * MINUTE;
const MARGIN = 0.06;
/** Lines that are further apart than so many times their length have an axis each. */
const MOST_APART = 4;

export const extentOf = (times: readonly number[]): Domain | null =>
  times.length === 0
    ? null
    : times.reduce<Domain>(({ from, to }, at) => ({ from: Math.min(from, at), to: Math.max(to, at) }), {
        from: Number.POSITIVE_INFINITY,
        to: Number.NEGATIVE_INFINITY,
      });

const union = (one: Domain, other: Domain): Domain => ({
  from: Math.min(one.from, other.from),
  to: Math.max(one.to, other.to),
});

function padded({ from, to }: Domain): Domain {
  const span = Math.max(LEAST_SPAN, to - from);
  const middle = (from + to) / 2;
  return { from: middle - span * (0.5 + MARGIN), to: middle + span * (0.5 + MARGIN) };
}

/**
 * The axes of the two lines.
 * @param after when they were taken, or would be; null where nothing tells
 * @param near other photos around, as far as they are to be seen
 */
export function timelineOf(clock: Domain, after: Domain | null, near: readonly number[]): Timeline {
  const own = after ?? clock;
  const span = Math.max(LEAST_SPAN, own.to - own.from);
  const around = near.filter((at) => at >= own.from - span && at <= own.to + span);
  const taken = [...around].reduce((domain, at) => union(domain, { from: at, to: at }), own);
  const both = union(clock, taken);
  const longest = Math.max(clock.to - clock.from, taken.to - taken.from, 6 * HOUR);
  if (both.to - both.from <= MOST_APART * longest) {
    const shared = padded(both);
    return { before: shared, after: shared, isShared: true };
  }
  return { before: padded(clock), after: padded(taken), isShared: false };
}

/** 0 to `width`. */
export const placeOf = (at: number, { from, to }: Domain, width: number): number =>
  ((at - from) / (to - from)) * width;

export interface Tick {
  readonly at: number;
  /** What its label tells. */
  readonly form: 'clock' | 'day' | 'month' | 'year';
}

const STEPS = [
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
];

/** At round times, at most so many. A tick at midnight tells its day. */
export function ticksOf({ from, to }: Domain, most: number): Tick[] {
  const step = STEPS.find((one) => (to - from) / one <= most);
  if (step === undefined) return calendarTicks({ from, to }, most);
  const ticks: Tick[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    ticks.push({ at, form: at % DAY === 0 ? 'day' : 'clock' });
  }
  return ticks;
}

function calendarTicks({ from, to }: Domain, most: number): Tick[] {
  const months = (to - from) / (30.44 * DAY);
  const step = [1, 3, 6, 12, 24, 60, 120].find((one) => months / one <= most) ?? 240;
  const ticks: Tick[] = [];
  const start = new Date(from);
  const first = start.getUTCFullYear() * 12 + start.getUTCMonth() + 1;
  for (let month = Math.ceil(first / step) * step; ; month += step) {
    const at = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (at > to) return ticks;
    ticks.push({ at, form: step >= 12 ? 'year' : 'month' });
  }
}
