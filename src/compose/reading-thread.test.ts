import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openSqliteStore } from '../store/sqlite.ts';
import { readingThread } from './reading-thread.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-reading-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const scanned = (item: string) =>
  ({ stage: 'scan', item, fingerprint: '', status: 'done', reason: null, digest: '' }) as const;

it('a thread beside answers what the store would, as of the last commit, and says what is wrong with one question alone', async () => {
  const file = join(folder, 'index.sqlite');
  const store = await openSqliteStore(file);
  const { reading, close } = readingThread(file);
  try {
    expect(await reading.outcomes.counts()).toEqual([]);
    await store.outcomes.put([scanned('a'.repeat(40))]);
    expect(await reading.outcomes.counts()).toEqual(await store.outcomes.counts());
    // Maps and nulls come over as they are.
    expect(await reading.outcomes.digests(['scan'])).toEqual(new Map([['a'.repeat(40), '|']]));
    const names = Array.from({ length: 10_001 }, (_, i) => ({ layer: 'AI' as const, name: `n${i}` }));
    const tooMany = reading.tags.found({ tagged: [names], limit: 1 });
    await expect(tooMany).rejects.toMatchObject({ code: 'USAGE', remedy: expect.stringMatching(/10,000/) });
    await store.transaction(async (transaction) => {
      await transaction.outcomes.put([scanned('b'.repeat(40))]);
      expect((await reading.outcomes.counts())[0]?.done).toBe(1);
    });
    expect((await reading.outcomes.counts())[0]?.done).toBe(2);
  } finally {
    await close();
    await store.close();
  }
});

it('a database that cannot be opened is told to whoever asks', async () => {
  const { reading, close } = readingThread(folder);
  await expect(reading.tags.names()).rejects.toMatchObject({ code: 'STORE_UNUSABLE' });
  await close();
});
