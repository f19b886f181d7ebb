import { execFile, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { besideName } from './beside-name.ts';
import { newSidecar } from './new-sidecar.ts';
import type { SidecarAddition, SidecarWriteResult } from './sidecar-writer.ts';
import { XmpSidecarWriter } from './xmp-sidecar-writer.ts';

let writer: XmpSidecarWriter;
let folder: string;
beforeAll(() => {
  writer = new XmpSidecarWriter({ exiftoolProcesses: 1 });
});
afterAll(() => writer.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'photo-tag-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const OLD = newSidecar({ subject: ['mine'], hierarchicalSubject: [] }).bytes!;
/** With a typed node, which RDF has and XMP has not, so that exiftool is asked. */
const BEYOND_XMP = Buffer.from(
  OLD.toString().replace(
    '</rdf:Description>',
    '<x:y xmlns:x="urn:x"><x:Thing x:z="1"/></x:y>\n  </rdf:Description>',
  ),
);
const at = (name: string) => join(folder, name);
const flower = (sidecar: string): SidecarAddition => ({
  sidecar,
  subject: ['CK:flower'],
  hierarchicalSubject: ['CK|flower'],
});
const sha1 = (bytes: Buffer) => createHash('sha1').update(bytes).digest('hex');
const reasonOf = (result: SidecarWriteResult) => (result.status === 'failed' ? result.reason : result.status);

describe('one sidecar', () => {
  test('that is not there is made, and said to be', async () => {
    const sidecar = at('IMG_1.xmp');
    const result = await writer.write(flower(sidecar));
    const bytes = readFileSync(sidecar);
    expect(result).toEqual({
      status: 'written',
      change: {
        sidecar,
        holds: null,
        creates: true,
        deletes: false,
        add: { subject: ['CK:flower'], hierarchicalSubject: ['CK|flower'] },
        remove: {},
        addsSubject: ['CK:flower'],
        addsHierarchicalSubject: ['CK|flower'],
        trace: expect.stringContaining(sha1(bytes)),
      },
      sha1Before: null,
      sha1After: sha1(bytes),
    });
    expect(readdirSync(folder)).toEqual(['IMG_1.xmp']);
    expect(statSync(sidecar).mode & 0o777).toBe(0o666 & ~process.umask());
  });

  test('that is there is added to, and a second write changes neither bytes nor times', async () => {
    const sidecar = at('IMG_1.CR2.xmp');
    writeFileSync(sidecar, OLD);
    const first = await writer.write(flower(sidecar));
    const bytes = readFileSync(sidecar);
    expect(first).toMatchObject({
      status: 'written',
      change: { creates: false, addsSubject: ['CK:flower'] },
      sha1Before: sha1(OLD),
      sha1After: sha1(bytes),
    });
    const times = statSync(sidecar, { bigint: true });
    const second = await writer.write(flower(sidecar));
    expect(second).toEqual({
      status: 'unchanged',
      change: {
        sidecar,
        holds: { subject: ['mine', 'CK:flower'], hierarchicalSubject: ['CK|flower'] },
        creates: false,
        deletes: false,
        add: { subject: [], hierarchicalSubject: [] },
        remove: {},
        addsSubject: [],
        addsHierarchicalSubject: [],
        trace: null,
      },
    });
    expect(readFileSync(sidecar).equals(bytes)).toBe(true);
    expect(statSync(sidecar, { bigint: true })).toMatchObject({ mtimeNs: times.mtimeNs, ino: times.ino });
  });

  test('keeps its mode', async () => {
    const sidecar = at('a.xmp');
    writeFileSync(sidecar, OLD);
    chmodSync(sidecar, 0o664);
    await writer.write(flower(sidecar));
    expect(statSync(sidecar).mode & 0o777).toBe(0o664);
  });

  test.skipIf(process.getuid?.() !== 0)('keeps its owner, where that is permitted', async () => {
    const sidecar = at('a.xmp');
    writeFileSync(sidecar, OLD);
    chownSync(sidecar, 1234, 2345);
    await writer.write(flower(sidecar));
    expect(statSync(sidecar)).toMatchObject({ uid: 1234, gid: 2345 });
  });

  test('without anything to add is not made', async () => {
    const addition = { sidecar: at('a.xmp'), subject: [], hierarchicalSubject: [] };
    expect(await writer.write(addition)).toMatchObject({ status: 'unchanged', change: { creates: false } });
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    'IMG 1.XMP',
    '-rf.xmp',
    'two\nlines $HOME "@" .xmp',
    '写真 🌻.ARW.xmp',
    "#[CSTR]'x.xmp",
    'cafe\u0301.xmp',
    `${'x'.repeat(247)}.xmp`,
  ])('may be called %j', async (name) => {
    expect(await writer.write(flower(at(name)))).toMatchObject({ status: 'written' });
    expect(await writer.write(flower(at(name)))).toMatchObject({ status: 'unchanged' });
    expect(readdirSync(folder)).toEqual([name]);
  });
});

test('the plan says what a write does, and does nothing', async () => {
  writeFileSync(at('old.xmp'), OLD);
  writeFileSync(at('bad.xmp'), 'Dear diary');
  const plan = await writer.plan([flower(at('old.xmp')), flower(at('new.xmp')), flower(at('bad.xmp'))]);
  expect(plan).toMatchObject([
    { creates: false, addsSubject: ['CK:flower'] },
    { creates: true, addsSubject: ['CK:flower'], addsHierarchicalSubject: ['CK|flower'] },
    expect.any(Error),
  ]);
  expect(readdirSync(folder).sort()).toEqual(['bad.xmp', 'old.xmp']);
  expect(readFileSync(at('old.xmp')).equals(OLD)).toBe(true);
});

describe('many at once', () => {
  test('to one sidecar: none is lost', async () => {
    const sidecar = at('a.xmp');
    const names = Array.from({ length: 12 }, (_, index) => `CK:${index}`);
    const results = await Promise.all(
      names.map((name) => writer.write({ sidecar, subject: [name], hierarchicalSubject: [] })),
    );
    expect(results.map((result) => result.status)).toEqual(names.map(() => 'written'));
    for (const name of names) expect(readFileSync(sidecar, 'utf8')).toContain(`<rdf:li>${name}</rdf:li>`);
  });

  test('from two processes to one sidecar: none is lost', async () => {
    const sidecar = at('a.xmp');
    const script = `
      const { XmpSidecarWriter } = await import(${JSON.stringify(new URL('./xmp-sidecar-writer.ts', import.meta.url).href)});
      const writer = new XmpSidecarWriter({ exiftoolProcesses: 1 });
      for (let i = 0; i < 8; i += 1) {
        const subject = [process.argv[1] + i];
        for (;;) {
          const result = await writer.write({ sidecar: ${JSON.stringify(sidecar)}, subject, hierarchicalSubject: [] });
          if (result.status === 'written') break;
          console.log(JSON.stringify(result));
        }
      }
      await writer.close();`;
    const run = promisify(execFile);
    await Promise.all(
      ['A', 'B'].map((who) => run(process.execPath, ['--input-type=module', '-e', script, who])),
    );
    const text = readFileSync(sidecar, 'utf8');
    for (const who of ['A', 'B']) {
      for (let i = 0; i < 8; i += 1) expect(text).toContain(`<rdf:li>${who}${i}</rdf:li>`);
    }
    expect(readdirSync(folder)).toEqual(['a.xmp']);
  });
});

describe('another program saves while we check', () => {
  test('once: the write starts over from what that program saved', async () => {
    const sidecar = at('a.xmp');
    writeFileSync(sidecar, BEYOND_XMP);
    const pending = writer.write(flower(sidecar));
    const theirs = newSidecar({ subject: ['theirs'], hierarchicalSubject: [] }).bytes!;
    // The first read is done within this turn; exiftool takes milliseconds.
    await sleep(2);
    writeFileSync(sidecar, theirs);
    expect(await pending).toMatchObject({ status: 'written' });
    expect(readFileSync(sidecar, 'utf8')).toContain('theirs');
    expect(readFileSync(sidecar, 'utf8')).toContain('CK:flower');
  });
});

describe('nothing but sidecars is ever written', () => {
  test.each([
    { name: 'IMG_1.CR2', says: 'is not an .xmp file' },
    { name: 'IMG_1.JPG', says: 'is not an .xmp file' },
    { name: 'xmp', says: 'is not an .xmp file' },
    { name: '.xmp', says: 'is not an .xmp file' },
    { name: 'IMG_1.xmp.jpg', says: 'is not an .xmp file' },
  ])('$name', async ({ name, says }) => {
    writeFileSync(at(name), OLD);
    expect(reasonOf(await writer.write(flower(at(name))))).toContain(says);
    expect(readFileSync(at(name)).equals(OLD)).toBe(true);
    expect(readdirSync(folder)).toEqual([name]);
  });

  test('a sidecar that links to a sidecar is written through, and stays a link', async () => {
    mkdirSync(at('real'));
    writeFileSync(at('real/b.xmp'), OLD);
    symlinkSync('real/b.xmp', at('a.xmp'));
    expect(await writer.write(flower(at('a.xmp')))).toMatchObject({ status: 'written' });
    expect(lstatSync(at('a.xmp')).isSymbolicLink()).toBe(true);
    expect(readFileSync(at('real/b.xmp'), 'utf8')).toContain('CK:flower');
    expect(readdirSync(at('real'))).toEqual(['b.xmp']);
  });

  test.each([
    { link: 'a photo', to: 'photo.jpg', says: 'is not an .xmp file' },
    { link: 'nothing', to: 'nothing.xmp', says: 'a link to a file that is not there' },
    { link: 'itself', to: 'a.xmp', says: 'leads in a circle' },
    { link: 'a folder', to: 'folder.xmp', says: 'is a folder' },
  ])('a sidecar that links to $link is refused', async ({ to, says }) => {
    writeFileSync(at('photo.jpg'), 'photo');
    mkdirSync(at('folder.xmp'));
    symlinkSync(to, at('a.xmp'));
    expect(reasonOf(await writer.write(flower(at('a.xmp'))))).toContain(says);
    expect(readFileSync(at('photo.jpg'), 'utf8')).toBe('photo');
  });
});

describe('a sidecar that cannot be written fails, and is as it was', () => {
  const untouched = async (name: string, content: Buffer | string) => {
    writeFileSync(at(name), content);
    utimesSync(at(name), 1_000_000, 1_000_000);
    const result = await writer.write(flower(at(name)));
    expect(readFileSync(at(name)).equals(Buffer.from(content))).toBe(true);
    expect(statSync(at(name)).mtimeMs).toBe(1_000_000_000);
    expect(readdirSync(folder)).toEqual([name]);
    return reasonOf(result);
  };

  test.each([
    { what: 'an empty file', content: '', says: 'is empty' },
    { what: 'a text', content: 'Dear diary', says: 'Not well-formed XML in line 1' },
    { what: 'cut off', content: OLD.subarray(0, OLD.length / 2), says: 'is cut off' },
    { what: 'UTF-16', content: Buffer.from(OLD.toString(), 'utf16le'), says: 'only UTF-8' },
    { what: 'a photo', content: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2]), says: 'not UTF-8' },
  ])('$what', async ({ content, says }) => {
    expect(await untouched('a.xmp', content)).toContain(says);
  });

  test.each([
    { keyword: 'bell\u0007', says: 'control character' },
    { keyword: 'two\nlines', says: 'control character' },
    { keyword: '\ud83c', says: 'lone surrogate' },
    { keyword: ' ', says: 'without any letter' },
  ])('the keyword $keyword', async ({ keyword, says }) => {
    const result = await writer.write({ sidecar: at('a.xmp'), subject: [keyword], hierarchicalSubject: [] });
    expect(reasonOf(result)).toContain(says);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('in a folder that is not there', async () => {
    expect(reasonOf(await writer.write(flower(at('gone/a.xmp'))))).toContain('Is its drive connected?');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('with a name that is too long', async () => {
    expect(reasonOf(await writer.write(flower(at(`${'x'.repeat(260)}.xmp`))))).toContain('too long');
  });

  test('held by another machine', async () => {
    writeFileSync(at('a.xmp'), OLD);
    writeFileSync(besideName(at('a.xmp'), 'lock'), '{"host":"elsewhere","pid":1}');
    const hasty = new XmpSidecarWriter({ exiftoolProcesses: 1, lockWaitMillis: 50 });
    expect(reasonOf(await hasty.write(flower(at('a.xmp'))))).toContain('Another photo-tag is writing');
    await hasty.close();
    expect(readFileSync(at('a.xmp')).equals(OLD)).toBe(true);
  });
});

test('folders of the mirror tree are made as needed, others never', async () => {
  const mirrored = new XmpSidecarWriter({ mirrorRoot: at('mirror'), exiftoolProcesses: 1 });
  expect(await mirrored.write(flower(at('mirror/photos/2014/a.xmp')))).toMatchObject({ status: 'written' });
  expect(reasonOf(await mirrored.write(flower(at('photos/a.xmp'))))).toContain('is not there');
  await mirrored.close();
  expect(readdirSync(folder)).toEqual(['mirror']);
});

/** Writes one keyword in a process of its own, under a shell that prepares its surroundings. */
const WRITE_ONE = `
  const { XmpSidecarWriter } = await import(${JSON.stringify(new URL('./xmp-sidecar-writer.ts', import.meta.url).href)});
  const writer = new XmpSidecarWriter({ exiftoolProcesses: 1 });
  const result = await writer.write({ sidecar: process.argv[1], subject: ['CK:flower'], hierarchicalSubject: [] });
  await writer.close();
  console.log(JSON.stringify(result));`;

describe('without permission', () => {
  const root = process.getuid?.() === 0;
  const asNobody = root ? { uid: 65534, gid: 65534 } : {};
  const writeOne = (sidecar: string) =>
    spawnSync(process.execPath, ['--input-type=module', '-e', WRITE_ONE, sidecar], {
      ...asNobody,
      encoding: 'utf8',
    });
  const can =
    process.platform !== 'win32' &&
    spawnSync(
      process.execPath,
      ['-e', `require('fs').readFileSync(${JSON.stringify(import.meta.filename)})`],
      asNobody,
    ).status === 0;

  test.skipIf(!can).each([
    { what: 'a read-only folder', folderMode: 0o555, fileMode: 0o666 },
    { what: 'a write-protected sidecar', folderMode: 0o777, fileMode: 0o444 },
    { what: 'an unreadable sidecar', folderMode: 0o777, fileMode: 0o000 },
  ])('$what fails and says what to do', ({ folderMode, fileMode }) => {
    writeFileSync(at('a.xmp'), OLD);
    chmodSync(at('a.xmp'), fileMode);
    chmodSync(folder, folderMode);
    const { stdout, stderr } = writeOne(at('a.xmp'));
    chmodSync(folder, 0o700);
    chmodSync(at('a.xmp'), 0o600);
    expect(JSON.parse(stdout || `{"stderr":${JSON.stringify(stderr)}}`)).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('No permission to write'),
    });
    expect(readFileSync(at('a.xmp')).equals(OLD)).toBe(true);
    expect(readdirSync(folder)).toEqual(['a.xmp']);
  });
});

describe('a disk of its own', () => {
  /** A small tmpfs in a user namespace: no root needed where the kernel allows it. */
  const onDisk = (options: string, prepare: string) => {
    const script = `mount -t tmpfs -o ${options} none "$1" && cd "$1" && ${prepare} && "$2" --input-type=module -e "$3" "$1/a.xmp"; ls -A "$1"; sha1sum "$1/a.xmp"`;
    return spawnSync('unshare', ['-rm', 'sh', '-c', script, 'sh', folder, process.execPath, WRITE_ONE], {
      encoding: 'utf8',
      input: OLD,
    });
  };
  const can = spawnSync('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs none /tmp']).status === 0;

  test.skipIf(!can).each([
    {
      what: 'full',
      options: 'size=16k',
      prepare: 'cat > a.xmp && head -c 12k /dev/zero > ballast',
      says: 'is full',
    },
    {
      what: 'read-only',
      options: 'size=16k',
      prepare: 'cat > a.xmp && touch ballast && mount -o remount,ro .',
      says: 'is read-only',
    },
  ])('that is $what: the write fails, says what to do, and leaves nothing', ({ options, prepare, says }) => {
    const { stdout, stderr } = onDisk(options, prepare);
    const [result = '', ...rest] = stdout.split('\n');
    expect(stderr).toBe('');
    expect(JSON.parse(result)).toMatchObject({ status: 'failed', reason: expect.stringContaining(says) });
    expect(rest.slice(0, 2)).toEqual(['a.xmp', 'ballast']);
    expect(rest[2]).toContain(sha1(OLD));
  });
});

describe('kill -9', () => {
  test('at any moment leaves each sidecar whole, and the next run writes the rest and clears up', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `IMG_${index}.xmp`);
    for (const name of names.slice(20)) writeFileSync(at(name), OLD);
    const script = `
      const { XmpSidecarWriter } = await import(${JSON.stringify(new URL('./xmp-sidecar-writer.ts', import.meta.url).href)});
      const writer = new XmpSidecarWriter({ exiftoolProcesses: 1 });
      const names = process.argv.slice(1).values();
      await Promise.all([1, 2, 3, 4].map(async () => {
        for (const sidecar of names) {
          await writer.write({ sidecar, subject: ['CK:flower'], hierarchicalSubject: ['CK|flower'] });
          process.stdout.write('.');
        }
      }));`;
    const scratch = mkdtempSync(join(tmpdir(), 'photo-tag-scratch-'));
    for (const millis of [0, 7, 23]) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script, ...names.map(at)], {
        env: { ...process.env, TMPDIR: scratch },
      });
      await new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
      await sleep(millis);
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('close', resolve));
      for (const name of readdirSync(folder).filter((found) => found.startsWith('IMG_'))) {
        const text = readFileSync(at(name), 'utf8');
        expect(
          text === OLD.toString() || /CK:flower[\s\S]*CK\|flower[\s\S]*<\?xpacket end="w"\?>\n$/.test(text),
        ).toBe(true);
      }
    }
    rmSync(scratch, { recursive: true });
    const results = await Promise.all(names.map((name) => writer.write(flower(at(name)))));
    expect(results.map(reasonOf).filter((status) => status !== 'written' && status !== 'unchanged')).toEqual(
      [],
    );
    for (const name of names.slice(20)) expect(readFileSync(at(name), 'utf8')).toContain('mine');
    expect(readdirSync(folder).sort()).toEqual([...names].sort());
  });

  test('right after the rename: an unchanged sidecar is swept, too', async () => {
    await writer.write(flower(at('a.xmp')));
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    const { hostname } = await import('node:os');
    writeFileSync(besideName(at('a.xmp'), 'lock'), JSON.stringify({ host: hostname(), pid: gone }));
    writeFileSync(besideName(at('a.xmp'), 'tmp'), 'half');
    expect(await writer.write(flower(at('a.xmp')))).toMatchObject({ status: 'unchanged' });
    expect(readdirSync(folder)).toEqual([basename(at('a.xmp'))]);
  });
});

const described = (attributes: string, content: string) =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" ${attributes}>${content}</rdf:Description></rdf:RDF></x:xmpmeta>`;
const DC = 'http://purl.org/dc/elements/1.1/';

test.each([
  {
    what: 'a list in a default namespace',
    text: described(
      `xmlns:dc="${DC}"`,
      '<dc:subject><Bag xmlns="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><li>one</li></Bag></dc:subject>',
    ),
  },
  {
    what: 'a usual prefix for something else',
    text: described(`xmlns:k="${DC}" k:subject="one" xmlns:dc="urn:x"`, ''),
  },
])('$what, which exiftool and those who use it read otherwise: refused, and as it was', async ({ text }) => {
  writeFileSync(at('a.xmp'), text);
  expect(await writer.write(flower(at('a.xmp')))).toMatchObject({
    status: 'failed',
    reason: expect.stringContaining('as exiftool reads it'),
  });
  expect(readFileSync(at('a.xmp'), 'utf8')).toBe(text);
});

test('exiftool is asked only about what is beyond XMP, and its scratch folder goes with the writer', async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'photo-tag-scratch-'));
  const { TMPDIR } = process.env;
  process.env.TMPDIR = scratch;
  try {
    const own = new XmpSidecarWriter({ exiftoolProcesses: 1 });
    await own.write(flower(at('a.xmp')));
    await own.write({ ...flower(at('a.xmp')), subject: ['CK:more'] });
    expect(readdirSync(scratch)).toEqual([]);
    writeFileSync(at('b.xmp'), BEYOND_XMP);
    expect(await own.write(flower(at('b.xmp')))).toMatchObject({ status: 'written' });
    expect(readdirSync(scratch)).toHaveLength(1);
    await own.close();
    expect(readdirSync(scratch)).toEqual([]);
    expect(existsSync(at('a.xmp'))).toBe(true);
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
    rmSync(scratch, { recursive: true });
  }
});
