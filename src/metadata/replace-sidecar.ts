import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { access, lstat, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { besideName } from './beside-name.ts';
import { hardLink } from './hard-link.ts';
import { SidecarRefusal } from './sidecar-refusal.ts';
import { MAX_SIDECAR_BYTES } from './xmp-packet.ts';

/** A sidecar as it was read, with what its successor inherits. */
export interface SidecarFile {
  readonly bytes: Buffer;
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** @returns null where there is no file. */
export async function readSidecarFile(path: string): Promise<SidecarFile | null> {
  let file: FileHandle;
  try {
    // NONBLOCK: opening a named pipe must not wait for a writer.
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new SidecarRefusal('The sidecar is not a file.');
    if (stats.size > MAX_SIDECAR_BYTES) {
      throw new SidecarRefusal(`The sidecar has ${stats.size} bytes: that is no XMP sidecar.`);
    }
    return {
      bytes: await file.readFile(),
      mode: stats.mode & 0o7777,
      uid: stats.uid,
      gid: stats.gid,
    };
  } finally {
    await file.close();
  }
}

/**
 * Puts new content in the place of a sidecar, so that at any moment, power cuts included, the old or the new content
 * stands there whole: temporary file in the same folder, fsync, rename, fsync of the folder. To be called under the
 * sidecar's lock.
 *
 * @param before what the new content was made of; null for a sidecar that did not exist.
 * @returns `stale` where the sidecar is no longer what `before` says: nothing was written. On any error there is no
 *   leftover and the existing file is whole.
 */
export async function replaceSidecar(
  target: string,
  before: SidecarFile | null,
  content: Buffer,
): Promise<'replaced' | 'stale'> {
  const temporary = besideName(target, 'tmp');
  if (before !== null) await access(target, constants.W_OK);
  let moved = false;
  try {
    await writeDurably(temporary, before, content);
    const written = await readSidecarFile(temporary);
    if (!written?.bytes.equals(content)) {
      throw new SidecarRefusal('The temporary file does not hold what was written to it. Write again.');
    }
    const now = await readSidecarFile(target);
    if (now === null ? before !== null : before === null || !now.bytes.equals(before.bytes)) return 'stale';
    if (before === null) {
      if (!(await moveWithoutReplacing(temporary, target))) return 'stale';
    } else {
      await rename(temporary, target);
      moved = true;
    }
  } finally {
    if (!moved) await rm(temporary, { force: true });
  }
  await syncFolder(dirname(target));
  return 'replaced';
}

/** The leftover of a killed process, if there is one. To be called under the sidecar's lock. */
export async function removeTemporary(target: string): Promise<void> {
  await rm(besideName(target, 'tmp'), { force: true });
}

async function writeDurably(path: string, before: SidecarFile | null, content: Buffer): Promise<void> {
  const file = await openNew(path, before?.mode ?? 0o666);
  try {
    if (before !== null) await inherit(file, before);
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function openNew(path: string, mode: number): Promise<FileHandle> {
  try {
    return await open(path, 'wx', mode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    // Under the lock, so this can only be the leftover of a killed process.
    await rm(path, { force: true });
    return await open(path, 'wx', mode);
  }
}

async function inherit(file: FileHandle, before: SidecarFile): Promise<void> {
  const made = await file.stat();
  const sameOwner = made.uid === before.uid && made.gid === before.gid;
  if (!sameOwner) {
    // Only root may give a file away; a group of one's own can be kept without.
    const owner = () => file.chown(before.uid, before.gid);
    const group = () => file.chown(made.uid, before.gid);
    await owner().catch(group).catch(ignoreUnsupported);
  }
  // After chown, which may clear bits; the umask may have taken some away as well.
  if (!sameOwner || (made.mode & 0o7777) !== before.mode) {
    await file.chmod(before.mode).catch(ignoreUnsupported);
  }
}

/** FAT, exFAT and some network disks keep neither owner nor mode: then there is nothing to keep. */
function ignoreUnsupported(error: NodeJS.ErrnoException): void {
  if (!['EPERM', 'EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes(error.code ?? '')) throw error;
}

/** @returns false where something is at the target. */
async function moveWithoutReplacing(temporary: string, target: string): Promise<boolean> {
  const linked = await hardLink(temporary, target);
  if (linked !== 'unsupported') return linked === 'linked';
  const taken = await lstat(target).then(
    () => true,
    () => false,
  );
  if (!taken) await rename(temporary, target);
  return !taken;
}

async function syncFolder(folder: string): Promise<void> {
  // Windows and some network disks cannot: then the rename alone has to do.
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
