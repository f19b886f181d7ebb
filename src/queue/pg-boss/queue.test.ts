import { afterAll, beforeAll, describe } from 'vitest';
import { queueContract } from '../../../test/contracts/queue.ts';
import { hasPostgres, type PostgresCluster, startPostgres } from '../../../test/postgres.fixture.ts';
import { STAGE_NAMES } from '../../stages/index.ts';
import { openPostgresStore } from '../../store/postgres.ts';
import { executorOf } from '../../store/sql/sql-store.ts';
import type { Store } from '../../store/store.ts';
import type { Queue } from '../queue.ts';
import { openPgBossQueue } from './open.ts';

describe.skipIf(!hasPostgres)('pg-boss', () => {
  let cluster: PostgresCluster;
  let store: Store;
  let queue: Queue;
  beforeAll(async () => {
    cluster = startPostgres();
    const address = await cluster.database();
    store = await openPostgresStore(address);
    queue = await openPgBossQueue({
      url: address.reveal(),
      schema: 'jobs',
      store,
      stages: STAGE_NAMES,
      onError: (error) => {
        throw error;
      },
    });
  }, 60_000);
  afterAll(async () => {
    await queue.close();
    await store.close();
    cluster.stop();
  });

  queueContract({
    name: 'pg-boss',
    async open() {
      await executorOf(store).executeSql('truncate jobs.job, queued_run, run_step');
      return { store, queue, close: async () => {} };
    },
  });
});
