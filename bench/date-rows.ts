import type { CaptureTime } from '../src/domain/capture-time.ts';
import type { DateLibrary } from './date-library/library.ts';
import { FAULTS, type PhotoTruth, type Recoverable } from './date-library/world.ts';
import {
  daysStated,
  holdsTruth,
  isWithinAnHour,
  type ReliabilityRow,
  rightFrom,
  windowAgreement,
  windowLabels,
} from './date-scores.ts';
import { median } from './median.ts';

/** Wall times of all photos: ours, and those of each baseline by its name. */
export type Answers = { ours: readonly (number | null)[] } & Record<string, readonly (number | null)[]>;

/** Share of photos within one hour, each fault by itself; only those that are recoverable to the hour. */
export function faultRows(truth: readonly PhotoTruth[], answers: Answers) {
  return [...FAULTS, 'all'].flatMap((fault) => {
    const isIt = (photo: PhotoTruth) => fault === 'all' || photo.fault === fault;
    const photos = truth.filter(isIt).length;
    if (photos === 0) return [];
    const counts = (photo: PhotoTruth) => isIt(photo) && photo.recoverable === 'hour';
    const shares = Object.entries(answers).map(([name, answer]) => {
      return [name, round(shareWithinAnHour(truth, answer, counts))];
    });
    return [
      {
        'within an hour': fault,
        photos,
        'recoverable to the hour': truth.filter(counts).length,
        ...Object.fromEntries(shares),
      },
    ];
  });
}

/** NaN where no photo counts. */
export function shareWithinAnHour(
  truth: readonly PhotoTruth[],
  answer: readonly (number | null)[],
  counts: (photo: PhotoTruth) => boolean,
): number {
  let photos = 0;
  let near = 0;
  truth.forEach((photo, i) => {
    if (!counts(photo)) return;
    photos++;
    if (isWithinAnHour(answer[i] ?? null, photo.wallMillis)) near++;
  });
  return near / photos;
}

/** Whether what is stated holds the truth where less than the hour can be known; and how wide it is. */
export function coarseRows(truth: readonly PhotoTruth[], ours: readonly CaptureTime[]) {
  const row = (what: string, counts: (photo: PhotoTruth) => boolean) => {
    const chosen = truth.flatMap((photo, i) => (counts(photo) ? [i] : []));
    if (chosen.length === 0) return [];
    const held = chosen.filter((i) => holdsTruth(ours[i]!, truth[i]!.wallMillis)).length;
    const trust = chosen.reduce((sum, i) => sum + ours[i]!.trustScore, 0);
    return [
      {
        'recoverable to the': what,
        photos: chosen.length,
        'ours holds the truth': round(held / chosen.length),
        'median days stated': round(median(chosen.map((i) => daysStated(ours[i]!)))),
        'mean trust': round(trust / chosen.length),
      },
    ];
  };
  const finest: readonly Recoverable[] = ['day', 'month', 'year', 'none'];
  return [
    ...finest.flatMap((one) => row(one, (photo) => photo.recoverable === one && !photo.isUnseen)),
    ...row('unseen: nothing in the data tells of the error', (photo) => photo.isUnseen),
  ];
}

/** Windows of the whole library against the true ones; photos that no evidence dates are in it, and then left out. */
export function windowRows({ witnesses, truth }: DateLibrary, answers: Answers) {
  const keys = witnesses.map((witness) => witness.key);
  const right = windowLabels(
    truth.map((photo) => photo.wallMillis),
    keys,
  );
  return Object.entries(answers).map(([name, answer]) => {
    const found = windowLabels(answer, keys);
    const isHour = (i: number) => truth[i]!.recoverable === 'hour';
    return {
      windows: name,
      'ARI, recoverable to the hour': round4(windowAgreement(found, right, isHour)),
      'ARI, all photos': round4(windowAgreement(found, right)),
    };
  });
}

/** How many photos of each tenth of trust are right, judged in three ways. */
export interface Reliability {
  /** Within 14 hours of what is stated. */
  readonly toTheDay: readonly ReliabilityRow[];
  /** Within an hour. */
  readonly toTheHour: readonly ReliabilityRow[];
  /** The same, of photos whose error something in the data could tell. */
  readonly seen: readonly ReliabilityRow[];
}

/** Each tenth of trust, then all from 0.8 on. */
export function trustRows({ toTheDay, toTheHour, seen }: Reliability) {
  const rows = toTheDay.map(({ trust, photos, right }, i) => ({
    trust,
    photos,
    'right to the day': round(right),
    'to the hour': round(toTheHour[i]!.right),
    'to the hour, unseen errors left out': round(seen[i]!.right),
  }));
  const total = {
    trust: '0.8 and more',
    photos: rightFrom(toTheDay, 8).photos,
    'right to the day': round4(rightFrom(toTheDay, 8).right),
    'to the hour': round4(rightFrom(toTheHour, 8).right),
    'to the hour, unseen errors left out': round4(rightFrom(seen, 8).right),
  };
  return [...rows, total];
}

const round = (value: number | null) =>
  value === null || Number.isNaN(value) ? null : Math.round(value * 1000) / 1000;
const round4 = (value: number) => Math.round(value * 10_000) / 10_000;
