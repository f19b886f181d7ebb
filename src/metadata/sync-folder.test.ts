import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { syncFolder } from './sync-folder.ts';

let folder: string;
let handles: { sync(): Promise<void> };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'photo-tag-sync-'));
  const probe = await open(folder, 'r');
  handles = Object.getPrototypeOf(probe);
  await probe.close();
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

it('all who ask while a sync is under way share the next', async () => {
  const sync = vi.spyOn(handles, 'sync');
  await Promise.all(Array.from({ length: 20 }, () => syncFolder(folder)));
  expect(sync).toHaveBeenCalledTimes(2);
});

it('who asks later gets a sync of their own', async () => {
  const sync = vi.spyOn(handles, 'sync');
  for (let time = 1; time <= 3; time += 1) {
    await syncFolder(folder);
    expect(sync).toHaveBeenCalledTimes(time);
  }
});

it('a sync that fails is the failure of those who waited for that one', async () => {
  vi.spyOn(handles, 'sync').mockRejectedValueOnce(Object.assign(new Error('i/o error'), { code: 'EIO' }));
  const [first, second, third] = await Promise.allSettled([1, 2, 3].map(() => syncFolder(folder)));
  expect(first).toMatchObject({ status: 'rejected', reason: { code: 'EIO' } });
  expect([second, third]).toMatchObject([{ status: 'fulfilled' }, { status: 'fulfilled' }]);
});

it('a folder that cannot be synced does without', async () => {
  vi.spyOn(handles, 'sync').mockRejectedValue(Object.assign(new Error('no'), { code: 'EINVAL' }));
  await expect(syncFolder(folder)).resolves.toBeUndefined();
});

it('a folder that is gone is a failure', async () => {
  await expect(syncFolder(join(folder, 'gone'))).rejects.toMatchObject({ code: 'ENOENT' });
});
