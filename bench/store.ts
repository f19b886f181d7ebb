import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseAddress } from '../src/domain/database-address.ts';
import { openStore } from '../src/store/open-store.ts';
import type { Store } from '../src/store/store.ts';
import { hasPostgres, startPostgres } from '../test/postgres.fixture.ts';
import { type BenchOptions, type BenchReport, thisMachine } from './report.ts';
import { READS, WRITES } from './store-rows.ts';

/** As large as the batches of the stages. */
const BATCH = 64;
/** As large as the pages in which stages look for what is due. */
const PAGE = 1000;
/** What a stage may cost for a photo beside its own work. */
const MOST_MILLIS_A_PHOTO = 1;

/** Rows a second of what stages keep and read, on SQLite and on Postgres beside it. The size counts photos. */
export async function run({ seed, size }: BenchOptions): Promise<BenchReport> {
  const sha1s = Array.from({ length: size }, (_, i) =>
    createHash('sha1').update(`${seed} ${i}`).digest('hex'),
  );
  const folder = mkdtempSync(join(tmpdir(), 'photo-tag-store-bench-'));
  const cluster = hasPostgres ? startPostgres({ fsync: true }) : null;
  const sqlite = await openStore(new DatabaseAddress(join(folder, 'index.sqlite')));
  const postgres = cluster && (await openStore(await cluster.database()));
  const rows: BenchReport['rows'] = [];
  const costs: { what: string; millis: number }[] = [];
  try {
    for (const [what, keep] of Object.entries({ ...WRITES, ...READS })) {
      const isRead = what in READS;
      const measure = async (store: Store): Promise<number> => {
        const started = performance.now();
        const step = isRead ? PAGE : BATCH;
        for (let at = 0; at < size; at += step) {
          const part = sha1s.slice(at, at + step);
          await (isRead ? keep(store, part) : store.transaction((one) => keep(one, part)));
        }
        return size / ((performance.now() - started) / 1000);
      };
      const perSecond = { sqlite: await measure(sqlite), postgres: postgres && (await measure(postgres)) };
      rows.push({
        what,
        'SQLite, photos/s': Math.round(perSecond.sqlite),
        'Postgres, photos/s': perSecond.postgres === null ? null : Math.round(perSecond.postgres),
      });
      if (perSecond.postgres !== null && !isRead) costs.push({ what, millis: 1000 / perSecond.postgres });
    }
  } finally {
    await sqlite.close();
    await postgres?.close();
    cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    name: 'store',
    machine: thisMachine(),
    rows,
    goals: costs.map(({ what, millis }) => ({
      what: `${what} on Postgres, ms a photo`,
      goal: `under ${MOST_MILLIS_A_PHOTO}`,
      value: Number(millis.toFixed(2)),
      holds: millis < MOST_MILLIS_A_PHOTO,
    })),
  };
}
