import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';

export interface FileDigests {
  readonly bytes: number;
  readonly sha256: string;
  /** As Git names a blob; null where the size was not known beforehand. */
  readonly gitSha1: string | null;
}

/** Digests of a file whose bytes come one piece after the other. */
export class RunningDigest {
  readonly #sha256: Hash = createHash('sha256');
  readonly #git: Hash | null;
  #bytes = 0;

  /** @param totalBytes the size that the file will have; Git's name begins with it. */
  constructor(totalBytes: number | null) {
    this.#git = totalBytes === null ? null : createHash('sha1').update(`blob ${totalBytes}\0`);
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(piece: Uint8Array): void {
    this.#bytes += piece.length;
    this.#sha256.update(piece);
    this.#git?.update(piece);
  }

  end(): FileDigests {
    return {
      bytes: this.#bytes,
      sha256: this.#sha256.digest('hex'),
      gitSha1: this.#git?.digest('hex') ?? null,
    };
  }
}

/** Reads a file into a digest, for as long as nobody stops it. */
export async function addFile(digest: RunningDigest, path: string, signal: AbortSignal): Promise<void> {
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20, signal })) {
    digest.add(piece as Buffer);
  }
}
