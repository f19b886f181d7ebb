import { dirname, relative, sep } from 'node:path';
import type { DateWitness } from '../algorithms/date-votes.ts';
import type { DateDecision } from '../domain/capture-time.ts';
import type { PhotoMetadata, WallTime } from '../domain/metadata.ts';
import type { PhotoFile, Sha1 } from '../domain/photo.ts';
import { OneOfEach } from './one-of-each.ts';

/**
 * All that the store knows about when a photo was taken.
 * @param texts shared by the witnesses of a library, which are all held at once
 */
export function dateWitness(
  sha1: Sha1,
  files: readonly PhotoFile[],
  metadata: PhotoMetadata | null,
  decision: DateDecision | null,
  texts = new OneOfEach(),
): DateWitness {
  const dateTimeOriginal = metadata?.dateTimeOriginal ?? null;
  const createDate = sameOr(dateTimeOriginal, metadata?.createDate ?? null);
  return {
    key: sha1,
    folder: texts.of(dirname(files[0]?.path ?? '')),
    files: files.map((file) => ({
      relativePath: relative(file.root, file.path).split(sep).join('/'),
      mtimeMillis: file.mtimeMicros / 1000,
      birthMillis: file.birthMicros === null ? null : file.birthMicros / 1000,
    })),
    dateTimeOriginal,
    createDate,
    modifyDate: sameOr(createDate, metadata?.modifyDate ?? null),
    gpsTimeMillis: metadata?.gpsTimeMillis ?? null,
    make: texts.of(metadata?.make ?? null),
    model: texts.of(metadata?.model ?? null),
    bodySerial: texts.of(metadata?.bodySerial ?? null),
    software: texts.of(metadata?.software ?? null),
    hasExposure: (metadata?.exposureSeconds ?? metadata?.fNumber ?? metadata?.iso ?? null) !== null,
    shutterCount: metadata?.shutterCount ?? null,
    fileNumber: metadata?.fileNumber ?? null,
    decision,
  };
}

/** Most cameras write one time three times: it is held once. */
const sameOr = (known: WallTime | null, time: WallTime | null): WallTime | null =>
  known?.wallMillis === time?.wallMillis && known?.offsetMinutes === time?.offsetMinutes ? known : time;
