import { dirname } from 'node:path';
import { readSidecarFile } from './read-sidecar-file.ts';
import { removeFile } from './remove-file.ts';
import { replaceSidecar } from './replace-sidecar.ts';
import { withLockFile } from './sidecar-lock.ts';
import { SidecarRefusal } from './sidecar-refusal.ts';
import { syncFolder } from './sync-folder.ts';

/**
 * Moves a sidecar to another folder, perhaps on another disk, byte for byte: written there like a new one (lock, fsync,
 * a name that is taken by nobody, read back), and only then the old one goes. Killed at any moment, one of the two places
 * holds it whole.
 *
 * @returns `taken` where another sidecar stands at the new place: nothing was changed.
 */
export async function moveSidecar(from: string, to: string, waitMillis: number): Promise<'moved' | 'taken'> {
  const sidecar = await readSidecarFile(from);
  if (sidecar === null) throw new SidecarRefusal(`${from} is not there any more.`);
  const { bytes, mode } = sidecar;
  const placed = await withLockFile(
    to,
    async () => {
      if ((await replaceSidecar(to, null, bytes, mode & 0o666)) === 'replaced') return true;
      // The same bytes: somebody was stopped between placing it and removing the old one.
      const there = await readSidecarFile(to);
      if (there === null) throw new SidecarRefusal(`${to} is a link to a file that is not there. Remove it.`);
      if (!there.bytes.equals(bytes)) return false;
      await syncFolder(dirname(to));
      return true;
    },
    { waitMillis },
  );
  if (!placed) return 'taken';
  await removeFile(from);
  await syncFolder(dirname(from));
  return 'moved';
}
