import type { Sha1 } from '../domain/photo.ts';

/** Where the proxies of a library lie. Who looks at one asks for it here before, and finds it at `pathOf`. */
export interface ProxyFiles {
  /** Whether proxies lie in a folder alone, so that there is never anything to fetch. */
  readonly isFolderAlone: boolean;
  /** Where this machine has a photo's proxy, whether it is there or not. */
  pathOf(sha1: Sha1): string;
  /**
   * Sees to it that proxies are where `pathOf` says.
   * @returns of each that cannot be had, why
   * @throws PhotoTagError BUCKET_UNUSABLE, DISK_FULL, DATA_FOLDER: what stops every other proxy too
   */
  bring(sha1s: readonly Sha1[]): Promise<ReadonlyMap<Sha1, Error>>;
  /** The same for one that somebody waits to see: tried once, and what cannot be had is not there. */
  show(sha1: Sha1): Promise<string>;
  /**
   * Others can have these proxies when it returns.
   * @throws PhotoTagError BUCKET_UNUSABLE
   */
  keep(sha1s: readonly Sha1[]): Promise<void>;
  /**
   * To be asked before work that takes hours.
   * @throws PhotoTagError BUCKET_UNUSABLE where it would end without proxies
   */
  ready(): Promise<{
    /** Whether nothing is kept for others yet. */
    readonly isEmpty: boolean;
  }>;
  /** What is kept for other machines, in the order of SHA-1; nothing where proxies lie in a folder alone. */
  kept(): AsyncIterable<KeptProxy>;
  /** Writes, reads and removes something of its own where proxies are kept for others. Throws as `keep` does. */
  tryOut(): Promise<void>;
}

export interface KeptProxy {
  readonly sha1: Sha1;
  readonly sizeBytes: number;
}
