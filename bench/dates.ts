import type { DateWitness } from '../src/algorithms/date-votes.ts';
import { type DateOptions, resolveFolder } from '../src/algorithms/resolve-date.ts';
import { saneRange } from '../src/algorithms/sane-range.ts';
import { DAY_MILLIS, gapMillis, periodOf } from '../src/algorithms/wall-time.ts';
import { configSchema } from '../src/config/schema.ts';
import { FAULTS, makeDateLibrary, type TrueFolder } from './date-library.ts';
import { type BenchOptions, type BenchReport, thisMachine } from './report.ts';

/**
 * Resolved times beside what other programs do: the first field that is there, in the order DateTimeOriginal,
 * CreateDate, ModifyDate, mtime. On a library with known truth.
 * @param options size: photos in all
 */
export async function run({ seed, size }: BenchOptions): Promise<BenchReport> {
  const library = makeDateLibrary(seed, size);
  const options = dateOptions();
  const ours = () => library.map(({ witnesses }) => resolveFolder(witnesses, options));
  const firstField = () => library.map(({ witnesses }) => witnesses.map(firstFieldOf));

  const oursRates: number[] = [];
  const firstFieldRates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    oursRates.push(photosPerSecond(size, ours));
    firstFieldRates.push(photosPerSecond(size, firstField));
  }

  const judged = judge(library, ours(), firstField());
  const rows = [...FAULTS, 'all'].flatMap((fault) => {
    const photos = fault === 'all' ? judged : judged.filter((photo) => photo.fault === fault);
    return photos.length === 0 ? [] : [rowOf(fault, photos)];
  });
  const all = rowOf('all', judged);
  const gain = all['ours within a day'] - all['first field within a day'];
  const worst = Math.min(...rows.map((row) => row['ours within a day'] - row['first field within a day']));
  const rate = median(oursRates);
  return {
    name: 'dates',
    machine: thisMachine(),
    rows: [
      ...rows,
      { what: 'ours', 'photos per CPU second': Math.round(rate), spread: spread(oursRates) },
      {
        what: 'first field',
        'photos per CPU second': Math.round(median(firstFieldRates)),
        spread: spread(firstFieldRates),
      },
    ],
    goals: [
      {
        what: 'share of photos within a day of the truth, more than the first field has',
        goal: 'at least 0.2 more',
        value: round(gain),
        holds: gain >= 0.2,
      },
      {
        what: 'the same, for the fault where ours does worst',
        goal: 'not less than the first field',
        value: round(worst),
        holds: worst >= 0,
      },
      {
        what: 'share of photos whose resolved second, day, month or year holds the truth (to a day)',
        goal: 'at least 0.9',
        value: all['ours holds the truth'],
        holds: all['ours holds the truth'] >= 0.9,
      },
      {
        what: 'photos per second of one processor (500,000 in less than a minute)',
        goal: 'at least 10,000',
        value: Math.round(rate),
        holds: rate >= 10_000,
      },
    ],
  };
}

const ROUNDS = 5;

function dateOptions(): DateOptions {
  const config = configSchema.parse({}).date_resolver;
  return {
    weights: config.weights,
    outlierDays: config.outlier_days,
    // The clock is stopped, so that a seed gives the same figures next year.
    saneRange: saneRange(config.sane_range, Date.UTC(2026, 0, 1)),
    fileZoneOffsetMinutes: () => 0,
  };
}

function firstFieldOf(witness: DateWitness): number | null {
  const field = witness.dateTimeOriginal ?? witness.createDate ?? witness.modifyDate;
  return field?.wallMillis ?? witness.files[0]?.mtimeMillis ?? null;
}

interface JudgedPhoto {
  readonly fault: string;
  readonly oursWithinDay: boolean;
  readonly oursHolds: boolean;
  readonly firstFieldWithinDay: boolean;
  readonly trust: number;
}

function judge(
  library: readonly TrueFolder[],
  ours: readonly ReturnType<typeof resolveFolder>[],
  firstField: readonly (readonly (number | null)[])[],
): JudgedPhoto[] {
  return library.flatMap(({ fault, truth }, f) =>
    truth.map((trueMillis, i) => {
      const time = ours[f]?.[i];
      const first = firstField[f]?.[i] ?? null;
      const wallMillis = time?.wallMillis ?? null;
      const moment = { startMillis: trueMillis, endMillis: trueMillis };
      return {
        fault,
        oursWithinDay: wallMillis !== null && Math.abs(wallMillis - trueMillis) <= DAY_MILLIS,
        oursHolds:
          time !== undefined &&
          wallMillis !== null &&
          gapMillis(periodOf(wallMillis, time.precision), moment) <= DAY_MILLIS,
        firstFieldWithinDay: first !== null && Math.abs(first - trueMillis) <= DAY_MILLIS,
        trust: time?.trustScore ?? 0,
      };
    }),
  );
}

function rowOf(fault: string, photos: readonly JudgedPhoto[]) {
  const share = (holds: (photo: JudgedPhoto) => boolean) =>
    round(photos.filter(holds).length / photos.length);
  const trust = photos.reduce((sum, photo) => sum + photo.trust, 0) / photos.length;
  return {
    what: fault,
    photos: photos.length,
    'ours within a day': share((photo) => photo.oursWithinDay),
    'first field within a day': share((photo) => photo.firstFieldWithinDay),
    'ours holds the truth': share((photo) => photo.oursHolds),
    'mean trust': round(trust),
  };
}

/** Of processor time, all threads: what else the machine does is not our speed. */
function photosPerSecond(size: number, work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return size / Math.max(1e-6, (user + system) / 1e6);
}

const round = (value: number) => Math.round(value * 1000) / 1000;

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function spread(values: readonly number[]): string {
  return `${Math.round(Math.min(...values))} … ${Math.round(Math.max(...values))}`;
}
