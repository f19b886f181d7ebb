import type { DateWitness } from '../src/algorithms/date-votes.ts';
import { wallMillisOf } from '../src/algorithms/wall-time.ts';

/** What other programs take for the time of a photo: wall-clock milliseconds, null where they have none. */
export type Baseline = (witness: DateWitness) => number | null;

/** The camera's clock, or nothing. */
export const exifOnly: Baseline = ({ dateTimeOriginal, createDate }) =>
  (dateTimeOriginal ?? createDate)?.wallMillis ?? null;

/** The earliest of all that is there: a common advice, since copies and edits only make times later. */
export const earliest: Baseline = (witness) => {
  const { dateTimeOriginal, createDate, modifyDate, files } = witness;
  const exif = [dateTimeOriginal, createDate, modifyDate].map((time) => time?.wallMillis ?? null);
  const file = files.flatMap(({ mtimeMillis, birthMillis }) => [mtimeMillis, birthMillis]);
  const times = [...exif, ...file].filter((time) => time !== null);
  return times.length === 0 ? null : Math.min(...times);
};

/**
 * Immich: the first of DateTimeOriginal, CreateDate, … GPSDateTime (ModifyDate is not among them), else the earlier of
 * birth and modification time. Source: immich-app/immich, server/src/services/metadata.service.ts, `EXIF_DATE_TAGS` and
 * `getDates`; GPS time has no zone and is kept as UTC there.
 */
export const immich: Baseline = (witness) => {
  const exif = witness.dateTimeOriginal?.wallMillis ?? witness.createDate?.wallMillis;
  const time = exif ?? witness.gpsTimeMillis;
  if (time !== null) return time;
  const { mtimeMillis = null, birthMillis = null } = witness.files[0] ?? {};
  if (mtimeMillis === null || birthMillis === null || birthMillis === 0) return mtimeMillis;
  return Math.min(mtimeMillis, birthMillis);
};

/**
 * PhotoPrism: DateTimeOriginal, CreateDate, then DateTime (exiftool's ModifyDate); else a date in the path; else the
 * modification time. Sources: photoprism/photoprism, internal/meta/data.go (order of the tags of `TakenAt`),
 * internal/photoprism/mediafile.go (`MediaFile.TakenAt`), pkg/txt/datetime.go (the patterns of `DateFromFilePath`).
 */
export const photoPrism: Baseline = (witness) => {
  const exif = witness.dateTimeOriginal ?? witness.createDate ?? witness.modifyDate;
  const [file] = witness.files;
  return exif?.wallMillis ?? photoPrismPathDate(file?.relativePath ?? '') ?? file?.mtimeMillis ?? null;
};

/** In PhotoPrism's order: date with time, date, folders `2020/01/03`, WhatsApp. The first that looks so decides. */
const PATH_DATES: readonly RegExp[] = [
  /\D(\d{2,4})[-_](\d{2})[-_](\d{2}).{1,4}(\d{2})\D(\d{2})\D(\d{2,})/,
  /\D(\d{4})[-_](\d{2})[-_](\d{2,})/,
  /\D(\d{4})\/(\d{1,2})\/?(\d*)/,
  /(?:IMG|VID)-(\d{4})(\d{2})(\d{2})-WA/,
];

function photoPrismPathDate(path: string): number | null {
  for (const pattern of PATH_DATES) {
    const found = pattern.exec(`/${path}`);
    if (found === null) continue;
    const [year = 0, month, day, hour, minute, second] = found.slice(1).map((digits) => Number(digits || 1));
    return wallMillisOf(year, month, day, hour, minute, second);
  }
  return null;
}

export const BASELINES: Readonly<Record<string, Baseline>> = {
  'EXIF only': exifOnly,
  'earliest of EXIF and file': earliest,
  PhotoPrism: photoPrism,
  Immich: immich,
};
