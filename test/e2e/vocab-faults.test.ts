import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLibrary } from '../../src/compose.ts';
import { runHere } from './cli-in-process.ts';
import { filesBelow, fingerprints, LIGHTROOM_SIDECAR } from './small-library.ts';
import { makeTaggedLibrary } from './tagged-library.ts';
import { WITH_FAULTS } from './write-faults.ts';
import type { Fault } from './write-faults-preload.fixture.ts';

/*
 * `photo-tag vocab rename` and `vocab undo` as a user runs them, killed at their file-system calls below the photos and
 * at those of the vocabulary file. Whatever became of it, the same command makes everything as if nothing had happened.
 */
const ALL = process.env.PHOTO_TAG_ALL_FAULTS === '1';
const PROGRAM = resolve(import.meta.dirname, '../../bin/photo-tag.js');

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-vocab-faults-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const photos = join(folder, 'photos');
const config = join(folder, 'config');
const vocabulary = join(config, 'ck_vocab.yaml');
const NAMES = ['one.jpg', 'two.jpg', 'trip/three.jpg'];
const RENAME = ['vocab', 'rename', 'sea', 'Meer', '--apply'];
const UNDO = ['vocab', 'undo', '1', '--apply'];

const originals = () => filesBelow(photos).filter((path) => path.endsWith('.jpg'));
/** Everything of the library but originals, data and the backup of the vocabulary. */
const state = (): Record<string, string> =>
  Object.fromEntries(
    [...filesBelow(photos), ...filesBelow(config)]
      .filter((path) => !path.endsWith('.jpg') && !path.endsWith('.bak'))
      .map((path) => [relative(folder, path), readFileSync(path, 'utf8')]),
  );

function runCut(args: readonly string[], fault: Partial<Fault> & { readonly log?: string }) {
  const child = spawn(process.execPath, [...WITH_FAULTS, PROGRAM, ...args, '--data', 'data', '--json'], {
    cwd: folder,
    env: { ...process.env, PHOTO_TAG_FAULT: JSON.stringify({ below: photos, at: 0, kind: '', ...fault }) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise<{ code: number | null; stderr: string }>((done) =>
    child.on('close', (code) => done({ code, stderr })),
  );
}

function keep(name: string): void {
  for (const part of ['data', 'config']) {
    cpSync(join(folder, part), join(folder, name, part), { recursive: true });
  }
  for (const [path, content] of Object.entries(state())) {
    mkdirSync(join(folder, name, path, '..'), { recursive: true });
    writeFileSync(join(folder, name, path), content);
  }
}
function restore(name: string): void {
  for (const part of ['data', 'config']) rmSync(join(folder, part), { recursive: true });
  for (const path of filesBelow(photos)) if (!path.endsWith('.jpg')) rmSync(path);
  for (const part of ['data', 'config', 'photos']) {
    cpSync(join(folder, name, part), join(folder, part), { recursive: true });
  }
}

const json = async (...args: string[]) => {
  const { code, stdout, stderr } = await runHere([...args, '--json', '--data', 'data'], folder);
  const answer = JSON.parse(stdout || stderr) as Record<string, unknown>;
  if (code !== 0) console.error(args.join(' '), JSON.stringify(answer).slice(0, 600));
  return { ...answer, code } as Record<string, unknown> & { code: number | null };
};
/** What is stored of tags, for a comparison. */
async function stored(): Promise<unknown> {
  const library = await openLibrary({ folder, dataFolder: 'data', roots: ['photos'] });
  try {
    const sha1s = await library.store.photos.page({ after: null, limit: 100 });
    return [
      ...(await library.store.tags.proposalsOf(sha1s)).values(),
      ...(await library.store.tags.decisionsOf(sha1s)).values(),
    ];
  } finally {
    await library.close();
  }
}

const states: Record<string, { files: Record<string, string>; store: unknown }> = {};
let fingerprint: Record<string, string>;

beforeAll(async () => {
  mkdirSync(join(photos, 'trip'), { recursive: true });
  mkdirSync(config);
  writeFileSync(vocabulary, '# mine\nsubjects:\n  - night\n  - sea # salty\n');
  await makeTaggedLibrary(folder, NAMES, { 'two.jpg.xmp': LIGHTROOM_SIDECAR });
  fingerprint = fingerprints(originals());
  const kept = async (name: string) => {
    states[name] = { files: state(), store: await stored() };
    keep(name);
  };
  expect(await json('write', '--apply')).toMatchObject({ written: 3, problems: [] });
  await kept('written');
  expect(await json(...RENAME)).toMatchObject({ changed: 3, problems: [] });
  await kept('renamed');
  expect(await json(...UNDO)).toMatchObject({ changed: 3, problems: [] });
  expect({ files: state(), store: await stored() }).toEqual(states.written);
}, 120_000);

describe.each([
  { what: 'a rename', command: RENAME, from: 'written', to: 'renamed' },
  { what: 'taking a rename back', command: UNDO, from: 'renamed', to: 'written' },
])('$what', ({ command, from, to }) => {
  let cuts: (Fault & { call: string })[];

  async function cutsBelow(below: string, kinds: readonly string[], few: number): Promise<typeof cuts> {
    restore(from);
    const log = join(folder, 'calls.txt');
    expect(await runCut(command, { below, log })).toMatchObject({ code: 0, stderr: '' });
    expect(state()).toEqual(states[to]!.files);
    const calls = readFileSync(log, 'utf8').trim().split('\n');
    const all = calls.flatMap((call, index) => kinds.map((kind) => ({ below, at: index + 1, kind, call })));
    const each = ALL ? 1 : Math.max(1, Math.floor(all.length / few));
    return all.filter((_, index) => index % each === each >> 1);
  }

  beforeAll(async () => {
    cuts = [
      ...(await cutsBelow(photos, ['kill-before', 'kill-after'], 4)),
      ...(await cutsBelow(config, ['kill-before', 'kill-after', 'EIO'], 5)),
    ];
  }, 120_000);

  it('that was cut anywhere leaves whole files, and is completed by the same command', async () => {
    expect(cuts.length).toBeGreaterThanOrEqual(8);
    for (const { call, ...fault } of cuts) {
      const cut = `${fault.kind} at ${fault.at} (${call})`;
      restore(from);
      await runCut(command, fault);
      for (const [path, content] of Object.entries(state())) {
        if (basename(path).startsWith('.')) continue;
        const whole = [states.written!.files[path], states.renamed!.files[path]];
        expect(whole.includes(content), `${cut}: ${path} is neither old nor new: ${content}`).toBe(true);
      }
      // Whoever comes next sees words and sidecars of one mind: nothing is written beside an old spelling.
      const plan = await json('write');
      expect(plan, cut).toMatchObject({ code: 0, wouldWrite: 0, findings: [] });
      expect((await json(...command)).problems, cut).toEqual([]);
      expect({ files: state(), store: await stored() }, cut).toEqual(states[to]);
      if (to === 'renamed') {
        expect((await json('vocab', 'undo', '--apply')).problems, cut).toEqual([]);
        expect({ files: state(), store: await stored() }, `${cut}, and taken back`).toEqual(states.written);
      }
      expect(await json('undo', '--run', '1', '--apply'), cut).toMatchObject({ code: 0, problems: [] });
      const left = filesBelow(photos).filter((path) => path.endsWith('.xmp'));
      expect(
        left.map((path) => readFileSync(path, 'utf8')),
        cut,
      ).toEqual([LIGHTROOM_SIDECAR]);
      expect(fingerprints(originals()), cut).toEqual(fingerprint);
      expect(existsSync(join(config, '.ck_vocab.yaml.photo-tag-tmp')), cut).toBe(false);
    }
  }, 600_000);
});

it('a rename whose file was edited before it could be finished is rolled back, and says so', async () => {
  restore('written');
  const below = config;
  const log = join(folder, 'calls.txt');
  await runCut(RENAME, { below, log });
  const calls = readFileSync(log, 'utf8').trim().split('\n');
  const at = calls.findIndex((call) => call.startsWith('open') && call.includes('photo-tag-tmp')) + 1;
  expect(at).toBeGreaterThan(0);
  restore('written');
  await runCut(RENAME, { below, at, kind: 'kill-before' });
  const edited = `${readFileSync(vocabulary, 'utf8')}  - fog\n`;
  writeFileSync(vocabulary, edited);
  const { stderr } = await runHere(['vocab', 'list', '--data', 'data'], folder);
  expect(stderr).toMatch(/vocab rename sea Meer --apply` was killed.*rolled back/);
  expect(readFileSync(vocabulary, 'utf8')).toBe(edited);
  expect(await stored()).toEqual(states.written!.store);
  expect(await json(...RENAME)).toMatchObject({ code: 0, changed: 3, problems: [] });
}, 60_000);
