import { createHash, randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { proxyPath } from '../algorithms/proxy-path.ts';
import { PhotoTagError } from '../domain/errors.ts';
import type { Sha1 } from '../domain/photo.ts';
import { writeAtomically } from '../imaging/atomic-file.ts';
import { atBeginning, type Bucket, type Patience, type StoredObject } from './bucket.ts';
import { inParallel } from './in-parallel.ts';
import type { KeptProxy, ProxyFiles } from './proxy-files.ts';

export interface BucketProxiesOptions {
  readonly cacheFolder: string;
  /** For downloads, on the same file system as the cache folder. */
  readonly tempFolder: string;
  /** Where in the bucket; empty, or without slashes around it. */
  readonly prefix: string;
  /** Called with the first proxy that is not here. Throws where there is no key. */
  readonly bucket: () => Promise<Bucket>;
  /** How long the library says that these proxies are, in bytes. */
  readonly sizesOf: (sha1s: readonly Sha1[]) => Promise<ReadonlyMap<Sha1, number>>;
  readonly now?: () => number;
}

/** A proxy is some 150 kB: this many keep a link of 1 Gbit/s busy over 100 ms. */
const AT_ONCE = 16;
/** A page waits for a picture as long as this, and no longer. */
const FOR_SHOW: Patience = { attempts: 1, timeoutMillis: 5000 };
/** Somebody waits to hear whether work begins: some seconds, not half a minute. */
const AT_START: Patience = { attempts: 4, timeoutMillis: 15_000 };
/** A page with a thousand pictures does not ask a bucket a thousand times that is away. */
const ASK_AGAIN_AFTER_MILLIS = 10_000;
const DOWNLOADS = 3;

/**
 * Proxies in a bucket, with the folder of this machine as what was read of it before. A file of the folder counts where
 * it is as long as the library says: one that another machine has made anew with other settings is fetched again.
 */
export class BucketProxies implements ProxyFiles {
  readonly isFolderAlone = false;
  readonly #options: BucketProxiesOptions;
  readonly #now: () => number;
  #awayUntil = 0;

  constructor(options: BucketProxiesOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  pathOf(sha1: Sha1): string {
    return proxyPath(this.#options.cacheFolder, sha1);
  }

  async bring(sha1s: readonly Sha1[]): Promise<ReadonlyMap<Sha1, Error>> {
    const missing = new Map<Sha1, Error>();
    const away = await this.#notHere([...new Set(sha1s)]);
    if (away.length === 0) return missing;
    const bucket = await this.#options.bucket();
    await inParallel(away, AT_ONCE, async (sha1) => {
      const found = await this.#download(bucket, sha1);
      if (found === 'nowhere') missing.set(sha1, this.#lost(bucket, sha1));
      if (found === 'broken') missing.set(sha1, this.#broken(bucket, sha1));
    });
    return missing;
  }

  async show(sha1: Sha1): Promise<string> {
    const path = this.pathOf(sha1);
    if (this.#now() < this.#awayUntil) return path;
    try {
      const [away] = await this.#notHere([sha1]);
      if (away !== undefined) await this.#download(await this.#options.bucket(), away, FOR_SHOW);
    } catch (error) {
      if (!(error instanceof PhotoTagError)) throw error;
      // Whoever looks sees that there is no picture; the next run says why.
      this.#awayUntil = this.#now() + ASK_AGAIN_AFTER_MILLIS;
    }
    return path;
  }

  async keep(sha1s: readonly Sha1[]): Promise<void> {
    if (sha1s.length === 0) return;
    const bucket = await this.#options.bucket();
    await inParallel(sha1s, AT_ONCE, async (sha1) => {
      await bucket.put(this.#keyOf(sha1), await readFile(this.pathOf(sha1)));
    });
  }

  async ready(): Promise<{ readonly isEmpty: boolean }> {
    const first = await (await this.#options.bucket()).look(this.#below(''), AT_START);
    return { isEmpty: first === null };
  }

  async *kept(): AsyncIterable<KeptProxy> {
    const bucket = await this.#options.bucket();
    for await (const { key, sizeBytes } of bucket.list(this.#below(''))) {
      const sha1 = PROXY_KEY.exec(key.slice(this.#below('').length))?.[1];
      if (sha1 !== undefined) yield { sha1, sizeBytes };
    }
  }

  async tryOut(): Promise<void> {
    const bucket = await this.#options.bucket();
    await bucket.look(this.#below(''), AT_START);
    const key = this.#below(`photo-tag-doctor-${randomUUID()}`);
    const bytes = Buffer.from(key);
    await bucket.put(key, bytes);
    const back = await bucket.get(key);
    // Nothing else is ever removed, so that a key need not be allowed to.
    await bucket.remove(key).catch(() => undefined);
    if (back === null || !bytes.equals(back.bytes)) {
      throw new PhotoTagError(
        'BUCKET_UNUSABLE',
        `${atBeginning(bucket.name)} does not give back what was put into it`,
        {
          remedy: 'See that proxy.bucket_endpoint is an S3-compatible store, and no cache lies in between.',
        },
      );
    }
  }

  /** Those whose file is not in the folder, or is not the one that the library knows. */
  async #notHere(sha1s: readonly Sha1[]): Promise<Sha1[]> {
    const sizes = await this.#options.sizesOf(sha1s);
    const found = await Promise.all(sha1s.map((sha1) => stat(this.pathOf(sha1)).catch(() => null)));
    return sha1s.filter((sha1, index) => {
      const here = found[index]?.size;
      return here === undefined || here !== (sizes.get(sha1) ?? here);
    });
  }

  /** What does not arrive whole is asked for again; a stale file stays until the right one is there. */
  async #download(bucket: Bucket, sha1: Sha1, patience?: Patience): Promise<'here' | 'nowhere' | 'broken'> {
    for (let attempt = 0; attempt < DOWNLOADS; attempt++) {
      const object = await bucket.get(this.#keyOf(sha1), patience);
      if (object === null) return 'nowhere';
      if (!isWhole(object)) continue;
      await this.#save(this.pathOf(sha1), object.bytes);
      return 'here';
    }
    return 'broken';
  }

  /** A run that begins meanwhile clears the folder of what is half-made. */
  async #save(path: string, bytes: Uint8Array): Promise<void> {
    const { tempFolder } = this.#options;
    await writeAtomically(path, bytes, tempFolder).catch((error: unknown) => {
      const isCleared = (error as { cause?: NodeJS.ErrnoException }).cause?.code === 'ENOENT';
      if (!isCleared) throw error;
      return writeAtomically(path, bytes, tempFolder);
    });
  }

  #below(name: string): string {
    const { prefix } = this.#options;
    return prefix === '' ? name : `${prefix}/${name}`;
  }

  /** As in the folder, so that other tools may copy the one to the other. */
  #keyOf(sha1: Sha1): string {
    return this.#below(`${sha1.slice(0, 2)}/${sha1}.jpg`);
  }

  #lost(bucket: Bucket, sha1: Sha1): Error {
    return new Error(
      `its proxy as the library knows it is neither in ${this.pathOf(sha1)} nor in ${bucket.name}: run \`photo-tag proxies --push\` on the machine that made it, or \`photo-tag proxies --push --make-again\` here; then run with --retry-failed`,
    );
  }

  #broken(bucket: Bucket, sha1: Sha1): Error {
    return new Error(
      `its proxy in ${bucket.name} (${this.#keyOf(sha1)}) is damaged: delete it there, then run \`photo-tag proxies --push --make-again\`, and run with --retry-failed`,
    );
  }
}

const PROXY_KEY = /^[0-9a-f]{2}\/([0-9a-f]{40})\.jpg$/;

/** By the checksum that was put with it; what another program put there at least begins and ends as a JPEG does. */
function isWhole({ bytes, sha256 }: StoredObject): boolean {
  if (sha256 !== null) return createHash('sha256').update(bytes).digest('hex') === sha256;
  const [first, second, last, end] = [bytes[0], bytes[1], bytes.at(-2), bytes.at(-1)];
  return first === 0xff && second === 0xd8 && last === 0xff && end === 0xd9;
}
