import type { SidecarNaming } from '../../algorithms/sidecar-path.ts';
import type { Config } from '../../config/schema.ts';
import { messageOf } from '../../domain/errors.ts';
import type { SidecarFile } from '../../domain/library.ts';
import { done, failed } from '../../domain/outcome.ts';
import type { PhotoFile, Sha1 } from '../../domain/photo.ts';
import type { FileHash, FileHasher } from '../../metadata/file-hasher.ts';
import type { Store } from '../../store/store.ts';
import { digestOf } from '../digest.ts';
import { keepPictures } from '../keep-picture.ts';
import type { DueItem, ItemOutcome, Stage } from '../stage.ts';
import { leaveOutRule } from './leave-out.ts';
import { belongingSidecars } from './sidecars.ts';
import { type FoundFile, type Unread, walk } from './walk.ts';

export interface ScanTools {
  readonly store: Store;
  readonly hasher: () => Promise<FileHasher>;
  readonly roots: readonly string[];
  readonly index: Config['index'];
  readonly ownFolders: readonly string[];
  readonly naming: SidecarNaming;
}

interface ScanItem extends DueItem {
  readonly found: FoundFile;
}

/** What the walk saw that differs from what is kept. */
interface Walked {
  readonly due: ScanItem[];
  readonly unread: PhotoFile[];
  readonly missing: string[];
  readonly sidecars: SidecarFile[];
  readonly goneSidecars: string[];
}

const MICRO = 1000n;

/** Files of the roots become photos, named by the SHA-1 of their bytes. Unchanged files are not read again. */
export function scanStage(tools: ScanTools): Stage<ScanItem, FileHash> {
  let walked: Walked | null = null;
  return {
    name: 'scan',
    unit: 'files',
    // Small enough that a killed run loses little, large enough that a transaction costs nothing beside it.
    batchSize: 64,
    lanes: 2,
    async prepare(signal) {
      walked = await lookAround(tools, signal);
    },
    async countDue() {
      return walked?.due.length ?? 0;
    },
    async *due() {
      yield* walked?.due ?? [];
    },
    async run(batch) {
      const hasher = await tools.hasher();
      const hashes = await hasher.hash(batch.map((item) => item.key));
      return hashes.map((hash) => (hash instanceof Error ? failed(messageOf(hash)) : done(hash)));
    },
    save: saveHashed,
    async finish(store) {
      if (walked) await saveWalk(store, walked);
    },
  };
}

async function lookAround(tools: ScanTools, signal: AbortSignal): Promise<Walked> {
  const known = new Map((await tools.store.files.known([])).map((file) => [file.path, file]));
  const knownSidecars = new Map(
    (await tools.store.files.knownSidecars()).map((sidecar) => [sidecar.path, sidecar]),
  );
  const due: ScanItem[] = [];
  const unread: PhotoFile[] = [];
  const sidecars: SidecarFile[] = [];
  const seen = new Set<string>();
  const seenSidecars = new Set<string>();
  const closedFolders: string[] = [];
  const rules = {
    followSymlinks: tools.index.follow_symlinks,
    leaveOut: leaveOutRule(tools.index),
    ownFolders: tools.ownFolders,
  };
  for await (const folder of walk(tools.roots, rules, signal)) {
    if (folder.unreadable) closedFolders.push(`${folder.folder}/`);
    for (const found of folder.files) {
      seen.add(found.path);
      if (!isUnchanged(known.get(found.path), found)) due.push({ key: found.path, found });
    }
    for (const row of folder.unread) {
      seen.add(row.path);
      const file = unreadFile(row);
      if (digestOf(file) !== digestOf(known.get(row.path) ?? null)) unread.push(file);
    }
    for (const sidecar of belongingSidecars(folder, tools.naming)) {
      seenSidecars.add(sidecar.path);
      if (digestOf(sidecar) !== digestOf(knownSidecars.get(sidecar.path) ?? null)) sidecars.push(sidecar);
    }
  }
  const gone = (path: string, root: string): boolean =>
    tools.roots.some((scanned) => root === scanned || path.startsWith(`${scanned}/`)) &&
    !closedFolders.some((folder) => path.startsWith(folder));
  return {
    due,
    unread,
    sidecars,
    missing: [...known.values()]
      .filter((file) => file.status !== 'missing' && !seen.has(file.path) && gone(file.path, file.root))
      .map((file) => file.path),
    goneSidecars: [...knownSidecars.keys()].filter((path) => !seenSidecars.has(path) && gone(path, '')),
  };
}

function isUnchanged(known: PhotoFile | undefined, { stats, root }: FoundFile): boolean {
  return (
    known?.status === 'present' &&
    known.root === root &&
    known.sizeBytes === Number(stats.size) &&
    known.mtimeMicros === Number(stats.mtimeNs / MICRO) &&
    known.inode === String(stats.ino)
  );
}

function fileOf({ path, root, stats }: FoundFile): Omit<PhotoFile, 'sha1' | 'status' | 'reason'> {
  return {
    path,
    root,
    sizeBytes: Number(stats.size),
    mtimeMicros: Number(stats.mtimeNs / MICRO),
    // File systems without birth times give zero.
    birthMicros: stats.birthtimeNs > 0n ? Number(stats.birthtimeNs / MICRO) : null,
    inode: String(stats.ino),
  };
}

function unreadFile({ path, root, status, reason, stats }: Unread): PhotoFile {
  const facts = stats
    ? fileOf({ path, root, stats })
    : { path, root, sizeBytes: 0, mtimeMicros: 0, birthMicros: null, inode: '' };
  return { ...facts, sha1: null, status, reason };
}

async function saveHashed(store: Store, results: readonly ItemOutcome<ScanItem, FileHash>[]): Promise<void> {
  const files = results.map(({ item, outcome }): PhotoFile => {
    const file = fileOf(item.found);
    return outcome.status === 'done'
      ? { ...file, sha1: outcome.result.sha1, status: 'present', reason: null }
      : { ...file, sha1: null, status: 'failed', reason: outcome.reason };
  });
  const before = await store.files.atPaths(files.map((file) => file.path));
  await store.files.put(files);
  await keepPictures(
    store,
    results.flatMap(({ outcome }) => (outcome.status === 'done' ? outcome.result : [])),
  );
  await refreshPhotos(
    store,
    [...before, ...files].flatMap((file) => file.sha1 ?? []),
  );
}

async function saveWalk(store: Store, walked: Walked): Promise<void> {
  const changed = [...walked.missing, ...walked.unread.map((file) => file.path)];
  const before = await store.files.atPaths(changed);
  await store.files.put(walked.unread);
  await store.files.markMissing(walked.missing);
  await store.files.putSidecars(walked.sidecars);
  await store.files.removeSidecars(walked.goneSidecars);
  await refreshPhotos(
    store,
    before.flatMap((file) => file.sha1 ?? []),
  );
}

/** A photo's scan outcome sums up its files, so that what depends on paths and file times becomes due with them. */
async function refreshPhotos(store: Store, sha1s: readonly Sha1[]): Promise<void> {
  const photos = [...new Set(sha1s)];
  const files = await store.files.ofPhotos(photos);
  await store.outcomes.put(
    photos.map((sha1) => {
      const stamps = (files.get(sha1) ?? []).map((file) => [
        file.path,
        file.root,
        file.mtimeMicros,
        file.birthMicros,
      ]);
      const present = stamps.length > 0;
      return {
        stage: 'scan',
        item: sha1,
        fingerprint: '',
        status: present ? 'done' : 'skipped',
        reason: present ? null : 'no file of this photo is there any more',
        digest: digestOf(stamps),
      };
    }),
  );
}
