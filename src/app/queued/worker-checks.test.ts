import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadSettings } from '../../config/load.ts';
import type { StageName } from '../../domain/stage-name.ts';
import { InProcessQueue } from '../../queue/in-process.ts';
import { openSqliteStore } from '../../store/sqlite.ts';
import type { Store } from '../../store/store.ts';
import { workerChecks } from './worker-checks.ts';

let store: Store;
let queue: InProcessQueue;
beforeEach(async () => {
  store = await openSqliteStore(':memory:');
  queue = new InProcessQueue(store, 300);
});
afterEach(async () => {
  await queue.close();
  await store.close();
});

const settings = loadSettings({ folder: '/nowhere' });
const checks = (isShared = true) => workerChecks({ store, settings, isShared, queue: async () => queue });
const hear = (id: string, host: string, stages: StageName[], device = 'cpu') =>
  store.runs.hear({ id, host, pid: 7, stages, device, concurrency: 1, state: 'working' });
const order = () =>
  store.runs.order({
    command: 'run',
    stages: ['proxies', 'embeddings'],
    roots: [],
    recipe: 'r',
    consent: null,
  });

it('says nothing of a library that one machine has to itself', async () => {
  expect(await checks(false)).toEqual([]);
});

it('says who works where, and that nobody need to', async () => {
  expect(await checks()).toMatchObject([{ what: 'workers', state: 'optional', finding: 'none is at work' }]);
  await hear('a', 'attic', ['proxies']);
  await hear('b', 'attic', ['embeddings'], 'cuda');
  await hear('c', 'cellar', ['proxies']);
  expect(await checks()).toEqual([
    { what: 'workers', state: 'ok', finding: '2 on attic (cpu, cuda); 1 on cellar (cpu)', remedy: '' },
  ]);
});

it('names the stages of a run that no worker does', async () => {
  const id = await order();
  await hear('a', 'attic', ['proxies']);
  expect((await checks()).find(({ what }) => what === `run ${id}`)).toMatchObject({
    state: 'warning',
    finding: 'run: running; no worker does embeddings',
    remedy: 'Start one that does: `photo-tag worker`.',
  });
  await hear('b', 'attic', ['embeddings']);
  expect((await checks()).find(({ what }) => what === `run ${id}`)).toMatchObject({
    state: 'ok',
    remedy: '',
  });
  await store.runs.change(id, ['running'], 'paused');
  expect((await checks()).find(({ what }) => what === `run ${id}`)?.remedy).toBe(
    `photo-tag queue --resume ${id} goes on with it.`,
  );
});

it('groups by reason what was given up', async () => {
  const runId = await order();
  const job = { runId, stage: 'proxies', kind: 'batch' } as const;
  await queue.transaction((_, jobs) =>
    jobs.send([
      { ...job, keys: ['a', 'b'] },
      { ...job, keys: ['c'] },
    ]),
  );
  for (let count = 0; count < 2; count++) {
    const taken = await queue.transaction((_, jobs) => jobs.take('proxies'));
    await queue.transaction((_, jobs) => jobs.bury(taken!, 'the disk is full'));
  }
  expect((await checks()).filter(({ what }) => what === 'given up')).toEqual([
    {
      what: 'given up',
      state: 'warning',
      finding: '2 jobs (3 items) of proxies: the disk is full',
      remedy: 'Mend that, and start a run again: what is left is tried anew.',
    },
  ]);
});
