import { expect, it } from 'vitest';
import { InProcessQueue } from '../../queue/in-process.ts';
import { openSqliteStore } from '../../store/sqlite.ts';
import { queueNumbers } from './queue-numbers.ts';

it('counts jobs by stage and state, and workers that were heard lately; none where nobody shares', async () => {
  const store = await openSqliteStore(':memory:');
  const queue = new InProcessQueue(store, 300);
  const library = { store, isShared: true, queue: async () => queue };
  expect(await queueNumbers({ ...library, isShared: false })).toBeNull();
  expect(await queueNumbers(library)).toEqual({ jobs: [], workers: 0 });

  const runId = await store.runs.order({
    command: 'run',
    stages: ['proxies'],
    roots: [],
    recipe: 'r',
    consent: null,
  });
  const job = { runId, stage: 'proxies', kind: 'batch' } as const;
  await queue.transaction((_, jobs) => jobs.send(['a', 'b', 'c'].map((key) => ({ ...job, keys: [key] }))));
  const taken = await queue.transaction((_, jobs) => jobs.take('proxies'));
  await queue.transaction((_, jobs) => jobs.bury(taken!, 'broken'));
  await queue.transaction((_, jobs) => jobs.take('proxies'));
  await store.runs.hear({
    ...{
      id: 'w',
      host: 'here',
      pid: 1,
      stages: ['proxies'],
      device: 'cpu',
      concurrency: 1,
      state: 'working',
    },
  });
  const numbers = await queueNumbers(library);
  expect(numbers?.workers).toBe(1);
  const count = (state: string) => numbers?.jobs.find((one) => one.state === state)?.count;
  expect(['waiting', 'later', 'active', 'dead'].map(count)).toEqual([1, 0, 1, 1]);
  await queue.close();
  await store.close();
});
