import { createHash } from 'node:crypto';
import type { DateWitness } from '../src/algorithms/date-votes.ts';
import { NO_KEYWORDS, type PhotoMetadata } from '../src/domain/metadata.ts';
import type { PhotoFile } from '../src/domain/photo.ts';
import { digestOf } from '../src/stages/digest.ts';
import { openSqliteStore } from '../src/store/sqlite.ts';
import { makeDateLibrary } from './date-library/library.ts';

/** Writes photos FROM to TO of a library with known dates, as scan and metadata leave them: FILE PHOTOS SEED FROM TO. */
const [file = '', ...rest] = process.argv.slice(2);
const [photos, seed, from, to] = rest.map(Number) as [number, number, number, number];

const ROOT = '/photos';
const PAGE = 2000;

const { witnesses } = makeDateLibrary({ seed, size: photos });
const keyed = witnesses
  .slice(from, to)
  .map((witness) => ({ witness, sha1: createHash('sha1').update(`${seed} ${witness.key}`).digest('hex') }))
  .sort((a, b) => (a.sha1 < b.sha1 ? -1 : 1));
const store = await openSqliteStore(file);
for (let start = 0; start < keyed.length; start += PAGE) {
  const page = keyed.slice(start, start + PAGE);
  await store.transaction(async (transaction) => {
    await transaction.files.put(page.flatMap(({ witness, sha1 }) => filesOf(witness, sha1)));
    for (const stage of ['scan', 'metadata'] as const) {
      await transaction.outcomes.put(
        page.map(({ sha1, witness }) => ({
          stage,
          item: sha1,
          fingerprint: digestOf(stage),
          status: 'done',
          reason: null,
          digest: digestOf([stage, witness]),
        })),
      );
    }
    for (const { witness, sha1 } of page) await transaction.photos.putMetadata(sha1, metadataOf(witness));
  });
}
await store.close();

function filesOf({ files }: DateWitness, sha1: string): PhotoFile[] {
  return files.map(({ relativePath, mtimeMillis, birthMillis }, n) => ({
    path: `${ROOT}/${relativePath}`,
    root: ROOT,
    sizeBytes: 8_000_000,
    mtimeMicros: (mtimeMillis ?? 0) * 1000,
    birthMicros: birthMillis === null ? null : birthMillis * 1000,
    inode: `${n}${Number.parseInt(sha1.slice(0, 8), 16)}`,
    sha1,
    status: 'present',
    reason: null,
  }));
}

function metadataOf(witness: DateWitness): PhotoMetadata {
  const { dateTimeOriginal, createDate, modifyDate, gpsTimeMillis, make, model, bodySerial } = witness;
  const { software, shutterCount, fileNumber, hasExposure } = witness;
  return {
    fileType: 'JPEG',
    widthPx: 5760,
    heightPx: 3840,
    orientation: 1,
    make,
    model,
    bodySerial,
    lens: hasExposure ? 'EF24-70mm f/2.8L II USM' : null,
    iso: hasExposure ? 400 : null,
    fNumber: hasExposure ? 4 : null,
    exposureSeconds: hasExposure ? 0.004 : null,
    focalLengthMm: hasExposure ? 50 : null,
    flashFired: hasExposure ? false : null,
    gps: gpsTimeMillis === null ? null : { latitude: -22.9, longitude: -43.2 },
    gpsTimeMillis,
    dateTimeOriginal,
    createDate,
    modifyDate,
    shutterCount,
    fileNumber,
    software,
    imageDataHash: digestOf(witness.key).repeat(2),
    keywords: NO_KEYWORDS,
    warning: null,
  };
}
