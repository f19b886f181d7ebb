import type { BigIntStats, Dirent } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';

export interface WalkRules {
  readonly followSymlinks: boolean;
  /** Why a file or folder is left out, or null. `relativePath` counts from its root. */
  leaveOut(relativePath: string, kind: 'file' | 'folder'): string | null;
  /** Folders of photo-tag's own that may lie inside a root. */
  readonly ownFolders: readonly string[];
}

export interface FoundFile {
  readonly path: string;
  readonly root: string;
  readonly stats: BigIntStats;
}

/** Something that is not read, and why. */
export interface Unread {
  readonly path: string;
  readonly root: string;
  readonly status: 'skipped' | 'failed';
  readonly reason: string;
  readonly stats: BigIntStats | null;
}

export interface WalkedFolder {
  readonly folder: string;
  readonly files: readonly FoundFile[];
  readonly unread: readonly Unread[];
  /** True where the folder could not be listed: what was known below it stays as it is. */
  readonly unreadable: boolean;
}

/** Stat calls under way at once: enough to hide the latency of a network disk. */
const STATS_AT_ONCE = 32;

/** Visits every folder under the roots once, in path order. Throws ROOT_MISSING where a root is not there. */
export async function* walk(
  roots: readonly string[],
  rules: WalkRules,
  signal: AbortSignal,
): AsyncGenerator<WalkedFolder> {
  const realRoots = await Promise.all(roots.map(realRoot));
  const visited = new Set<string>();
  for (const root of roots) {
    const pending = [root];
    while (pending.length > 0 && !signal.aborted) {
      const folder = pending.pop()!;
      const visit = await visitFolder(folder, root, realRoots, rules, visited);
      if (!visit) continue;
      pending.push(...visit.folders.sort().reverse());
      yield visit.walked;
    }
  }
}

async function realRoot(root: string): Promise<string> {
  try {
    const real = await realpath(root);
    if ((await stat(real)).isDirectory()) return real;
  } catch (cause) {
    throw new PhotoTagError('ROOT_MISSING', `The folder ${root} cannot be opened: ${messageOf(cause)}`, {
      file: root,
      cause,
      remedy: 'Is the disk mounted and the name right? Nothing was marked as missing.',
    });
  }
  throw new PhotoTagError('ROOT_MISSING', `${root} is not a folder`, {
    file: root,
    remedy: 'Name the folder that holds the photos.',
  });
}

interface Visit {
  readonly walked: WalkedFolder;
  readonly folders: string[];
}

async function visitFolder(
  folder: string,
  root: string,
  realRoots: readonly string[],
  rules: WalkRules,
  visited: Set<string>,
): Promise<Visit | null> {
  let entries: Dirent<Buffer>[];
  try {
    const { dev, ino } = await stat(folder, { bigint: true });
    const identity = `${dev}:${ino}`;
    if (visited.has(identity)) return null;
    visited.add(identity);
    entries = await readdir(folder, { withFileTypes: true, encoding: 'buffer' });
  } catch (error) {
    const reason = `the folder cannot be read: ${messageOf(error)}`;
    const unread: Unread = { path: folder, root, status: 'failed', reason, stats: null };
    return { walked: { folder, files: [], unread: [unread], unreadable: true }, folders: [] };
  }
  const files: FoundFile[] = [];
  const unread: Unread[] = [];
  const folders: string[] = [];
  const look = async (entry: Dirent<Buffer>): Promise<void> => {
    const name = entry.name.toString();
    const path = join(folder, name);
    const leave = (status: 'skipped' | 'failed', reason: string, stats: BigIntStats | null = null) =>
      unread.push({ path, root, status, reason, stats });
    if (!Buffer.from(name).equals(entry.name)) {
      leave('failed', 'the name is not valid UTF-8: rename the file to have it tagged');
      return;
    }
    try {
      const link = entry.isSymbolicLink();
      if (link && !rules.followSymlinks) {
        leave('skipped', 'a symbolic link (index.follow_symlinks is off)');
        return;
      }
      if (link && !isInside(await realpath(path), realRoots)) {
        leave('skipped', 'a symbolic link that leads out of the roots');
        return;
      }
      const stats = link ? await stat(path, { bigint: true }) : await lstat(path, { bigint: true });
      const kind = stats.isDirectory() ? 'folder' : 'file';
      if (kind === 'folder' && rules.ownFolders.includes(path)) {
        leave('skipped', 'a folder of photo-tag itself');
        return;
      }
      const reason = rules.leaveOut(relative(root, path), kind);
      if (reason !== null) leave('skipped', reason, stats);
      else if (kind === 'folder') folders.push(path);
      else if (stats.isFile()) files.push({ path, root, stats });
      else leave('skipped', 'not a regular file');
    } catch (error) {
      leave('failed', `cannot be looked at: ${messageOf(error)}`);
    }
  };
  for (let start = 0; start < entries.length; start += STATS_AT_ONCE) {
    await Promise.all(entries.slice(start, start + STATS_AT_ONCE).map(look));
  }
  const byPath = <T extends { path: string }>(a: T, b: T) => (a.path < b.path ? -1 : 1);
  return {
    walked: { folder, files: files.sort(byPath), unread: unread.sort(byPath), unreadable: false },
    folders,
  };
}

const isInside = (path: string, roots: readonly string[]): boolean =>
  roots.some((root) => path === root || path.startsWith(root.endsWith(sep) ? root : root + sep));
