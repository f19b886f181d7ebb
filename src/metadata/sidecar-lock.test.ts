import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { besideName } from './beside-name.ts';
import { hasLockFile, inTurn, withLockFile } from './sidecar-lock.ts';

let folder: string;
let target: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'photo-tag-test-'));
  target = join(folder, 'IMG_1.xmp');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const writeLock = (content: string, ageMillis: number) => {
  const lock = besideName(target, 'lock');
  writeFileSync(lock, content);
  const seconds = (Date.now() - ageMillis) / 1000;
  utimesSync(lock, seconds, seconds);
};

test('works of one sidecar follow each other, those of two do not wait', async () => {
  const order: string[] = [];
  const work = (name: string, millis: number) => async () => {
    order.push(`${name} starts`);
    await sleep(millis);
    order.push(`${name} ends`);
  };
  await Promise.all([inTurn('a', work('a1', 30)), inTurn('a', work('a2', 1)), inTurn('b', work('b1', 1))]);
  expect(order.indexOf('a2 starts')).toBe(order.indexOf('a1 ends') + 1);
  expect(order.indexOf('b1 starts')).toBeLessThan(order.indexOf('a1 ends'));
});

test('a work that throws lets the next one in', async () => {
  const first = inTurn('a', () => Promise.reject(new Error('no')));
  await expect(first).rejects.toThrow('no');
  expect(await inTurn('a', async () => 1)).toBe(1);
});

test('the lock file is there while the work runs, and gone after it, however it ends', async () => {
  await withLockFile(target, async () => expect(await hasLockFile(target)).toBe(true));
  await expect(withLockFile(target, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(readdirSync(folder)).toEqual([]);
});

describe('a lock that was left behind is taken over', () => {
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  const here = (pid: number) => JSON.stringify({ host: hostname(), pid });
  test.each([
    { left: 'by a process that is gone', content: here(gone), ageMillis: 0 },
    { left: 'by an earlier process with our number', content: here(process.pid), ageMillis: 9 * 60_000 },
    { left: 'by another machine, long ago', content: '{"host":"elsewhere","pid":1}', ageMillis: 11 * 60_000 },
    { left: 'before its owner was written', content: '', ageMillis: 20_000 },
  ])('$left', async ({ content, ageMillis }) => {
    writeLock(content, ageMillis);
    expect(await withLockFile(target, async () => 'done')).toBe('done');
    expect(readdirSync(folder)).toEqual([]);
  });
});

test('a lock of a living process is waited for, and then the wait ends in words', async () => {
  writeLock(JSON.stringify({ host: hostname(), pid: process.ppid }), 0);
  const waiting = withLockFile(target, async () => 'done');
  await sleep(60);
  rmSync(besideName(target, 'lock'));
  expect(await waiting).toBe('done');

  writeLock('{"host":"elsewhere","pid":1}', 0);
  await expect(withLockFile(target, async () => 'done', 100)).rejects.toThrow('Another photo-tag is writing');
  expect(existsSync(besideName(target, 'lock'))).toBe(true);
});

test.each([
  { name: 'IMG_1.xmp', expected: '.IMG_1.xmp.photo-tag-tmp' },
  { name: `${'ä'.repeat(120)}.xmp`, expected: /^\.[0-9a-f]{40}\.photo-tag-tmp$/ },
])('the name beside $name fits every disk', ({ name, expected }) => {
  expect(besideName(join('/p', name), 'tmp').slice('/p/'.length)).toMatch(expected);
});
