import { constants, type DiskFile, open } from './disk.ts';
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
  let file: DiskFile;
  try {
    // NONBLOCK: opening a named pipe must not wait for a writer.
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    const stats = await file.stat();
    if (stats.isDirectory()) {
      throw new SidecarRefusal(`${path} is a folder. Rename it, and the sidecar can have that name.`);
    }
    if (!stats.isFile()) {
      throw new SidecarRefusal(`${path} is a device or a pipe, not a file. Move it away and write again.`);
    }
    if (stats.size > MAX_SIDECAR_BYTES) {
      throw new SidecarRefusal(
        `The sidecar has ${stats.size} bytes: that is no XMP sidecar. Move it away and write again.`,
      );
    }
    return {
      bytes: await file.readFile(),
      mode: stats.mode & 0o7777,
      uid: stats.uid,
      gid: stats.gid,
    };
  } finally {
    // Nothing was written, so nothing can be lost by it.
    await file.close().catch(() => undefined);
  }
}

/** Whether the sidecar is as it was read before. */
export async function isStill(path: string, before: SidecarFile): Promise<boolean> {
  return (await readSidecarFile(path))?.bytes.equals(before.bytes) ?? false;
}
