import { type FileHandle, open, stat } from 'node:fs/promises';

/** Random access to the bytes of a file. */
export interface ByteSource {
  readonly sizeBytes: number;
  /** The bytes from an offset; fewer, down to none, where the file ends. */
  readAt(offset: number, length: number): Promise<Buffer>;
}

export interface OriginalFile extends ByteSource {
  close(): Promise<void>;
}

const SENTENCES: Record<string, string> = {
  ENOENT: 'The file is not there any more.',
  EACCES: 'The file may not be read: permission denied.',
  EPERM: 'The file may not be read: operation not permitted.',
  EIO: 'The disk could not read the file (input/output error).',
  ESTALE: 'The network drive has lost the file (stale handle).',
};

/**
 * Opens an original for reading. Anything but a regular file is refused before it is opened: a named pipe would
 * wait for a writer for ever.
 * @throws Error with a sentence for the user.
 */
export async function openOriginal(path: string): Promise<OriginalFile> {
  let handle: FileHandle;
  try {
    if (!(await stat(path)).isFile()) throw new Error('Not a regular file.');
    handle = await open(path, 'r');
  } catch (error) {
    throw readingError(error);
  }
  try {
    const { size } = await handle.stat();
    return {
      sizeBytes: size,
      readAt: (offset, length) => readAt(handle, offset, length),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw readingError(error);
  }
}

async function readAt(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  try {
    while (filled < length) {
      const { bytesRead } = await handle.read(buffer, filled, length - filled, offset + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
  } catch (error) {
    throw readingError(error);
  }
  return buffer.subarray(0, filled);
}

function readingError(error: unknown): unknown {
  const sentence = SENTENCES[(error as NodeJS.ErrnoException).code ?? ''];
  return sentence === undefined ? error : new Error(sentence, { cause: error });
}

/** Bytes in memory, read like a file. */
export function bytesAsSource(bytes: Buffer): ByteSource {
  return {
    sizeBytes: bytes.length,
    readAt: async (offset, length) => bytes.subarray(offset, offset + length),
  };
}
