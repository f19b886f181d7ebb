import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runExiftool } from '../../src/exiftool/run-exiftool.fixture.ts';
import { ordinaryUser, runCli } from './cli.ts';
import { filesBelow, fingerprints, LIGHTROOM_SIDECAR, xmpProperties } from './small-library.ts';
import { makeTaggedLibrary } from './tagged-library.ts';

const user = ordinaryUser();

describe.skipIf(user === null)('photos in folders that cannot be written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'photo-tag-mirror-'));
  const photos = join(folder, 'photos');
  const mirror = join(folder, 'data/sidecars', photos);
  const cli = (...args: string[]) => runCli([...args, '--data', 'data'], folder, user!);
  afterAll(() => {
    chmodSync(photos, 0o755);
    rmSync(folder, { recursive: true, force: true });
  });
  let before: Record<string, string>;

  beforeAll(async () => {
    await makeTaggedLibrary(folder, ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg']);
    before = fingerprints(filesBelow(photos));
    // The library was made by whoever runs the test, and is used by an ordinary user.
    for (const file of [...filesBelow(join(folder, 'data')), folder, join(folder, 'data')]) {
      chmodSync(
        file,
        file.includes('.') && existsSync(file) && !file.endsWith('data') && file !== folder ? 0o666 : 0o777,
      );
    }
    chmodSync(photos, 0o555);
  });

  it('get their sidecars in the mirror, and that is said once with the remedy', async () => {
    const dryRun = await cli('write');
    expect(dryRun.stderr.match(/cannot be written/g)).toHaveLength(1);
    expect(dryRun.stderr).toMatch(/4 photos lie in 1 folder .*xmp\.sidecar_root.*--bring-home/s);
    const write = await cli('write', '--apply', '--json');
    expect(JSON.parse(write.stdout)).toMatchObject({ written: 4, wanted: 4, problems: [] });
    expect(filesBelow(photos).filter((file) => file.endsWith('.xmp'))).toEqual([]);
    expect(filesBelow(mirror)).toHaveLength(4);
  });

  it('stay as they are while the folder cannot be written', async () => {
    const home = await cli('sidecars', '--bring-home', '--apply');
    expect(home.code).toBe(4);
    expect(home.stdout).toMatch(/^0 of 4 sidecars brought home/);
    expect(home.stderr).toMatch(/4 × The folder still cannot be written\. Allow/);
    expect(filesBelow(mirror)).toHaveLength(4);
  });

  it('get them beside them later: moved where none is, merged where one is, left where others had a part', async () => {
    chmodSync(photos, 0o777);
    writeFileSync(join(photos, 'a.jpg.xmp'), LIGHTROOM_SIDECAR);
    writeFileSync(join(photos, 'b.jpg.xmp'), LIGHTROOM_SIDECAR);
    for (const name of ['a.jpg.xmp', 'b.jpg.xmp']) chmodSync(join(photos, name), 0o666);
    for (const name of ['b.jpg.xmp', 'c.jpg.xmp']) {
      chmodSync(join(mirror, name), 0o666);
      runExiftool(['-overwrite_original', '-XMP-dc:Title=by hand', join(mirror, name)]);
      chmodSync(join(mirror, name), 0o666);
    }
    const [c, d] = ['c.jpg.xmp', 'd.jpg.xmp'].map((name) => readFileSync(join(mirror, name)));
    const dryRun = JSON.parse((await cli('sidecars', '--bring-home', '--json')).stdout);
    expect(dryRun.sidecars.map((row: { way: string }) => row.way)).toEqual([
      'merge',
      'merge',
      'move',
      'move',
    ]);
    expect(filesBelow(mirror)).toHaveLength(4);

    const home = JSON.parse((await cli('sidecars', '--bring-home', '--apply', '--json')).stdout);
    expect(home).toMatchObject({
      brought: 3,
      merged: 1,
      problems: [{ reason: expect.stringMatching(/other things/) }],
    });
    expect(filesBelow(mirror)).toEqual([join(mirror, 'b.jpg.xmp')]);
    expect(readFileSync(join(photos, 'c.jpg.xmp'))).toEqual(c);
    expect(readFileSync(join(photos, 'd.jpg.xmp'))).toEqual(d);
    for (const name of ['a.jpg.xmp', 'b.jpg.xmp']) {
      expect(xmpProperties(join(photos, name))).toMatchObject({
        'XMP-dc:Subject': ['Família', 2014, 'CK:night', 'CK:sea', 'AI:fog'],
        'XMP-xmp:Rating': 4,
      });
    }
    const again = await cli('write', '--apply', '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ written: 0, unchanged: 4, findings: [] });
  });

  it('and can still be taken back by the run that wrote them to the mirror', async () => {
    expect(JSON.parse((await cli('undo', '--run', '1', '--apply', '--json')).stdout)).toMatchObject({
      problems: [],
    });
    expect(readFileSync(join(photos, 'a.jpg.xmp'), 'utf8')).toBe(LIGHTROOM_SIDECAR);
    expect(xmpProperties(join(photos, 'c.jpg.xmp'))).toMatchObject({ 'XMP-dc:Title': 'by hand' });
    expect(existsSync(join(photos, 'd.jpg.xmp'))).toBe(false);
    expect(fingerprints(Object.keys(before))).toEqual(before);
    expect(dirname(mirror)).toContain('sidecars');
  });
});
