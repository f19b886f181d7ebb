import { parentPort, workerData } from 'node:worker_threads';
import { tallyOf } from '../app/operations/library-tally.ts';
import { openSqliteStore } from '../store/sqlite.ts';

/** Counts one library, tells, and ends. */
const store = await openSqliteStore(workerData as string);
try {
  parentPort!.postMessage(await tallyOf(store));
} finally {
  await store.close();
}
