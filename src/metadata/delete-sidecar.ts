import { dirname } from 'node:path';
import { access, constants } from './disk.ts';
import { isStill, readSidecarFile, type SidecarFile } from './read-sidecar-file.ts';
import { removeFile } from './remove-file.ts';
import { syncFolder } from './sync-folder.ts';
import { confirmed } from './unsettled-change.ts';

/**
 * Deletes a sidecar that we made and that holds nothing else. To be called under the sidecar's lock.
 *
 * @returns `stale` where it is no longer what `before` says: nothing was deleted.
 * @throws UnsettledChange where it may be there or not; on any other error it is there.
 */
export async function deleteSidecar(target: string, before: SidecarFile): Promise<'deleted' | 'stale'> {
  await access(target, constants.W_OK);
  if (!(await isStill(target, before))) return 'stale';
  try {
    await removeFile(target);
  } catch (error) {
    // A network disk may have done it and lost the answer.
    if ((await confirmed(target, () => readSidecarFile(target))) !== null) throw error;
  }
  await confirmed(target, () => syncFolder(dirname(target)));
  return 'deleted';
}
