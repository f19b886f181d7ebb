import { expect, it } from 'vitest';
import { databaseBefore } from './database-before.fixture.ts';
import { SqlJournalStore } from './journal.ts';
import { migrationProvider } from './migrations/index.ts';
import { SqlTagStore } from './tags.ts';

const OURS = '009-sidecar-journal';

it('a journal of keywords becomes one of tags, and nothing that was written is forgotten', async () => {
  const { database, db } = await databaseBefore(OURS, ':memory:');
  database.exec(`
    insert into write_run values (1, 'write --apply', '2026-01-01T00:00:00.000Z');
    insert into decision values ('photo', 'CK', 'sea', 'accepted');
    insert into file values ('/b.jpg', '/', 1, 1, null, '1', 'photo', 'present', null);
    insert into written_sidecar (run_id, state, original, sidecar, created, subject, hierarchical, written_at) values
      (1, 'written', '/b.jpg', '/b.jpg.xmp', 1, '["CK:sea","AI:blue: glass"]', '["CK|sea","AI|blue: glass"]', '2026'),
      (1, 'written', '/a.jpg', '/a.xmp', 0, '["mar"]', '[]', '2026'),
      (1, 'announced', '/c.jpg', '/c.xmp', 0, '["CK:sea"]', '[]', '2026');`);
  await (await migrationProvider.getMigrations())[OURS]!.up(db);
  const [journal, tags] = [new SqlJournalStore(db), new SqlTagStore(db)];
  const rows = await journal.page({ after: 0, limit: 10 });
  const kept = { source: '', model: '', runId: 1 };
  expect(rows).toMatchObject([
    {
      original: '/a.jpg',
      sha1: null,
      whole: false,
      tags: [{ ...kept, layer: 'CK', name: 'mar', subject: 'mar' }],
    },
    {
      original: '/b.jpg',
      sha1: 'photo',
      whole: true,
      deed: 'added',
      tags: [
        { ...kept, layer: 'CK', name: 'sea', subject: 'CK:sea', hierarchicalSubject: 'CK|sea' },
        {
          ...kept,
          layer: 'AI',
          name: 'blue: glass',
          subject: 'AI:blue: glass',
          hierarchicalSubject: 'AI|blue: glass',
        },
      ],
    },
  ]);
  expect(await journal.open()).toMatchObject([{ original: '/c.jpg', deed: 'added' }]);
  expect(await journal.runs()).toMatchObject([{ id: 1, kind: 'write', of: null, sidecars: 2 }]);
  expect((await tags.decisionsOf(['photo'])).get('photo')).toEqual([
    { layer: 'CK', name: 'sea', verdict: 'accepted' },
  ]);
  await db.destroy();
});
