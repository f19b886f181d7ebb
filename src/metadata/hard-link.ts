import { link } from 'node:fs/promises';

/** What file systems say that have no hard links (FAT, exFAT, some network disks), or no room for one more. */
const REFUSALS = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK'];

/**
 * Gives a file a second name, if that name is free: link(2) never replaces anything.
 * @returns `taken` where something has the name; `unsupported` where the file system cannot do it.
 */
export async function hardLink(from: string, to: string): Promise<'linked' | 'taken' | 'unsupported'> {
  try {
    await link(from, to);
    return 'linked';
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return 'taken';
    if (REFUSALS.includes(code)) return 'unsupported';
    throw error;
  }
}
