import { messageOf } from '../domain/errors.ts';
import type { SidecarFile } from '../domain/library.ts';
import type { ExistingKeywords, PhotoMetadata } from '../domain/metadata.ts';
import { done, failed, type Outcome } from '../domain/outcome.ts';
import type { Sha1 } from '../domain/photo.ts';
import type { MetadataReader } from '../metadata/metadata-reader.ts';
import type { Store } from '../store/store.ts';
import { keepPictures } from './keep-picture.ts';
import { type DuePhotoItem, photoStage, saveResults } from './photo-stage.ts';
import type { DueItem, ItemOutcome, Stage } from './stage.ts';

export interface MetadataTools {
  readonly store: Store;
  readonly reader: MetadataReader;
  readonly workers: number;
}

interface PhotoItem extends DueItem {
  readonly kind: 'photo';
  readonly photo: DuePhotoItem;
}

interface SidecarItem extends DueItem {
  readonly kind: 'sidecar';
  readonly sidecar: SidecarFile;
}

type MetadataItem = PhotoItem | SidecarItem;
type Result = PhotoMetadata | ExistingKeywords;

const PAGE = 1000;

/** What exiftool says of photos, and the keywords that their sidecars hold. */
export function metadataStage({ store, reader, workers }: MetadataTools): Stage<MetadataItem, Result> {
  const photos = photoStage<PhotoMetadata>(store, {
    name: 'metadata',
    base: reader.id,
    dependsOn: [],
    batchSize: 0,
    lanes: 0,
    run: async () => [],
    keep: async () => {},
  });
  return {
    name: 'metadata',
    unit: 'files',
    // exiftool starts once a batch: large enough that the start does not count.
    batchSize: 500,
    lanes: workers,
    countDue: async () => (await photos.countDue()) + (await store.files.countUnreadSidecars()),
    async *due() {
      for await (const photo of photos.due()) yield photoItem(photo);
      yield* dueSidecars(store);
    },
    async claim(from, keys) {
      const isPath = (key: string) => key.includes('/') || key.includes('\\');
      const [paths, sha1s] = [keys.filter(isPath), keys.filter((key) => !isPath(key))];
      const claimed: MetadataItem[] = (await photos.claim!(from, sha1s)).map(photoItem);
      const page = { after: null, limit: paths.length, among: paths };
      claimed.push(...(await from.files.unreadSidecars(page)).map(sidecarItem));
      return claimed;
    },
    photosOf: (item) => (item.kind === 'photo' ? [item.key] : []),
    run: (batch) => read(reader, batch),
    save,
  };
}

const photoItem = (photo: DuePhotoItem): PhotoItem => ({
  kind: 'photo',
  key: photo.sha1,
  fingerprint: photo.fingerprint,
  photo,
});

const sidecarItem = (sidecar: SidecarFile): SidecarItem => ({
  kind: 'sidecar',
  key: sidecar.path,
  fingerprint: `${sidecar.sizeBytes} ${sidecar.mtimeMicros}`,
  sidecar,
});

async function* dueSidecars(store: Store): AsyncGenerator<SidecarItem> {
  let after: string | null = null;
  for (;;) {
    const page: SidecarFile[] = await store.files.unreadSidecars({ after, limit: PAGE });
    for (const sidecar of page) yield sidecarItem(sidecar);
    if (page.length < PAGE) return;
    after = page.at(-1)!.path;
  }
}

async function read(reader: MetadataReader, batch: readonly MetadataItem[]): Promise<Outcome<Result>[]> {
  const photos = batch.filter((item) => item.kind === 'photo');
  const sidecars = batch.filter((item) => item.kind === 'sidecar');
  const [photoResults, sidecarResults] = await Promise.all([
    photos.length > 0 ? reader.read(photos.map((item) => item.photo.files[0]!.path)) : [],
    sidecars.length > 0 ? reader.readSidecars(sidecars.map((item) => item.key)) : [],
  ]);
  const outcomes = new Map<MetadataItem, Outcome<Result>>();
  const keep = (item: MetadataItem, result: Result | Error) =>
    outcomes.set(item, result instanceof Error ? failed(messageOf(result)) : done(result));
  photos.forEach((item, index) => {
    keep(item, photoResults[index]!);
  });
  sidecars.forEach((item, index) => {
    keep(item, sidecarResults[index]!);
  });
  return batch.map((item) => outcomes.get(item)!);
}

async function save(store: Store, results: readonly ItemOutcome<MetadataItem, Result>[]): Promise<void> {
  const photos: ItemOutcome<DuePhotoItem, PhotoMetadata>[] = [];
  for (const { item, outcome } of results) {
    if (item.kind === 'photo') {
      photos.push({ item: item.photo, outcome: outcome as Outcome<PhotoMetadata> });
    } else if (outcome.status === 'done') {
      await store.files.putSidecarKeywords(item.key, outcome.result as ExistingKeywords, null);
    } else {
      await store.files.putSidecarKeywords(item.key, null, outcome.reason);
    }
  }
  await saveResults(
    store,
    {
      name: 'metadata',
      keep: (transaction, read: ReadonlyMap<Sha1, PhotoMetadata>) => transaction.photos.putMetadataOf(read),
    },
    photos,
  );
  await keepPictures(
    store,
    photos.flatMap(({ item, outcome }) =>
      outcome.status === 'done' ? { sha1: item.sha1, imageDataHash: outcome.result.imageDataHash } : [],
    ),
  );
}
