import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { acquireRunLock } from './run-lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-lock-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Another process that takes the lock and keeps it until it is killed. */
async function otherHolder(data: string) {
  const script = `
    const { acquireRunLock } = await import(${JSON.stringify(new URL('./run-lock.ts', import.meta.url).href)});
    acquireRunLock(${JSON.stringify(data)}, 'run /photos');
    process.stdout.write('locked');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    '--input-type=module',
    '-e',
    script,
  ]);
  await once(child.stdout, 'data');
  return child;
}

it('lets one run at a time work on a library, and names the other', async () => {
  const data = join(folder, 'busy');
  const child = await otherHolder(data);
  expect(() => acquireRunLock(data, 'run')).toThrow(
    expect.objectContaining({
      code: 'LOCKED',
      message: expect.stringMatching(new RegExp(`process ${child.pid} .*photo-tag run /photos`)),
    }),
  );
  child.kill('SIGKILL');
  await once(child, 'exit');
});

it('is free again the moment that its holder is killed, and says who left it', async () => {
  const data = join(folder, 'killed');
  const child = await otherHolder(data);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const lock = acquireRunLock(data, 'run');
  expect(lock.abandonedBy).toMatchObject({ pid: child.pid, command: 'run /photos' });
  lock.release();
});

it('leaves nothing behind that a later run would stumble over', () => {
  const data = join(folder, 'clean');
  acquireRunLock(data, 'run').release();
  expect(existsSync(join(data, 'run.lock.json'))).toBe(false);
  const second = acquireRunLock(data, 'run');
  expect(second.abandonedBy).toBeNull();
  second.release();
});

it('says what is wrong when the data folder cannot be made', () => {
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  expect(() => acquireRunLock(join(file, 'data'), 'run')).toThrow(
    expect.objectContaining({ code: 'DATA_FOLDER', remedy: expect.stringContaining('--data') }),
  );
});
