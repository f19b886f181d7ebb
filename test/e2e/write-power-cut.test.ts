import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runHere } from './cli-in-process.ts';
import { filesBelow, LIGHTROOM_SIDECAR } from './small-library.ts';
import { makeTaggedLibrary } from './tagged-library.ts';

/*
 * A power cut takes what no fsync has put on the disk, and a database that is put back from a backup forgets what came
 * after it. What is lost then is what was not written yet: never a keyword, and no sidecar that the journal does not know.
 */
const PROGRAM = resolve(import.meta.dirname, '../../bin/photo-tag.js');
const data = ['--data', 'data'];
const CALLS = 'pwrite64,fsync,fdatasync,link,linkat,rename,renameat,renameat2,unlink,unlinkat';

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'photo-tag-power-cut-'));
  mkdirSync(join(folder, 'photos'));
  await makeTaggedLibrary(folder, ['a.jpg', 'b.jpg', 'c.jpg'], { 'b.jpg.xmp': LIGHTROOM_SIDECAR });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const json = async (...args: string[]) =>
  JSON.parse((await runHere([...args, '--json', ...data], folder)).stdout) as Record<string, unknown>;
const sidecars = () =>
  Object.fromEntries(
    filesBelow(join(folder, 'photos'))
      .filter((file) => file.endsWith('.xmp'))
      .map((file) => [file, readFileSync(file, 'utf8')]),
  );

/** What a run of the program asked of the system, in order; each call when it had ended. */
function callsOf(args: readonly string[]): string[] {
  const log = join(folder, 'strace.txt');
  const traced = ['-f', '-y', '-s', '0', '-e', `trace=${CALLS}`, '-o', log, process.execPath, PROGRAM];
  const { status, stderr } = spawnSync('strace', [...traced, ...args, ...data], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toMatchObject({ status: 0 });
  const begun = new Map<string, string>();
  return readFileSync(log, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, thread = '', call = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
      const [, start] = /^(.*) <unfinished \.\.\.>$/.exec(call) ?? [];
      if (start !== undefined) {
        begun.set(thread, start);
        return [];
      }
      const [, end] = /^<\.\.\. \w+ resumed>(.*)$/.exec(call) ?? [];
      return end === undefined ? call : `${begun.get(thread)}${end}`;
    });
}

const canTrace = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0;

describe('a power cut', () => {
  beforeEach(({ skip }) => skip(!canTrace, 'system calls cannot be watched (strace)'));
  const log = /index\.sqlite-wal>/;
  const isWrite = (call: string) => call.startsWith('pwrite64(') && log.test(call);
  const isSync = (call: string) => /^(fsync|fdatasync)\(/.test(call) && log.test(call);
  const isChange = (call: string) =>
    /^(link|rename|unlink)/.test(call) && /photos\/[abc]\.jpg\.xmp"/.test(call);

  it.each([{ args: ['write', '--apply'] }, { args: ['undo', '--since', '1d', '--apply'] }])(
    'at any moment of $args.0: what is on the disk was announced on the disk before',
    async ({ args }) => {
      if (args[0] === 'undo') await json('write', '--apply');
      let isOnDisk = true;
      const changes: boolean[] = [];
      for (const call of callsOf(args)) {
        if (isWrite(call)) isOnDisk = false;
        if (isSync(call)) isOnDisk = true;
        if (isChange(call)) changes.push(isOnDisk);
      }
      expect(changes).toEqual([true, true, true]);
      expect(isOnDisk).toBe(true);
    },
  );
});

describe('a database that is put back from before a write', () => {
  it('writes nothing twice, takes nothing for a deed of other programs, and takes out nothing that it does not know', async () => {
    cpSync(join(folder, 'data'), join(folder, 'backup'), { recursive: true });
    expect(await json('write', '--apply')).toMatchObject({ written: 3 });
    const written = sidecars();
    rmSync(join(folder, 'data'), { recursive: true });
    cpSync(join(folder, 'backup'), join(folder, 'data'), { recursive: true });

    expect(await json('write', '--apply')).toMatchObject({
      written: 0,
      unchanged: 3,
      findings: [],
      problems: [],
    });
    expect(await json('undo', '--since', '1d', '--apply')).toMatchObject({ changed: 0, problems: [] });
    expect(sidecars()).toEqual(written);
  });
});
