import { fork } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { proxyPath } from '../src/algorithms/proxy-path.ts';
import { BucketProxies } from '../src/proxies/bucket-proxies.ts';
import { inParallel } from '../src/proxies/in-parallel.ts';
import { S3Bucket } from '../src/proxies/s3/s3-bucket.ts';
import { startS3 } from '../test/s3.fixture.ts';
import { median } from './median.ts';
import { type BenchOptions, type BenchReport, thisMachine } from './report.ts';

const ROUNDS = 3;
/** As large as a proxy is on average; what is in it does not matter here. */
const PROXY_BYTES = 150_000;
/** Photos in one batch of the stage that makes proxies. */
const BATCH = 16;
/** Making a proxy takes some 100 ms of one core (docs/performance.md): sending or fetching it is to be a twentieth. */
const SENDING_GOAL_MILLIS = 5;
/** Seeing that a proxy is here comes before every look at it, and must not be felt. */
const HERE_GOAL_MILLIS = 0.3;

interface Cost {
  /** A proxy, start to end. */
  readonly millis: number;
  /** Processor time of this process, without the server's. */
  readonly processorMillis: number;
}

/**
 * What a bucket costs a proxy, on loopback: sending and fetching through a real S3 server (s3rver) in another process, beside
 * unsigned requests to a server that only keeps bytes in memory. Network and disks of a real store come on top.
 * @param options size: proxies.
 */
export async function run({ size = 400, seed }: BenchOptions): Promise<BenchReport> {
  const scratch = await mkdtemp(join(tmpdir(), 'photo-tag-bench-bucket-'));
  const s3 = await startS3({ relay: false });
  const plain = fork(join(import.meta.dirname, 'plain-objects.ts'), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  try {
    const [{ port }] = (await once(plain, 'message')) as [{ port: number }];
    const sha1s = Array.from({ length: size }, (_, index) =>
      createHash('sha1').update(`${seed} ${index}`).digest('hex'),
    );
    const bytes = randomBytes(PROXY_BYTES);
    const cacheOf = (name: string): string => join(scratch, name);
    for (const sha1 of sha1s) {
      const path = proxyPath(cacheOf('maker'), sha1);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, bytes);
    }
    const machine = (name: string, round: number) =>
      new BucketProxies({
        ...{ cacheFolder: cacheOf(name), tempFolder: join(cacheOf(name), '.tmp'), prefix: `round-${round}` },
        bucket: async () =>
          new S3Bucket({
            ...{ bucket: s3.bucket, endpoint: s3.endpoint, region: 'us-east-1' },
            keys: {
              accessKeyId: s3.keys.AWS_ACCESS_KEY_ID,
              secretAccessKey: s3.keys.AWS_SECRET_ACCESS_KEY,
            },
          }),
        sizesOf: async (of) => new Map(of.map((sha1) => [sha1, PROXY_BYTES])),
      });
    const batches = Array.from({ length: Math.ceil(size / BATCH) }, (_, index) =>
      sha1s.slice(index * BATCH, (index + 1) * BATCH),
    );
    const costs = new Map<string, Cost[]>();
    const measure = async (what: string, work: (batch: string[]) => Promise<unknown>): Promise<void> => {
      const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
      for (const batch of batches) await work(batch);
      const { user, system } = process.cpuUsage(cpu);
      const cost = {
        millis: (performance.now() - startedAt) / size,
        processorMillis: (user + system) / 1000 / size,
      };
      costs.set(what, [...(costs.get(what) ?? []), cost]);
    };
    const bare = (method: 'PUT' | 'GET') => (batch: string[]) =>
      inParallel(batch, BATCH, async (sha1) => {
        const url = `http://127.0.0.1:${port}/${sha1}`;
        const answer = await fetch(url, method === 'PUT' ? { method, body: bytes } : {});
        await answer.arrayBuffer();
      });
    for (let round = 0; round < ROUNDS; round++) {
      const [maker, reader] = [machine('maker', round), machine(`reader-${round}`, round)];
      await measure('send, unsigned, to a server without a disk', bare('PUT'));
      await measure('send: sign, checksum, S3 server', (batch) => maker.keep(batch));
      await measure('fetch, unsigned', bare('GET'));
      await measure('fetch: check, write, rename', (batch) => reader.bring(batch));
      await measure('is here already', (batch) => reader.bring(batch));
    }
    const processor = (what: string): number =>
      median(costs.get(what)!.map(({ processorMillis }) => processorMillis));
    const goal = (what: string, most: number) => ({
      what: `${what}: processor ms a proxy`,
      goal: `at most ${most}`,
      value: processor(what),
      holds: processor(what) <= most,
    });
    return {
      name: 'bucket',
      machine: thisMachine(),
      rows: [...costs].map(([what, rounds]) => ({
        what,
        'ms a proxy': median(rounds.map(({ millis }) => millis)),
        'processor ms a proxy': processor(what),
      })),
      goals: [
        goal('send: sign, checksum, S3 server', SENDING_GOAL_MILLIS),
        goal('fetch: check, write, rename', SENDING_GOAL_MILLIS),
        goal('is here already', HERE_GOAL_MILLIS),
      ],
    };
  } finally {
    plain.kill();
    await s3.close();
    await rm(scratch, { recursive: true });
  }
}
