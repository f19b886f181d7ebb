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
import { KnownFiles, KnownSidecars } from './known-files.ts';
import { leaveOutRule } from './leave-out.ts';
import { belongingSidecars } from './sidecars.ts';
import { type FileStamp, type FoundFile, walk } from './walk.ts';

export interface ScanTools {
  readonly store: Store;
  readonly hasher: () => Promise<FileHasher>;
  readonly roots: readonly string[];
  readonly index: Config['index'];
  /** As this machine names them. */
  readonly ownFolders: readonly string[];
  readonly toLocal: (path: string) => string;
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

/** Of what could not be looked at. */
const NO_STAMP: FileStamp = { sizeBytes: 0, mtimeMicros: 0, birthMicros: null, inode: '' };

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
  const { files } = tools.store;
  const known = await KnownFiles.read((page) => files.page(page));
  const knownSidecars = await KnownSidecars.read((page) => files.sidecarPage(page));
  const due: ScanItem[] = [];
  const unread: PhotoFile[] = [];
  const sidecars: SidecarFile[] = [];
  const closedFolders: string[] = [];
  const rules = {
    followSymlinks: tools.index.follow_symlinks,
    leaveOut: leaveOutRule(tools.index),
    ownFolders: tools.ownFolders,
    toLocal: tools.toLocal,
  };
  for await (const folder of walk(tools.roots, rules, signal)) {
    if (folder.unreadable) closedFolders.push(`${folder.folder}/`);
    for (const found of folder.files) {
      const { path, root, stamp } = found;
      const isUnchanged = known.see(path, stamp, { root, status: 'present', reason: null });
      if (!isUnchanged) due.push({ key: path, found });
    }
    for (const { path, root, status, reason, stamp } of folder.unread) {
      const standing = { root, status, reason };
      if (known.see(path, stamp ?? NO_STAMP, standing)) continue;
      unread.push({ path, ...standing, ...(stamp ?? NO_STAMP), sha1: null });
    }
    for (const sidecar of belongingSidecars(folder, tools.naming)) {
      if (!knownSidecars.see(sidecar)) sidecars.push(sidecar);
    }
  }
  const gone = (path: string, root: string): boolean =>
    tools.roots.some((scanned) => root === scanned || path.startsWith(`${scanned}/`)) &&
    !closedFolders.some((folder) => path.startsWith(folder));
  const missing: string[] = [];
  for (const { path, root } of known.unseen()) if (gone(path, root)) missing.push(path);
  const goneSidecars: string[] = [];
  for (const path of knownSidecars.unseen()) if (gone(path, '')) goneSidecars.push(path);
  return { due, unread, sidecars, missing, goneSidecars };
}

async function saveHashed(store: Store, results: readonly ItemOutcome<ScanItem, FileHash>[]): Promise<void> {
  const files = results.map(({ item, outcome }): PhotoFile => {
    const { path, root, stamp } = item.found;
    const file = { path, root, ...stamp };
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
