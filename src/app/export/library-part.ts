import type { Cluster } from '../../domain/cluster.ts';
import type { PhotoFile, Sha1 } from '../../domain/photo.ts';
import type { ClusterWindow, Store } from '../../store/store.ts';
import { type AccountedFile, accountFiles, accountPage } from '../account.ts';

/** The photos, clusters and files that a table is made of, in pages: those of the library, or of some of its windows. */
export interface LibraryPart {
  /** Of the file: when its first window begins, or what is in it. */
  readonly name: string;
  photos(): AsyncIterable<Sha1[]>;
  clusters(): AsyncIterable<readonly Cluster[]>;
  files(): AsyncIterable<AccountedFile[]>;
}

const PAGE = 1000;

export function wholeLibrary(store: Store): LibraryPart {
  return {
    name: 'all',
    photos: () => photoPages(store),
    async *clusters() {
      for (let offset = 0; ; offset += PAGE) {
        const clusters = await store.clusters.page(offset, PAGE);
        yield clusters;
        if (clusters.length < PAGE) return;
      }
    },
    files: () => inPages(accountFiles(store)),
  };
}

/**
 * The same library in parts, in the order of time: each some whole windows with all files of their photos, in the end the
 * photos and the files that are in no window. A window that is larger than a part is a part of its own, cut between clusters.
 */
export async function* libraryParts(store: Store, photosAPart: number): AsyncGenerator<LibraryPart> {
  let windows: ClusterWindow[] = [];
  let photos = 0;
  for (const window of await store.clusters.windows()) {
    if (windows.length > 0 && photos + window.photos > photosAPart) {
      yield* partsOf(store, windows, photosAPart);
      windows = [];
      photos = 0;
    }
    windows.push(window);
    photos += window.photos;
  }
  if (windows.length > 0) yield* partsOf(store, windows, photosAPart);
  for await (const sha1s of chunked(unclustered(store), photosAPart)) {
    yield { ...NOTHING, name: 'unclustered', photos: () => pagesOf(sha1s) };
  }
  for await (const files of chunked(unclusteredFiles(store), photosAPart)) {
    yield { ...NOTHING, name: 'other-files', files: () => accountedPages(store, files) };
  }
}

const NOTHING: Omit<LibraryPart, 'name'> = {
  photos: () => pagesOf([]),
  clusters: () => pagesOf([]),
  files: () => pagesOf([]),
};

async function* partsOf(
  store: Store,
  windows: readonly ClusterWindow[],
  photosAPart: number,
): AsyncGenerator<LibraryPart> {
  let clusters: Cluster[] = [];
  let photos = 0;
  for (const cluster of await store.clusters.ofWindows(windows.map(({ windowId }) => windowId))) {
    if (clusters.length > 0 && photos + cluster.members.length > photosAPart) {
      yield partOf(store, clusters);
      clusters = [];
      photos = 0;
    }
    clusters.push(cluster);
    photos += cluster.members.length;
  }
  if (clusters.length > 0) yield partOf(store, clusters);
}

function partOf(store: Store, clusters: readonly Cluster[]): LibraryPart {
  const sha1s = clusters.flatMap(({ members }) => members.map(({ sha1 }) => sha1));
  const starts = clusters.flatMap(({ startMillis }) => startMillis ?? []);
  const start = starts.length === 0 ? null : starts.reduce((a, b) => Math.min(a, b));
  return {
    name: start === null ? 'undated' : new Date(start).toISOString().slice(0, 10),
    photos: () => pagesOf(sha1s),
    clusters: () => pagesOf(clusters),
    async *files() {
      for await (const page of pagesOf(sha1s))
        yield await accountPage(store, await store.files.withPhotos(page));
    },
  };
}

async function* photoPages({ photos }: Store): AsyncGenerator<Sha1[]> {
  let after: string | null = null;
  for (;;) {
    const page: Sha1[] = await photos.page({ after, limit: PAGE });
    yield page;
    if (page.length < PAGE) return;
    after = page.at(-1)!;
  }
}

async function* unclustered(store: Store): AsyncGenerator<Sha1> {
  for await (const page of photoPages(store)) {
    const clusters = await store.clusters.clusterIdsOf(page);
    yield* page.filter((sha1) => !clusters.has(sha1));
  }
}

async function* unclusteredFiles(store: Store): AsyncGenerator<PhotoFile> {
  let after: string | null = null;
  for (;;) {
    const page: PhotoFile[] = await store.files.page({ after, limit: PAGE });
    const sha1s = [...new Set(page.flatMap(({ sha1 }) => sha1 ?? []))];
    const clusters = await store.clusters.clusterIdsOf(sha1s);
    yield* page.filter(({ sha1 }) => sha1 === null || !clusters.has(sha1));
    if (page.length < PAGE) return;
    after = page.at(-1)!.path;
  }
}

async function* accountedPages(store: Store, files: readonly PhotoFile[]): AsyncGenerator<AccountedFile[]> {
  for await (const page of pagesOf(files)) yield await accountPage(store, page);
}

async function* pagesOf<T>(items: readonly T[]): AsyncGenerator<T[]> {
  for (let start = 0; start < items.length; start += PAGE) yield items.slice(start, start + PAGE);
}

const inPages = <T>(items: AsyncIterable<T>): AsyncGenerator<T[]> => chunked(items, PAGE);

async function* chunked<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let chunk: T[] = [];
  for await (const item of items) {
    chunk.push(item);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
