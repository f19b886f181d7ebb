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

/** Names in a folder outlive a power cut from here on: fsync(2) of the folder, where there is such a thing. */
export async function syncFolder(folder: string): Promise<void> {
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
