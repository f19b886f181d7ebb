import fs from 'node:fs';
import promises from 'node:fs/promises';

/*
 * The file system for sidecars: what we need of node:fs/promises, and in a worker thread, which has nothing else to do,
 * the same by synchronous calls, all but fsync. One write is some thirty calls of a few microseconds each; to hand each to
 * another thread and wait for it costs ten times that (see docs/performance.md).
 */

/** An open file, as far as sidecars need it. */
export interface DiskFile {
  stat(): Promise<fs.Stats>;
  readFile(): Promise<Buffer>;
  writeFile(data: string | Buffer): Promise<void>;
  chown(uid: number, gid: number): Promise<void>;
  chmod(mode: number): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

export const { constants } = fs;

let isBlocking = false;

/** For the whole thread, once, before its first use. */
export function blockThisThread(): void {
  isBlocking = true;
}

/**
 * The one call that takes long, and the one that does not block: the disk makes many syncs that wait at the same time
 * into one, several times faster than one after the other.
 */
function synced(descriptor: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fs.fsync(descriptor, (error) => (error ? reject(error) : resolve()));
  });
}

/** Called by name each time, so that tests can let a call fail. */
const openFile = (descriptor: number): DiskFile => ({
  stat: async () => fs.fstatSync(descriptor),
  readFile: async () => fs.readFileSync(descriptor),
  writeFile: async (data) => fs.writeFileSync(descriptor, data),
  chown: async (uid, gid) => fs.fchownSync(descriptor, uid, gid),
  chmod: async (mode) => fs.fchmodSync(descriptor, mode),
  sync: () => synced(descriptor),
  close: async () => fs.closeSync(descriptor),
});

export async function open(path: string, flags: string | number, mode?: number): Promise<DiskFile> {
  return isBlocking ? openFile(fs.openSync(path, flags, mode)) : promises.open(path, flags, mode);
}

export async function access(path: string, mode: number): Promise<void> {
  return isBlocking ? fs.accessSync(path, mode) : promises.access(path, mode);
}

export async function link(from: string, to: string): Promise<void> {
  return isBlocking ? fs.linkSync(from, to) : promises.link(from, to);
}

export async function rename(from: string, to: string): Promise<void> {
  return isBlocking ? fs.renameSync(from, to) : promises.rename(from, to);
}

export async function unlink(path: string): Promise<void> {
  return isBlocking ? fs.unlinkSync(path) : promises.unlink(path);
}

export async function lstat(path: string): Promise<fs.Stats> {
  return isBlocking ? fs.lstatSync(path) : promises.lstat(path);
}

/** With numbers of any size: inodes of large disks. */
export async function lstatExactly(path: string): Promise<fs.BigIntStats> {
  return isBlocking ? fs.lstatSync(path, { bigint: true }) : promises.lstat(path, { bigint: true });
}

export async function stat(path: string): Promise<fs.Stats> {
  return isBlocking ? fs.statSync(path) : promises.stat(path);
}

export async function readText(path: string): Promise<string> {
  return isBlocking ? fs.readFileSync(path, 'utf8') : promises.readFile(path, 'utf8');
}

export async function realpath(path: string): Promise<string> {
  return isBlocking ? fs.realpathSync(path) : promises.realpath(path);
}
