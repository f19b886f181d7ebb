import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PhotoTagError } from '../../domain/errors.ts';
import { done, type Outcome } from '../../domain/outcome.ts';
import type { StageName } from '../../domain/stage-name.ts';
import { InProcessQueue } from '../../queue/in-process.ts';
import type { Queue } from '../../queue/queue.ts';
import { type DuePhotoItem, photoStage } from '../../stages/photo-stage.ts';
import type { AnyStage } from '../../stages/stage.ts';
import { openSqliteStore } from '../../store/sqlite.ts';
import type { Store } from '../../store/store.ts';
import { cancelRun, followRun, pauseRun, resumeRun } from './follow-run.ts';
import { Patience } from './patience.ts';
import { runBatch } from './run-batch.ts';
import type { Timings } from './timings.ts';
import type { WorkTools } from './tools.ts';
import { Worker } from './worker.ts';

const QUICK: Timings = {
  lookMillis: 10,
  idleMillis: 10,
  beatMillis: 20,
  deadAfterMillis: 150,
  leaseMillis: 100,
  answerMillis: 5000,
  drainMillis: 2000,
  retryMillis: [10, 50],
};

const photo = (index: number): string => index.toString(16).padStart(40, '0');
const never = new AbortController().signal;

describe('workers', () => {
  let store: Store;
  let queue: Queue;
  let told: string[];
  let kept: string[];
  let stops: AbortController[];
  let working: Promise<void>[];
  beforeEach(async () => {
    [told, kept, stops, working] = [[], [], [], []];
    store = await openSqliteStore(':memory:');
    queue = new InProcessQueue(store, 5);
    await seePhotos(store, 150);
  });
  afterEach(async () => {
    for (const stop of stops) stop.abort();
    await Promise.all(working);
    await store.close();
  });

  type Run = (batch: readonly DuePhotoItem[]) => Promise<Outcome<string>[]>;

  const stageOf =
    (run: Run, base = 'v1') =>
    (name: StageName): AnyStage =>
      photoStage<string>(store, {
        name,
        base,
        dependsOn: name === 'embeddings' ? ['proxies'] : [],
        batchSize: 8,
        lanes: 2,
        run,
        keep: async (_, made) => {
          kept.push(...[...made.keys()].map((sha1) => `${name} ${sha1}`));
        },
      });
  const well: Run = async (batch) => batch.map(({ sha1 }) => done(`of ${sha1}`));

  const toolsOf = (run: Run, more: Partial<WorkTools> = {}): WorkTools => ({
    store,
    queue,
    stageOf: stageOf(run),
    recipe: 'one model',
    tell: (notice) => told.push(notice),
    timings: QUICK,
    // As on Postgres: what fails here may come right elsewhere.
    lock: async () => ({ lost: never, release: async () => {} }),
    ...more,
  });
  const start = (run: Run, id = `worker ${stops.length}`, tools = toolsOf(run)): AbortController => {
    const stop = new AbortController();
    const facts = { id, host: 'here', pid: stops.length, device: 'cpu', concurrency: 2 };
    stops.push(stop);
    working.push(new Worker(tools, { ...facts, stages: ['proxies', 'embeddings'] }).work(stop.signal));
    return stop;
  };
  const order = (...stages: StageName[]) =>
    store.runs.order({ command: 'run', stages, roots: [], recipe: 'one model', consent: null });
  const follow = async (id: number) =>
    (await followRun({ store, queue }, id, { signal: never, pollMillis: 10 })).run;

  it('do every due photo once, hand it on, and end the run', async () => {
    for (let count = 0; count < 3; count++) start(well);
    const id = await order('proxies', 'embeddings');
    expect(await follow(id)).toMatchObject({ state: 'done', problem: null });
    expect(kept).toHaveLength(300);
    expect(new Set(kept).size).toBe(300);
    expect(await store.runs.steps([id])).toMatchObject([
      { stage: 'proxies', state: 'done', total: 150, done: 150, failed: 0 },
      { stage: 'embeddings', state: 'done', total: 150, done: 150, failed: 0 },
    ]);
    expect(await follow(await order('proxies', 'embeddings'))).toMatchObject({ state: 'done' });
    expect(kept).toHaveLength(300);
  });

  it('save a batch once that two of them did, and count it once', async () => {
    const id = await order('proxies');
    const keys = [photo(1), photo(2)];
    const send = () =>
      queue.transaction((_, jobs) => jobs.send([{ runId: id, stage: 'proxies', kind: 'batch', keys }]));
    await send();
    await send();
    const run = (await store.runs.get(id))!;
    const both = Promise.withResolvers<void>();
    let arrived = 0;
    const meet: Run = async (batch) => {
      if (++arrived === 2) both.resolve();
      await both.promise;
      return well(batch);
    };
    const tools = toolsOf(meet);
    const patience = new Patience(
      QUICK,
      () => undefined,
      never,
      async () => undefined,
    );
    const work = async () => {
      const job = (await queue.transaction((_, jobs) => jobs.take('proxies')))!;
      const stage = tools.stageOf('proxies', run);
      await runBatch(tools, { job, run, stages: new Set(['proxies']), stage, signal: never }, patience);
    };
    await Promise.all([work(), work()]);
    expect(kept.toSorted()).toEqual(keys.map((sha1) => `proxies ${sha1}`));
    expect(await store.runs.steps([id])).toMatchObject([{ done: 2 }]);
    expect(await queue.live(id)).toEqual(new Map());
  });

  it('try again what failed, and then leave it dead with its reason; a new run tries it anew', async () => {
    let isBroken = true;
    let tries = 0;
    start(async (batch) => {
      if (isBroken && batch.some(({ sha1 }) => sha1 === photo(3))) {
        tries++;
        throw new PhotoTagError('TOOL_FAILED', 'CUDA is out of order', { remedy: 'Mend it.' });
      }
      return well(batch);
    });
    expect(await follow(await order('proxies', 'embeddings'))).toMatchObject({
      state: 'failed',
      problem: 'proxies: CUDA is out of order → Mend it.',
    });
    expect(tries).toBe(6);
    expect(await queue.dead()).toMatchObject([
      { stage: 'proxies', reason: expect.stringContaining('out of order') },
    ]);
    // The others got through, and on.
    expect(kept.filter((key) => key.startsWith('embeddings')).length).toBeGreaterThan(50);
    isBroken = false;
    await queue.forgetDead((await queue.dead()).map(({ id }) => id));
    expect(await follow(await order('proxies', 'embeddings'))).toMatchObject({ state: 'done' });
    expect(new Set(kept).size).toBe(300);
    expect(kept).toHaveLength(300);
  });

  it('die of one photo until it is alone, and do all others; it fails with that reason', async () => {
    let deaths = 0;
    let isOver = false;
    /** A process that dies at it: neither store nor queue hear of it any more, and another one is started. */
    const startMortal = (): void => {
      let isDead = false;
      const silent = <Part extends object>(part: Part): Part =>
        new Proxy(part, {
          get: (target, name) => {
            const value = Reflect.get(target, name) as unknown;
            if (isDead) return () => new Promise(() => undefined);
            if (typeof value === 'function') return value.bind(target) as unknown;
            return value !== null && typeof value === 'object' ? silent(value) : value;
          },
        });
      const run: Run = async (batch) => {
        if (!batch.some(({ sha1 }) => sha1 === photo(77))) return well(batch);
        isDead = true;
        deaths++;
        if (!isOver) startMortal();
        return new Promise(() => undefined);
      };
      const tools = toolsOf(run);
      const stop = new AbortController();
      const facts = { host: 'here', pid: deaths, device: 'cpu', concurrency: 2 };
      const worker = new Worker(
        { ...tools, store: silent(store), queue: silent(queue) },
        { ...facts, id: `mortal ${deaths}`, stages: ['proxies', 'embeddings'] },
      );
      stops.push(stop);
      void worker.work(stop.signal);
    };
    startMortal();
    const ended = await follow(await order('proxies', 'embeddings'));
    isOver = true;
    expect(ended).toMatchObject({ state: 'done' });
    // Twice with 64, twice with 8, three times alone.
    expect(deaths).toBe(7);
    expect(await store.outcomes.problems()).toMatchObject([
      {
        stage: 'proxies',
        item: photo(77),
        status: 'failed',
        reason: expect.stringContaining('died 3 times'),
      },
    ]);
    expect(new Set(kept.filter((key) => key.startsWith('embeddings'))).size).toBe(149);
    expect(told.some((notice) => notice.includes(photo(77)))).toBe(true);
    for (const stop of stops) stop.abort();
    await sleep(50);
  }, 20_000);

  it('go on where another one died, once it was silent for long enough', async () => {
    const id = await order('proxies');
    await queue.transaction(async (transaction, jobs) => {
      await jobs.send([{ runId: id, stage: 'proxies', kind: 'batch', keys: [photo(5)] }]);
      const job = (await jobs.take('proxies')) ?? null;
      expect(job).toBeNull();
      await transaction.runs.hear({
        ...{ id: 'ghost', host: 'there', pid: 1, device: 'cpu', concurrency: 1 },
        ...{ stages: ['proxies'], state: 'working' },
      });
    });
    const job = (await queue.transaction((_, jobs) => jobs.take('proxies')))!;
    await store.runs.begin({
      ...{ job: job.id, attempt: job.attempt, runId: id },
      ...{ stage: 'proxies', items: 1, worker: 'ghost' },
    });
    start(well);
    expect(await follow(id)).toMatchObject({ state: 'done' });
    expect(kept.filter((key) => key === `proxies ${photo(5)}`)).toHaveLength(1);
    expect(told.join()).toMatch(/1 on there is heard no more; its 1 jobs/);
    expect((await store.runs.workers()).map((worker) => worker.id)).not.toContain('ghost');
  });

  it.each([
    ['other model', /model for vectors|configuration/],
    ['one network', /model for vectors is network here and model there/],
  ])('refuse to work for a run that was ordered with another configuration: %s', async (recipe, said) => {
    const id = await order('proxies');
    const misfit = new Worker(toolsOf(well, { recipe }), {
      ...{ id: 'misfit', host: 'here', pid: 1, device: 'cpu', concurrency: 2, stages: ['proxies'] },
    });
    await expect(misfit.work(never)).rejects.toThrow(said);
    expect(kept).toEqual([]);
    // One without the model does what needs none.
    start(well, 'fit', toolsOf(well, { recipe: 'one ' }));
    expect(await follow(id)).toMatchObject({ state: 'done' });
    expect(kept).toHaveLength(150);
  });

  it('pause a run, go on with it, and end it half-way, without losing or doubling a photo', async () => {
    await seePhotos(store, 600);
    start(async (batch) => {
      await sleep(40);
      return well(batch);
    });
    const id = await order('proxies', 'embeddings');
    const some = async () => {
      while (kept.length === 0) await sleep(5);
    };
    await some();
    expect(await pauseRun({ store, queue }, id)).toBe(true);
    await sleep(500);
    const paused = kept.length;
    await sleep(200);
    expect(kept).toHaveLength(paused);
    expect((await store.runs.get(id))?.state).toBe('paused');
    expect(await resumeRun({ store, queue }, id)).toBe(true);
    while (kept.length === paused) await sleep(5);
    expect(await cancelRun({ store, queue }, id)).toBe(true);
    expect(await follow(id)).toMatchObject({ state: 'cancelled' });
    expect(kept.length).toBeLessThan(1200);
    expect(await cancelRun({ store, queue }, id)).toBe(false);
    expect(await follow(await order('proxies', 'embeddings'))).toMatchObject({ state: 'done' });
    expect(kept).toHaveLength(1200);
    expect(new Set(kept).size).toBe(1200);
  });

  it('need not be there for a run to be cancelled', async () => {
    const id = await order('proxies', 'embeddings');
    expect(await cancelRun({ store, queue }, id)).toBe(true);
    expect(await follow(id)).toMatchObject({ state: 'cancelled' });
    start(well);
    expect(await follow(await order('proxies'))).toMatchObject({ state: 'done' });
    expect(kept).toHaveLength(150);
  });

  it('throw away what came of facts that changed meanwhile, and do it again', async () => {
    let isFirst = true;
    start(async (batch) => {
      const results = await well(batch);
      if (isFirst && batch.some(({ sha1, files }) => sha1 === photo(9) && files.length === 0)) {
        isFirst = false;
        // Somebody makes another proxy while it is looked at.
        await store.outcomes.put([
          { ...{ stage: 'proxies', item: photo(9), fingerprint: 'v1' }, ...OUTCOME, digest: 'another' },
        ]);
      }
      return results;
    });
    await store.outcomes.put(
      Array.from({ length: 20 }, (_, index) => ({
        stage: 'proxies' as const,
        item: photo(index),
        fingerprint: 'v1',
        ...OUTCOME,
      })),
    );
    expect(await follow(await order('embeddings'))).toMatchObject({ state: 'done' });
    const [row] = [...(await store.outcomes.of('embeddings', [photo(9)])).values()];
    expect(row?.fingerprint).toBe('v1|another');
    expect(kept.filter((key) => key.endsWith(photo(9)))).toHaveLength(1);
  });
});

const OUTCOME = { status: 'done', reason: null, digest: 'one' } as const;

const seePhotos = (store: Store, count: number): Promise<void> =>
  store.outcomes.put(
    Array.from({ length: count }, (_, index) => ({
      ...{ stage: 'scan' as const, item: photo(index), fingerprint: '' },
      ...OUTCOME,
    })),
  );
