import type { CaptureTime } from '../../domain/capture-time.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { Store, TrustCounts } from '../../store/store.ts';
import type { Library } from '../library.ts';

/** How far the dates of the library can be believed. */
export type TrustSurvey = TrustCounts;

/** Something else than the camera's own clock confirms the hour. */
export const TRUSTED_FROM = 0.8;
/** The day is sure, and the hour is as the camera says. */
export const LIKELY_FROM = 0.5;

const PAGE = 10_000;

export const surveyTrust = ({ store }: Library): Promise<TrustSurvey> =>
  store.dates.countTrust(TRUSTED_FROM, LIKELY_FROM);

export interface UncertainPhoto {
  readonly path: string;
  /** Wall-clock milliseconds; null where nothing says when. */
  readonly wallMillis: number | null;
  readonly trustScore: number;
  readonly reasons: readonly string[];
}

/** Photos with an uncertain date or none, a file each. */
export async function* uncertainPhotos({ store }: Library): AsyncGenerator<UncertainPhoto> {
  for await (const times of pagesOfTimes(store)) {
    const doubted = [...times].filter(([, time]) => time.uncertain || time.wallMillis === null);
    const files = await store.files.ofPhotos(doubted.map(([sha1]) => sha1));
    for (const [sha1, { wallMillis, trustScore, signalsUsed }] of doubted) {
      const path = files.get(sha1)?.[0]?.path;
      if (path === undefined) continue;
      yield { path, wallMillis, trustScore, reasons: signalsUsed.map(({ reason }) => reason) };
    }
  }
}

async function* pagesOfTimes(store: Store): AsyncGenerator<Map<Sha1, CaptureTime>> {
  let after: string | null = null;
  for (;;) {
    const page: Sha1[] = await store.photos.page({ after, limit: PAGE });
    yield await store.photos.captureTimesOf(page);
    if (page.length < PAGE) return;
    after = page.at(-1)!;
  }
}
