import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSqliteStore } from '../sqlite.ts';
import { databaseBefore } from './database-before.fixture.ts';

it('a library with decisions of before keeps from now on what was decided on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'photo-tag-judged-'));
  const file = join(folder, 'index.sqlite');
  const { database, db } = await databaseBefore('018-judged-proposals', file);
  database.exec(`
    insert into proposal (sha1, layer, name, position, score, reason, source, model, probability)
      values ('photo', 'CK', 'sea', 0, 0.5, 'looks like it', 'scored', 'clip', 0.75);
    insert into decision (sha1, layer, name, verdict) values ('photo', 'CK', 'sea', 'rejected');
  `);
  await db.destroy();
  const store = await openSqliteStore(file);
  const { tags } = store;
  expect(await tags.judgedProposalsOf(['photo'])).toEqual(new Map());
  await tags.putProposals('CK', { sha1: 'photo', proposals: [] });
  expect((await tags.judgedProposalsOf(['photo'])).get('photo')).toMatchObject([
    { name: 'sea', probability: 0.75 },
  ]);
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});
