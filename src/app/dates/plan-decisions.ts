import { type SaidShift, shiftMillisFrom } from '../../algorithms/clock-shift.ts';
import { extremesOf } from '../../algorithms/extremes.ts';
import { isBrokenClock, placedInInterval } from '../../algorithms/rhythm.ts';
import type { SaidTime } from '../../algorithms/said-time.ts';
import { DAY_MILLIS, spanInWords } from '../../algorithms/wall-time.ts';
import type { DateDecision, WallInterval } from '../../domain/capture-time.ts';
import type { ClockRun } from '../../domain/clock-run.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { PhotoDateDecision } from '../../store/store.ts';
import { proposalOf } from './date-runs.ts';
import type { PhotoDate } from './photo-dates.ts';

/** What the user wants to be done with the dates of some photos. */
export type DateDeed =
  | { readonly kind: 'accept' }
  | { readonly kind: 'keep' }
  | { readonly kind: 'forget' }
  | { readonly kind: 'shift'; readonly shift: SaidShift }
  | {
      readonly kind: 'set';
      readonly time: SaidTime;
      /** The photo that was taken at that moment; the first one where it is left out. */
      readonly photo?: Sha1 | undefined;
    };

export interface DatePlan {
  readonly decisions: readonly PhotoDateDecision[];
  /** Photos that stay as they are, because no camera's clock can be shifted. */
  readonly withoutClock: number;
  /** Photos whose earlier decision is kept. */
  readonly keptEarlier: number;
  /** Photos whose clocks go too far apart for the interval, so that nothing is left of their rhythm. */
  readonly withoutRhythm: number;
  /** What was added to the first photo's clock; null where no clock was shifted. */
  readonly shiftMillis: number | null;
}

/**
 * The decision for each photo.
 * @param run where the photos are those of a run: in the order in which they were taken
 * @param outlierDays clocks of several cameras that are further apart have no common rhythm
 * @throws USAGE where the deed cannot be done
 */
export function planDecisions(
  photos: readonly PhotoDate[],
  deed: DateDeed,
  run: ClockRun | null,
  outlierDays: number,
): DatePlan {
  const drifts = run === null ? new Map<Sha1, number>() : driftsOf(photos, run);
  switch (deed.kind) {
    case 'forget':
      return planOf(
        photos.flatMap(({ sha1, decision }) => (decision === null ? [] : { sha1, decision: null })),
      );
    case 'accept':
      return planAccept(photos, run, drifts);
    case 'keep':
      return planShift(photos, () => 0);
    case 'shift': {
      const { least: first } = extremesOf(photos.flatMap(({ clockMillis }) => clockMillis ?? []));
      const shiftMillis = shiftMillisFrom(deed.shift, first);
      return planShift(photos, ({ sha1 }) => shiftMillis + (drifts.get(sha1) ?? 0));
    }
    case 'set':
      return deed.time.kind === 'moment'
        ? planMoment(photos, startOf(photos, deed.time.wallMillis, deed.photo, drifts), drifts, outlierDays)
        : planInterval(photos, deed.time.interval, drifts);
  }
}

/** When the first photo was taken, where it is known of one of them. */
function startOf(
  photos: readonly PhotoDate[],
  wallMillis: number,
  sha1: Sha1 | undefined,
  drifts: ReadonlyMap<Sha1, number>,
): number {
  if (sha1 === undefined) return wallMillis;
  const photo = photos.find((one) => one.sha1 === sha1);
  const own = photo === undefined ? null : rhythmOf(photo, drifts);
  if (own === null) {
    throw new PhotoTagError('USAGE', 'That photo has no clock among these that the others could follow', {
      remedy: 'Name another photo of them, or say when the first one was taken.',
    });
  }
  const { least } = extremesOf(photos.flatMap((one) => rhythmOf(one, drifts) ?? []));
  return wallMillis - (own - least);
}

/**
 * Where a clock stood still or kept starting again, the study put a clock that runs on in its place. How far that had
 * run ahead at each photo is its rhythm, and is kept whatever the run as a whole is shifted by.
 */
function driftsOf(photos: readonly PhotoDate[], run: ClockRun): Map<Sha1, number> {
  const isBroken = isBrokenClock(photos.flatMap(({ clockMillis }) => clockMillis ?? []));
  const base = photos.find(({ decision }) => decision?.kind === 'shift')?.decision;
  const drifts = new Map<Sha1, number>();
  for (const { sha1, time, decision } of photos) {
    if (time?.clock?.run === run.id) drifts.set(sha1, time.clock.shiftMillis - run.verdict.offsetMillis);
    else if (isBroken && decision?.kind === 'shift' && base?.kind === 'shift') {
      drifts.set(sha1, decision.shiftMillis - base.shiftMillis);
    }
  }
  return drifts;
}

/** What the study proposes, for photos that nothing was decided of. */
function planAccept(
  photos: readonly PhotoDate[],
  run: ClockRun | null,
  drifts: ReadonlyMap<Sha1, number>,
): DatePlan {
  if (run === null) {
    throw new PhotoTagError('USAGE', 'Only a run has a proposal to accept, and a folder has none', {
      remedy:
        'Name runs (`photo-tag dates` lists them), or say what is right: --set TIME, --shift TIME or --keep.',
    });
  }
  const proposal = proposalOf(run);
  if (proposal === null) {
    throw new PhotoTagError(
      'USAGE',
      `There is nothing to accept for ${run.id}: nothing tells how far it is off`,
      {
        remedy: `Say when its first photo was taken (photo-tag dates ${run.id} --set 2008-07-05T14:30), or in which day, month or year; or that its clock was right (photo-tag dates --keep ${run.id}).`,
      },
    );
  }
  const open = photos.filter(({ decision }) => decision === null);
  const accepted = planShift(open, ({ sha1 }) => proposal.shiftMillis + (drifts.get(sha1) ?? 0));
  return { ...accepted, keptEarlier: photos.length - open.length };
}

function planShift(photos: readonly PhotoDate[], shiftOf: (photo: PhotoDate) => number): DatePlan {
  const clocked = photos.filter(({ clockMillis }) => clockMillis !== null);
  if (clocked.length === 0 && photos.length > 0) {
    throw new PhotoTagError('USAGE', 'None of these photos has the time of a camera’s clock to shift', {
      remedy: 'Say when they were taken: --set 1998, --set 1998-12 or --set 1998-12-24.',
    });
  }
  const decisions = clocked.map((photo) => ({
    sha1: photo.sha1,
    decision: { kind: 'shift', shiftMillis: Math.round(shiftOf(photo)) } as const,
  }));
  const first = earliest(clocked);
  return {
    ...planOf(decisions),
    withoutClock: photos.length - clocked.length,
    shiftMillis: first === null ? null : Math.round(shiftOf(first)),
  };
}

/** The first photo is of that moment and the others keep their distance; those without a clock are of that time. */
function planMoment(
  photos: readonly PhotoDate[],
  wallMillis: number,
  drifts: ReadonlyMap<Sha1, number>,
  outlierDays: number,
): DatePlan {
  const rhythm = photos.map((photo) => rhythmOf(photo, drifts));
  const { least, most } = extremesOf(rhythm.filter((clock) => clock !== null));
  const bodies = new Set(photos.flatMap(({ clockMillis, body }) => (clockMillis === null ? [] : body)));
  if (bodies.size > 1 && most - least > outlierDays * DAY_MILLIS) {
    throw new PhotoTagError(
      'USAGE',
      `The clocks of ${bodies.size} cameras in it are ${spanInWords(most - least)} apart: they have no common first photo`,
      { remedy: 'Name one camera with --camera, or the run; or give a day, a month or a year.' },
    );
  }
  const end = wallMillis + (Number.isFinite(least) ? most - least : 0);
  const whole: DateDecision = { kind: 'set', interval: { startMillis: wallMillis, endMillis: end } };
  const decisions = photos.map(({ sha1 }, i): PhotoDateDecision => {
    const clock = rhythm[i]!;
    if (clock === null) return { sha1, decision: whole };
    const shiftMillis = Math.round(wallMillis - least + (drifts.get(sha1) ?? 0));
    return { sha1, decision: { kind: 'shift', shiftMillis } };
  });
  return {
    ...planOf(decisions),
    shiftMillis: Number.isFinite(least) ? Math.round(wallMillis - least) : null,
  };
}

/** All are of that day, month or year; what each camera's clock says of the order and the distances is kept. */
function planInterval(
  photos: readonly PhotoDate[],
  interval: WallInterval,
  drifts: ReadonlyMap<Sha1, number>,
): DatePlan {
  const bodies = Map.groupBy(photos, ({ body }) => body);
  const decisions: PhotoDateDecision[] = [];
  let withoutRhythm = 0;
  for (const own of bodies.values()) {
    const clocks = own.map((photo) => rhythmOf(photo, drifts));
    const { least, most } = extremesOf(clocks.filter((clock) => clock !== null));
    if (most - least > interval.endMillis - interval.startMillis) withoutRhythm += own.length;
    placedInInterval(clocks, interval).forEach((placed, i) => {
      decisions.push({ sha1: own[i]!.sha1, decision: { kind: 'set', interval: placed } });
    });
  }
  return { ...planOf(decisions), withoutRhythm };
}

function rhythmOf({ sha1, clockMillis }: PhotoDate, drifts: ReadonlyMap<Sha1, number>): number | null {
  return clockMillis === null ? null : clockMillis + (drifts.get(sha1) ?? 0);
}

function earliest(photos: readonly PhotoDate[]): PhotoDate | null {
  return photos.reduce<PhotoDate | null>(
    (best, photo) => (best === null || photo.clockMillis! < best.clockMillis! ? photo : best),
    null,
  );
}

function planOf(decisions: readonly PhotoDateDecision[]): DatePlan {
  return { decisions, withoutClock: 0, keptEarlier: 0, withoutRhythm: 0, shiftMillis: null };
}
