import { expect, it } from 'vitest';
import { databaseBefore } from './database-before.fixture.ts';
import { migrationProvider } from './migrations/index.ts';
import { migrate } from './sql-store.ts';

it('positions are found by an index, of photos of the time before it as well', async () => {
  const { database, db } = await databaseBefore('015-positions', ':memory:');
  database.exec(
    `insert into metadata values ('a', '{"gps":{"latitude":1,"longitude":2}}'), ('b', '{"gps":null}')`,
  );
  await migrate(db, migrationProvider);
  const query = `select sha1 from metadata where metadata ->> 'gps' is not null`;
  expect(database.prepare(query).all()).toEqual([{ sha1: 'a' }]);
  const plan = database.prepare(`explain query plan ${query}`).all() as { detail: string }[];
  expect(plan.map(({ detail }) => detail).join()).toContain('metadata_with_position');
  await db.destroy();
});
