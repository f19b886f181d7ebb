import { basename, dirname } from 'node:path';
import { isBrokenClock } from '../../algorithms/rhythm.ts';
import type { ClockRun } from '../../domain/clock-run.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { Library } from '../library.ts';
import type { DateRun } from './date-runs.ts';
import { type PhotoDate, photoDates } from './photo-dates.ts';
import { dateRun } from './run-page.ts';
import { photosBelow } from './targets.ts';

/** A photo of a run: what its clock said, and what it is dated now. Wall-clock milliseconds. */
export interface RunPhoto {
  readonly sha1: Sha1;
  readonly fileName: string;
  readonly folder: string;
  readonly clockMillis: number;
  /** What is added to the clock for its rhythm, where it stood still or kept starting again; mostly 0. */
  readonly driftMillis: number;
  readonly nowMillis: number | null;
}

/** A photo that is not of the run, and was taken near it or lies beside it. */
export interface NearPhoto {
  readonly sha1: Sha1;
  readonly camera: string;
  /** Of the run's camera. */
  readonly isOwn: boolean;
  readonly wallMillis: number;
}

export interface RunDetails {
  readonly run: DateRun;
  readonly folders: readonly { readonly path: string; readonly photos: number; readonly sample: Sha1 }[];
  /** Evenly among all of them, the first and the last included; in the order in which they were taken. */
  readonly photos: readonly RunPhoto[];
  readonly near: readonly NearPhoto[];
}

/** More marks than that nobody tells apart on a line. */
const MOST_PHOTOS = 400;
const MOST_NEAR = 400;
/** Folders that are looked into for what lies beside. */
const MOST_FOLDERS = 20;
const HOUR_MILLIS = 3_600_000;
/** Before and after the run. */
const LEAST_MARGIN_MILLIS = 12 * HOUR_MILLIS;

/** One run with its photos, and with what is known around it; null where there is no such run. */
export async function runDetails(
  library: Library,
  id: string,
  due: ReadonlySet<Sha1>,
): Promise<RunDetails | null> {
  const known = await dateRun(library, id, due);
  if (known === null) return null;
  const { found, run } = known;
  const all: PhotoDate[] = [];
  for await (const photo of photoDates(library.store, found.keys)) all.push(photo);
  const folders = new Map<string, { photos: number; sample: Sha1 }>();
  for (const { folder, sha1 } of all) {
    const of = folders.get(folder) ?? { photos: 0, sample: sha1 };
    folders.set(folder, { ...of, photos: of.photos + 1 });
  }
  const isBroken = isBrokenClock(all.flatMap(({ clockMillis }) => clockMillis ?? []));
  return {
    run,
    folders: [...folders].map(([path, of]) => ({ path, ...of })),
    photos: evenly(
      all.filter(({ clockMillis }) => clockMillis !== null),
      MOST_PHOTOS,
    ).map((photo) => runPhoto(photo, found, isBroken, due.has(photo.sha1))),
    near: await nearPhotos(library, found, run, [...folders.keys()]),
  };
}

function runPhoto(photo: PhotoDate, { id, verdict }: ClockRun, isBroken: boolean, isDue: boolean): RunPhoto {
  const { sha1, path, time, decision } = photo;
  const clockMillis = photo.clockMillis!;
  const driftMillis = isBroken && time?.clock?.run === id ? time.clock.shiftMillis - verdict.offsetMillis : 0;
  return {
    sha1,
    fileName: basename(path),
    folder: dirname(path),
    clockMillis,
    driftMillis,
    nowMillis: isDue ? asDecided(clockMillis, decision, verdict) : (time?.wallMillis ?? null),
  };
}

/** What the next run of the stage will say. */
function asDecided(
  clockMillis: number,
  decision: PhotoDate['decision'],
  verdict: ClockRun['verdict'],
): number {
  if (decision === null) return clockMillis + (verdict.standing === 'shifted' ? verdict.offsetMillis : 0);
  if (decision.kind === 'shift') return clockMillis + decision.shiftMillis;
  return Math.floor((decision.interval.startMillis + decision.interval.endMillis) / 2);
}

async function nearPhotos(
  { store }: Library,
  found: ClockRun,
  { now, proposal }: DateRun,
  folders: readonly string[],
): Promise<NearPhoto[]> {
  const own = new Set(found.keys);
  const candidates = new Set<Sha1>();
  for (const folder of folders.slice(0, MOST_FOLDERS)) {
    const { direct } = await photosBelow(store, folder);
    for (const sha1 of direct) if (!own.has(sha1)) candidates.add(sha1);
  }
  for (const extent of [now, proposal?.proposed ?? null]) {
    if (extent === null) continue;
    const margin = Math.max(LEAST_MARGIN_MILLIS, extent.endMillis - extent.startMillis);
    const around = await store.photos.matching({
      fromMillis: extent.startMillis - margin,
      toMillis: extent.endMillis + margin,
    });
    for (const sha1 of around) if (!own.has(sha1)) candidates.add(sha1);
  }
  const near: NearPhoto[] = [];
  for await (const { sha1, camera, time } of photoDates(store, evenly([...candidates], MOST_NEAR))) {
    if (time === null || time.wallMillis === null || time.uncertain) continue;
    near.push({ sha1, camera, isOwn: camera === found.camera, wallMillis: time.wallMillis });
  }
  return near.sort((a, b) => a.wallMillis - b.wallMillis);
}

/** At most so many, evenly, with the first and the last. */
export function evenly<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all];
  return Array.from({ length: most }, (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))]!);
}
