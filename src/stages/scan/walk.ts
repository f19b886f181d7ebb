import { type BigIntStats, type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';
import { StatPace } from './stat-pace.ts';

export interface WalkRules {
  readonly followSymlinks: boolean;
  /** Why a file or folder is left out, or null. `relativePath` counts from its root. */
  leaveOut(relativePath: string, kind: 'file' | 'folder'): string | null;
  /** Folders of photo-tag's own that may lie inside a root, as this machine names them. */
  readonly ownFolders: readonly string[];
  /** Where this machine finds a folder of the library. */
  readonly toLocal: (path: string) => string;
}

/** What tells without reading it whether a file has changed. Times in microseconds since 1970 UTC. */
export interface FileStamp {
  readonly sizeBytes: number;
  readonly mtimeMicros: number;
  /** Null where the file system keeps none. */
  readonly birthMicros: number | null;
  readonly inode: string;
}

export interface FoundFile {
  readonly path: string;
  readonly root: string;
  readonly stamp: FileStamp;
}

/** Something that is not read, and why. */
export interface Unread {
  readonly path: string;
  readonly root: string;
  readonly status: 'skipped' | 'failed';
  readonly reason: string;
  readonly stamp: FileStamp | null;
}

export interface WalkedFolder {
  readonly folder: string;
  readonly files: readonly FoundFile[];
  readonly unread: readonly Unread[];
  /** True where the folder could not be listed: what was known below it stays as it is. */
  readonly unreadable: boolean;
}

/** Visits every folder under the roots once, in path order. Throws ROOT_MISSING where a root is not there. */
export async function* walk(
  roots: readonly string[],
  rules: WalkRules,
  signal: AbortSignal,
): AsyncGenerator<WalkedFolder> {
  const visit: Visit = {
    rules,
    realRoots: await Promise.all(roots.map((root) => realRoot(rules.toLocal(root)))),
    visited: new Set(),
    pace: new StatPace(),
  };
  for (const root of roots) {
    const pending = [root];
    while (pending.length > 0 && !signal.aborted) {
      const folder = pending.pop()!;
      const found = await visitFolder(folder, root, visit);
      if (!found) continue;
      pending.push(...found.folders.sort().reverse());
      yield found.walked;
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
  readonly rules: WalkRules;
  readonly realRoots: readonly string[];
  /** Device and inode of each folder. */
  readonly visited: Set<string>;
  readonly pace: StatPace;
}

interface VisitedFolder {
  readonly walked: WalkedFolder;
  readonly folders: string[];
}

async function visitFolder(folder: string, root: string, visit: Visit): Promise<VisitedFolder | null> {
  const { rules, realRoots } = visit;
  const place = rules.toLocal(folder);
  let entries: Dirent<Buffer>[];
  try {
    const { dev, ino } = statSync(place, { bigint: true });
    const identity = `${dev}:${ino}`;
    if (visit.visited.has(identity)) return null;
    visit.visited.add(identity);
    entries = readdirSync(place, { withFileTypes: true, encoding: 'buffer' });
  } catch (error) {
    const reason = `the folder cannot be read: ${messageOf(error)}`;
    const unread: Unread = { path: folder, root, status: 'failed', reason, stamp: null };
    return { walked: { folder, files: [], unread: [unread], unreadable: true }, folders: [] };
  }
  const files: FoundFile[] = [];
  const unread: Unread[] = [];
  const folders: string[] = [];
  const below = folder === root ? '' : `${folder.slice(root.endsWith(sep) ? root.length : root.length + 1)}/`;
  const onDisk = entries.map((entry) => join(place, entry.name.toString()));
  const statsOf = await visit.pace.stats(onDisk);
  entries.forEach((entry, i) => {
    const name = entry.name.toString();
    const path = join(folder, name);
    const leave = (status: 'skipped' | 'failed', reason: string, stamp: FileStamp | null = null) =>
      unread.push({ path, root, status, reason, stamp });
    if (!Buffer.from(name).equals(entry.name)) {
      leave('failed', 'the name is not valid UTF-8: rename the file to have it tagged');
      return;
    }
    try {
      let stats = statsOf(i);
      if (stats.isSymbolicLink()) {
        if (!rules.followSymlinks) {
          leave('skipped', 'a symbolic link (index.follow_symlinks is off)');
          return;
        }
        if (!isInside(realpathSync.native(onDisk[i]!), realRoots)) {
          leave('skipped', 'a symbolic link that leads out of the roots');
          return;
        }
        stats = statSync(onDisk[i]!, { bigint: true });
      }
      const kind = stats.isDirectory() ? 'folder' : 'file';
      if (kind === 'folder' && rules.ownFolders.includes(onDisk[i]!)) {
        leave('skipped', 'a folder of photo-tag itself');
        return;
      }
      const reason = rules.leaveOut(below + name, kind);
      if (reason !== null) leave('skipped', reason, stampOf(stats));
      else if (kind === 'folder') folders.push(path);
      else if (stats.isFile()) files.push({ path, root, stamp: stampOf(stats) });
      else leave('skipped', 'not a regular file');
    } catch (error) {
      leave('failed', `cannot be looked at: ${messageOf(error)}`);
    }
  });
  const byPath = <T extends { path: string }>(a: T, b: T) => (a.path < b.path ? -1 : 1);
  return {
    walked: { folder, files: files.sort(byPath), unread: unread.sort(byPath), unreadable: false },
    folders,
  };
}

function stampOf({ size, mtimeNs, birthtimeNs, ino }: BigIntStats): FileStamp {
  return {
    sizeBytes: Number(size),
    mtimeMicros: Number(mtimeNs / 1000n),
    // File systems without birth times give zero.
    birthMicros: birthtimeNs > 0n ? Number(birthtimeNs / 1000n) : null,
    inode: String(ino),
  };
}

const isInside = (path: string, roots: readonly string[]): boolean =>
  roots.some((root) => path === root || path.startsWith(root.endsWith(sep) ? root : root + sep));
