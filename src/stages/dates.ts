import { dirname, relative, sep } from 'node:path';
import type { DateWitness } from '../algorithms/date-votes.ts';
import { type DateOptions, resolveFolder } from '../algorithms/resolve-date.ts';
import type { CaptureTime } from '../domain/capture-time.ts';
import type { PhotoMetadata } from '../domain/metadata.ts';
import { done } from '../domain/outcome.ts';
import type { PhotoFile, Sha1 } from '../domain/photo.ts';
import type { Store } from '../store/store.ts';
import { digestOf } from './digest.ts';
import type { DueItem, Stage } from './stage.ts';

export interface DatesTools {
  readonly store: Store;
  readonly options: DateOptions;
  /** The configuration that `options` came from: `now` in it must not make dates due every day. */
  readonly base: unknown;
}

interface FolderItem extends DueItem {
  readonly fingerprint: string;
  readonly photos: readonly Sha1[];
}

/** Raised when the rules change, so that dates are resolved again. */
const RULES_VERSION = 1;

const PAGE = 10_000;

/** When each photo was taken, how sure that is, and why. A folder at a time, because its photos vouch for each other. */
export function datesStage({ store, options, base }: DatesTools): Stage<FolderItem, CaptureTime[]> {
  const findDue = () => dueFolders(store, digestOf([base, RULES_VERSION]));
  let due: Promise<FolderItem[]> | null = null;
  return {
    name: 'dates',
    unit: 'photos',
    batchSize: 32,
    lanes: 1,
    async countDue() {
      due = findDue();
      return (await due).reduce((sum, item) => sum + item.photos.length, 0);
    },
    async *due() {
      yield* await (due ?? findDue());
    },
    async run(batch) {
      const outcomes = [];
      for (const item of batch)
        outcomes.push(done(resolveFolder(await witnesses(store, item.photos), options)));
      return outcomes;
    },
    async save(transaction, results) {
      for (const { item, outcome } of results) {
        if (outcome.status !== 'done') continue;
        const times = outcome.result;
        for (const [index, sha1] of item.photos.entries()) {
          await transaction.photos.putCaptureTime(sha1, times[index]!);
        }
        await transaction.outcomes.put(
          item.photos.map((sha1, index) => ({
            stage: 'dates',
            item: sha1,
            fingerprint: item.fingerprint,
            status: 'done',
            reason: null,
            digest: digestOf(times[index]),
          })),
        );
      }
    },
    async finish() {
      due = null;
    },
  };
}

/** A folder is due where one of its photos was resolved from other facts, or not at all. */
async function dueFolders(store: Store, base: string): Promise<FolderItem[]> {
  const folders = await photosByFolder(store);
  const digests = await store.outcomes.digests(['scan', 'metadata']);
  const settled = await store.outcomes.fingerprints('dates');
  return [...folders]
    .map(([folder, photos]) => {
      const facts = photos.map((sha1) => [sha1, digests.get(sha1)]);
      return {
        key: folder,
        size: photos.length,
        photos,
        fingerprint: `${base}|${digestOf([folder, facts])}`,
      };
    })
    .filter((item) => item.photos.some((sha1) => settled.get(sha1) !== item.fingerprint));
}

/** A photo that lies in several folders belongs to the first. */
async function photosByFolder(store: Store): Promise<Map<string, Sha1[]>> {
  const folders = new Map<string, Sha1[]>();
  const placed = new Set<Sha1>();
  let after: string | null = null;
  for (;;) {
    const page: PhotoFile[] = await store.files.page({ after, limit: PAGE });
    for (const { path, sha1, status } of page) {
      if (status !== 'present' || sha1 === null || placed.has(sha1)) continue;
      placed.add(sha1);
      const folder = dirname(path);
      const photos = folders.get(folder);
      if (photos) photos.push(sha1);
      else folders.set(folder, [sha1]);
    }
    if (page.length < PAGE) return folders;
    after = page.at(-1)!.path;
  }
}

async function witnesses(store: Store, photos: readonly Sha1[]): Promise<DateWitness[]> {
  const files = await store.files.ofPhotos(photos);
  const metadata = await store.photos.metadataOf(photos);
  return photos.map((sha1) => witness(sha1, files.get(sha1) ?? [], metadata.get(sha1) ?? null));
}

function witness(sha1: Sha1, files: readonly PhotoFile[], metadata: PhotoMetadata | null): DateWitness {
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
  };
}
