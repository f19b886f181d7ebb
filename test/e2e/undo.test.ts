import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openLibrary } from '../../src/compose.ts';
import type { Decision } from '../../src/domain/tag.ts';
import { runExiftool } from '../../src/exiftool/run-exiftool.fixture.ts';
import { runHere } from './cli-in-process.ts';
import { filesBelow, fingerprints, LIGHTROOM_SIDECAR, xmpProperties } from './small-library.ts';
import { makeTaggedLibrary, proposeForAll } from './tagged-library.ts';

const base = mkdtempSync(join(tmpdir(), 'photo-tag-undo-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
let count = 0;

const ALL = ['CK:night', 'CK:sea', 'AI:fog'];

describe('what we wrote can be taken back', () => {
  let folder: string;
  beforeEach(async () => {
    folder = join(base, String(count++));
    await makeTaggedLibrary(folder, ['a.jpg', 'b.jpg', 'c.jpg'], { 'a.jpg.xmp': LIGHTROOM_SIDECAR });
  });

  const path = (name: string) => join(folder, 'photos', name);
  const cli = (...args: string[]) => runHere([...args, '--data', 'data'], folder);
  const json = async (...args: string[]) => {
    const result = await cli(...args, '--json');
    return { code: result.code, ...JSON.parse(result.stdout || result.stderr) };
  };
  const write = (...args: string[]) => json('write', '--apply', ...args);
  const undo = (...args: string[]) => json('undo', '--apply', ...args);
  const subject = (name: string): string[] =>
    [xmpProperties(path(name))['XMP-dc:Subject'] ?? []].flat().map(String);
  const takeOut = (name: string, ...keywords: string[]) =>
    runExiftool([
      '-overwrite_original',
      ...keywords.flatMap((keyword) => [
        `-XMP-dc:Subject-=${keyword}`,
        `-XMP-lr:HierarchicalSubject-=${keyword.replace(':', '|')}`,
      ]),
      path(name),
    ]);
  const decisions = async (): Promise<Decision[]> => {
    const library = await openLibrary({ folder, dataFolder: 'data', roots: ['photos'] });
    try {
      const sha1s = await library.store.photos.page({ after: null, limit: 100 });
      return [...(await library.store.tags.decisionsOf(sha1s)).values()].flat();
    } finally {
      await library.close();
    }
  };

  it('gives back the bytes before, removes sidecars that are ours alone, and leaves originals alone', async () => {
    const originals = ['a.jpg', 'b.jpg', 'c.jpg'].map(path);
    const before = fingerprints(originals);
    expect(await write()).toMatchObject({ code: 0, written: 3, wanted: 3, created: 2, runId: 1 });
    const written = Object.fromEntries(filesBelow(folder).filter(isSidecar).map(readEntry));

    const dryRun = await json('undo', '--run', '1');
    expect(dryRun).toMatchObject({ code: 0, dryRun: true, wouldChange: 3, whole: 2 });
    expect(Object.fromEntries(filesBelow(folder).filter(isSidecar).map(readEntry))).toEqual(written);

    expect(await undo('--run', '1')).toMatchObject({ code: 0, changed: 3, whole: 2, runId: 2 });
    expect(readFileSync(path('a.jpg.xmp'), 'utf8')).toBe(LIGHTROOM_SIDECAR);
    expect(filesBelow(folder).filter(isSidecar)).toEqual([path('a.jpg.xmp')]);

    // Taken back is not wanted again, whatever is proposed.
    expect(await write()).toMatchObject({ written: 0, undone: 9 });
    expect(await undo('--redo')).toMatchObject({ code: 0, changed: 3, whole: 2, runId: 4 });
    expect(Object.fromEntries(filesBelow(folder).filter(isSidecar).map(readEntry))).toEqual(written);
    expect(await write()).toMatchObject({ written: 0, undone: 0, unchanged: 3 });

    // A redo can be taken back as well, by its own number and by that of the first run.
    expect(await json('undo', '--run', '4')).toMatchObject({ wouldChange: 3 });
    expect(await undo('--run', '1')).toMatchObject({ changed: 3, whole: 2 });
    expect(readFileSync(path('a.jpg.xmp'), 'utf8')).toBe(LIGHTROOM_SIDECAR);
    expect(fingerprints(originals)).toEqual(before);

    const audit = readFileSync(join(folder, 'data/audit.csv'), 'utf8');
    expect(audit.match(/written: run 1\b/g)).toHaveLength(3);
    expect(audit.match(/taken back: run 2\b/g)).toHaveLength(3);
  });

  it('takes out one tag, one model, or what is new, and nothing else', async () => {
    await write();
    expect(await undo('--tag', 'AI:fog')).toMatchObject({ changed: 3, whole: 0 });
    expect(subject('a.jpg.xmp')).toEqual(['Família', '2014', 'CK:night', 'CK:sea']);
    expect(subject('b.jpg.xmp')).toEqual(['CK:night', 'CK:sea']);
    expect(await undo('--model', 'detector-1', '--tag', 'sea', '--since', '1h')).toMatchObject({
      changed: 3,
    });
    expect(subject('b.jpg.xmp')).toEqual(['CK:night']);
    expect(await json('undo', '--model', 'rule', '--since', '2100-01-01')).toMatchObject({ wouldChange: 0 });
    expect(await undo('--redo', '2')).toMatchObject({ changed: 3 });
    expect(subject('b.jpg.xmp')).toEqual(['CK:night', 'AI:fog']);
  });

  it('leaves what was there before us, and what other programs changed since', async () => {
    writeFileSync(path('a.jpg.xmp'), LIGHTROOM_SIDECAR.replace('Família', 'CK:sea'));
    await write();
    expect(subject('a.jpg.xmp')).toEqual(['CK:sea', '2014', 'CK:night', 'AI:fog']);
    runExiftool(['-overwrite_original', '-XMP-xmp:Rating=5', '-XMP-dc:Subject+=mine', path('a.jpg.xmp')]);
    runExiftool(['-overwrite_original', '-XMP-dc:Title=b', path('b.jpg.xmp')]);
    expect(await undo('--run', '1')).toMatchObject({ changed: 3, whole: 1 });
    expect(subject('a.jpg.xmp')).toEqual(['CK:sea', '2014', 'mine']);
    expect(xmpProperties(path('a.jpg.xmp'))).toMatchObject({ 'XMP-xmp:Rating': 5 });
    expect(xmpProperties(path('b.jpg.xmp'))).toMatchObject({ 'XMP-dc:Title': 'b' });
  });

  it('takes a keyword that somebody took out of a sidecar for rejected', async () => {
    await write();
    takeOut('b.jpg.xmp', 'CK:sea');
    const dryRun = await cli('write');
    expect(dryRun.stdout).toMatch(/1 keyword was taken out by another program: not written again/);
    expect(await decisions()).toEqual([]);

    expect(await write()).toMatchObject({ code: 0, written: 0, findings: [{ rejected: [{ name: 'sea' }] }] });
    expect(await decisions()).toEqual([
      { layer: 'CK', name: 'sea', verdict: 'rejected', source: expect.stringContaining('another program') },
    ]);
    expect(subject('b.jpg.xmp')).toEqual(['CK:night', 'AI:fog']);
    expect(await write()).toMatchObject({ written: 0, findings: [] });

    expect(await write('--again')).toMatchObject({ written: 1 });
    expect(subject('b.jpg.xmp')).toEqual(['CK:night', 'AI:fog', 'CK:sea']);
    expect(await decisions()).toEqual([{ layer: 'CK', name: 'sea', verdict: 'accepted' }]);
  });

  it('rejects for the photo: a copy that is new gets the keyword no more', async () => {
    await write();
    takeOut('b.jpg.xmp', 'CK:sea');
    copyFileSync(path('b.jpg'), path('b copy.jpg'));
    await proposeForAll(folder);
    expect(await write()).toMatchObject({ written: 1 });
    expect(subject('b copy.jpg.xmp')).toEqual(['CK:night', 'AI:fog']);
  });

  it('keeps a tag that is gone from the hierarchy alone, and does not put it back there', async () => {
    await write();
    runExiftool(['-overwrite_original', '-XMP-lr:HierarchicalSubject-=CK|sea', path('b.jpg.xmp')]);
    expect(await write()).toMatchObject({ written: 0, findings: [{ rejected: [] }] });
    expect(await write()).toMatchObject({ written: 0, findings: [] });
    expect(xmpProperties(path('b.jpg.xmp'))).toMatchObject({
      'XMP-dc:Subject': ALL,
      'XMP-lr:HierarchicalSubject': ['CK|night', 'AI|fog'],
    });
  });

  it('writes again what went with the sidecar, with a backup that was put back, or with the whole list', async () => {
    await write();
    writeFileSync(path('a.jpg.xmp'), LIGHTROOM_SIDECAR);
    rmSync(path('b.jpg.xmp'));
    takeOut('c.jpg.xmp', ...ALL);
    const second = await write();
    expect(second).toMatchObject({ code: 0, written: 3, created: 1 });
    expect(second.findings).toHaveLength(3);
    expect(await decisions()).toEqual([]);
    expect(subject('a.jpg.xmp')).toEqual(['Família', '2014', ...ALL]);
    expect(subject('b.jpg.xmp')).toEqual(ALL);
    expect(subject('c.jpg.xmp')).toEqual(ALL);
    expect(await write()).toMatchObject({ written: 0, findings: [], unchanged: 3 });
    expect(await undo('--run', '2')).toMatchObject({ changed: 3 });
    expect(readFileSync(path('a.jpg.xmp'), 'utf8')).toBe(LIGHTROOM_SIDECAR);
    expect(existsSync(path('b.jpg.xmp'))).toBe(false);
  });

  it('knows its keywords in a sidecar that was moved with its photo, and not those of a copy', async () => {
    await write();
    mkdirSync(path('2014'));
    for (const name of ['a.jpg', 'a.jpg.xmp']) renameSync(path(name), path(`2014/${name}`));
    for (const name of ['b.jpg', 'b.jpg.xmp']) copyFileSync(path(name), path(`2014/${name}`));
    await proposeForAll(folder);
    expect(await undo('--run', '1')).toMatchObject({ changed: 3 });
    expect(readFileSync(path('2014/a.jpg.xmp'), 'utf8')).toBe(LIGHTROOM_SIDECAR);
    expect(subject('2014/b.jpg.xmp')).toEqual(ALL);
  });

  it('says what it cannot take back, and why', async () => {
    await write();
    writeFileSync(path('a.jpg.xmp'), 'no XML');
    const result = await cli('undo', '--run', '1', '--apply');
    expect(result.code).toBe(4);
    expect(result.stdout).toMatch(/^2 of 3 sidecars changed back/m);
    expect(result.stderr).toMatch(/1 × .*\n {4}.*a\.jpg/);
    expect(readFileSync(path('a.jpg.xmp'), 'utf8')).toBe('no XML');
  });

  it.each([
    { args: ['--apply'], code: 2, says: /Nothing is named/ },
    { args: ['--run', '7'], code: 2, says: /There is no run 7/ },
    { args: ['--redo'], code: 2, says: /no undo that was not redone/ },
    { args: ['--since', 'yesterday'], code: 2, says: /2026-05-31/ },
    { args: ['--redo', '--tag', 'sea'], code: 2, says: /cannot be used with/ },
  ])('undo $args ends with $code', async ({ args, code, says }) => {
    expect(await cli('undo', ...args)).toMatchObject({ code, stderr: expect.stringMatching(says) });
  });
});

const isSidecar = (file: string): boolean => file.endsWith('.xmp');
const readEntry = (file: string): [string, string] => [file, readFileSync(file, 'utf8')];
