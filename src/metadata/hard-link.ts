import { link, lstatExactly } from './disk.ts';

/** What file systems say that have no hard links (FAT, exFAT, some network disks), or no room for one more. */
const REFUSALS = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK'];

/**
 * Gives a file a second name, if that name is free: link(2) never replaces anything.
 * @param from a file with one name, which nobody else gives another one.
 * @returns `taken` where something has the name; `unsupported` where the file system cannot do it.
 */
export async function hardLink(from: string, to: string): Promise<'linked' | 'taken' | 'unsupported'> {
  try {
    await link(from, to);
    return 'linked';
  } catch (error) {
    // A network disk may have done it and lost the answer, or been asked twice and say EEXIST (open(2), on NFS).
    if (await isSameFile(from, to)) return 'linked';
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return 'taken';
    if (REFUSALS.includes(code)) return 'unsupported';
    throw error;
  }
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  try {
    const [a, b] = await Promise.all([lstatExactly(one), lstatExactly(other)]);
    // Some disks have no inode numbers; then zero says nothing.
    return a.nlink > 1n && a.ino !== 0n && a.ino === b.ino && a.dev === b.dev;
  } catch {
    // Not to be seen, so not known to be linked: then the failure of link itself counts.
    return false;
  }
}
