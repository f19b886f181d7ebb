import { dirname } from 'node:path';
import { besideName } from './beside-name.ts';
import { access, constants, type DiskFile, lstat, open, rename } from './disk.ts';
import { hardLink } from './hard-link.ts';
import { isStill, readSidecarFile, type SidecarFile } from './read-sidecar-file.ts';
import { clearUp, removeFile } from './remove-file.ts';
import { SidecarRefusal } from './sidecar-refusal.ts';
import { syncFolder } from './sync-folder.ts';
import { confirmed } from './unsettled-change.ts';

/**
 * Puts new content in the place of a sidecar, so that at any moment, power cuts included, the old or the new content
 * stands there whole: temporary file in the same folder, fsync, rename, fsync of the folder, read back. To be called
 * under the sidecar's lock.
 *
 * @param before what the new content was made of; null for a sidecar that did not exist.
 * @param mode permission bits of a new sidecar, before the umask.
 * @returns `stale` where the sidecar is no longer what `before` says: nothing was written.
 * @throws UnsettledChange where the old or the new content may stand there; on any other error it is the old one.
 */
export async function replaceSidecar(
  target: string,
  before: SidecarFile | null,
  content: Buffer,
  mode = 0o666,
): Promise<'replaced' | 'stale'> {
  const temporary = besideName(target, 'tmp');
  if (before !== null) await access(target, constants.W_OK);
  let moved = false;
  try {
    await writeDurably(temporary, before, content, mode);
    const written = await readSidecarFile(temporary);
    if (!written?.bytes.equals(content)) {
      throw new SidecarRefusal('The temporary file does not hold what was written to it. Write again.');
    }
    // Over nothing it is put by a link, which looks itself.
    if (before !== null && !(await isStill(target, before))) return 'stale';
    if (before === null) {
      if (!(await moveWithoutReplacing(temporary, target, content))) return 'stale';
    } else {
      await move(temporary, target, content);
      moved = true;
    }
  } finally {
    // No reason to fail, nor to hide one: whoever writes here next removes it, and so does the next start.
    if (!moved) await clearUp(() => removeFile(temporary));
  }
  await confirmed(target, async () => {
    await syncFolder(dirname(target));
    const onDisk = await readSidecarFile(target);
    if (!onDisk?.bytes.equals(content)) {
      throw new Error('it reads back otherwise: another program changed it, or the disk is failing');
    }
  });
  return 'replaced';
}

/** The leftover of a killed process, if there is one. To be called under the sidecar's lock. */
export async function removeTemporary(target: string): Promise<void> {
  await removeFile(besideName(target, 'tmp'));
}

async function writeDurably(
  path: string,
  before: SidecarFile | null,
  content: Buffer,
  mode: number,
): Promise<void> {
  const file = await openNew(path, before?.mode ?? mode);
  try {
    if (before !== null) await inherit(file, before);
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function openNew(path: string, mode: number): Promise<DiskFile> {
  try {
    return await open(path, 'wx', mode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    // Under the lock, so this can only be the leftover of a killed process.
    await removeFile(path);
    return await open(path, 'wx', mode);
  }
}

async function inherit(file: DiskFile, before: SidecarFile): Promise<void> {
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

/** rename(2), whose answer a network disk may lose: then the content at the target tells. */
async function move(temporary: string, target: string, content: Buffer): Promise<void> {
  try {
    await rename(temporary, target);
  } catch (error) {
    const there = await confirmed(target, () => readSidecarFile(target));
    if (!there?.bytes.equals(content)) throw error;
  }
}

/** @returns false where something is at the target. */
async function moveWithoutReplacing(temporary: string, target: string, content: Buffer): Promise<boolean> {
  const linked = await hardLink(temporary, target);
  if (linked !== 'unsupported') return linked === 'linked';
  const taken = await lstat(target).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
  if (!taken) await move(temporary, target, content);
  return !taken;
}
