/** The stretch of time that is seen, wall-clock milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface DecodedBins {
  /** Ascending. */
  readonly bins: Int32Array;
  readonly counts: Int32Array;
}

/** Reads what `encodeBins` wrote. */
export function decodeBins(text: string): DecodedBins {
  const tokens = text === '' ? [] : text.split(',');
  const bins = new Int32Array(tokens.length);
  const counts = new Int32Array(tokens.length);
  let bin = 0;
  tokens.forEach((token, i) => {
    const [step, photos] = token.split('.');
    bin += Number.parseInt(step ?? '0', 36);
    bins[i] = bin;
    counts[i] = photos === undefined ? 1 : Number.parseInt(photos, 36);
  });
  return { bins, counts };
}

/** Index of the first bin that is not before `bin`. */
export function firstFrom(bins: Int32Array, bin: number): number {
  let low = 0;
  let high = bins.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bins[middle]! < bin) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Moved so that it lies in `whole`, and made no longer than it and no shorter than `shortest`. */
export function clamped({ from, to }: Span, whole: Span, shortest: number): Span {
  const length = Math.min(whole.to - whole.from, Math.max(shortest, to - from));
  const middle = (from + to) / 2;
  const start = Math.min(whole.to - length, Math.max(whole.from, middle - length / 2));
  return { from: start, to: start + length };
}

/** Longer or shorter by a factor; what is at `at` (0 to 1 of its length) stays there. */
export function zoomedSpan({ from, to }: Span, factor: number, at: number): Span {
  const pinned = from + (to - from) * at;
  return { from: pinned - (pinned - from) * factor, to: pinned + (to - pinned) * factor };
}

/** With a little room on both sides. */
export function roomy({ from, to }: Span): Span {
  const room = (to - from) * 0.04;
  return { from: from - room, to: to + room };
}

type TickUnit = 'hour' | 'day' | 'month' | 'year';

const HOUR = 3_600_000;
/** Steps of a scale, fine to coarse, with how long each is at least. */
const TICK_STEPS: readonly (readonly [TickUnit, number, number])[] = [
  ['hour', 1, HOUR],
  ['hour', 3, 3 * HOUR],
  ['hour', 6, 6 * HOUR],
  ['hour', 12, 12 * HOUR],
  ['day', 1, 24 * HOUR],
  ['day', 2, 48 * HOUR],
  ['day', 7, 168 * HOUR],
  ['month', 1, 672 * HOUR],
  ['month', 3, 2160 * HOUR],
  ['month', 6, 4344 * HOUR],
  ['year', 1, 8760 * HOUR],
  ['year', 2, 17520 * HOUR],
  ['year', 5, 43800 * HOUR],
  ['year', 10, 87600 * HOUR],
];

export interface Tick {
  readonly at: number;
  readonly label: string;
  /** Starts a coarser unit: a year among months, a day among hours. */
  readonly isMajor: boolean;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** At most `most` ticks at whole hours, days, months or years. */
export function ticksOf({ from, to }: Span, most: number): Tick[] {
  const [unit, every] = TICK_STEPS.find(([, , least]) => (to - from) / least <= most) ?? TICK_STEPS.at(-1)!;
  const ticks: Tick[] = [];
  for (let at = tickStart(from, unit, every); at <= to; at = tickAfter(at, unit, every)) {
    if (at >= from) ticks.push({ at, ...tickLabel(at, unit) });
  }
  return ticks;
}

function tickStart(from: number, unit: TickUnit, every: number): number {
  const date = new Date(from);
  const year = date.getUTCFullYear();
  if (unit === 'year') return Date.UTC(Math.floor(year / every) * every, 0, 1);
  if (unit === 'month') return Date.UTC(year, Math.floor(date.getUTCMonth() / every) * every, 1);
  if (unit === 'day') return Date.UTC(year, date.getUTCMonth(), 1);
  return Math.floor(from / (every * HOUR)) * every * HOUR;
}

function tickAfter(at: number, unit: TickUnit, every: number): number {
  const date = new Date(at);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  if (unit === 'year') return Date.UTC(year + every, 0, 1);
  if (unit === 'month') return Date.UTC(year, month + every, 1);
  if (unit === 'hour') return at + every * HOUR;
  // The first of a month is a tick, and the one before it must not come too near.
  const next = Date.UTC(year, month, day + every);
  const monthAfter = Date.UTC(year, month + 1, 1);
  return monthAfter - next < (every * 24 * HOUR) / 2 ? monthAfter : next;
}

function tickLabel(at: number, unit: TickUnit): { label: string; isMajor: boolean } {
  const date = new Date(at);
  const [year, month, day, hour] = [
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate(),
    date.getUTCHours(),
  ];
  const isNewYear = month === 0 && day === 1 && hour === 0;
  if (unit === 'year') return { label: String(year), isMajor: year % 10 === 0 };
  if (isNewYear) return { label: String(year), isMajor: true };
  if (unit === 'month') return { label: MONTHS[month]!, isMajor: false };
  if (unit === 'day')
    return { label: day === 1 ? MONTHS[month]! : `${day} ${MONTHS[month]}`, isMajor: day === 1 };
  return hour === 0
    ? { label: `${day} ${MONTHS[month]}`, isMajor: true }
    : { label: `${String(hour).padStart(2, '0')}:00`, isMajor: false };
}

/** `3 May 2014`, with the time of day where the stretch is short. */
export function momentWords(at: number, withTime: boolean): string {
  const date = new Date(at);
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  return withTime ? `${day}, ${date.toISOString().slice(11, 16)}` : day;
}

/** `3 – 10 May 2014`, `2008 – 2014`: what is seen, as briefly as it can be said. */
export function spanWords({ from, to }: Span): string {
  const length = to - from;
  const years = [from, to].map((at) => String(new Date(at).getUTCFullYear()));
  if (length > 3 * 8760 * HOUR) return years[0] === years[1] ? years[0]! : years.join(' – ');
  const withTime = length < 72 * HOUR;
  const [start, end] = [momentWords(from, withTime), momentWords(to, withTime)];
  return start === end ? start : `${start} – ${end}`;
}
