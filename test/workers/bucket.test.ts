import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesBelow, makeSmallLibrary } from '../e2e/small-library.ts';
import { hasPostgres, type PostgresCluster, startPostgres } from '../postgres.fixture.ts';
import { type S3Server, startS3 } from '../s3.fixture.ts';
import { Site, until } from './site.ts';

const PHOTOS = 8;
/** All stages but those that look at proxies. */
const NOT_SEEING = 'scan,metadata,dates,proxies,clusters,captions,ck-tags,vision,ai-tags';

describe.skipIf(!hasPostgres)('workers that share a bucket and no folder of proxies', () => {
  const folder = mkdtempSync(join(tmpdir(), 'photo-tag-bucket-workers-'));
  const photos = join(folder, 'photos');
  let cluster: PostgresCluster;
  let server: S3Server;
  beforeAll(async () => {
    cluster = startPostgres();
    server = await startS3();
    await makeSmallLibrary(photos, PHOTOS / 2);
  }, 120_000);
  afterAll(async () => {
    cluster.stop();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('see what the other one made, photo by photo, and one that keeps proxies elsewhere is refused', async () => {
    const site = new Site(await cluster.database());
    const folderOf = (name: string): string => join(folder, name);
    const configOf = (name: string, bucket: string): string[] => {
      const file = join(folder, `${name}.yaml`);
      const knobs = `cache_dir: ${folderOf(name)}, bucket: ${bucket}, bucket_endpoint: ${server.endpoint}`;
      writeFileSync(file, `proxy: {${knobs}}\nruntime: {worker_timeout: 4}\n`);
      return ['--config', file];
    };
    const bucket = `s3://${server.bucket}/workers`;
    try {
      const maker = site.worker([...configOf('maker', bucket), '--stages', NOT_SEEING], server.keys);
      const seer = site.worker([...configOf('seer', bucket), '--stages', 'embeddings,people'], server.keys);
      const run = site.start(['run', photos, '--queued', ...configOf('orders', bucket)], {
        ...{ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' },
      });
      const elsewhere = site.worker(configOf('elsewhere', '""'), server.keys);
      // Who only orders a run need not reach the bucket.
      expect((await run.ended).code, run.said() + maker.said() + seer.said()).toBe(0);
      await site.open(async (store) => {
        const counts = new Map((await store.outcomes.counts()).map(({ stage, ...rest }) => [stage, rest]));
        expect(counts.get('embeddings')).toMatchObject({ done: PHOTOS, failed: 0 });
        expect(counts.get('people')).toMatchObject({ done: PHOTOS, failed: 0 });
      });
      const jpegs = (name: string): string[] =>
        filesBelow(folderOf(name)).filter((file) => file.endsWith('.jpg'));
      expect(server.objects()).toHaveLength(PHOTOS);
      expect([jpegs('maker').length, jpegs('seer').length]).toEqual([PHOTOS, PHOTOS]);
      await until('the worker without the bucket has left', () => elsewhere.child.exitCode !== null);
      expect((await elsewhere.ended).code).toBe(2);
    } finally {
      await site.close();
    }
  }, 180_000);

  it('do not begin without keys, and say what to set', async () => {
    const site = new Site(await cluster.database());
    const file = join(folder, 'keyless.yaml');
    writeFileSync(
      file,
      `proxy: {cache_dir: ${join(folder, 'keyless')}, bucket: s3://${server.bucket}/x, bucket_endpoint: ${server.endpoint}}\n`,
    );
    try {
      const environment = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };
      const { code, stderr } = await site.worker(['--config', file], environment).ended;
      expect([code, stderr]).toEqual([1, expect.stringContaining('Set AWS_ACCESS_KEY_ID')]);
    } finally {
      await site.close();
    }
  });
});
