import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasShared, sharedPath } from '../../test/shared.ts';
import type { ExistingKeywords, PhotoMetadata } from '../domain/metadata.ts';
import { bundledExiftool } from '../exiftool/bundled-exiftool.ts';
import { faultyExiftool } from '../exiftool/faulty-exiftool.fixture.ts';
import { imageDataHashes, runExiftool } from '../exiftool/run-exiftool.fixture.ts';
import { createExiftoolReader } from './exiftool-reader.ts';

let folder: string;
const reader = createExiftoolReader();
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'photo-tag-exiftool-'));
  const picture = await sharp({ create: { width: 60, height: 40, channels: 3, background: 'olive' } })
    .jpeg()
    .withExif({
      IFD0: { Make: 'Example', Model: 'Model 1', Software: 'made by a test' },
      IFD2: { DateTimeOriginal: '2014:05:03 10:22:07', ExposureTime: '1/250', FNumber: '28/10', Flash: '1' },
    })
    .toBuffer();
  writeFileSync(at('picture.jpg'), picture);
  runExiftool(['-overwrite_original', '-n', '-EXIF:Orientation=6', at('picture.jpg')]);
});
afterAll(async () => {
  await reader.close();
  rmSync(folder, { recursive: true, force: true });
});

const modelOf = (found: PhotoMetadata | Error | undefined): string | null | undefined =>
  found instanceof Error ? found.message : found?.model;

describe('reading photos', () => {
  it('gives nothing for no path', async () => {
    expect(await reader.read([])).toEqual([]);
  });

  it('gives the metadata of a photo, without the image data hash, which the hasher has for JPEG', async () => {
    const [found] = await reader.read([at('picture.jpg')]);
    expect(found).toMatchObject({
      fileType: 'JPEG',
      widthPx: 60,
      heightPx: 40,
      orientation: 6,
      make: 'Example',
      model: 'Model 1',
      software: 'made by a test',
      exposureSeconds: 0.004,
      fNumber: 2.8,
      flashFired: true,
      dateTimeOriginal: { wallMillis: Date.UTC(2014, 4, 3, 10, 22, 7), offsetMinutes: null },
      imageDataHash: null,
      warning: null,
    });
  });

  it('finds every file under its very name, whatever the name is', async () => {
    const names = [
      'a\nb.jpg',
      'a\nb$c@d"e\\f%.jpg',
      'return\r.jpg',
      'ends with return\r',
      '-all=.jpg',
      '-execute',
      '#comment.jpg',
      '#[CSTR]a.jpg',
      '100%.jpg',
      '%f.jpg',
      '@args.jpg',
      'a$b@c.jpg',
      `"quo'ted".jpg`,
      'tab\t.jpg',
      'bell\u0007.jpg',
      ' blank before.jpg',
      'blank behind.jpg ',
      'touch owned |',
      '> out.jpg',
      '[a-z]*?{b,c}.jpg',
      'back\\slash.jpg',
      'ü composed.jpg',
      'u\u0308 decomposed.jpg',
      'ü.jpg',
      'u\u0308.jpg',
      '日本語.jpg',
      '😀.jpg',
      `${'x'.repeat(196)}.jpg`,
      '{ready1}.jpg',
      'UPPER.JPG',
    ];
    mkdirSync(at('odd names'));
    const paths = names.map((name) => at(join('odd names', name)));
    for (const path of paths) copyFileSync(at('picture.jpg'), path);
    // Two names that differ only in their Unicode form must not be mixed up.
    await sharp({ create: { width: 8, height: 9, channels: 3, background: 'red' } })
      .jpeg()
      .toFile(at('odd names/ü.jpg'));

    const found = await reader.read(paths);
    expect(names.map((name, index) => [name, modelOf(found[index])])).toEqual(
      names.map((name) => [name, name === 'ü.jpg' ? null : 'Model 1']),
    );
    expect(readdirSync(at('odd names'))).toHaveLength(names.length);
  });

  it('answers twice for a path that is asked twice, in the order of the paths', async () => {
    const found = await reader.read([at('picture.jpg'), at('nowhere.jpg'), at('picture.jpg')]);
    expect(found.map(modelOf)).toEqual(['Model 1', 'The file is not there any more.', 'Model 1']);
  });

  it('gives a sentence for what is no picture', async () => {
    writeFileSync(at('text.jpg'), 'Dear diary, today I took no photo.\n');
    writeFileSync(at('empty.jpg'), '');
    writeFileSync(
      at('junk.jpg'),
      Buffer.from(Array.from({ length: 3000 }, (_, index) => (index * 7919) % 256)),
    );
    mkdirSync(at('folder.jpg'));
    copyFileSync(at('picture.jpg'), at('folder.jpg/inside.jpg'));
    const found = await reader.read(['text.jpg', 'empty.jpg', 'junk.jpg', 'folder.jpg'].map(at));
    expect(found.map(modelOf)).toEqual([
      'Not a picture: exiftool says TXT (text/plain).',
      'Not a picture that exiftool can read: File is empty.',
      'Not a picture that exiftool can read: File format error.',
      'Not a regular file.',
    ]);
  });

  it('reads half a picture, with a warning or without', async () => {
    const whole = readFileSync(at('picture.jpg'));
    writeFileSync(at('head.jpg'), whole.subarray(0, 20));
    const [found] = await reader.read([at('head.jpg')]);
    expect(found).toMatchObject({ fileType: 'JPEG', widthPx: null, warning: 'JPEG format error' });
  });

  it('has the image data hash of what is no JPEG, also under the name of one', async () => {
    const picture = sharp(at('picture.jpg'));
    await picture.clone().png().toFile(at('a.png'));
    await picture.clone().tiff({ compression: 'lzw' }).toFile(at('a.tif'));
    copyFileSync(at('a.png'), at('png in truth.jpg'));
    copyFileSync(at('picture.jpg'), at('jpeg in truth.nef'));
    const paths = ['a.png', 'a.tif', 'png in truth.jpg', 'jpeg in truth.nef'].map(at);
    const found = await reader.read(paths);
    const theirs = imageDataHashes(paths);
    expect(found.map((one) => (one instanceof Error ? one : [one.fileType, one.imageDataHash]))).toEqual([
      ['PNG', theirs.get(paths[0]!)],
      ['TIFF', theirs.get(paths[1]!)],
      ['PNG', theirs.get(paths[2]!)],
      ['JPEG', theirs.get(paths[3]!)],
    ]);
    expect([...theirs.values()].every((hash) => hash !== null)).toBe(true);
  });

  it('keeps keywords to the letter', async () => {
    const words = [
      '007',
      '2019',
      '1.0',
      '1e5',
      'True',
      'São Paulo',
      'Urbana–Champaign',
      'a, b',
      '"quoted"',
      '日本',
      'a\\b',
    ];
    copyFileSync(at('picture.jpg'), at('keywords.jpg'));
    runExiftool([
      '-overwrite_original',
      '-codedcharacterset=utf8',
      ...words.flatMap((word) => [`-XMP-dc:Subject=${word}`, `-IPTC:Keywords=${word}`]),
      '-XMP-lr:HierarchicalSubject=Places|Brazil',
      '-XMP-digiKam:TagsList=Places/Brazil',
      '-XMP-pdf:Keywords=not, ours',
      at('keywords.jpg'),
    ]);
    copyFileSync(at('picture.jpg'), at('latin.jpg'));
    runExiftool(['-overwrite_original', '-IPTC:Keywords=Petrópolis', at('latin.jpg')]);
    const [found, latin] = await reader.read([at('keywords.jpg'), at('latin.jpg')]);
    expect(found).toMatchObject({
      keywords: {
        subject: words,
        iptc: words,
        hierarchicalSubject: ['Places|Brazil'],
        tagsList: ['Places/Brazil'],
      },
    });
    expect(latin).toMatchObject({ keywords: { iptc: ['Petrópolis'], subject: [] } });
  });

  it('reads several hundred files in calls that overlap', async () => {
    mkdirSync(at('many'));
    const paths = Array.from({ length: 230 }, (_, index) => at(`many/${index}.jpg`));
    for (const path of paths) copyFileSync(at('picture.jpg'), path);
    const found = await Promise.all([reader.read(paths), reader.read(paths.slice(0, 3))]);
    expect(found.flat().map(modelOf)).toEqual(Array.from({ length: 233 }, () => 'Model 1'));
  });

  it('leaves the files as they are', async () => {
    const before = statSync(at('picture.jpg'), { bigint: true });
    await reader.read([at('picture.jpg')]);
    const after = statSync(at('picture.jpg'), { bigint: true });
    expect([after.mtimeNs, after.size, after.mode]).toEqual([before.mtimeNs, before.size, before.mode]);
  });
});

describe('an exiftool in trouble', () => {
  it('loses the files alone that kill it, hang it or make it leave', async () => {
    const command = faultyExiftool(folder);
    const troubled = createExiftoolReader({ command, silenceMillis: 1500 });
    const names = Array.from({ length: 60 }, (_, index) => `${index}.jpg`);
    names[0] = 'killer first.jpg';
    names[7] = 'killer.jpg';
    names[8] = 'killer again.jpg';
    names[30] = 'missing.jpg';
    names[31] = 'leaver.jpg';
    names[49] = 'hanger.jpg';
    names[59] = 'killer last.jpg';
    mkdirSync(at('trouble'));
    for (const name of names)
      if (name !== 'missing.jpg') copyFileSync(at('picture.jpg'), at(`trouble/${name}`));
    try {
      const found = await troubled.read(names.map((name) => at(`trouble/${name}`)));
      const bad = names.flatMap((name, index) =>
        modelOf(found[index]) === 'Model 1' ? [] : [[name, modelOf(found[index])]],
      );
      expect(bad).toEqual([
        ['killer first.jpg', 'exiftool was killed by SIGSEGV while it read this file.'],
        ['killer.jpg', 'exiftool was killed by SIGSEGV while it read this file.'],
        ['killer again.jpg', 'exiftool was killed by SIGSEGV while it read this file.'],
        ['missing.jpg', 'The file is not there any more.'],
        ['leaver.jpg', 'exiftool ended with exit code 3 while it read this file.'],
        ['hanger.jpg', 'exiftool said nothing for 2 s and was stopped while it read this file.'],
        ['killer last.jpg', 'exiftool was killed by SIGSEGV while it read this file.'],
      ]);
    } finally {
      await troubled.close();
    }
  });

  it('also when the name has a line break', async () => {
    const command = faultyExiftool(folder);
    const troubled = createExiftoolReader({ command, silenceMillis: 1500 });
    copyFileSync(at('picture.jpg'), at('kil\nler killer.jpg'));
    const [found] = await troubled.read([at('kil\nler killer.jpg')]);
    await troubled.close();
    expect(modelOf(found)).toBe('exiftool was killed by SIGSEGV while it read this file.');
  });

  it('throws TOOL_MISSING without Perl, and says what to do', async () => {
    const without = createExiftoolReader({ command: { ...bundledExiftool(), perl: at('no-perl') } });
    await expect(without.read([at('picture.jpg')])).rejects.toMatchObject({
      code: 'TOOL_MISSING',
      remedy: expect.stringContaining('apt install perl'),
    });
    await without.close();
  });

  it('throws TOOL_FAILED where exiftool does not start', async () => {
    writeFileSync(at('broken-exiftool'), 'use Image::NotInstalled;');
    const broken = createExiftoolReader({ command: { ...bundledExiftool(), script: at('broken-exiftool') } });
    await expect(broken.read([at('picture.jpg')])).rejects.toMatchObject({
      code: 'TOOL_FAILED',
      message: expect.stringContaining('NotInstalled'),
    });
    await broken.close();
  });
});

describe('reading sidecars', () => {
  const NONE: ExistingKeywords = { subject: [], hierarchicalSubject: [], tagsList: [], iptc: [] };

  it('gives their keywords, and a sentence for what is no whole sidecar', async () => {
    runExiftool([
      ...['007', 'flower', 'CK:sea'].map((word) => `-XMP-dc:Subject=${word}`),
      '-XMP-lr:HierarchicalSubject=CK|sea',
      '-XMP-digiKam:TagsList=CK/sea',
      '-XMP-pdf:Keywords=not ours',
      at('full.xmp'),
    ]);
    runExiftool(['-XMP:Rating=3', at('no keywords.xmp')]);
    const whole = readFileSync(at('full.xmp'));
    writeFileSync(at('half.xmp'), whole.subarray(0, whole.length / 2));
    writeFileSync(at('text.xmp'), 'hello');
    writeFileSync(at('empty.xmp'), '');
    copyFileSync(at('picture.jpg'), at('picture.xmp'));
    copyFileSync(at('full.xmp'), at('line\nbreak.xmp'));
    const names = ['full', 'no keywords', 'line\nbreak', 'half', 'text', 'empty', 'picture', 'nowhere'];
    const found = await reader.readSidecars(names.map((name) => at(`${name}.xmp`)));
    const full = {
      ...NONE,
      subject: ['007', 'flower', 'CK:sea'],
      hierarchicalSubject: ['CK|sea'],
      tagsList: ['CK/sea'],
    };
    expect(found.map((one) => (one instanceof Error ? one.message : one))).toEqual([
      full,
      NONE,
      full,
      expect.stringMatching(/^The sidecar is damaged: exiftool says /),
      expect.stringMatching(/^Not an XMP sidecar: exiftool says /),
      'Not an XMP sidecar: exiftool says File is empty.',
      'Not an XMP sidecar: exiftool says JPEG.',
      'The file is not there any more.',
    ]);
  });

  it.skipIf(!hasShared)('reads the sidecars of other programs', async () => {
    const root = sharedPath('sidecars');
    const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.xmp'),
    );
    const found = await reader.readSidecars(names.map((name) => join(root, name)));
    expect(names.filter((_, index) => found[index] instanceof Error)).toEqual([]);
    expect(found.filter((one) => !(one instanceof Error) && one.subject.length > 0).length).toBeGreaterThan(
      5,
    );
  });
});

describe.skipIf(!hasShared)('real camera files', () => {
  const camera = (name: string): string => sharedPath(join('photos', name));

  it('give what the camera wrote, maker notes included', async () => {
    const expected: Record<string, Partial<PhotoMetadata>> = {
      'camera/jpg/Canon_40D.jpg': { make: 'Canon', model: 'Canon EOS 40D', iso: 100, fileType: 'JPEG' },
      'camera/jpg/gps/DSCN0010.jpg': { gps: { latitude: 43.4674483333333, longitude: 11.8851266666639 } },
      'camera/jpg/exif-org/kodak-dc240.jpg': { iso: null, exposureSeconds: 0.03333333333, fNumber: 4 },
      'camera/jpg/hdr/iphone_hdr_NO.jpg': { lens: 'iPhone 6 back camera 4.15mm f/2.2' },
      'camera/heic/mobile/iphone_13_pro_max.HEIC': { fileType: 'HEIC', orientation: 6 },
      'formats/metadata/gps-position/empty_gps.jpg': { gps: null, model: 'moto g(9) plus' },
      'raw/Issue 247-1.nef': {
        fileType: 'JPEG',
        shutterCount: 2870,
        bodySerial: '1005a431',
        lens: '50mm f/1.8',
      },
      'raw/testImages/CRW.CRW': { fileType: 'CRW', bodySerial: '1235-02474', fileNumber: '214-1446' },
      'raw/colorchart.dng': { fileType: 'DNG', widthPx: 1888, exposureSeconds: null, dateTimeOriginal: null },
    };
    const names = Object.keys(expected);
    const found = await reader.read(names.map(camera));
    for (const [index, name] of names.entries())
      expect([name, found[index]]).toMatchObject([name, expected[name]]);
  });
});
