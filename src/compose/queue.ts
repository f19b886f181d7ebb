import type { DatabaseAddress } from '../domain/database-address.ts';
import { isLost } from '../pipeline/queued/lost-database.ts';
import { InProcessQueue } from '../queue/in-process.ts';
import type { Queue } from '../queue/queue.ts';
import { STAGE_NAMES } from '../stages/index.ts';
import type { Store } from '../store/store.ts';

/** Of its own, so that the tables of the library are all that is in theirs. */
const SCHEMA = 'photo_tag_queue';

/** Where the library is on Postgres its jobs are beside it, by pg-boss; otherwise in this process. */
export async function openQueue(address: DatabaseAddress, store: Store): Promise<Queue> {
  if (address.kind === 'sqlite') return new InProcessQueue(store);
  const { openPgBossQueue } = await import('../queue/pg-boss/open.ts');
  return openPgBossQueue({
    url: address.reveal(),
    schema: SCHEMA,
    store,
    stages: STAGE_NAMES,
    onError: (error) => {
      // That the database is away is said by who needs it, once.
      if (!isLost(error)) process.emitWarning(address.mask(error.message), 'QueueWarning');
    },
  });
}
