import { basename } from 'node:path';
import type { DatePrecision } from '../../domain/capture-time.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { DoubtFilter } from '../../store/store.ts';
import type { Library } from '../library.ts';
import { photoDates } from './photo-dates.ts';

/** A photo with an uncertain date, or with none, and what its witnesses say. */
export interface DoubtedPhotoRow {
  readonly sha1: Sha1;
  readonly path: string;
  readonly fileName: string;
  readonly folder: string;
  readonly camera: string;
  /** Wall-clock milliseconds; null where nothing says when. */
  readonly wallMillis: number | null;
  readonly precision: DatePrecision;
  readonly trustScore: number;
  readonly uncertain: boolean;
  /** It was decided by hand, and its date says so with the next run. */
  readonly isDue: boolean;
  readonly reasons: readonly string[];
}

/** By path, so that those of a folder come together. @param after the path of the last one of the page before */
export async function doubtedPhotos(
  { store }: Library,
  filter: DoubtFilter,
  page: { readonly after: string | null; readonly limit: number },
  due: ReadonlySet<Sha1>,
): Promise<{ readonly rows: readonly DoubtedPhotoRow[]; readonly next: string | null }> {
  const found = await store.dates.doubted(filter, page);
  const rows: DoubtedPhotoRow[] = [];
  for await (const photo of photoDates(
    store,
    found.map(({ sha1 }) => sha1),
  )) {
    const { sha1, path, folder, camera, time } = photo;
    if (time === null) continue;
    const { wallMillis, precision, trustScore, uncertain, signalsUsed } = time;
    rows.push({
      sha1,
      path,
      fileName: basename(path),
      folder,
      camera,
      wallMillis,
      precision,
      trustScore,
      uncertain,
      isDue: due.has(sha1),
      reasons: signalsUsed.map(({ reason }) => reason),
    });
  }
  return { rows, next: found.length < page.limit ? null : found.at(-1)!.path };
}
