import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embedCommands, type PhotoToEmbed } from '../../src/algorithms/sidecar-readers-embed.ts';
import { bundledExiftool } from '../../src/exiftool/bundled-exiftool.ts';
import { runExiftool } from '../../src/exiftool/run-exiftool.fixture.ts';
import { runCli } from './cli.ts';
import {
  filesBelow,
  fingerprints,
  LIGHTROOM_SIDECAR,
  renderPicture,
  xmpProperties,
} from './small-library.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-doctor-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A root with an apostrophe, a space and a percent sign: the command has to bring them through shell and exiftool. */
const photos = join(folder, "Ana's 100% photos");

const TAGS = ['CK:flower', 'AI:blue, glass'];
const HIERARCHY = ['CK|flower', 'AI|blue, glass'];

function putSidecar(name: string, subjects = TAGS): void {
  const path = join(photos, name);
  runExiftool([
    '-q',
    ...subjects.map((subject) => `-XMP-dc:Subject=${subject}`),
    ...HIERARCHY.map((entry) => `-XMP-lr:HierarchicalSubject=${entry}`),
    path,
  ]);
}

beforeAll(async () => {
  mkdirSync(join(photos, 'trip'), { recursive: true });
  const jpeg = await renderPicture(1);
  for (const [at, name] of ['a.jpg', 'trip/b.JPG', 'trip/pair.jpg', 'none.jpg'].entries()) {
    writeFileSync(join(photos, name), await renderPicture(at + 1));
  }
  writeFileSync(join(photos, 'trip/c.tif'), await sharp(jpeg).tiff().toBuffer());
  writeFileSync(join(photos, 'd.png'), await sharp(jpeg).png().toBuffer());
  writeFileSync(join(photos, 'trip/pair.CR2'), 'not a RAW file, but named like one');
  runExiftool([
    '-q',
    '-overwrite_original',
    '-XMP-dc:Subject=Família',
    '-XMP-dc:Subject=CK:flower',
    join(photos, 'a.jpg'),
  ]);
  for (const name of ['a.jpg', 'trip/c.tif', 'd.png', 'trip/pair.jpg']) putSidecar(`${name}.xmp`);
  putSidecar('trip/b.xmp');
  writeFileSync(join(photos, 'trip/pair.xmp'), LIGHTROOM_SIDECAR);
  expect(await runCli(['scan', photos, '--data', 'data'], folder)).toMatchObject({ code: 0 });
});

interface Readers {
  photos: number;
  withSidecar: number;
  rows: { program: string; kind: string; sidecar: string; photos: number; reads: string }[];
  embed: { command: string; copies: string; files: string[] | null }[];
}

const config = () => ['--config', join(folder, 'config.yaml'), '--data', 'data'];

describe('doctor --sidecars', () => {
  beforeAll(() => writeFileSync(join(folder, 'config.yaml'), `roots: [${JSON.stringify(photos)}]\n`));

  it('counts which program will read which photos, and opens nothing', async () => {
    const before = fingerprints(filesBelow(photos));
    const { code, stdout, stderr } = await runCli(['doctor', '--sidecars', '--json', ...config()], folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const readers = JSON.parse(stdout) as Readers;
    expect(readers).toMatchObject({ photos: 7, withSidecar: 6 });
    const lightroom = readers.rows.filter(({ program }) => program === 'Lightroom Classic');
    expect(lightroom.map(({ kind, sidecar, photos: count, reads }) => [kind, sidecar, count, reads])).toEqual(
      [
        ['RAW', 'short', 1, 'setting'],
        ['JPEG', 'short', 1, 'no'],
        ['JPEG', 'full', 3, 'no'],
        ['TIFF', 'full', 1, 'no'],
        ['PNG', 'full', 1, 'no'],
      ],
    );
    expect(fingerprints(filesBelow(photos))).toEqual(before);
  });

  it('says it in a table with reasons and remedies', async () => {
    const { code, stdout } = await runCli(['doctor', '--sidecars', ...config()], folder);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Lightroom Classic +JPEG +IMG_1\.EXT\.xmp +3 +NO/);
    expect(stdout).toMatch(/Immich +RAW +IMG_1\.xmp +1 +when set/);
    expect(stdout).toMatch(/Read Metadata from Files/);
    expect(stdout).toMatch(/&& exiftool -P .* -o /);
  });

  it('works on an empty library', async () => {
    const { code, stdout } = await runCli(['doctor', '--sidecars', '--data', 'empty'], folder);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '0 photos, 0 with a sidecar.\n' });
  });

  it.skipIf(process.platform === 'win32')(
    'prints commands that put the tags into copies, and leave the originals as they were',
    async () => {
      const { stdout } = await runCli(['doctor', '--sidecars', '--json', ...config()], folder);
      const { embed } = JSON.parse(stdout) as Readers;
      const before = fingerprints(filesBelow(photos));
      for (const { command } of embed) runAsUser(command);
      expect(fingerprints(filesBelow(photos))).toEqual(before);

      const copies = join(folder, "Ana's 100_ photos-with-keywords");
      expect(new Set(embed.map((made) => made.copies))).toEqual(new Set([copies]));
      const subjectsOf = (name: string) => xmpProperties(join(copies, name))['XMP-dc:Subject'];
      expect(subjectsOf('trip/b.JPG')).toEqual(TAGS);
      expect(subjectsOf('trip/c.tif')).toEqual(TAGS);
      expect(subjectsOf('d.png')).toEqual(TAGS);
      // Its own sidecar, not that of the RAW beside it.
      expect(subjectsOf('trip/pair.jpg')).toEqual(TAGS);
      // What was inside stays, and nothing is there twice.
      expect(subjectsOf('a.jpg')).toEqual(['Família', 'CK:flower', 'AI:blue, glass']);
      expect(xmpProperties(join(copies, 'a.jpg'))['XMP-lr:HierarchicalSubject']).toEqual(HIERARCHY);
      expect(subjectsOf('none.jpg')).toBeUndefined();
      expect(statSync(join(copies, 'a.jpg')).mtimeMs).toBeCloseTo(
        statSync(join(photos, 'a.jpg')).mtimeMs,
        -4,
      );

      // A second run writes over nothing.
      const made = fingerprints(filesBelow(copies));
      for (const { command } of embed) runAsUser(command);
      expect(fingerprints(filesBelow(copies))).toEqual(made);
    },
    30_000,
  );
});

describe('Commands that embed', () => {
  it.each<{ what: string; photos: PhotoToEmbed[]; commands: unknown[] }>([
    { what: 'none', photos: [], commands: [] },
    {
      what: 'full names',
      photos: [{ root: '/p', path: 'a.jpg', form: 'full', mirror: null }],
      commands: [
        expect.stringMatching(
          /-addtagsfromfile %d%f\.%e\.xmp .* -o \.\.\/p-with-keywords\/%d%f\.%e .* -r \.$/,
        ),
      ],
    },
    {
      what: 'a mirror tree',
      photos: [{ root: '/p', path: 'a.jpg', form: 'full', mirror: '/data/side cars/p' }],
      commands: [expect.stringContaining("-addtagsfromfile '/data/side cars/p/%d%f.%e.xmp'")],
    },
    {
      what: 'short names, one by one',
      photos: [{ root: '/p', path: "x/it's.jpg", form: 'short', mirror: null }],
      commands: [expect.stringMatching(/-addtagsfromfile %d%f\.xmp .* '\.\/x\/it'\\''s\.jpg'$/)],
    },
    {
      what: 'many short names, from a list',
      photos: Array.from({ length: 21 }, (_, at) => ({
        root: '/p',
        path: `${at}.jpg`,
        form: 'short',
        mirror: null,
      })),
      commands: [expect.stringMatching(/ -@ files\.txt$/)],
    },
  ])('for $what', ({ photos: some, commands }) => {
    expect(embedCommands(some).map(({ command }) => command)).toEqual(commands);
  });
});

/** As printed, in a shell where `exiftool` is the bundled one. */
function runAsUser(command: string): void {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  const { perl, script } = bundledExiftool();
  writeFileSync(join(bin, 'exiftool'), `#!/bin/sh\nexec ${perl} '${script}' "$@"\n`);
  chmodSync(join(bin, 'exiftool'), 0o755);
  try {
    execFileSync('sh', ['-c', command], {
      env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
      stdio: 'ignore',
    });
  } catch {
    // exiftool ends with 1 where one photo has no sidecar, or a copy is there already; the files are looked at.
  }
}
