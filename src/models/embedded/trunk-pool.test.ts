import { describe, expect, it } from 'vitest';
import { TrunkPool } from './trunk-pool.ts';

const script = (code: string) => new URL(`data:text/javascript,${encodeURIComponent(code)}`);
const onMessage = (code: string) =>
  script(
    `import { parentPort } from 'node:worker_threads'; parentPort.on('message', ({ jpeg }) => { ${code} });`,
  );

describe('pool of trunk workers', () => {
  it.each([
    {
      title: 'a worker that ends',
      worker: onMessage('process.exit(3)'),
      expected: {
        code: 'TOOL_FAILED',
        message: expect.stringMatching(/died at a\.jpg: it ended with exit code 3/),
      },
    },
    {
      title: 'a worker that throws',
      worker: onMessage("throw new Error('out of luck')"),
      expected: { code: 'TOOL_FAILED', message: expect.stringMatching(/died at a\.jpg: out of luck/) },
    },
    {
      title: 'a worker that cannot start',
      worker: script('syntax error'),
      expected: { code: 'TOOL_FAILED', message: expect.stringMatching(/died at a\.jpg/) },
    },
    {
      title: 'a model that does not load',
      worker: onMessage(
        "parentPort.postMessage({ kind: 'broken', code: 'MODEL_MISSING', message: 'gone', remedy: 'Run npm ci.' })",
      ),
      expected: { code: 'MODEL_MISSING', message: 'gone', remedy: 'Run npm ci.' },
    },
  ])('$title is a clear error for all that wait', async ({ worker, expected }) => {
    const pool = new TrunkPool(1, worker);
    const results = await Promise.allSettled([pool.run('a.jpg'), pool.run('b.jpg')]);
    for (const result of results) {
      expect(result).toMatchObject({ status: 'rejected', reason: { name: 'PhotoTagError', ...expected } });
    }
    await pool.close();
  });

  it('starts new workers after one has died', async () => {
    const pool = new TrunkPool(
      1,
      onMessage(
        "if (jpeg === 'bad.jpg') process.exit(1); parentPort.postMessage({ kind: 'unreadable', message: jpeg })",
      ),
    );
    await expect(pool.run('bad.jpg')).rejects.toThrow('exit code 1');
    await expect(pool.run('good.jpg')).resolves.toEqual({ kind: 'unreadable', message: 'good.jpg' });
    await pool.close();
  });

  it('gives every proxy its own answer, in any order of arrival', async () => {
    const pool = new TrunkPool(
      3,
      onMessage(
        "setTimeout(() => parentPort.postMessage({ kind: 'unreadable', message: jpeg }), (jpeg.charCodeAt(0) * 7) % 20)",
      ),
    );
    const names = [...'abcdefghijkl'];
    const replies = await Promise.all(names.map((name) => pool.run(name)));
    expect(replies.map((reply) => reply.kind === 'unreadable' && reply.message)).toEqual(names);
    await pool.close();
  });
});
