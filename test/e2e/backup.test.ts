import { fork } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openLibrary } from '../../src/compose.ts';
import type { Decision } from '../../src/domain/tag.ts';
import { startCli } from './cli.ts';
import { runHere } from './cli-in-process.ts';
import { xmpProperties } from './small-library.ts';
import { makeTaggedLibrary } from './tagged-library.ts';

const base = mkdtempSync(join(tmpdir(), 'photo-tag-backup-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
let count = 0;

const NAMES = ['a.jpg', 'b.jpg', 'c.jpg'];
let folder: string;
const at = (...parts: string[]): string => join(folder, ...parts);
const cli = (...args: string[]) => runHere([...args, '--data', 'data'], folder);
async function json(...args: string[]) {
  const { code, stdout, stderr } = await cli(...args, '--json');
  return { code, ...JSON.parse(stdout || stderr) };
}
/** Of a.jpg, which has the least path. */
async function decide(name: string, verdict: Decision['verdict']): Promise<void> {
  const library = await openLibrary({ folder, dataFolder: 'data' });
  const [file] = await library.store.files.page({ after: null, limit: 1 });
  const layer = name === 'fog' ? 'AI' : 'CK';
  await library.store.tags.putDecision(file!.sha1!, { layer, name, verdict });
  await library.close();
}
const subject = (name: string): string[] =>
  [xmpProperties(at('photos', name))['XMP-dc:Subject'] ?? []].flat().map(String);

beforeEach(async () => {
  folder = join(base, String(count++));
  mkdirSync(folder);
  expect(await cli('init', 'photos')).toMatchObject({ code: 0 });
  await makeTaggedLibrary(folder, NAMES);
});

describe('a backup', () => {
  it('is one whole file with decisions, journal, configuration and vocabulary in it', async () => {
    await decide('fog', 'rejected');
    await json('write', '--apply');
    mkdirSync(at('data', 'evaluations'));
    writeFileSync(at('data', 'evaluations', 'before.json'), '{"version":1}');
    const made = await json('backup', 'safe.sqlite');
    expect(made).toMatchObject({
      code: 0,
      file: at('safe.sqlite'),
      files: ['ck_vocab.yaml', 'config.yaml', 'evaluations/before.json'],
      counts: { files: 3, sidecarChanges: 3, sent: 0 },
    });
    expect(readdirSync(folder).filter((name) => name.includes('safe'))).toEqual(['safe.sqlite']);
    const database = new DatabaseSync(at('safe.sqlite'), { readOnly: true });
    expect(database.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
    expect(Object.values(database.prepare('pragma journal_mode').get()!)).toEqual(['delete']);
    const config = database.prepare("select bytes from backup_file where name = 'config.yaml'").get()!;
    expect(Buffer.from(config.bytes as Uint8Array)).toEqual(readFileSync(at('config', 'config.yaml')));
    database.close();
  });

  it('of a folder has a name with its time, and only as many stay as are to be kept', async () => {
    mkdirSync(at('backups'));
    writeFileSync(at('backups', 'photo-tag-notes.sqlite'), 'mine');
    for (const time of ['20200101-000000', '20210101-000000']) {
      writeFileSync(at('backups', `photo-tag-${time}.sqlite`), '');
    }
    const made = await json('backup', 'backups', '--keep', '2');
    expect(made.removed).toEqual([at('backups', 'photo-tag-20200101-000000.sqlite')]);
    const names = readdirSync(at('backups'));
    expect(names).toContain('photo-tag-notes.sqlite');
    expect(names).toHaveLength(3);
    // A folder that is not there yet is told by the sign at its end.
    expect((await json('backup', 'new/')).file).toMatch(/new\/photo-tag-\d{8}-\d{6}\.sqlite$/);
  });

  it('takes the place of a backup and of nothing else, and fails without touching what was there', async () => {
    expect(await json('backup', 'safe.sqlite')).toMatchObject({ code: 0 });
    expect(await json('backup', 'safe.sqlite')).toMatchObject({ code: 0 });
    for (const [file, problem] of [
      ['photos/a.jpg', /is there already, and is no backup/],
      ['data/index.sqlite', /is the library itself/],
      ['config/config.yaml', /is there already, and is no backup/],
    ] as const) {
      const before = readFileSync(at(file));
      const refused = await json('backup', file);
      expect(refused).toMatchObject({ code: 2, error: { message: expect.stringMatching(problem) } });
      expect(readFileSync(at(file))).toEqual(before);
    }
    expect(await json('backup', 'photos/a.jpg/x.sqlite')).toMatchObject({ code: 1 });
  });

  it('of a library that is not there, or is kept in Postgres, says what to do', async () => {
    expect(await runHere(['backup', '--data', 'nothing'], folder)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is no library'),
    });
    process.env.PHOTO_TAG_DATABASE_URL = 'postgres://me:s3cret@db/photos';
    const refused = await cli('backup', 'x.sqlite').finally(() => delete process.env.PHOTO_TAG_DATABASE_URL);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('pg_dump --format=custom') });
    expect(refused.stderr).not.toContain('s3cret');
  });

  it('is of one moment while another process writes, and begins once', async () => {
    const writer = fork(new URL('backup-writer.fixture.ts', import.meta.url), [at('data', 'index.sqlite')], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    await once(writer, 'message');
    for (let round = 0; round < 3; round++) {
      expect(await json('backup', 'safe.sqlite')).toMatchObject({ code: 0 });
      const copy = new DatabaseSync(at('safe.sqlite'), { readOnly: true });
      // The writer puts rows in pairs, one in each table.
      const { one, other } = copy
        .prepare(
          'select (select count(*) from word_rule) as one, (select count(*) from people_flag) as other',
        )
        .get()!;
      expect(one).toBe(other);
      copy.close();
    }
    writer.kill('SIGKILL');
  });
});

describe('a restore', () => {
  const decisionsOf = async (data = 'data') => {
    const library = await openLibrary({ folder, dataFolder: data });
    try {
      const sha1s = await library.store.photos.page({ after: null, limit: 10 });
      return [...(await library.store.tags.decisionsOf(sha1s)).values()].flat();
    } finally {
      await library.close();
    }
  };

  it('on an empty machine brings library, configuration and vocabulary', async () => {
    await decide('fog', 'rejected');
    await json('backup', 'safe.sqlite');
    const texts = ['config.yaml', 'ck_vocab.yaml'].map((name) => readFileSync(at('config', name), 'utf8'));
    const decisions = await decisionsOf();
    expect(decisions).toHaveLength(1);
    const elsewhere = join(base, `elsewhere-${count}`);
    mkdirSync(elsewhere);
    copyFileSync(at('safe.sqlite'), join(elsewhere, 'safe.sqlite'));
    const restored = await runHere(['restore', 'safe.sqlite', '--data', 'data'], elsewhere);
    expect(restored).toMatchObject({ code: 0, stdout: expect.stringContaining('3 files') });
    expect(
      ['config.yaml', 'ck_vocab.yaml'].map((name) => readFileSync(join(elsewhere, 'config', name), 'utf8')),
    ).toEqual(texts);
    folder = elsewhere;
    expect(await decisionsOf()).toEqual(decisions);
    expect(readdirSync(at('data')).sort()).toEqual(['index.sqlite', 'run.lock']);
  });

  it('refuses to take the place of a library that holds something, and keeps it aside when it is told to', async () => {
    await json('backup', 'safe.sqlite');
    await decide('fog', 'rejected');
    const refused = await json('restore', 'safe.sqlite');
    expect(refused).toMatchObject({
      code: 2,
      error: { message: expect.stringMatching(/holds a library with 3 files, 1 decisions/) },
    });
    expect(await decisionsOf()).toHaveLength(1);
    const vocabulary = readFileSync(at('config', 'ck_vocab.yaml'), 'utf8');
    writeFileSync(at('config', 'ck_vocab.yaml'), `${vocabulary}# since\n`);
    writeFileSync(
      at('config', 'config.yaml'),
      `${readFileSync(at('config', 'config.yaml'), 'utf8')}# since\n`,
    );
    const restored = await json('restore', 'safe.sqlite', '--replace');
    expect(restored).toMatchObject({ code: 0, carried: { problem: null } });
    expect(await decisionsOf()).toHaveLength(0);
    // The vocabulary belongs to the database; the configuration belongs to the machine.
    expect(readFileSync(at('config', 'ck_vocab.yaml'), 'utf8')).toBe(vocabulary);
    expect(readFileSync(at('config', 'config.yaml'), 'utf8')).toMatch(/# since\n$/);
    expect(readFileSync(restored.otherConfig, 'utf8')).not.toMatch(/# since/);
    const [database, words] = restored.aside;
    expect(readFileSync(words, 'utf8')).toMatch(/# since\n$/);
    copyFileSync(database, at('former.sqlite'));
    expect(await json('restore', 'former.sqlite', '--replace')).toMatchObject({ code: 0 });
    expect(await decisionsOf()).toHaveLength(1);
  });

  it('leaves sidecars written since as they are, and undo takes back every keyword in them', async () => {
    await json('write', '--apply');
    expect(subject('a.jpg.xmp')).toEqual(['CK:night', 'CK:sea', 'AI:fog']);
    await json('backup', 'safe.sqlite');
    // Since: a decision, a write and an undo.
    await decide('forest', 'added');
    expect(await json('write', '--apply')).toMatchObject({ written: 1 });
    expect(await json('undo', '--tag', 'fog', '--apply')).toMatchObject({ changed: 3 });
    const before = NAMES.map((name) => readFileSync(at('photos', `${name}.xmp`), 'utf8'));
    expect(subject('a.jpg.xmp')).toEqual(['CK:night', 'CK:sea', 'CK:forest']);

    const restored = await json('restore', 'safe.sqlite', '--replace');
    expect(restored).toMatchObject({ code: 0, carried: { sidecarChanges: 4, problem: null } });
    expect(NAMES.map((name) => readFileSync(at('photos', `${name}.xmp`), 'utf8'))).toEqual(before);
    // The user's word is as it was: forest is not wanted any more, and stays in its sidecar until it is taken out.
    expect(await decisionsOf()).toHaveLength(0);
    // What was taken back since is not written again behind the user's back.
    expect(await json('write', '--apply')).toMatchObject({ written: 0, undone: 3 });
    expect(await json('undo', '--tag', 'forest', '--apply')).toMatchObject({ changed: 1 });
    expect(subject('a.jpg.xmp')).toEqual(['CK:night', 'CK:sea']);
    expect(await json('undo', '--model', 'rule', '--apply')).toMatchObject({ changed: 3 });
    expect(await json('undo', '--model', 'detector-1', '--apply')).toMatchObject({ changed: 3 });
    expect(NAMES.filter((name) => existsSync(at('photos', `${name}.xmp`)))).toEqual([]);
  });

  it('where the library of before is gone, counts keywords written since as others’ and never doubles them', async () => {
    await json('backup', 'safe.sqlite');
    await json('write', '--apply');
    rmSync(at('data'), { recursive: true });
    expect(await json('restore', 'safe.sqlite')).toMatchObject({ code: 0, carried: { sidecarChanges: 0 } });
    expect(await json('write', '--apply')).toMatchObject({ written: 0 });
    expect(await json('undo', '--tag', 'sea', '--apply')).toMatchObject({ changed: 0 });
    expect(subject('a.jpg.xmp')).toEqual(['CK:night', 'CK:sea', 'AI:fog']);
  });

  it('takes the place of a damaged database, log and all, and says that undo does not know what came since', async () => {
    await json('backup', 'safe.sqlite');
    await json('write', '--apply');
    truncateSync(at('data', 'index.sqlite'), 3000);
    writeFileSync(at('data', 'index.sqlite-wal'), 'what is left of a log');
    expect(await cli('status')).toMatchObject({ code: 1 });
    const refused = await cli('restore', 'safe.sqlite');
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot be read') });
    const restored = await json('restore', 'safe.sqlite', '--replace');
    expect(restored).toMatchObject({ code: 0 });
    expect(await json('status')).toMatchObject({ code: 0, photos: 3 });
    expect(statSync(restored.aside[0]).size).toBe(3000);
  });

  it('refuses what is damaged, newer, or no backup, and changes nothing', async () => {
    await json('backup', 'safe.sqlite');
    const state = () => readdirSync(at('data')).sort();
    const before = state();
    writeFileSync(at('text.sqlite'), 'not a database, but long enough to look like one'.repeat(100));
    expect(await json('restore', 'text.sqlite', '--replace')).toMatchObject({
      code: 2,
      error: { message: expect.stringMatching(/is no backup of photo-tag/) },
    });
    const bytes = readFileSync(at('safe.sqlite'));
    bytes.fill(0xff, 4096 * 3 + 100, 4096 * 9);
    writeFileSync(at('damaged.sqlite'), bytes);
    expect(await json('restore', 'damaged.sqlite', '--replace')).toMatchObject({
      code: 1,
      error: { message: expect.stringMatching(/is damaged/) },
    });
    copyFileSync(at('safe.sqlite'), at('newer.sqlite'));
    const newer = new DatabaseSync(at('newer.sqlite'));
    newer.exec("insert into kysely_migration values ('999-of-the-future', '2030-01-01T00:00:00.000Z')");
    newer.close();
    expect(await json('restore', 'newer.sqlite', '--replace')).toMatchObject({
      code: 1,
      error: { message: expect.stringMatching(/was made by a newer photo-tag/) },
    });
    expect(await json('restore', 'missing.sqlite')).toMatchObject({ code: 2 });
    expect(state()).toEqual(before);
  });

  it('waits for no one: a library that is open is refused', async () => {
    await json('backup', 'safe.sqlite');
    const library = await openLibrary({ folder, dataFolder: 'data' });
    expect(await json('restore', 'safe.sqlite', '--replace')).toMatchObject({
      code: 3,
      error: { message: expect.stringMatching(/has .* open/) },
    });
    await library.close();
    expect(await json('restore', 'safe.sqlite', '--replace')).toMatchObject({ code: 0 });
  });
});

describe('kill -9', () => {
  const KILLS = Number(process.env.PHOTO_TAG_KILLS ?? 6);

  it(`${KILLS} times in the middle of a backup leaves the one before or the new one, whole`, async () => {
    await measure(['backup', 'safe.sqlite']);
    for (let kill = 0; kill < KILLS; kill++) {
      await killed(['backup', 'safe.sqlite'], kill);
      const copy = new DatabaseSync(at('safe.sqlite'), { readOnly: true });
      expect(copy.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
      copy.close();
    }
    expect(await json('backup', 'safe.sqlite')).toMatchObject({ code: 0 });
  }, 240_000);

  it(`${KILLS} times in the middle of a restore loses neither library, and the same command goes on`, async () => {
    await decide('fog', 'rejected');
    await json('backup', 'safe.sqlite');
    await measure(['restore', 'safe.sqlite', '--replace']);
    await decide('sea', 'rejected');
    for (let kill = 0; kill < KILLS; kill++) {
      await killed(['restore', 'safe.sqlite', '--replace'], kill);
      const status = await cli('status');
      if (status.code !== 0) expect(status.stderr).toContain('was stopped half-way');
    }
    expect(await json('restore', 'safe.sqlite', '--replace')).toMatchObject({ code: 0 });
    const library = new DatabaseSync(at('data', 'index.sqlite'));
    expect(library.prepare('select name from decision').all()).toEqual([{ name: 'fog' }]);
    library.close();
    // The one of before is among what was kept aside.
    const kept = readdirSync(at('data')).filter((name) => /^index\.sqlite\.before-restore-\w+$/.test(name));
    const decisions = kept.map((name) => {
      const database = new DatabaseSync(at('data', name));
      const rows = database.prepare('select name from decision order by name').all();
      database.close();
      return rows.map((row) => row.name).join();
    });
    expect(decisions).toContain('fog,sea');
  }, 240_000);

  /** Of a whole run, start included: the work itself is in the last part of it. */
  let wholeMillis = 0;

  async function killed(args: string[], kill: number): Promise<void> {
    const { child, ended } = startCli([...args, '--data', 'data'], folder);
    await sleep(wholeMillis * (0.6 + (0.45 * kill) / KILLS));
    child.kill('SIGKILL');
    await ended;
  }

  async function measure(args: string[]): Promise<void> {
    const started = performance.now();
    expect(await startCli([...args, '--data', 'data'], folder).ended).toMatchObject({ code: 0 });
    wholeMillis = performance.now() - started;
  }
});

it('a folder that cannot be written is said, and nothing is left in it', async () => {
  mkdirSync(at('closed'));
  chmodSync(at('closed'), 0o500);
  const made = await json('backup', 'closed/safe.sqlite');
  // The superuser writes everywhere.
  if (process.getuid?.() === 0) expect(made.code).toBe(0);
  else expect(made).toMatchObject({ code: 1, error: { code: 'STORE_UNUSABLE' } });
  chmodSync(at('closed'), 0o700);
});
