import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from './cli.ts';
import {
  filesBelow,
  fingerprints,
  LIGHTROOM_SIDECAR,
  makeSmallLibrary,
  xmpProperties,
} from './small-library.ts';

/** What the library calls the folder; on no machine it is there. */
const IN_LIBRARY = '/photo-tag-test-library/photos';
const NAME = '2014-05-03 Rio/IMG_001.jpg';

describe('a library that each machine sees at a place of its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'photo-tag-places-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** A configuration for a machine that has the photos in `to`. */
  const machine = (name: string, to: string) => {
    const file = join(folder, `${name}.yaml`);
    const map = `[{from: ${IN_LIBRARY}/, to: ${to}}]`;
    const lines = [`roots: [${IN_LIBRARY}]`, 'proxy:', `  cache_dir: ${IN_LIBRARY}/.proxies`];
    writeFileSync(file, [...lines, 'runtime:', `  path_map: ${map}`, ''].join('\n'));
    return (...args: string[]) => runCli([...args, '--config', file, '--data', 'data'], folder);
  };
  const [here, there] = [join(folder, 'here'), join(folder, 'there')];
  let before: Record<string, string>;

  beforeAll(async () => {
    await makeSmallLibrary(here, 2);
    before = fingerprints(filesBelow(here).filter((file) => file.endsWith('.jpg')));
  });

  it('is scanned, read and seen where the files are, and kept as the library names them', async () => {
    const run = JSON.parse((await machine('one', here)('run', '--json')).stdout);
    expect(run.stages).toMatchObject([
      { stage: 'scan', done: 7 },
      { stage: 'metadata' },
      {},
      {},
      {},
      {},
      {},
      {},
      {},
      {},
      {},
    ]);
    const failed = run.stages.filter((stage: { failed: number }) => stage.failed > 0);
    // The text file that is named like a picture.
    expect(failed.map((stage: { failed: number }) => stage.failed)).toEqual(failed.map(() => 2));
    expect(filesBelow(join(here, '.proxies')).filter((file) => file.endsWith('.jpg'))).toHaveLength(4);
    expect(filesBelow(folder).filter((file) => file.includes('photo-tag-test-library'))).toEqual([]);
  });

  it('has nothing due on the other machine, which writes sidecars where it finds the photos', async () => {
    renameSync(here, there);
    const two = machine('two', there);
    const run = JSON.parse((await two('run', '--json')).stdout);
    expect(run.stages.map(({ stage, done }: { stage: string; done: number }) => `${stage} ${done}`)).toEqual(
      run.stages.map(({ stage }: { stage: string }) => `${stage} 0`),
    );
    // A photo may be named as it lies here, and as the library has it.
    expect((await two('accept', 'flower', '--photo', join(there, NAME))).code).toBe(0);
    expect((await two('accept', 'beach', '--photo', `${IN_LIBRARY}/${NAME}`)).code).toBe(0);
    const written = JSON.parse((await two('write', '--apply', '--json')).stdout);
    expect(written.problems).toEqual([]);
    expect(xmpProperties(join(there, `${NAME}.xmp`))['XMP-dc:Subject']).toEqual(
      expect.arrayContaining(['CK:flower', 'CK:beach']),
    );
    const audit = readFileSync(join(folder, 'data/audit.csv'), 'utf8');
    expect(audit).toContain(`${IN_LIBRARY}/${NAME}`);
    expect(audit).not.toContain(there);
  });

  it('finds its sidecars again on the first machine, and takes back what the second wrote', async () => {
    renameSync(there, here);
    const one = machine('one', here);
    const again = JSON.parse((await one('write', '--apply', '--json')).stdout);
    expect(again).toMatchObject({ written: 0, findings: [], problems: [] });
    const undone = await one('undo', '--run', '1', '--apply', '--json');
    expect(JSON.parse(undone.stdout).problems).toEqual([]);
    expect(filesBelow(here).filter((file) => file.endsWith(`${NAME}.xmp`))).toEqual([]);
    expect(readFileSync(join(here, '2014-05-03 Rio/IMG_000.jpg.xmp'), 'utf8')).toBe(LIGHTROOM_SIDECAR);
    expect(fingerprints(Object.keys(before))).toEqual(before);
  });

  it('is left alone where the place is not there', async () => {
    const gone = machine('gone', join(folder, 'not-mounted'));
    for (const command of [['run'], ['write', '--apply']]) {
      const { code, stderr } = await gone(...command);
      expect(code).toBe(2);
      expect(stderr).toContain(`runtime.path_map says that ${IN_LIBRARY} is ${join(folder, 'not-mounted')}`);
    }
    expect(filesBelow(folder).filter((file) => file.includes('not-mounted'))).toEqual([]);
  });

  it('is refused where a path would have two meanings, with the line', async () => {
    const file = join(folder, 'twice.yaml');
    mkdirSync(join(folder, 'x'), { recursive: true });
    const rules = `[{from: /a, to: ${folder}/x}, {from: /a/b, to: ${folder}/y}]`;
    writeFileSync(file, `runtime:\n  path_map: ${rules}\n`);
    const { code, stderr } = await runCli(['status', '--config', file], folder);
    expect(code).toBe(2);
    expect(stderr).toContain('runtime.path_map: from: /a and /a/b overlap');
    expect(stderr).toMatch(/:2/);
  });
});
