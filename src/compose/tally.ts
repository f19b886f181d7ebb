import { Worker } from 'node:worker_threads';
import { type LibraryTally, tallyOf } from '../app/operations/library-tally.ts';
import type { DatabaseAddress } from '../domain/database-address.ts';
import { PhotoTagError } from '../domain/errors.ts';
import type { Store } from '../store/store.ts';

/** Longer than any library takes, shorter than for ever. */
const MOST_MILLIS = 120_000;

/**
 * Counts without keeping the server waiting: SQLite works on the thread that asks, so that one of its own asks, which lives
 * as long as that takes. Postgres works elsewhere anyway.
 */
export function countApart(address: DatabaseAddress, store: Store): Promise<LibraryTally> {
  if (address.kind === 'postgres') return tallyOf(store);
  const worker = new Worker(new URL('./tally-worker.ts', import.meta.url), { workerData: address.reveal() });
  return new Promise<LibraryTally>((done, fail) => {
    const tooLong = setTimeout(() => fail(new Error('counting takes too long')), MOST_MILLIS);
    worker.once('message', done);
    worker.once('error', fail);
    worker.once('exit', () => {
      clearTimeout(tooLong);
      fail(
        new PhotoTagError('STORE_UNUSABLE', 'The library could not be counted', { remedy: 'See /health.' }),
      );
    });
    worker.unref();
  }).finally(() => void worker.terminate());
}
