import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, it } from 'vitest';
import { captionsStoreContract } from '../../test/contracts/captions-store.ts';
import { deedStoreContract } from '../../test/contracts/deed-store.ts';
import { labelStoreContract } from '../../test/contracts/label-store.ts';
import { reviewStoreContract } from '../../test/contracts/review-store.ts';
import { storeContract } from '../../test/contracts/store.ts';
import { visionStoreContract } from '../../test/contracts/vision-store.ts';
import { vocabularyStoreContract } from '../../test/contracts/vocabulary-store.ts';
import { wholeLibraryStoreContract } from '../../test/contracts/whole-library-store.ts';
import { openSqliteStore } from './sqlite.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
const sqlite = {
  name: 'SQLite',
  open: () => openSqliteStore(join(folder, `library-${count++}`, 'index.sqlite')),
};
storeContract(sqlite);
captionsStoreContract(sqlite);
visionStoreContract(sqlite);
deedStoreContract(sqlite);
labelStoreContract(sqlite);
reviewStoreContract(sqlite);
vocabularyStoreContract(sqlite);
wholeLibraryStoreContract(sqlite);

it('keeps everything when it is closed and opened again', async () => {
  const file = join(folder, 'again.sqlite');
  const first = await openSqliteStore(file);
  await first.tags.putDecision('a'.repeat(40), { layer: 'CK', name: 'sea', verdict: 'accepted' });
  await first.close();
  const second = await openSqliteStore(file);
  expect((await second.tags.decisionsOf(['a'.repeat(40)])).size).toBe(1);
  await second.close();
});

it('lets go of its file when it is closed, though nothing was asked', async () => {
  const file = join(folder, 'unasked.sqlite');
  for (let time = 0; time < 2; time++) {
    await (await openSqliteStore(file)).close();
    const other = new DatabaseSync(file, { timeout: 0 });
    other.exec('pragma locking_mode = exclusive; pragma journal_mode = delete');
    other.close();
  }
});

it('says what is wrong and what to do when the file is no database', async () => {
  const file = join(folder, 'text.sqlite');
  writeFileSync(file, 'this is not a database, and long enough to be read as a header of one');
  await expect(openSqliteStore(file)).rejects.toMatchObject({
    code: 'STORE_UNUSABLE',
    file,
    remedy: expect.stringContaining('sidecars'),
  });
});
