import { queueContract } from '../../test/contracts/queue.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import { InProcessQueue } from './in-process.ts';

queueContract({
  name: 'this process',
  async open() {
    const store = await openSqliteStore(':memory:');
    return { store, queue: new InProcessQueue(store, 300), close: () => store.close() };
  },
});
