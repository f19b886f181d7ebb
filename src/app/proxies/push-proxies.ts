import { stat } from 'node:fs/promises';
import { PhotoTagError } from '../../domain/errors.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { KeptProxy } from '../../proxies/proxy-files.ts';
import type { Library } from '../library.ts';
import { lockLibrary } from '../lock-library.ts';

export interface PushOrder {
  /** Has the next run make anew what is neither here nor there. */
  readonly makeAgain: boolean;
  /** Aborting ends after what is under way; the same order goes on from there. */
  readonly signal: AbortSignal;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface PushReport {
  /** Proxies that the library knows. */
  readonly proxies: number;
  /** Were in the bucket already. */
  readonly there: number;
  readonly sent: number;
  readonly sentBytes: number;
  /** Neither in the folder of this machine nor in the bucket. */
  readonly nowhere: number;
  /** Of those, made due again. */
  readonly madeDue: number;
  readonly cancelled: boolean;
}

/** Rows looked at, and files sent, at once. */
const PAGE = 500;

/**
 * Brings proxies of the folder into the bucket that are not there: those made before there was one, or copied back from a
 * backup. Both are gone through in the order of SHA-1, side by side, so that a million need no memory.
 */
export async function pushProxies(library: Library, order: PushOrder): Promise<PushReport> {
  const { proxies, store } = library;
  if (proxies.isFolderAlone) {
    throw new PhotoTagError('USAGE', 'There is no bucket to bring proxies to', {
      remedy: 'Name one in the configuration: proxy.bucket. docs/bucket.md says more.',
    });
  }
  const lock = order.makeAgain ? await lockLibrary(library, 'proxies --push --make-again') : null;
  try {
    const total = (await store.outcomes.counts()).find(({ stage }) => stage === 'proxies')?.done ?? 0;
    const kept = new Listing(proxies.kept());
    const sum = { proxies: 0, there: 0, sent: 0, sentBytes: 0, nowhere: 0, madeDue: 0 };
    for (let after: string | null = null; !order.signal.aborted; ) {
      const page = await store.outcomes.settled('proxies', { after, limit: PAGE });
      const last = page.at(-1);
      if (last === undefined) break;
      const sizes = await sizesOf(
        library,
        page.map(({ item }) => item),
      );
      const inBucket = await kept.upTo(last.item);
      const away = [...sizes].filter(([sha1, size]) => inBucket.get(sha1) !== size);
      const here = await filesOf(library, away);
      await proxies.keep([...here.keys()]);
      // One of another length is what another machine made of the same photo.
      const nowhere = away.map(([sha1]) => sha1).filter((sha1) => !here.has(sha1) && !inBucket.has(sha1));
      if (order.makeAgain) await store.transaction((one) => one.outcomes.remove('proxies', nowhere));
      sum.proxies += sizes.size;
      sum.sent += here.size;
      sum.sentBytes += [...here.values()].reduce((bytes, size) => bytes + size, 0);
      sum.nowhere += nowhere.length;
      sum.madeDue += order.makeAgain ? nowhere.length : 0;
      sum.there += sizes.size - here.size - nowhere.length;
      order.onProgress?.(sum.proxies, total);
      after = last.item;
    }
    return { ...sum, cancelled: order.signal.aborted };
  } finally {
    await lock?.release();
  }
}

/** How long the proxies are that were made of these photos. */
async function sizesOf({ store }: Library, sha1s: readonly Sha1[]): Promise<Map<Sha1, number>> {
  const outcomes = await store.outcomes.of('proxies', sha1s);
  const made = await store.photos.proxiesOf(sha1s.filter((sha1) => outcomes.get(sha1)?.status === 'done'));
  return new Map([...made].map(([sha1, { sizeBytes }]) => [sha1, sizeBytes]));
}

/** Those whose file here is the one that the library knows. */
async function filesOf(
  { proxies }: Library,
  away: readonly (readonly [Sha1, number])[],
): Promise<Map<Sha1, number>> {
  const found = await Promise.all(away.map(([sha1]) => stat(proxies.pathOf(sha1)).catch(() => null)));
  return new Map(away.filter(([, size], index) => found[index]?.size === size));
}

/** What is in the bucket, read as far as it is asked for. */
class Listing {
  readonly #entries: AsyncIterator<KeptProxy>;
  #next: KeptProxy | null = null;

  constructor(entries: AsyncIterable<KeptProxy>) {
    this.#entries = entries[Symbol.asyncIterator]();
  }

  /** Sizes of those that come after the last call, up to this one. */
  async upTo(last: Sha1): Promise<Map<Sha1, number>> {
    const sizes = new Map<Sha1, number>();
    for (;;) {
      this.#next ??= ((await this.#entries.next()) as IteratorYieldResult<KeptProxy>).value ?? null;
      if (this.#next === null || this.#next.sha1 > last) return sizes;
      sizes.set(this.#next.sha1, this.#next.sizeBytes);
      this.#next = null;
    }
  }
}
