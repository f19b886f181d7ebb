import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StageName } from '../../src/domain/stage-name.ts';
import type { Job, NewJob, Queue } from '../../src/queue/queue.ts';
import type { Store } from '../../src/store/store.ts';

export interface QueueDriver {
  readonly name: string;
  open(): Promise<{ store: Store; queue: Queue; close(): Promise<void> }>;
}

/** What every queue must do. Waits are those of the real thing: two seconds before a job is tried again. */
export function queueContract({ name, open }: QueueDriver): void {
  describe(`the jobs of ${name}`, () => {
    let store: Store;
    let queue: Queue;
    let close: () => Promise<void>;
    beforeEach(async () => {
      ({ store, queue, close } = await open());
    });
    afterEach(() => close());

    const STAGES: readonly StageName[] = ['proxies', 'embeddings'];
    const order = (): Promise<number> =>
      store.runs.order({ command: 'run', stages: STAGES, roots: [], recipe: 'one model', consent: null });
    const batch = (runId: number, key: string, stage: StageName = 'proxies'): NewJob => ({
      runId,
      stage,
      kind: 'batch',
      keys: [key],
    });
    const send = (...jobs: NewJob[]) => queue.transaction((_, changes) => changes.send(jobs));
    const take = (stage: StageName = 'proxies') => queue.transaction((_, changes) => changes.take(stage));
    const complete = (job: Job) => queue.transaction((_, changes) => changes.complete(job));
    const takeAll = async (stage: StageName = 'proxies'): Promise<string[]> => {
      const keys: string[] = [];
      for (let job = await take(stage); job !== null; job = await take(stage)) keys.push(...job.keys);
      return keys;
    };

    it('come one at a time, first sent first, each to one taker, and only those of the stage', async () => {
      const runId = await order();
      expect(await take()).toBeNull();
      expect(await queue.ready(STAGES)).toEqual([]);
      await send(batch(runId, 'a'), batch(runId, 'b'), batch(runId, 'c', 'embeddings'));
      expect(await queue.ready(STAGES)).toEqual(['proxies', 'embeddings']);
      const taken = await take();
      expect(taken).toMatchObject({ runId, stage: 'proxies', kind: 'batch', keys: ['a'], attempt: 0 });
      expect(await takeAll()).toEqual(['b']);
      expect(await queue.ready(STAGES)).toEqual(['embeddings']);
      expect(await takeAll('embeddings')).toEqual(['c']);
    });

    it('keep any key', async () => {
      const runId = await order();
      const odd = ['/año/🌊 "quoted" \\ back\nline', 'é', '', "'; drop table job; --"];
      await send({ runId, stage: 'proxies', kind: 'batch', keys: odd });
      expect(await queue.liveKeys('proxies')).toEqual(new Set(odd));
      expect((await take())?.keys).toEqual(odd);
    });

    it('are not there when the transaction that sent them does not come about', async () => {
      const runId = await order();
      const broken = queue.transaction(async (_, changes) => {
        await changes.send([batch(runId, 'a')]);
        throw new Error('power cut');
      });
      await expect(broken).rejects.toThrow('power cut');
      expect(await take()).toBeNull();
      expect(await queue.live(runId)).toEqual(new Map());
    });

    it('are neither taken nor completed when that transaction does not come about', async () => {
      const runId = await order();
      await send(batch(runId, 'a'));
      const lose = (work: Parameters<Queue['transaction']>[0]) =>
        expect(
          queue.transaction(async (store, changes) => {
            await work(store, changes);
            throw new Error('power cut');
          }),
        ).rejects.toThrow('power cut');
      await lose((_, changes) => changes.take('proxies'));
      const job = await take();
      expect(job).toMatchObject({ keys: ['a'], attempt: 0 });
      await lose((_, changes) => changes.complete(job!));
      await lose((_, changes) => changes.bury(job!, 'no reason'));
      expect(await queue.dead()).toEqual([]);
      expect(await complete(job!)).toBe(true);
    });

    it('commit with what is saved beside them, or neither does', async () => {
      const runId = await order();
      await send(batch(runId, 'a'));
      const job = (await take())!;
      await expect(
        queue.transaction(async (transaction, changes) => {
          expect(await changes.complete(job)).toBe(true);
          await transaction.runs.count(runId, 'proxies', { done: 1 });
          throw new Error('power cut');
        }),
      ).rejects.toThrow('power cut');
      expect((await store.runs.steps([runId]))[0]).toMatchObject({ done: 0 });
      await queue.transaction(async (transaction, changes) => {
        await changes.complete(job);
        await transaction.runs.count(runId, 'proxies', { done: 1 });
      });
      expect((await store.runs.steps([runId]))[0]).toMatchObject({ done: 1 });
      expect(await queue.live(runId)).toEqual(new Map());
    });

    it('are completed once, by who has them', async () => {
      const runId = await order();
      await send(batch(runId, 'a'));
      const job = (await take())!;
      expect(await queue.transaction((_, changes) => changes.holds(job))).toBe(true);
      expect(await complete(job)).toBe(true);
      expect(await complete(job)).toBe(false);
      expect(await queue.transaction((_, changes) => changes.holds(job))).toBe(false);
      expect(await take()).toBeNull();
    });

    it('come again after a wait when they were given back, and then no more belong to who had them', async () => {
      const runId = await order();
      await send(batch(runId, 'a'));
      const first = (await take())!;
      expect(await queue.transaction((_, changes) => changes.giveBack(first, 'it died'))).toBe(true);
      expect(await take()).toBeNull();
      expect(await queue.live(runId)).toEqual(new Map([['proxies', { waiting: 1, later: 1, active: 0 }]]));
      const second = await eventually(take);
      expect(second).toMatchObject({ id: first.id, keys: ['a'], attempt: 1 });
      expect(await complete(first)).toBe(false);
      expect(await queue.transaction((_, changes) => changes.giveBack(first, 'late'))).toBe(false);
      expect(await queue.transaction((_, changes) => changes.bury(first, 'late'))).toBe(false);
      expect(await queue.transaction((_, changes) => changes.holds(first))).toBe(false);
      expect(await complete(second!)).toBe(true);
    });

    it('lie dead with their reason until somebody forgets them', async () => {
      const runId = await order();
      await send(batch(runId, 'a'), batch(runId, 'b'));
      const job = (await take())!;
      expect(await queue.transaction((_, changes) => changes.bury(job, 'no CUDA'))).toBe(true);
      const dead = await queue.dead();
      expect(dead).toMatchObject([
        { runId, stage: 'proxies', kind: 'batch', keys: ['a'], reason: 'no CUDA' },
      ]);
      expect(Math.abs(Date.now() - dead[0]!.diedMillis)).toBeLessThan(60_000);
      expect(await queue.live(runId)).toEqual(new Map([['proxies', { waiting: 1, later: 0, active: 0 }]]));
      expect(await takeAll()).toEqual(['b']);
      await queue.forgetDead([dead[0]!.id]);
      expect(await queue.dead()).toEqual([]);
      await queue.forgetDead([]);
    });

    it('are counted by run and stage, and those that wait can be taken out', async () => {
      const [one, other] = [await order(), await order()];
      await send(batch(one, 'a'), batch(one, 'b'), batch(one, 'c', 'embeddings'), batch(other, 'd'));
      const job = (await take())!;
      expect(await queue.live(one)).toEqual(
        new Map([
          ['proxies', { waiting: 1, later: 0, active: 1 }],
          ['embeddings', { waiting: 1, later: 0, active: 0 }],
        ]),
      );
      expect(await queue.liveKeys('proxies')).toEqual(new Set(['a', 'b', 'd']));
      await queue.removeWaiting(one);
      expect(await queue.live(one)).toEqual(new Map([['proxies', { waiting: 0, later: 0, active: 1 }]]));
      expect(await takeAll()).toEqual(['d']);
      expect(await complete(job)).toBe(true);
    });

    it('of several runs take turns, and a run that comes later waits for none but its turn', async () => {
      const [large, small] = [await order(), await order()];
      await send(...Array.from({ length: 8 }, (_, index) => batch(large, `large ${index}`)));
      for (let done = 0; done < 3; done++) await complete((await take())!);
      await send(batch(small, 'small 0'), batch(small, 'small 1'), batch(small, 'small 2'));
      await send(batch(large, 'large 8'));
      const rest = await takeAll();
      expect(rest).toHaveLength(9);
      expect(rest.at(-1)).toBe('large 8');
      // After three of the small run at most four of the large one have come: one each, from where the large one stood.
      const last = rest.lastIndexOf('small 2');
      expect(rest.slice(0, last).filter((key) => key.startsWith('large')).length).toBeLessThanOrEqual(4);
      expect(rest.indexOf('small 0')).toBeLessThanOrEqual(2);
    });
  });
}

/** What is there within some seconds. */
async function eventually<Found>(look: () => Promise<Found | null>): Promise<Found | null> {
  for (let tries = 0; tries < 100; tries++) {
    const found = await look();
    if (found !== null) return found;
    await sleep(100);
  }
  return null;
}
