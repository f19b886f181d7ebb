import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { runCli } from '../e2e/cli.ts';
import { filesBelow, fingerprints, makeSmallLibrary } from '../e2e/small-library.ts';
import { hasPostgres, type PostgresCluster, startPostgres } from '../postgres.fixture.ts';
import { hasShared, sharedPath } from '../shared.ts';
import { bytesBelow, contentOf } from './content.ts';
import { Site } from './site.ts';
import { auditOf, putBack, sidecarsBelow, whenFree } from './written.ts';

/**
 * Real photos where they are at hand: `PHOTO_TAG_WHOLE=1` takes all 529 of them, which is minutes of work; the suite takes
 * those with people.
 */
const WHOLE = process.env.PHOTO_TAG_WHOLE !== undefined;
const FOLDERS = WHOLE ? ['camera', 'formats', 'labelled', 'orientation', 'people', 'raw'] : ['people'];

describe.skipIf(!hasPostgres)('three workers on one library', () => {
  const folder = mkdtempSync(join(tmpdir(), 'photo-tag-same-'));
  const photos = join(folder, 'photos');
  let cluster: PostgresCluster;
  const lay = async (): Promise<void> => {
    rmSync(photos, { recursive: true, force: true });
    if (!hasShared) return makeSmallLibrary(photos, 8);
    for (const name of FOLDERS) {
      cpSync(sharedPath(join('photos', name)), join(photos, name), {
        recursive: true,
        preserveTimestamps: true,
      });
    }
  };
  beforeAll(() => {
    cluster = startPostgres();
  });
  afterAll(() => {
    cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it(
    'come to the same tags, clusters, sidecars and audit table as one process on a file',
    async () => {
      await lay();
      const before = sidecarsBelow(photos);
      expect(await runCli(['run', photos], folder)).toMatchObject({ code: 0 });
      expect(await runCli(['write', '--apply'], folder)).toMatchObject({ code: 0 });
      const alone = bytesBelow(photos);
      const store = await openSqliteStore(join(folder, 'data', 'index.sqlite'));
      const content = await contentOf(store);
      await store.close();

      putBack(photos, before);
      const originals = fingerprintsOf(photos);
      const site = new Site(await cluster.database(), 15);
      try {
        for (const stages of [[], ['--stages', 'scan,metadata,dates,proxies,clusters'], []])
          site.worker(stages);
        const ran = await site.run(['run', photos, '--queued']);
        expect(ran, ran.stderr).toMatchObject({ code: 0 });
        await site.open(async (shared) => {
          const found = await contentOf(shared);
          for (const table of Object.keys(found)) {
            const equal = ['sidecar', 'file'].includes(table)
              ? withoutTimes
              : (rows: readonly string[]) => [...rows];
            expect(equal(found[table]!), table).toEqual(equal(content[table]!));
          }
          expect(found.proposal!.length).toBeGreaterThan(0);
        });
        expect(await whenFree(() => site.run(['write', '--apply']))).toMatchObject({ code: 0 });
        expect(bytesBelow(photos)).toEqual(alone);
        expect(fingerprintsOf(photos, Object.keys(originals))).toEqual(originals);
        expect(auditOf(site.folder)).toEqual(auditOf(folder));
        // Written once: nothing is left to write, whoever asks.
        expect((await whenFree(() => site.run(['write', '--json']))).stdout).not.toMatch(
          /"changes":\s*[1-9]/,
        );
      } finally {
        await site.close();
      }
    },
    WHOLE ? 3_600_000 : 900_000,
  );
});

/** A sidecar that was put back is a file of its own. */
const withoutTimes = (rows: readonly string[]): string[] =>
  rows
    .map((row) => (/\.xmp"/i.test(row) ? row.replace(/\["(?:birth_us|mtime_us|inode)",[^\]]*\]/g, '') : row))
    .sort();

const fingerprintsOf = (folder: string, files = filesBelow(folder)): Record<string, string> =>
  fingerprints(files.filter((file) => !file.endsWith('.xmp')));
