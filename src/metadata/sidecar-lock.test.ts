import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { seededRandom } from '../algorithms/seeded-random.ts';
import { besideName } from './beside-name.ts';
import { writeDraft } from './lock-draft.ts';
import { hasLockFile, inTurn, withLockFile } from './sidecar-lock.ts';

/** A lock that names nobody is taken over after 4 s; whoever waits less would fail on one. */
const SHORTER_THAN_AN_OWNERLESS_LOCK_MILLIS = 3_900;

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
  await expect(withLockFile(target, async () => 'done', { waitMillis: 100 })).rejects.toThrow(
    'Another photo-tag is writing',
  );
  expect(existsSync(besideName(target, 'lock'))).toBe(true);
});

test('a lock names its owner from its first moment', async () => {
  const lock = besideName(target, 'lock');
  const seen: string[] = [];
  let done = false;
  const look = async () => {
    while (!done) seen.push(await readFile(lock, 'utf8').catch(() => 'no lock'));
  };
  const looking = look();
  for (let round = 0; round < 300; round += 1) await withLockFile(target, async () => undefined);
  done = true;
  await looking;
  const owners = seen.filter((content) => content !== 'no lock').map((content) => JSON.parse(content).pid);
  expect(owners.length).toBeGreaterThan(10);
  expect([...new Set(owners)]).toEqual([process.pid]);
});

describe('drafts of locks', () => {
  const module = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
  /** Left by a process that ended before it gave its draft the lock's name. */
  const leave = (content: string) => {
    const script = `const { writeDraft } = await import(${module('./lock-draft.ts')});
      console.log(await writeDraft(process.argv[1], process.argv[2]));`;
    const options = ['--input-type=module', '-e', script, folder, content];
    return spawnSync(process.execPath, options, { encoding: 'utf8' }).stdout.trim();
  };
  const ofAnotherMachine = (draft: string) => {
    const renamed = draft.replace(/\.[0-9a-f]{8}-/, '.00000000-');
    renameSync(draft, renamed);
    return renamed;
  };
  const age = (path: string, days: number) => {
    const seconds = Date.now() / 1000 - days * 86_400;
    utimesSync(path, seconds, seconds);
    return path;
  };

  test.each([
    { of: 'a process that is gone', make: () => leave('{}'), stays: false },
    { of: 'a process that was killed before it wrote anything', make: () => leave(''), stays: false },
    { of: 'this process, which may be in use', make: () => writeDraft(folder, ''), stays: true },
    { of: 'another machine', make: () => ofAnotherMachine(leave('{}')), stays: true },
    { of: 'another machine, old', make: () => age(ofAnotherMachine(leave('{}')), 2), stays: false },
  ])('of $of: the next write in the folder keeps it: $stays', async ({ make, stays }) => {
    const draft = await make();
    expect(existsSync(draft)).toBe(true);
    expect(await withLockFile(target, async () => 'done')).toBe('done');
    expect(readdirSync(folder)).toEqual(stays ? [basename(draft)] : []);
  });

  test('go, and files with a similar name stay', async () => {
    const others = ['.a.photo-tag-draft', 'IMG_1.photo-tag-draft', '.00000000-1-x.photo-tag-draft'];
    for (const name of others) {
      writeFileSync(join(folder, name), '');
      age(join(folder, name), 2);
    }
    leave('{}');
    await withLockFile(target, async () => undefined);
    expect(readdirSync(folder).sort()).toEqual(others.sort());
  });
});

describe('two processes', () => {
  /** Takes the lock again and again, and says each time whether somebody living is inside already. */
  const SCRIPT = `
    import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
    import { setTimeout as sleep } from 'node:timers/promises';
    const { withLockFile } = await import(${JSON.stringify(new URL('./sidecar-lock.ts', import.meta.url).href)});
    const target = process.argv[1];
    const isAlive = (pid) => { try { return process.kill(pid, 0); } catch { return false; } };
    for (;;) {
      await withLockFile(target, async () => {
        const inside = target + '.inside';
        const other = existsSync(inside) ? Number(readFileSync(inside, 'utf8')) : 0;
        const both = other > 0 && isAlive(other);
        writeFileSync(inside, String(process.pid));
        await sleep(1);
        rmSync(inside);
        console.log(both ? 'both' : 'alone');
      }, ${SHORTER_THAN_AN_OWNERLESS_LOCK_MILLIS});
      await sleep(2);
    }`;
  const start = () => {
    const options = ['--input-type=module', '-e', SCRIPT, target];
    const child = spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'pipe'] });
    const said: string[] = [];
    let complaints = '';
    createInterface(child.stdout).on('line', (line) => said.push(line));
    child.stderr.on('data', (chunk) => {
      complaints += chunk;
    });
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
    const works = async (times: number) => {
      const enough = said.length + times;
      while (said.length < enough && child.exitCode === null) await sleep(2);
      expect(complaints).toBe('');
    };
    const kill = async () => {
      child.kill('SIGKILL');
      await closed;
    };
    return { said, works, kill };
  };

  test('never hold a lock at once, and go on at once when one of them is killed', async () => {
    const random = seededRandom(process.pid);
    for (let round = 0; round < 5; round += 1) {
      const [one, two] = [start(), start()];
      await Promise.all([one.works(3), two.works(3)]);
      await sleep(random() * 12);
      await one.kill();
      await two.works(5);
      await sleep(random() * 12);
      await two.kill();
      expect(new Set([...one.said, ...two.said])).toEqual(new Set(['alone']));
    }
    rmSync(`${target}.inside`, { force: true });
    const wait = SHORTER_THAN_AN_OWNERLESS_LOCK_MILLIS;
    expect(await withLockFile(target, async () => 'done', { waitMillis: wait })).toBe('done');
    expect(readdirSync(folder)).toEqual([]);
  });
});

test.each([
  { name: 'IMG_1.xmp', expected: '.img_1.xmp.photo-tag-tmp' },
  { name: `${'m'.repeat(120)}.xmp`, expected: /^\.m{120}\.xmp\.photo-tag-tmp$/ },
  // Encrypted folders (eCryptfs) take 143 bytes.
  { name: `${'m'.repeat(130)}.xmp`, expected: /^\.[0-9a-f]{40}\.photo-tag-tmp$/ },
  { name: `${'ä'.repeat(120)}.xmp`, expected: /^\.[0-9a-f]{40}\.photo-tag-tmp$/ },
])('the name beside $name fits every disk', ({ name, expected }) => {
  expect(besideName(join('/p', name), 'tmp').slice('/p/'.length)).toMatch(expected);
});
