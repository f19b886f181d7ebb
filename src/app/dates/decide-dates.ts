import { extremesOf } from '../../algorithms/extremes.ts';
import { minuteInWords } from '../../algorithms/interval-in-words.ts';
import { type SaneRange, saneRange } from '../../algorithms/sane-range.ts';
import type { DateDecision, WallInterval } from '../../domain/capture-time.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { DeedChange } from '../../store/deed-store.ts';
import type { PhotoDateDecision, Store } from '../../store/store.ts';
import type { Library } from '../library.ts';
import { deedWords } from './deed-words.ts';
import { type PhotoDate, photoDates } from './photo-dates.ts';
import { type DateDeed, type DatePlan, planDecisions } from './plan-decisions.ts';
import { isSameDecision } from './same-decision.ts';
import type { DateTarget } from './targets.ts';

export interface DecideRequest {
  readonly deed: DateDeed;
  readonly targets: readonly DateTarget[];
  /** Part of the camera's name, in any case: other photos of the targets are left alone. */
  readonly camera?: string | undefined;
  /** Says what would be done, and does nothing. */
  readonly dryRun?: boolean | undefined;
}

/** What was done, or would be, with one target. */
export interface DecidedTarget {
  /** `run` with its id, `folder` with its path, or `photos` with the path of the first. */
  readonly target: {
    readonly kind: 'run' | 'folder' | 'photos';
    readonly name: string;
    readonly recursive: boolean;
  };
  /** Of the photos that were changed, the most frequent first. */
  readonly cameras: readonly string[];
  readonly folders: readonly string[];
  /** How many photos were changed. */
  readonly photos: number;
  /** How many of them had another decision before. */
  readonly replaced: number;
  readonly withoutClock: number;
  readonly keptEarlier: number;
  readonly withoutRhythm: number;
  readonly shiftMillis: number | null;
  /** What the clocks of the photos said; null without a clock. */
  readonly clock: WallInterval | null;
  /** When they were taken by this decision; null where one was taken back. */
  readonly decided: WallInterval | null;
}

export interface DatesDecided {
  /** The number to take it back by; null where nothing was changed. */
  readonly deed: number | null;
  readonly targets: readonly DecidedTarget[];
  /** Photos of which something else is said now. */
  readonly changed: readonly Sha1[];
}

/**
 * Decides for all targets, or for none: everything is checked before anything is kept. It is one deed, which can be
 * taken back and done again like decisions on tags.
 * @throws USAGE for a deed that cannot be done, and for dates that cannot be
 */
export async function decideDates(library: Library, request: DecideRequest): Promise<DatesDecided> {
  const { store, settings } = library;
  const { deed, targets, camera, dryRun } = request;
  const range = saneRange(settings.date_resolver.sane_range, Date.now());
  const within: DateDeed = deed.kind === 'set' ? { ...deed, time: withinRange(deed.time, range) } : deed;
  const reports: DecidedTarget[] = [];
  const all: PhotoDateDecision[] = [];
  for (const target of targets) {
    const photos: PhotoDate[] = [];
    for await (const photo of photoDates(store, target.sha1s)) {
      if (camera === undefined || isCamera(photo, camera)) photos.push(photo);
    }
    if (photos.length === 0) throw noneThere(target, camera);
    const run = target.kind === 'run' ? target.run : null;
    const plan = planDecisions(photos, within, run, settings.date_resolver.outlier_days);
    const report = reportOf(target, photos, plan);
    if (report.decided !== null) assertSane(report.decided, report, range);
    reports.push(report);
    all.push(...plan.decisions);
  }
  if (dryRun || all.length === 0) return { deed: null, targets: reports, changed: [] };
  return { targets: reports, ...(await keep(store, lastOfEach(all), deedWords(deed, reports))) };
}

/** What is said anew, and the deed of it, in one transaction. */
function keep(
  store: Store,
  decisions: readonly PhotoDateDecision[],
  words: string,
): Promise<Pick<DatesDecided, 'deed' | 'changed'>> {
  return store.transaction(
    async (transaction) => {
      const before = await transaction.dates.decisionsOf(decisions.map(({ sha1 }) => sha1));
      const changes = changesOf(before, decisions);
      const changed = changes.flatMap(({ sha1s }) => sha1s);
      if (changed.length === 0) return { deed: null, changed };
      const isChanged = new Set(changed);
      await transaction.dates.putDecisions(decisions.filter(({ sha1 }) => isChanged.has(sha1)));
      const at = new Date().toISOString();
      const deed = await transaction.deeds.record({ at, words, body: { kind: 'dates', changes } });
      return { deed, changed };
    },
    { durable: true },
  );
}

/** What changes, photos of the same change together. */
function changesOf(
  said: ReadonlyMap<Sha1, DateDecision>,
  decisions: readonly PhotoDateDecision[],
): DeedChange<DateDecision | null>[] {
  const changes = new Map<
    string,
    { before: DateDecision | null; after: DateDecision | null; sha1s: Sha1[] }
  >();
  for (const { sha1, decision: after } of decisions) {
    const before = said.get(sha1) ?? null;
    if (isSameDecision(before, after)) continue;
    const key = JSON.stringify([before, after]);
    const known = changes.get(key);
    if (known === undefined) changes.set(key, { before, after, sha1s: [sha1] });
    else known.sha1s.push(sha1);
  }
  return [...changes.values()];
}

const isCamera = (photo: PhotoDate, name: string): boolean =>
  photo.camera.toLowerCase().includes(name.toLowerCase());

function nameOf(target: DateTarget, photos: readonly PhotoDate[]): string {
  if (target.kind === 'run') return target.run.id;
  return target.kind === 'folder' ? target.folder : (photos[0]?.path ?? '');
}

function noneThere(target: DateTarget, camera: string | undefined): PhotoTagError {
  const name = nameOf(target, []);
  if (camera === undefined) {
    return new PhotoTagError(
      'USAGE',
      `None of the photos ${name === '' ? '' : `in ${name} `}is there any more`,
      {
        remedy: 'Their files may be gone: scan again, and look at the list anew.',
      },
    );
  }
  return new PhotoTagError('USAGE', `No photo in ${name} is of a camera “${camera}”`, {
    remedy: 'Give a part of the name as `photo-tag dates` shows it, or leave --camera away.',
  });
}

/** A photo that two targets share gets what was said of the later one. */
function lastOfEach(decisions: readonly PhotoDateDecision[]): PhotoDateDecision[] {
  return [...new Map(decisions.map((decision) => [decision.sha1, decision])).values()];
}

function reportOf(target: DateTarget, photos: readonly PhotoDate[], plan: DatePlan): DecidedTarget {
  const decisions = new Map(plan.decisions.map(({ sha1, decision }) => [sha1, decision]));
  const changed = photos.filter(({ sha1 }) => decisions.has(sha1));
  const { withoutClock, keptEarlier, withoutRhythm, shiftMillis } = plan;
  return {
    target: {
      kind: target.kind,
      name: nameOf(target, photos),
      recursive: target.kind === 'folder' && target.recursive,
    },
    cameras: mostFrequent(changed.flatMap((photo) => (photo.camera === '' ? [] : photo.camera))),
    folders: mostFrequent(changed.map(({ folder }) => folder)),
    photos: changed.length,
    replaced: changed.filter(({ decision }) => decision !== null).length,
    withoutClock,
    keptEarlier,
    withoutRhythm,
    shiftMillis,
    clock: extentOf(changed.flatMap(({ clockMillis }) => clockMillis ?? [])),
    decided: extentOf(changed.flatMap((photo) => decidedTimes(photo, decisions))),
  };
}

function decidedTimes(
  { sha1, clockMillis }: PhotoDate,
  decisions: ReadonlyMap<Sha1, PhotoDateDecision['decision']>,
): number[] {
  const decision = decisions.get(sha1) ?? null;
  if (decision === null) return [];
  if (decision.kind === 'set') return [decision.interval.startMillis, decision.interval.endMillis];
  return clockMillis === null ? [] : [clockMillis + decision.shiftMillis];
}

function extentOf(times: readonly number[]): WallInterval | null {
  const { least, most } = extremesOf(times);
  return times.length === 0 ? null : { startMillis: least, endMillis: most };
}

function mostFrequent(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([name]) => name);
}

type SetTime = Extract<DateDeed, { kind: 'set' }>['time'];

/** Of this year, what has been of it. */
function withinRange(time: SetTime, range: SaneRange): SetTime {
  if (time.kind === 'moment') return time;
  const startMillis = Math.max(time.interval.startMillis, range.fromWallMillis);
  const endMillis = Math.min(time.interval.endMillis, range.toWallMillis);
  return startMillis > endMillis ? time : { ...time, interval: { startMillis, endMillis } };
}

function assertSane({ startMillis, endMillis }: WallInterval, report: DecidedTarget, range: SaneRange): void {
  const photos = `${report.photos === 1 ? 'The photo' : `The ${report.photos} photos`} in ${report.target.name}`;
  if (endMillis > range.toWallMillis) {
    const isFuture = range.toWallMillis >= Date.now();
    const why = isFuture
      ? 'in the future'
      : `after the last believable date, ${minuteInWords(range.toWallMillis)}`;
    throw unbelievable(`${photos} would end on ${minuteInWords(endMillis)}, ${why}`);
  }
  if (startMillis < range.fromWallMillis) {
    const first = minuteInWords(range.fromWallMillis);
    throw unbelievable(
      `${photos} would begin on ${minuteInWords(startMillis)}, before the first believable date, ${first}`,
    );
  }
}

function unbelievable(message: string): PhotoTagError {
  return new PhotoTagError('USAGE', message, {
    remedy:
      'Check the time or the shift; nothing was changed. Older or newer photos: widen date_resolver.sane_range in the configuration.',
  });
}
