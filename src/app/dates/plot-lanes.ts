import { intervalInWords } from '../../algorithms/interval-in-words.ts';
import { DAY_MILLIS, HOUR_MILLIS, MINUTE_MILLIS } from '../../algorithms/wall-time.ts';
import type { CaptureTime } from '../../domain/capture-time.ts';
import {
  CLOCK_LEVELS,
  type ClockLevel,
  type PlotBins,
  type PlotLane,
  type PlotStretch,
  TRUST_LEVELS,
  type TrustLevel,
} from '../../export/date-plot/date-plot.ts';
import type { PhotoDate } from './photo-dates.ts';
import { LIKELY_FROM, TRUSTED_FROM } from './trust-survey.ts';

export type PlottedPhoto = Pick<PhotoDate, 'camera' | 'clockMillis' | 'time'>;

export interface Lanes {
  readonly lanes: readonly PlotLane[];
  readonly stepMillis: number;
  readonly originMillis: number;
}

/** Photos are put in the finest of these bins at first. */
const STEPS_MILLIS = [15 * MINUTE_MILLIS, HOUR_MILLIS, 3 * HOUR_MILLIS, DAY_MILLIS, 7 * DAY_MILLIS] as const;
/** Some four characters each: with the rest of the page it stays below 2 MB. */
const MOST_BINS = 300_000;
/** Bodies that have a lane of their own; the others share one. */
const MOST_LANES = 40;
/** A camera with a smaller share of the photos is somebody else's. */
const FEW_SHARE = 0.002;

export const NO_CAMERA = 'No camera named in the file';

/** Photos by camera body and bin, in one pass: the cameras in the order in which they were first used. */
export async function plotLanes(
  photos: AsyncIterable<PlottedPhoto> | Iterable<PlottedPhoto>,
): Promise<Lanes> {
  const drafts = new Map<string, Draft>();
  for await (const photo of photos) {
    const name = photo.camera === '' ? NO_CAMERA : photo.camera;
    const draft = drafts.get(name) ?? newDraft(name);
    drafts.set(name, draft);
    count(draft, photo);
  }
  const kept = withoutSmall([...drafts.values()]);
  const step = STEPS_MILLIS.find((millis) => binsAt(kept, millis) <= MOST_BINS) ?? STEPS_MILLIS.at(-1)!;
  const first = Math.min(...kept.map(firstBin));
  const originMillis = Number.isFinite(first) ? Math.floor((first * STEPS_MILLIS[0]) / step) * step : 0;
  const few = FEW_SHARE * kept.reduce((sum, { photos }) => sum + photos, 0);
  const lanes = kept
    .toSorted((a, b) => rank(a, few) - rank(b, few) || firstTaken(a) - firstTaken(b))
    .map((draft) => laneOf(draft, step, originMillis));
  return { lanes, stepMillis: step, originMillis };
}

/** Counts by bin of the finest step, counted from 1970. */
interface Draft {
  name: string;
  photos: number;
  undated: number;
  moved: number;
  clock: Record<ClockLevel, Map<number, number>>;
  taken: Record<TrustLevel, Map<number, number>>;
  /** By level and by the ends of the interval. */
  stretches: Map<string, number>;
  bounds: { from: number; to: number };
}

function newDraft(name: string): Draft {
  return {
    name,
    photos: 0,
    undated: 0,
    moved: 0,
    clock: { kept: new Map(), moved: new Map() },
    taken: { hand: new Map(), sure: new Map(), likely: new Map(), doubtful: new Map() },
    stretches: new Map(),
    bounds: { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY },
  };
}

function count(draft: Draft, { clockMillis, time }: PlottedPhoto): void {
  draft.photos++;
  const isMoved = time !== null && isMovedClock(time, clockMillis);
  if (isMoved) draft.moved++;
  if (clockMillis !== null) add(draft.clock[isMoved ? 'moved' : 'kept'], binOf(clockMillis));
  if (time?.wallMillis == null || time.interval === null) {
    draft.undated++;
    return;
  }
  const level = levelOf(time);
  draft.bounds.from = Math.min(draft.bounds.from, time.wallMillis);
  draft.bounds.to = Math.max(draft.bounds.to, time.wallMillis);
  if (isStretch(time)) {
    const { startMillis, endMillis } = time.interval;
    const [from, to] = roundedEnds(startMillis, endMillis);
    add(draft.stretches, `${level} ${from} ${to}`);
  } else add(draft.taken[level], binOf(time.wallMillis));
}

/** A clock that was put right keeps its rhythm: its photos are points, however uncertain the run is. */
function isStretch({ precision, clock }: CaptureTime): boolean {
  return clock === null && (precision === 'day' || precision === 'month' || precision === 'year');
}

function isMovedClock({ clock, byHand, wallMillis }: CaptureTime, clockMillis: number | null): boolean {
  if (clock !== null) return true;
  return byHand && clockMillis !== null && wallMillis !== clockMillis;
}

function levelOf({ byHand, uncertain, trustScore }: CaptureTime): TrustLevel {
  if (byHand) return 'hand';
  if (uncertain || trustScore < LIKELY_FROM) return 'doubtful';
  return trustScore >= TRUSTED_FROM ? 'sure' : 'likely';
}

const binOf = (wallMillis: number): number => Math.floor(wallMillis / STEPS_MILLIS[0]);

const add = <Key>(counts: Map<Key, number>, key: Key): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};

/** Stretches of much the same place become one: to a twentieth of their length. */
function roundedEnds(startMillis: number, endMillis: number): [number, number] {
  const grid = Math.max(
    STEPS_MILLIS[0],
    2 ** Math.floor(Math.log2((endMillis - startMillis) / 20 / HOUR_MILLIS)) * HOUR_MILLIS,
  );
  const round = (millis: number) => binOf(Math.round(millis / grid) * grid);
  return [round(startMillis), Math.max(round(startMillis) + 1, round(endMillis))];
}

/** The bodies with the fewest photos share a lane. */
function withoutSmall(drafts: readonly Draft[]): Draft[] {
  const sorted = drafts.toSorted((a, b) => b.photos - a.photos);
  const small = sorted.slice(MOST_LANES);
  if (small.length < 2) return sorted;
  const others = newDraft(`${small.length} other cameras`);
  for (const draft of small) merge(others, draft);
  return [...sorted.slice(0, MOST_LANES), others];
}

function merge(into: Draft, from: Draft): void {
  into.photos += from.photos;
  into.undated += from.undated;
  into.moved += from.moved;
  into.bounds.from = Math.min(into.bounds.from, from.bounds.from);
  into.bounds.to = Math.max(into.bounds.to, from.bounds.to);
  const mergeCounts = <Key>(a: Map<Key, number>, b: ReadonlyMap<Key, number>) => {
    for (const [key, photos] of b) a.set(key, (a.get(key) ?? 0) + photos);
  };
  for (const level of CLOCK_LEVELS) mergeCounts(into.clock[level], from.clock[level]);
  for (const level of TRUST_LEVELS) mergeCounts(into.taken[level], from.taken[level]);
  mergeCounts(into.stretches, from.stretches);
}

const countsOf = (draft: Draft) => [...Object.values(draft.clock), ...Object.values(draft.taken)];

function binsAt(drafts: readonly Draft[], stepMillis: number): number {
  const ratio = stepMillis / STEPS_MILLIS[0];
  let bins = 0;
  for (const counts of drafts.flatMap(countsOf)) {
    const coarse = new Set<number>();
    for (const bin of counts.keys()) coarse.add(Math.floor(bin / ratio));
    bins += coarse.size;
  }
  return bins;
}

function firstBin(draft: Draft): number {
  let first = Number.POSITIVE_INFINITY;
  for (const counts of countsOf(draft)) for (const bin of counts.keys()) first = Math.min(first, bin);
  for (const key of draft.stretches.keys()) first = Math.min(first, Number(key.split(' ')[1]));
  return first;
}

const firstTaken = ({ bounds }: Draft): number =>
  Number.isFinite(bounds.from) ? bounds.from : Number.MAX_VALUE;

/** The photographer's cameras, then those with few photos, scanners and others without a clock, what is of none. */
function rank({ name, clock, photos, moved }: Draft, few: number): number {
  if (name === NO_CAMERA) return 4;
  if (name.endsWith(' other cameras')) return 3;
  if (clock.kept.size + clock.moved.size === 0) return 2;
  return photos < few && moved === 0 ? 1 : 0;
}

function laneOf(draft: Draft, stepMillis: number, originMillis: number): PlotLane {
  const ratio = stepMillis / STEPS_MILLIS[0];
  const origin = originMillis / stepMillis;
  const toBin = (bin: number) => Math.floor(bin / ratio) - origin;
  const binned = (counts: ReadonlyMap<number, number>): PlotBins => {
    const coarse = new Map<number, number>();
    for (const [bin, photos] of counts) coarse.set(toBin(bin), (coarse.get(toBin(bin)) ?? 0) + photos);
    return [...coarse].sort((a, b) => a[0] - b[0]);
  };
  const stretches = [...draft.stretches].map(([key, photos]): PlotStretch => {
    const [level, from, to] = key.split(' ');
    return [toBin(Number(from)), toBin(Number(to)), level as TrustLevel, photos];
  });
  const { name, photos, undated, moved, clock, taken } = draft;
  return {
    name,
    photos,
    undated,
    moved,
    words: laneInWords(draft),
    clock: { kept: binned(clock.kept), moved: binned(clock.moved) },
    taken: {
      hand: binned(taken.hand),
      sure: binned(taken.sure),
      likely: binned(taken.likely),
      doubtful: binned(taken.doubtful),
    },
    stretches: stretches.sort((a, b) => b[1] - b[0] - (a[1] - a[0])),
  };
}

const LEVEL_WORDS: Readonly<Record<TrustLevel, string>> = {
  hand: 'set by hand',
  sure: 'with the hour confirmed',
  likely: 'with a sure day, and the hour as the camera says',
  doubtful: 'doubtful',
};

function laneInWords({ name, photos, undated, moved, taken, stretches, bounds }: Draft): string {
  const totals = TRUST_LEVELS.map((level) => {
    let total = 0;
    for (const amount of taken[level].values()) total += amount;
    for (const [key, amount] of stretches) if (key.startsWith(`${level} `)) total += amount;
    return [total, LEVEL_WORDS[level]] as const;
  });
  const parts = [...totals, [moved, 'with a clock that was put right'], [undated, 'without a date']] as const;
  const range = Number.isFinite(bounds.from)
    ? `, ${intervalInWords({ startMillis: bounds.from, endMillis: bounds.to })}`
    : '';
  const list = parts
    .filter(([amount]) => amount > 0)
    .map(([amount, words]) => `${amount.toLocaleString('en')} ${words}`);
  return `${name}: ${photos.toLocaleString('en')} photos${range}. ${list.join(', ')}.`;
}
