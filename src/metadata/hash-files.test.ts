import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imageDataHashes, runExiftool } from '../exiftool/run-exiftool.fixture.ts';
import { createFileHasher } from './hash-files.ts';

let folder: string;
const hasher = createFileHasher({ workers: 2 });
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'photo-tag-hash-'));
});
afterAll(async () => {
  await hasher.close();
  await rm(folder, { recursive: true, force: true });
});

const sha1 = (bytes: Buffer): string => createHash('sha1').update(bytes).digest('hex');

const jpeg = (): Promise<Buffer> =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } })
    .jpeg()
    .toBuffer();

describe('hashing files', () => {
  it('gives nothing for no file', async () => {
    expect(await hasher.hash([])).toEqual([]);
  });

  it('gives SHA-1 and size of all bytes, in order, for sizes around the buffer and odd names', async () => {
    const names = ['one\nline.jpg', '-rf', "it's.jpg", 'ü', 'u\u0308', '#[CSTR]', '%f', ' ', 'ends with |'];
    const sizes = [0, 1, 2 ** 20 - 1, 2 ** 20, 2 ** 20 + 1, 3 * 2 ** 20, 5, 6, 7];
    const files = names.map((name, index) => ({
      name,
      bytes: Buffer.alloc(sizes[index]!, `${name} ${index}`),
    }));
    await Promise.all(files.map(({ name, bytes }) => writeFile(at(name), bytes)));
    const hashes = await hasher.hash(files.map(({ name }) => at(name)));
    expect(hashes).toEqual(
      files.map(({ bytes }) => ({ sha1: sha1(bytes), imageDataHash: null, sizeBytes: bytes.length })),
    );
  });

  it('gives the same image data hash as exiftool for a JPEG, and none for other pictures', async () => {
    await writeFile(at('a.jpg'), await jpeg());
    await writeFile(at('a.png'), await sharp(at('a.jpg')).png().toBuffer());
    const [ofJpeg, ofPng] = await hasher.hash([at('a.jpg'), at('a.png')]);
    expect(ofJpeg).toMatchObject({ imageDataHash: imageDataHashes([at('a.jpg')]).get(at('a.jpg')) });
    expect(ofJpeg).toMatchObject({ imageDataHash: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(ofPng).toMatchObject({ imageDataHash: null });
  });

  it('recognises the picture after a program wrote metadata into the file', async () => {
    await writeFile(at('before.jpg'), await jpeg());
    runExiftool(['-XMP-dc:Subject=flower', '-EXIF:Artist=A', '-o', at('after.jpg'), at('before.jpg')]);
    const [before, after] = await hasher.hash([at('before.jpg'), at('after.jpg')]);
    if (before instanceof Error || after instanceof Error || !before || !after) throw new Error('not hashed');
    expect(after.sha1).not.toBe(before.sha1);
    expect(after.imageDataHash).toBe(before.imageDataHash);
  });

  it('says why for what is missing, no file or a pipe, and hashes the others', async () => {
    await mkdir(at('folder.jpg'));
    execFileSync('mkfifo', [at('pipe.jpg')]);
    await writeFile(at('fine.jpg'), 'fine');
    const hashes = await hasher.hash([at('nowhere.jpg'), at('folder.jpg'), at('pipe.jpg'), at('fine.jpg')]);
    expect(hashes.map((hash) => (hash instanceof Error ? hash.message : hash.sizeBytes))).toEqual([
      'The file is not there any more.',
      'Not a regular file.',
      'Not a regular file.',
      4,
    ]);
  });

  it.skipIf(process.getuid?.() === 0)('says so where reading is not allowed', async () => {
    await writeFile(at('closed.jpg'), 'x');
    await chmod(at('closed.jpg'), 0);
    const [hash] = await hasher.hash([at('closed.jpg')]);
    expect(hash).toEqual(new Error('No permission to read the file.'));
  });

  it.skipIf(!existsSync('/proc/self/status'))('says so where the size is not what was read', async () => {
    // A file of /proc has size 0 and bytes all the same, like one that grows while it is read.
    const [hash] = await hasher.hash(['/proc/self/status']);
    expect(hash).toEqual(new Error('The file changed while it was being read.'));
  });

  it('leaves bytes, mode and times of the file as they are', async () => {
    await writeFile(at('still.jpg'), await jpeg());
    await chmod(at('still.jpg'), 0o640);
    await utimes(at('still.jpg'), new Date('2001-02-03T04:05:06Z'), new Date('2001-02-03T04:05:06Z'));
    const before = await stat(at('still.jpg'), { bigint: true });
    const bytes = await readFile(at('still.jpg'));
    await utimes(at('still.jpg'), new Date('2001-02-03T04:05:06Z'), new Date('2001-02-03T04:05:06Z'));
    await hasher.hash([at('still.jpg')]);
    const after = await stat(at('still.jpg'), { bigint: true });
    expect([after.mtimeNs, after.mode, after.ino]).toEqual([before.mtimeNs, before.mode, before.ino]);
    expect(await readFile(at('still.jpg'))).toEqual(bytes);
  });
});
