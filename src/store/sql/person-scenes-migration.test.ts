import { Migrator } from 'kysely';
import { describe, expect, it } from 'vitest';
import { databaseBefore } from './database-before.fixture.ts';
import { migrationProvider } from './migrations/index.ts';

const MIGRATION = '017-person-scenes';

describe('detections of the time before what surrounds people was measured', () => {
  it('are to be measured where somebody is or may be, and nowhere else, and are kept as they are', async () => {
    const { database, db } = await databaseBefore(MIGRATION, ':memory:');
    const insert = database.prepare(
      'insert into detection (sha1, model, detections, finding) values (?, ?, ?, ?)',
    );
    for (const verdict of ['people', 'undecided', 'no-people']) {
      insert.run(
        verdict,
        'eyes',
        '{"faces":[]}',
        JSON.stringify({ verdict, reason: 'no "verdict":"no-people" here' }),
      );
    }
    const { error } = await new Migrator({ db, provider: migrationProvider }).migrateTo(MIGRATION);
    expect(error).toBeUndefined();
    const rows = await db.selectFrom('detection').selectAll().orderBy('sha1').execute();
    expect(rows.map(({ sha1, scene_version }) => [sha1, scene_version])).toEqual([
      ['no-people', null],
      ['people', 0],
      ['undecided', 0],
    ]);
    expect(rows.every(({ model, detections }) => model === 'eyes' && detections === '{"faces":[]}')).toBe(
      true,
    );
    await db.destroy();
  });
});
