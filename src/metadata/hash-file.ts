import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { messageOf } from '../domain/errors.ts';
import type { FileHash } from './file-hasher.ts';
import { JpegImageData } from './jpeg-image-data.ts';

/** Bytes of one read: larger ones are no faster, and memory stays at one of these per worker. */
export const READ_BYTES = 1 << 20;

/** O_NONBLOCK: opening a named pipe must not wait for a writer. Regular files don't care. */
const OPEN_FLAGS = constants.O_RDONLY | constants.O_NONBLOCK;

/** Leaves even the access time alone; Linux only, and only for the owner of a file. */
const O_NOATIME = process.platform === 'linux' ? constants.O_NOATIME : 0;

/**
 * Reads one file from beginning to end, once. Blocks: meant for a worker thread.
 * @param buffer is overwritten.
 * @throws Error with a sentence for the user.
 */
export function hashFile(path: string, buffer: Buffer): FileHash {
  const file = openToRead(path);
  try {
    const before = fstatSync(file, { bigint: true });
    if (!before.isFile()) throw new Error('Not a regular file.');
    const sha1 = createHash('sha1');
    let jpeg: JpegImageData | null = null;
    let sizeBytes = 0;
    for (;;) {
      const piece = buffer.subarray(0, readPiece(file, buffer));
      if (piece.length === 0) break;
      if (sizeBytes === 0 && isJpeg(piece)) jpeg = new JpegImageData();
      sizeBytes += piece.length;
      sha1.update(piece);
      jpeg?.update(piece);
    }
    const after = fstatSync(file, { bigint: true });
    if (BigInt(sizeBytes) !== before.size || after.size !== before.size || after.mtimeNs !== before.mtimeNs) {
      throw new Error('The file changed while it was being read.');
    }
    return { sha1: sha1.digest('hex'), imageDataHash: jpeg?.digest() ?? null, sizeBytes };
  } finally {
    closeSync(file);
  }
}

/** SOI and the first byte of the next marker, as exiftool tells a JPEG. The first piece of a file has them all. */
function isJpeg(firstPiece: Uint8Array): boolean {
  return firstPiece[0] === 0xff && firstPiece[1] === 0xd8 && firstPiece[2] === 0xff;
}

function openToRead(path: string): number {
  try {
    return openSync(path, OPEN_FLAGS | O_NOATIME);
  } catch (error) {
    // Somebody else's file: reading is allowed, keeping its access time is not.
    if ((error as NodeJS.ErrnoException).code === 'EPERM' && O_NOATIME !== 0) {
      try {
        return openSync(path, OPEN_FLAGS);
      } catch (second) {
        throw new Error(whyUnreadable(second), { cause: second });
      }
    }
    throw new Error(whyUnreadable(error), { cause: error });
  }
}

/** A network disk may give fewer bytes than asked for; the buffer is filled up, so that pieces are full. */
function readPiece(file: number, buffer: Buffer): number {
  let filled = 0;
  try {
    while (filled < buffer.length) {
      const read = readSync(file, buffer, filled, buffer.length - filled, null);
      if (read === 0) break;
      filled += read;
    }
  } catch (error) {
    throw new Error(whyUnreadable(error), { cause: error });
  }
  return filled;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'The file is not there any more.',
  EACCES: 'No permission to read the file.',
  EPERM: 'No permission to read the file.',
  EISDIR: 'Not a regular file.',
  ELOOP: 'A symbolic link that leads in a circle.',
  EIO: 'The disk could not read the file (input/output error).',
  ENXIO: 'Not a regular file.',
};

function whyUnreadable(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return REASONS[code] ?? `The file could not be read: ${messageOf(error)}.`;
}
