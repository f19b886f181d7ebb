import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runStages } from '../../src/app/run.ts';
import type { CliContext } from '../../src/cli/context.ts';
import { runProgram } from '../../src/cli/program.ts';
import { openLibrary } from '../../src/compose.ts';
import type { StageName } from '../../src/domain/stage-name.ts';
import { runExiftool } from '../../src/exiftool/run-exiftool.fixture.ts';
import { acquireRunLock } from '../../src/pipeline/run-lock.ts';
import { type CliResult, runCli } from './cli.ts';
import { fingerprints } from './small-library.ts';
import { makeWrongClocks } from './wrong-clocks.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-dates-command-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const RIO = '2008-07-05 Rio';
const CONFIG = 'photos.yaml';

/** The program in this process: it is started as its own once, and forty starts take a minute. */
async function cli(...args: string[]): Promise<Pick<CliResult, 'code' | 'stdout' | 'stderr'>> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const never = () => Promise.reject(new Error('`dates` needs no such thing'));
  const context: CliContext = {
    folder,
    openLibrary: (sources) => openLibrary(sources),
    backups: () => {
      throw new Error('not asked for');
    },
    examine: never,
    runner: () => () => Promise.reject(new Error('no runs here')),
    openModels: () => {
      throw new Error('not asked for');
    },
    copyStore: never,
    renderSamples: never,
    stdout,
    stderr,
    signal: new AbortController().signal,
  };
  const code = await runProgram(context, '0', ['dates', ...args, '--config', CONFIG]);
  const read = (stream: PassThrough) => (stream.read() as Buffer | null)?.toString() ?? '';
  return { code, stdout: read(stdout), stderr: read(stderr) };
}

interface ListedRun {
  readonly id: string;
  readonly camera: string;
  readonly photos: number;
  readonly state: string;
  readonly now: { start: string; end: string } | null;
  readonly decision: { photos: number; words: string } | null;
}

async function listed(): Promise<Record<'canon' | 'nikon', ListedRun>> {
  const { stdout } = await cli('--json');
  const { runs } = JSON.parse(stdout) as { runs: ListedRun[] };
  const named = (name: string) => runs.find(({ camera }) => camera.includes(name))!;
  return { canon: named('EOS'), nikon: named('D70') };
}

async function run(...stages: StageName[]): Promise<void> {
  const library = await openLibrary({ folder, configFile: CONFIG });
  await runStages(library, { stages, command: 'test', signal: new AbortController().signal });
  await library.close();
}

/** Date and trust of a file, and when the cluster that it is in begins. */
async function photo(path: string) {
  const library = await openLibrary({ folder, configFile: CONFIG });
  const { store } = library;
  const [file] = await store.files.atPaths([join(folder, 'photos', path)]);
  const sha1 = file!.sha1!;
  const time = (await store.photos.captureTimesOf([sha1])).get(sha1)!;
  const clusterId = (await store.clusters.clusterIdsOf([sha1])).get(sha1);
  const [cluster] = clusterId === undefined ? [] : await store.clusters.get([clusterId]);
  await library.close();
  const iso = (millis: number | null | undefined) =>
    millis == null ? null : new Date(millis).toISOString().slice(0, 16);
  return {
    sha1,
    taken: iso(time.wallMillis),
    precision: time.precision,
    byHand: time.byHand,
    clusterStart: iso(cluster?.startMillis),
  };
}

describe('dates, by hand', () => {
  let originals: Record<string, string>;
  const files = () =>
    readdirSync(join(folder, 'photos'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));

  beforeAll(async () => {
    await makeWrongClocks(join(folder, 'photos'));
    writeFileSync(join(folder, CONFIG), 'roots: [photos]\n');
    originals = fingerprints(files());
    await run('scan', 'metadata');
  });

  it('runs the stage where it is due, and lists the runs with what they said, what is proposed and why', async () => {
    const { code, stdout, stderr } = await runCli(['dates', '--config', CONFIG], folder);
    expect(code).toBe(0);
    expect(stderr).toContain('dates      65 photos');
    expect(stdout).toMatch(/To be decided \(1\)\n\nr[0-9a-f]{10} {2}NIKON D70 .*8 photos/);
    expect(stdout).toContain('best guess  none: nothing tells how far it was off');
    expect(stdout).toMatch(/Canon EOS 5D .*30 photos: put right by itself, \d\d % sure/);
    expect(stdout).toContain(`in          photos/${RIO}`);
    expect(stdout).toContain('clock said  2000-01-01 00:05 – 01:03');
    expect(stdout).toMatch(/now {9}2008-07-05 .*\(\+8 years 18\d days .*give or take/);
    expect(stdout).toMatch(/because {5}it started again/);
    expect(stdout).toMatch(
      /65 photos: the day is sure for \d+ %, and the hour confirmed for \d+ %, \d+ uncertain/,
    );
    expect(stdout).toContain('photo-tag dates --accept all');
    expect((await cli()).stderr).toBe('');
  });

  it('lists only one camera or folder, and the photos whose date is uncertain', async () => {
    const ofNikon = await cli('--camera', 'd70');
    expect(ofNikon.stdout).toContain('NIKON D70');
    expect(ofNikon.stdout).not.toContain('EOS');
    const inRio = await cli('--folder', join('photos', RIO));
    expect(inRio.stdout).toContain('EOS');
    expect(inRio.stdout).not.toContain('NIKON');
    const uncertain = await cli('--uncertain');
    expect(uncertain.stdout).toMatch(/Misc\/DSC_0007\.jpg {2}2000-01-01 00:02:00 {2}.*clock/);
  });

  it('lists what it knows while another run is at work, and decides nothing then', async () => {
    const lock = acquireRunLock(join(folder, 'data'), 'run');
    try {
      const { code, stdout, stderr } = await cli();
      expect(code).toBe(0);
      expect(stderr).toMatch(/Another run is at work .*\nThis is how dates stood before it/);
      expect(stdout).toContain('NIKON D70');
      expect((await cli('--accept', 'all')).code).toBe(3);
    } finally {
      lock.release();
    }
    expect((await listed()).canon.state).toBe('shifted');
  });

  it.each([
    { args: ['--accept', 'r123456789a'], says: /There is no run r123456789a.*\n→ .*lists the runs/ },
    { args: ['--keep', 'nowhere'], says: /No photo of the library lies in nowhere\n→ / },
    { args: ['--keep', 'photos'], says: /No photo lies in photos itself, but 65 below.*\n→ .*--recursive/ },
    { args: ['Misc', '--shift', 'tomorrow'], says: /“tomorrow” is no shift.*\n→ .*\+5h30m/ },
    { args: ['Misc', '--set', '2008-02-30'], says: /“2008-02-30” is no time\n→ .*2008-07-05T14:30/ },
    { args: ['Misc', '--set', '1850'], says: /before the first believable date.*\n→ .*sane_range/ },
    { args: ['Misc', '--shift', '+60y'], says: /in the future\n→ .*nothing was changed/ },
    { args: ['Misc', '--accept'], says: /Only a run has a proposal.*\n→ / },
    { args: ['--accept'], says: /--accept needs a run or a folder\n→ .*--accept all/ },
    { args: ['box', '--shift', '+1d'], says: /None of these photos has the time of a camera’s clock.*\n→ / },
    { args: ['Misc', '--keep', '--set', '2008'], says: /cannot be used with/ },
    { args: ['Misc', '--keep', '--camera', 'Leica'], says: /No photo in .*Misc is of a camera “Leica”\n→ / },
    { args: ['--plot', 'IMG_1.jpg'], says: /IMG_1\.jpg: the picture is an HTML page\n→ .*\.html/ },
  ])('photo-tag dates $args says what is wrong and ends with 2', async ({ args, says }) => {
    const { code, stderr } = await cli(...args);
    expect(stderr).toMatch(says);
    expect(code).toBe(2);
  });

  it('accepts all that was put right with one command, and leaves what is doubtful', async () => {
    const dry = await cli('--accept', 'all', '--dry-run');
    expect(dry.stdout).toMatch(/^would change: 30 photos/);
    expect((await listed()).canon.state).toBe('shifted');

    const { code, stdout } = await cli('--accept', 'all');
    expect(code).toBe(0);
    const { canon, nikon } = await listed();
    expect(stdout).toContain(`30 photos of Canon EOS 5D 0420301234 in photos/${RIO}: +8 years`);
    expect(stdout).toContain(`undo with: photo-tag dates --forget ${canon.id} --config ${CONFIG}`);
    expect(canon).toMatchObject({ state: 'decided', decision: { photos: 30 } });
    expect(nikon.state).toBe('doubtful');
    expect(await photo(`${RIO}/IMG_0060.jpg`)).toMatchObject({ byHand: true, precision: 'second' });
    expect((await cli('--accept', canon.id)).stdout).toContain('was decided already, nothing changed');
  });

  it('keeps the decision in new runs and clusterings, and for the same picture with other metadata', async () => {
    const path = `${RIO}/IMG_0061.jpg`;
    await run('scan', 'metadata', 'dates', 'clusters');
    const before = await photo(path);
    expect(before.clusterStart).toMatch(/^2008-07-05/);
    runExiftool(['-overwrite_original', '-q', '-Artist=Somebody', join(folder, 'photos', path)]);
    await run('scan', 'metadata', 'dates', 'clusters');
    const after = await photo(path);
    expect(after.sha1).not.toBe(before.sha1);
    expect(after).toEqual({ ...before, sha1: after.sha1 });
    expect((await listed()).canon).toMatchObject({ state: 'decided', photos: 30, decision: { photos: 30 } });
  });

  it('sets the first photo to a time, and the others keep their distance', async () => {
    const { nikon } = await listed();
    const { stdout } = await cli(nikon.id.slice(0, 6), '--set', '2010-05-03T12:00');
    expect(stdout).toContain('+10 years');
    expect((await listed()).nikon.now).toEqual({ start: '2010-05-03T12:00:00', end: '2010-05-03T12:14:00' });
  });

  it('sets a folder to a month: the photos lie in the middle of it, as precise as that is, in their order', async () => {
    await cli('--set', 'Misc', '2011-02');
    const [first, last] = [await photo('Misc/DSC_0007.jpg'), await photo('Misc/DSC_0014.jpg')];
    expect(first).toMatchObject({ taken: '2011-02-14T23:52', precision: 'month', byHand: true });
    expect(last).toMatchObject({ taken: '2011-02-15T00:06', precision: 'month' });
  });

  it('shifts what the clock said, and not what was made of it', async () => {
    const { nikon } = await listed();
    expect((await cli(nikon.id, '--shift', '+10y')).stdout).toContain(
      'an earlier decision was replaced for 8',
    );
    expect((await cli(nikon.id, '--shift', '-1d')).stdout).toContain('now 1999-12-31 00:02 – 00:16');
    expect((await listed()).nikon.now).toEqual({ start: '1999-12-31T00:02:00', end: '1999-12-31T00:16:00' });
  });

  it('sets what has no clock, and lists it with what was decided', async () => {
    await cli('box', '--set', '1998');
    expect(await photo('box/photo0001.jpg')).toMatchObject({ precision: 'year', byHand: true });
    const { stdout } = await cli();
    expect(stdout).toContain('photos/box\n    3 photos: set to 1998');
    expect(stdout).toMatch(/65 photos: the day is sure for 100 %/);
  });

  it('takes every decision back', async () => {
    const { canon } = await listed();
    expect((await cli('--forget', 'photos', '--recursive')).stdout).toMatch(
      /41 photos .*: your decision was taken back/,
    );
    expect(await listed()).toMatchObject({
      canon: { id: canon.id, state: 'shifted', decision: null },
      nikon: { state: 'doubtful', decision: null },
    });
    expect((await cli('--forget', canon.id)).stdout).toContain('nothing was decided');
  });

  it('draws a picture of it, and has changed nothing but what exiftool changed for this test', async () => {
    const { code, stdout } = await cli('--plot', 'dates.html');
    expect(code).toBe(0);
    expect(stdout).toBe(`${join(folder, 'dates.html')}\n`);
    const page = readFileSync(join(folder, 'dates.html'), 'utf8');
    expect(page).toContain('Canon EOS 5D 0420301234');
    expect(page).toContain('it started again when its battery had died');
    expect(existsSync(join(folder, 'dates.html.tmp'))).toBe(false);
    const touched = join(folder, 'photos', RIO, 'IMG_0061.jpg');
    const { [touched]: _, ...others } = fingerprints(files());
    const { [touched]: __, ...before } = originals;
    expect(others).toEqual(before);
  });
});
