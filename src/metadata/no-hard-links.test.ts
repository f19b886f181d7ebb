import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { besideName } from './beside-name.ts';
import { newSidecar } from './new-sidecar.ts';
import { withLockFile } from './sidecar-lock.ts';
import { XmpSidecarWriter } from './xmp-sidecar-writer.ts';

/*
 * A disk without hard links. FAT and exFAT cannot be mounted without root, so link(2) alone is played here, with the
 * answers that such disks give; everything else is real.
 */
let refusal = 'EPERM';
vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:fs/promises')>();
  const link = async () => {
    throw Object.assign(new Error(`${refusal}: no hard links here`), { code: refusal, syscall: 'link' });
  };
  return { ...real, link, default: { ...real, link } };
});

let folder: string;
let target: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'photo-tag-test-'));
  target = join(folder, 'IMG_1.xmp');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.each(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])('where link says %s', (code) => {
  beforeEach(() => {
    refusal = code;
  });

  test('one work at a time holds the lock, with its owner in it', async () => {
    let inside = 0;
    const work = async () => {
      inside += 1;
      expect(inside).toBe(1);
      const { host, pid } = JSON.parse(readFileSync(besideName(target, 'lock'), 'utf8'));
      expect({ host, pid }).toEqual({ host: hostname(), pid: process.pid });
      inside -= 1;
    };
    await Promise.all([1, 2, 3].map(() => withLockFile(target, work)));
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    { left: 'a process that is gone', owner: () => spawnSync(process.execPath, ['-e', '']).pid },
    { left: 'one that was killed before it wrote its name', owner: () => null },
  ])('a lock of $left is taken over', async ({ owner }) => {
    const pid = owner();
    const lock = besideName(target, 'lock');
    writeFileSync(lock, pid === null ? '' : JSON.stringify({ host: hostname(), pid }));
    utimesSync(lock, Date.now() / 1000 - 5, Date.now() / 1000 - 5);
    expect(await withLockFile(target, async () => 'done')).toBe('done');
    expect(readdirSync(folder)).toEqual([]);
  });
});

test('sidecars are made and added to', async () => {
  refusal = 'EPERM';
  const old = newSidecar({ subject: ['mine'], hierarchicalSubject: [] }).bytes!;
  writeFileSync(target, old);
  const writer = new XmpSidecarWriter({ exiftoolProcesses: 1 });
  const flower = { subject: ['CK:flower'], hierarchicalSubject: ['CK|flower'] };
  for (const sidecar of [target, join(folder, 'IMG_2.xmp')]) {
    expect(await writer.write({ sidecar, ...flower })).toMatchObject({ status: 'written' });
    expect(readFileSync(sidecar, 'utf8')).toContain('CK:flower');
  }
  await writer.close();
  expect(readdirSync(folder).sort()).toEqual(['IMG_1.xmp', 'IMG_2.xmp']);
});

test('another refusal is a failure of this sidecar, in words', async () => {
  refusal = 'EIO';
  const writer = new XmpSidecarWriter({ exiftoolProcesses: 1 });
  const result = await writer.write({ sidecar: target, subject: ['CK:flower'], hierarchicalSubject: [] });
  expect(result).toMatchObject({ status: 'failed', reason: expect.stringContaining('EIO') });
  await writer.close();
  expect(readdirSync(folder)).toEqual([]);
});
