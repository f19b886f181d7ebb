import { link, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Moves a sidecar to another folder, perhaps on another disk, byte for byte: temporary file beside the new place,
 * fsync, a name that is taken by nobody, read back, and only then the old one goes. Killed at any moment, one of the
 * two places holds it whole.
 *
 * @returns false where something else stands at the new place: nothing was changed.
 */
export async function moveSidecar(from: string, to: string): Promise<boolean> {
  const bytes = await readFile(from);
  const { mode } = await stat(from);
  // The name that the sidecar writer uses and clears away.
  const temporary = join(dirname(to), `.${basename(to)}.photo-tag-tmp`);
  await rm(temporary, { force: true });
  try {
    const file = await open(temporary, 'wx', mode & 0o666);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    const isPlaced = (await nameNew(temporary, to)) || (await readFile(to)).equals(bytes);
    if (!isPlaced) return false;
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(dirname(to));
  if (!(await readFile(to)).equals(bytes)) {
    throw new Error(`${to} reads back otherwise than it was written; ${from} was kept`);
  }
  await rm(from);
  return true;
}

/** A hard link never replaces; on disks without them (FAT, some network shares) a look before the rename has to do. */
async function nameNew(temporary: string, to: string): Promise<boolean> {
  try {
    await link(temporary, to);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL'].includes(code ?? '')) throw error;
  }
  const isTaken = await stat(to).then(
    () => true,
    () => false,
  );
  if (!isTaken) await rename(temporary, to);
  return !isTaken;
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
