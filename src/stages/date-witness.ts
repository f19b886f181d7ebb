import { dirname, relative, sep } from 'node:path';
import type { DateWitness } from '../algorithms/date-votes.ts';
import type { DateDecision } from '../domain/capture-time.ts';
import type { PhotoMetadata } from '../domain/metadata.ts';
import type { PhotoFile, Sha1 } from '../domain/photo.ts';

/** All that the store knows about when a photo was taken. */
export function dateWitness(
  sha1: Sha1,
  files: readonly PhotoFile[],
  metadata: PhotoMetadata | null,
  decision: DateDecision | null,
): DateWitness {
  return {
    key: sha1,
    folder: dirname(files[0]?.path ?? ''),
    files: files.map((file) => ({
      relativePath: relative(file.root, file.path).split(sep).join('/'),
      mtimeMillis: file.mtimeMicros / 1000,
      birthMillis: file.birthMicros === null ? null : file.birthMicros / 1000,
    })),
    dateTimeOriginal: metadata?.dateTimeOriginal ?? null,
    createDate: metadata?.createDate ?? null,
    modifyDate: metadata?.modifyDate ?? null,
    gpsTimeMillis: metadata?.gpsTimeMillis ?? null,
    make: metadata?.make ?? null,
    model: metadata?.model ?? null,
    bodySerial: metadata?.bodySerial ?? null,
    software: metadata?.software ?? null,
    hasExposure: (metadata?.exposureSeconds ?? metadata?.fNumber ?? metadata?.iso ?? null) !== null,
    shutterCount: metadata?.shutterCount ?? null,
    fileNumber: metadata?.fileNumber ?? null,
    decision,
  };
}
