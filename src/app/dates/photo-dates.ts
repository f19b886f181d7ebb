import { cameraOf } from '../../algorithms/camera-of.ts';
import { nameOf } from '../../algorithms/clocks/shot.ts';
import { isScan } from '../../algorithms/scan-witness.ts';
import type { CaptureTime, DateDecision } from '../../domain/capture-time.ts';
import type { Sha1 } from '../../domain/photo.ts';
import { dateWitness } from '../../stages/date-witness.ts';
import type { Store } from '../../store/store.ts';
import type { Library } from '../library.ts';
import { findTargets, type TargetOptions } from './targets.ts';

/** What the camera of a photo said of its time, what was made of it, and what the user said. */
export interface PhotoDate {
  readonly sha1: Sha1;
  /** Of its first present file. */
  readonly path: string;
  readonly folder: string;
  /** `Canon EOS 5D 123456`; empty where the file names none. */
  readonly camera: string;
  /** Names the body, without a serial number in its folder; null where the file names none. */
  readonly body: string | null;
  /** What its clock said, wall-clock milliseconds; null where there was none, as in scans. */
  readonly clockMillis: number | null;
  readonly time: CaptureTime | null;
  readonly decision: DateDecision | null;
}

/** Photos of which so much is in memory at a time. */
const PAGE = 5000;

/** In the order of `sha1s`, a page at a time; photos without a present file are left out. */
export async function* photoDates(store: Store, sha1s: readonly Sha1[]): AsyncGenerator<PhotoDate> {
  for (let start = 0; start < sha1s.length; start += PAGE) {
    const page = sha1s.slice(start, start + PAGE);
    const files = await store.files.ofPhotos(page);
    const metadata = await store.photos.metadataOf(page);
    const times = await store.photos.captureTimesOf(page);
    const decisions = await store.dates.decisionsOf(page);
    for (const sha1 of page) {
      const own = files.get(sha1);
      if (own === undefined) continue;
      const decision = decisions.get(sha1) ?? null;
      const witness = dateWitness(sha1, own, metadata.get(sha1) ?? null, decision);
      const clock = isScan(witness) ? null : (witness.dateTimeOriginal ?? witness.createDate);
      yield {
        sha1,
        path: own[0]!.path,
        folder: witness.folder,
        camera: nameOf(witness),
        body: cameraOf(witness),
        clockMillis: clock?.wallMillis ?? null,
        time: times.get(sha1) ?? null,
        decision,
      };
    }
  }
}

/** All photos of the library. */
export async function* allPhotoDates(store: Store): AsyncGenerator<PhotoDate> {
  let after: string | null = null;
  for (;;) {
    const page: Sha1[] = await store.photos.page({ after, limit: PAGE });
    yield* photoDates(store, page);
    if (page.length < PAGE) return;
    after = page.at(-1)!;
  }
}

/**
 * Photos with all that their witnesses say.
 * @param names runs and folders; none for the whole library
 * @throws USAGE for a name that is neither
 */
export async function* datesWithReasons(
  library: Library,
  names: readonly string[],
  options: TargetOptions,
): AsyncGenerator<PhotoDate> {
  if (names.length === 0) return yield* allPhotoDates(library.store);
  const targets = await findTargets(library, names, options);
  yield* photoDates(library.store, [...new Set(targets.flatMap(({ sha1s }) => sha1s))]);
}
