import { open } from './disk.ts';

/** Windows, which opens no folders, and some network disks cannot do it: then the rename alone has to do. */
const UNSUPPORTED = [
  'EACCES',
  'EBADF',
  'EINVAL',
  'EISDIR',
  'ENOSYS',
  'ENOTSUP',
  'EOPNOTSUPP',
  'EPERM',
  'EROFS',
];

interface FolderSyncs {
  running: Promise<void>;
  /** Begins when the running one is done; whoever comes meanwhile waits for this one. */
  next: Promise<void> | null;
}

const syncs = new Map<string, FolderSyncs>();

/**
 * Names in a folder outlive a power cut from here on: fsync(2) of the folder, where there is such a thing. All who ask
 * while one is under way share the next, since a sync keeps every name that was there when it began.
 */
export function syncFolder(folder: string): Promise<void> {
  const known = syncs.get(folder);
  if (known === undefined) {
    const first: FolderSyncs = { running: sync(folder), next: null };
    syncs.set(folder, first);
    void afterwards(folder, first);
    return first.running;
  }
  known.next ??= known.running.then(
    () => sync(folder),
    () => sync(folder),
  );
  return known.next;
}

/** Lets those who wait have their turn, until nobody does. */
async function afterwards(folder: string, folderSyncs: FolderSyncs): Promise<void> {
  for (;;) {
    await folderSyncs.running.catch(() => undefined);
    if (folderSyncs.next === null) break;
    folderSyncs.running = folderSyncs.next;
    folderSyncs.next = null;
  }
  syncs.delete(folder);
}

async function sync(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close().catch(() => undefined);
    }
  } catch (error) {
    if (!UNSUPPORTED.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
