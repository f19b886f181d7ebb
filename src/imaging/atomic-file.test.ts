import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeAbandoned, storageError, writeAtomically } from './atomic-file.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('writeAtomically', () => {
  it('makes the folders, writes the file and leaves nothing else', async () => {
    const target = join(folder, 'aa', 'x.jpg');
    await writeAtomically(target, Buffer.from('one'), join(folder, '.tmp'));
    await writeAtomically(target, Buffer.from('two'), join(folder, '.tmp'));
    expect(readFileSync(target, 'utf8')).toBe('two');
    expect(readdirSync(join(folder, '.tmp'))).toEqual([]);
  });

  it('throws where the target cannot be, and leaves nothing', async () => {
    mkdirSync(join(folder, 'taken.jpg', 'full'), { recursive: true });
    const writing = writeAtomically(join(folder, 'taken.jpg'), Buffer.from('one'), join(folder, '.tmp'));
    await expect(writing).rejects.toMatchObject({ code: 'DATA_FOLDER', file: join(folder, 'taken.jpg') });
    expect(readdirSync(join(folder, '.tmp'))).toEqual([]);
  });
});

describe('storageError', () => {
  const cases = [
    { code: 'ENOSPC', expected: 'DISK_FULL' },
    { code: 'EDQUOT', expected: 'DISK_FULL' },
    { code: 'EROFS', expected: 'DATA_FOLDER' },
    { code: 'EACCES', expected: 'DATA_FOLDER' },
  ];
  for (const { code, expected } of cases)
    it(`turns ${code} into ${expected} with a remedy`, () => {
      const error = storageError(Object.assign(new Error('no'), { code }), '/cache/aa/x.jpg');
      expect(error).toMatchObject({ code: expected, file: '/cache/aa/x.jpg' });
      expect(error.remedy).toContain('proxy.cache_dir');
    });
});

describe('removeAbandoned', () => {
  it('removes what a killed process left an hour ago, and nothing younger', async () => {
    const temp = join(folder, 'temp');
    mkdirSync(temp);
    writeFileSync(join(temp, 'old.tmp'), '');
    writeFileSync(join(temp, 'young.tmp'), '');
    utimesSync(join(temp, 'old.tmp'), 0, Date.now() / 1000 - 4000);
    await removeAbandoned(temp);
    expect(readdirSync(temp)).toEqual(['young.tmp']);
  });

  it('does nothing where there is no folder', async () => {
    await expect(removeAbandoned(join(folder, 'none'))).resolves.toBeUndefined();
  });
});

/** A file system of 64 KiB, where this user may mount one. */
function mountSmall(at: string): boolean {
  mkdirSync(at);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', at], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('a disk that is full', () => {
  it('is DISK_FULL and leaves nothing behind (skipped where no file system can be mounted)', async (context) => {
    const disk = join(folder, 'disk');
    if (!mountSmall(disk)) context.skip();
    try {
      const writing = writeAtomically(join(disk, 'aa', 'x.jpg'), Buffer.alloc(200_000), join(disk, '.tmp'));
      await expect(writing).rejects.toMatchObject({ code: 'DISK_FULL' });
      expect(readdirSync(join(disk, '.tmp'))).toEqual([]);
      expect(existsSync(join(disk, 'aa', 'x.jpg'))).toBe(false);
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});
