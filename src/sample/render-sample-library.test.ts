import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { type ExifDateTime, exiftool } from 'exiftool-vendored';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PhotoTagError } from '../domain/errors.ts';
import { librawWasm } from '../imaging/libraw-wasm.ts';
import { renderSampleLibrary } from './render-sample-library.ts';

const SCALE = 0.06;
/** What lies in the library and is no readable picture. */
const BROKEN = ['._IMG_0001.JPG', 'IMG_0006.JPG', 'IMG_9999.JPG', 'notes.jpg'];

let scratch = '';
let library = '';
let files: string[] = [];
const progress: number[] = [];

async function walk(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

async function sums(folder: string): Promise<string[]> {
  return Promise.all(
    (await walk(folder)).map(async (file) => {
      const sha1 = createHash('sha1')
        .update(await readFile(file))
        .digest('hex');
      return `${sha1} ${Math.floor((await stat(file)).mtimeMs)} ${relative(folder, file)}`;
    }),
  );
}

const withoutMarker = (lines: string[]): string[] =>
  lines.filter((line) => !line.endsWith('.photo-tag-sample.json'));

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'sample-library-'));
  library = join(scratch, 'sample');
  await renderSampleLibrary(library, {
    seed: 1,
    scale: SCALE,
    onProgress: ({ done }) => progress.push(done),
  });
  files = await walk(library);
});

afterAll(async () => {
  await exiftool.end();
  await rm(scratch, { recursive: true, force: true });
});

describe('the sample library', () => {
  test('is the same in bytes and times for the same seed', async () => {
    const again = join(scratch, 'again');
    const { files: count } = await renderSampleLibrary(again, { seed: 1, scale: SCALE });
    expect(withoutMarker(await sums(again))).toEqual(withoutMarker(await sums(library)));
    expect(count).toBe(files.length - 1);
  });

  test('reports progress to the last picture and leaves no half-rendered folder', async () => {
    expect(progress.at(-1)).toBe(progress.length);
    expect((await readdir(scratch)).filter((name) => name.includes('partial'))).toEqual([]);
  });

  test('is left alone when it stands, with what was added to it', async () => {
    const added = join(library, '2014-05-03 Rio/IMG_2201.xmp');
    await writeFile(added, 'mine');
    const before = await stat(join(library, 'misc/notes.jpg'));
    expect(await renderSampleLibrary(library, { seed: 2, scale: SCALE })).toEqual({
      files: files.length - 1,
    });
    expect(await readFile(added, 'utf8')).toBe('mine');
    expect((await stat(join(library, 'misc/notes.jpg'))).ino).toBe(before.ino);
    await rm(added);
  });

  test('takes away what a killed run left, and nothing that only has a similar name', async () => {
    const place = join(scratch, 'killed');
    // No process has this number: Linux counts to 4,194,304.
    await mkdir(join(place, 'photos.partial-9999999/2014'), { recursive: true });
    await mkdir(join(place, 'photos.partial-mine'));
    // An empty folder is as good as none.
    await mkdir(join(place, 'photos'));
    const { files: count } = await renderSampleLibrary(join(place, 'photos'), { seed: 3, scale: 0.02 });
    expect(count).toBe(files.length - 1);
    expect((await readdir(place)).toSorted()).toEqual(['photos', 'photos.partial-mine']);
  });

  test('is not rendered over a folder with other files', async () => {
    const other = join(scratch, 'other');
    await mkdir(other);
    await writeFile(join(other, 'letter.txt'), 'dear');
    const attempt = renderSampleLibrary(other, { seed: 1, scale: SCALE });
    await expect(attempt).rejects.toBeInstanceOf(PhotoTagError);
    await expect(attempt).rejects.toMatchObject({ code: 'DATA_FOLDER', file: other });
    expect(await readdir(other)).toEqual(['letter.txt']);
  });

  test('opens in sharp, but for the files that are broken on purpose', async () => {
    const broken: string[] = [];
    for (const file of files.filter((name) => /\.(jpe?g|tif)$/i.test(name)))
      await sharp(file, { failOn: 'warning' })
        .stats()
        .catch(() => broken.push(file));
    expect(broken.map((file) => file.slice(file.lastIndexOf('/') + 1)).toSorted()).toEqual(BROKEN);
  });

  test('holds the same bytes at two paths twice', async () => {
    const byHash = Map.groupBy(withoutMarker(await sums(library)), (line) => line.slice(0, 40));
    expect([...byHash.values()].filter((lines) => lines.length > 1)).toHaveLength(2);
  });

  test.each([
    {
      path: '2014-05-03 Rio/IMG_2201.JPG',
      tags: {
        Make: 'Canon',
        Model: 'Canon EOS 5D Mark III',
        ISO: 200,
        ExposureTime: '1/60',
        OffsetTimeOriginal: '-03:00',
        GPSLatitude: -22.9889,
        GPSLongitude: -43.1936,
      },
      date: '2014:05:03 05:58:12',
    },
    {
      path: '2018-11-21 studio/IMG_7012.JPG',
      tags: { Flash: 'Fired', Orientation: 8, FocalLength: '85.0 mm' },
      date: '2018:11:21 15:08:31',
    },
    { path: 'Chicago night/_D8E1190.jpg', tags: { ExposureTime: 30 }, date: '2019:10:19 20:14:50' },
    { path: '2009-08-15 Petrópolis/IMG_3301.JPG', tags: { ISO: 80 }, date: '2000:01:01 00:07:18' },
    {
      path: 'scans 1998/scan014.jpg',
      tags: { Make: 'EPSON' },
      date: '2009:11:28 14:05:00',
    },
    {
      path: '2021-10-02 Seattle/R0001234.DNG',
      tags: { FileType: 'DNG', Model: 'RICOH GR III', Orientation: 1 },
      date: '2021:10:02 08:52:17',
    },
    {
      path: `misc/vidro azul 'Murano' "final" – cópia.jpg`,
      tags: { Make: 'SONY' },
      date: '2017:02:08 16:31:09',
    },
  ])('says in EXIF what the camera of $path would', async ({ path, tags, date }) => {
    const read = await exiftool.read(join(library, path));
    expect(read).toMatchObject(tags);
    expect((read.DateTimeOriginal as ExifDateTime).rawValue).toContain(date);
    expect(read.Error ?? read.Warning).toBeUndefined();
  });

  test('has no EXIF in what came by messenger', async () => {
    const read = await exiftool.read(join(library, 'misc/WhatsApp/IMG-20190703-WA0012.jpg'));
    expect(read).toMatchObject({ FileType: 'JPEG' });
    expect(read.DateTimeOriginal ?? read.Make).toBeUndefined();
  });

  test.each(['R0001234.DNG', 'R0001236.DNG'])('has a RAW that LibRaw decodes: %s', async (name) => {
    const path = join(library, '2021-10-02 Seattle', name);
    const decoded = await librawWasm(path, { minimumPx: 64, longEdgePx: 76, timeoutMillis: 30_000 });
    expect([decoded.widthPx, decoded.heightPx]).toEqual([76, 52]);
    // The colours survive mosaic, white balance and matrix: a wood in autumn is more red than blue.
    const mean = [0, 1, 2].map((c) =>
      decoded.pixels.filter((_value, i) => i % 3 === c).reduce((a, b) => a + b, 0),
    );
    expect(mean[0]! / mean[2]!).toBeGreaterThan(1.15);
    expect(mean[0]! / mean[2]!).toBeLessThan(3);
  });

  test('has a large preview in one RAW and a small one in another', async () => {
    const widths = await Promise.all(
      ['R0001234.DNG', 'R0001236.DNG'].map(async (name) => {
        const preview = await exiftool.extractBinaryTagToBuffer(
          'PreviewImage',
          join(library, '2021-10-02 Seattle', name),
        );
        return (await sharp(preview).metadata()).width;
      }),
    );
    expect(widths).toEqual([Math.round(1280 * SCALE), Math.round(320 * SCALE)]);
  });

  test('has sidecars with keywords and edits of other programs', async () => {
    const lightroom = await exiftool.read(join(library, '2021-10-02 Seattle/R0001235.xmp'));
    expect(lightroom).toMatchObject({
      Rating: 4,
      Exposure2012: '+0.35',
      Subject: ['Arboretum', 'Seattle', 'autumn', 'fog & light'],
    });
    const darktable = await exiftool.read(join(library, '2021-10-02 Seattle/R0001237.JPG.xmp'));
    expect(darktable).toMatchObject({ Subject: ['forest', 'Seattle'], DerivedFrom: 'R0001237.JPG' });
    expect(existsSync(join(library, '2021-10-02 Seattle/R0001237.JPG'))).toBe(true);
  });
});
