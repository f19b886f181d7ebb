import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { PhotoTagError } from '../domain/errors.ts';
import { WorkerPool } from './worker-pool.ts';

/** A worker that answers each number with its double, after as many milliseconds. */
const DOUBLING = script(`parentPort.on('message', (n) => setTimeout(() => {
  parentPort.postMessage({ kind: 'done', result: n * 2 });
}, n));`);

function script(body: string): URL {
  return new URL(
    `data:text/javascript,${encodeURIComponent(`import { parentPort } from 'node:worker_threads';\n${body}`)}`,
  );
}

const errorOf = (promise: Promise<unknown>): Promise<PhotoTagError> =>
  promise.then(
    () => expect.unreachable('it did not fail'),
    (error) => {
      expect(error).toBeInstanceOf(PhotoTagError);
      return error as PhotoTagError;
    },
  );

describe('a worker pool', () => {
  it.each([1, 2, 5])('with %d threads answers each task with its own result', async (threads) => {
    const pool = new WorkerPool<number, number>('test', DOUBLING, threads);
    const tasks = [30, 1, 20, 2, 10, 3];
    expect(await Promise.all(tasks.map((n) => pool.run(n)))).toEqual(tasks.map((n) => n * 2));
    await pool.close();
  });

  it('gives a worker its next task ahead where it may, and keeps the order', async () => {
    // Tells with each answer how many tasks had come in by then.
    const counting = script(`let come = 0;
      let last = Promise.resolve();
      parentPort.on('message', () => {
        come++;
        last = last.then(() => new Promise((resolve) => setTimeout(() => {
          parentPort.postMessage({ kind: 'done', result: come });
          resolve();
        }, 20)));
      });`);
    for (const [ahead, first] of [
      [1, 1],
      [2, 2],
    ]) {
      const pool = new WorkerPool<number, number>('test', counting, 1, { ahead });
      const results = await Promise.all([1, 2, 3].map((n) => pool.run(n)));
      expect(results[0]).toBe(first);
      expect(results.at(-1)).toBe(3);
      await pool.close();
    }
  });

  const deaths = [
    { name: 'ends', body: `parentPort.on('message', () => process.exit(3));`, says: /exit code 3/ },
    {
      name: 'throws',
      body: `parentPort.on('message', () => { throw new Error('out of luck'); });`,
      says: /out of luck/,
    },
    { name: 'cannot start', body: `throw new Error('no model');`, says: /no model/ },
  ];
  it.each(deaths)('whose worker $name fails every waiting task with the reason', async ({ body, says }) => {
    const pool = new WorkerPool<number, number>('test detector', script(body), 1);
    const errors = await Promise.all([errorOf(pool.run(1)), errorOf(pool.run(2))]);
    for (const error of errors) {
      expect(error.code).toBe('TOOL_FAILED');
      expect(error.message).toMatch(/^A worker of the test detector died/);
      expect(error.message).toMatch(says);
      expect(error.remedy).not.toBe('');
    }
    await pool.close();
  });

  it('passes on why a worker cannot work', async () => {
    const broken = { kind: 'broken', code: 'MODEL_MISSING', message: 'no model', remedy: 'get one' };
    const pool = new WorkerPool<number, number>(
      'test',
      script(`parentPort.on('message', () => parentPort.postMessage(${JSON.stringify(broken)}));`),
      2,
    );
    expect(await errorOf(pool.run(1))).toMatchObject({
      code: 'MODEL_MISSING',
      message: 'no model',
      remedy: 'get one',
    });
    await pool.close();
  });

  it('works again after a worker died', async () => {
    const once = `parentPort.on('message', (n) => {
      if (n < 0) process.exit(1);
      parentPort.postMessage({ kind: 'done', result: n });
    });`;
    const pool = new WorkerPool<number, number>('test', script(once), 1);
    await errorOf(pool.run(-1));
    expect(await pool.run(7)).toBe(7);
    await pool.close();
  });

  it('that is closed cancels what waits', async () => {
    const pool = new WorkerPool<number, number>('test', DOUBLING, 1);
    const errors = Promise.all([errorOf(pool.run(60_000)), errorOf(pool.run(1))]);
    await pool.close();
    for (const error of await errors) expect(error.code).toBe('CANCELLED');
  });

  it('ends idle workers, and starts new ones for the next task', async () => {
    const counting = script(`let n = 0; parentPort.on('message', () => {
      parentPort.postMessage({ kind: 'done', result: ++n });
    });`);
    const pool = new WorkerPool<string, number>('test', counting, 1, { idleMillis: 50 });
    expect(await pool.run('first')).toBe(1);
    expect(await pool.run('at once')).toBe(2);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await pool.run('later')).toBe(1);
    await pool.close();
  });

  const endings = [
    { name: 'is closed', idleMillis: 60_000, last: 'await pool.close();' },
    { name: 'is idle', idleMillis: 50, last: '' },
  ];
  it.each(endings)(
    'that $name leaves no thread behind, so that the program can end',
    ({ idleMillis, last }) => {
      const program = `
      import { WorkerPool } from ${JSON.stringify(new URL('./worker-pool.ts', import.meta.url).href)};
      const pool = new WorkerPool('test', new URL(${JSON.stringify(DOUBLING.href)}), 2, { idleMillis: ${idleMillis} });
      await Promise.all([pool.run(1), pool.run(2)]);
      ${last}
      console.log('done');`;
      const ended = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
        encoding: 'utf8',
        timeout: 30_000,
      });
      expect([ended.stdout.trim(), ended.status]).toEqual(['done', 0]);
    },
  );
});
