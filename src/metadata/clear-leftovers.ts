import { dirname, resolve } from 'node:path';
import { sweepFolder } from './lock-sweep.ts';
import { LOCK_WAIT_MILLIS } from './sidecar-lock.ts';
import { targetOf } from './sidecar-target.ts';

/**
 * Removes what killed processes left in the folders of these sidecars, and where those that are links lead to: drafts,
 * locks and temporary files that nobody may ever ask for again, because their sidecars hold everything already.
 */
export async function clearLeftovers(sidecars: readonly string[]): Promise<void> {
  const folders = new Set<string>();
  for (const sidecar of sidecars) {
    // One that is no target (a link to nothing) has none; its write says why.
    const target = targetOf({ sidecar, remove: {}, traces: [], deleteIfOurs: false });
    folders.add(dirname(await target.catch(() => resolve(sidecar))));
  }
  for (const folder of folders) await sweepFolder(folder, Date.now() + LOCK_WAIT_MILLIS);
}
