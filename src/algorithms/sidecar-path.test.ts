import { describe, expect, test } from 'vitest';
import { seededRandom } from './seeded-random.ts';
import type { SidecarNaming } from './sidecar-path.ts';
import { chooseSidecar, indexFolder, mirrorFolder, rootLabel } from './sidecar-path.ts';

const choose = (original: string, others: readonly string[], naming: SidecarNaming = 'auto') =>
  chooseSidecar(original, indexFolder([original, ...others], { originals: [original] }), naming);

const nameOf = (original: string, others: readonly string[], naming?: SidecarNaming) => {
  const choice = choose(original, others, naming);
  return choice instanceof Error ? choice.message : choice.name;
};

describe('by default', () => {
  test.each([
    { original: 'IMG_1.CR2', others: [], expected: 'IMG_1.xmp' },
    { original: 'IMG_1.JPG', others: [], expected: 'IMG_1.JPG.xmp' },
    { original: 'scan.tif', others: [], expected: 'scan.tif.xmp' },
    { original: 'IMG_1.CR2', others: ['IMG_1.CR2.xmp'], expected: 'IMG_1.CR2.xmp' },
    { original: 'IMG_1.CR2', others: ['IMG_1.XMP'], expected: 'IMG_1.XMP' },
    { original: 'IMG_1.CR2', others: ['IMG_1.XMP', 'IMG_1.xmp'], expected: 'IMG_1.xmp' },
    { original: 'IMG_1.CR2', others: ['IMG_1.xmp', 'IMG_1.CR2.xmp'], expected: 'IMG_1.xmp' },
    { original: 'IMG_1.JPG', others: ['IMG_1.xmp', 'IMG_1.JPG.xmp'], expected: 'IMG_1.JPG.xmp' },
    { original: 'IMG_1.JPG', others: ['IMG_1.xmp'], expected: 'IMG_1.xmp' },
    { original: 'IMG_1.JPG', others: ['IMG_1.jpg.XMP'], expected: 'IMG_1.jpg.XMP' },
    { original: 'IMG_1.JPG', others: ['IMG_10.xmp', 'IMG_1 (2).xmp'], expected: 'IMG_1.JPG.xmp' },
    { original: 'IMG_1.CR2', others: ['IMG_1.dop', 'IMG_1.pp3', 'IMG_1.txt'], expected: 'IMG_1.xmp' },
  ])('$original beside $others takes $expected', ({ original, others, expected }) => {
    expect(nameOf(original, others)).toBe(expected);
  });
});

describe('several pictures of one stem never share a sidecar', () => {
  test.each([
    {
      story: 'a RAW and its JPEG',
      pictures: ['IMG_1.CR2', 'IMG_1.JPG'],
      sidecars: [],
      expected: ['IMG_1.xmp', 'IMG_1.JPG.xmp'],
    },
    {
      story: 'an existing IMG_1.xmp belongs to the RAW',
      pictures: ['IMG_1.CR2', 'IMG_1.JPG'],
      sidecars: ['IMG_1.xmp'],
      expected: ['IMG_1.xmp', 'IMG_1.JPG.xmp'],
    },
    {
      story: 'so it does for a RAW of another program with full names',
      pictures: ['IMG_1.CR2', 'IMG_1.JPG'],
      sidecars: ['IMG_1.CR2.xmp', 'IMG_1.xmp'],
      expected: ['IMG_1.xmp', 'IMG_1.JPG.xmp'],
    },
    {
      story: 'of two RAWs the one that is no DNG, because Lightroom writes into DNGs',
      pictures: ['IMG_1.CR2', 'IMG_1.DNG'],
      sidecars: [],
      expected: ['IMG_1.xmp', 'IMG_1.DNG.xmp'],
    },
    {
      story: 'of two RAWs without a DNG the first by name',
      pictures: ['IMG_1.NEF', 'IMG_1.ARW'],
      sidecars: ['IMG_1.xmp'],
      expected: ['IMG_1.NEF.xmp', 'IMG_1.xmp'],
    },
    {
      story: 'nobody knows whose IMG_1.xmp is, so both leave it alone',
      pictures: ['IMG_1.JPG', 'IMG_1.PNG'],
      sidecars: ['IMG_1.xmp'],
      expected: ['IMG_1.JPG.xmp', 'IMG_1.PNG.xmp'],
    },
    {
      story: 'stems that differ in case are one stem where the disk moves to another system',
      pictures: ['IMG_1.CR2', 'img_1.jpg'],
      sidecars: [],
      expected: ['IMG_1.xmp', 'img_1.jpg.xmp'],
    },
    {
      story: 'a full name that is the adobe name of another picture belongs to the former',
      pictures: ['IMG_1.CR2', 'IMG_1.CR2.jpg', 'IMG_1.CR2.dng'],
      sidecars: ['IMG_1.CR2.xmp'],
      expected: ['IMG_1.CR2.xmp', 'IMG_1.CR2.jpg.xmp', 'IMG_1.CR2.dng.xmp'],
    },
    {
      story: 'names that differ in case alone, with one sidecar',
      pictures: ['a.jpg', 'A.JPG'],
      sidecars: ['a.jpg.xmp'],
      expected: ['a.jpg.xmp', 'A.JPG.xmp'],
    },
    {
      story: 'names in two Unicode forms',
      pictures: ['caf\u00e9.jpg', 'cafe\u0301.jpg'],
      sidecars: ['cafe\u0301.jpg.xmp'],
      expected: ['caf\u00e9.jpg.xmp', 'cafe\u0301.jpg.xmp'],
    },
  ])('$story', ({ pictures, sidecars, expected }) => {
    const folder = indexFolder([...sidecars, ...pictures]);
    expect(pictures.map((name) => chooseSidecar(name, folder, 'auto'))).toMatchObject(
      expected.map((name) => ({ name, exists: sidecars.includes(name) })),
    );
    const reversed = indexFolder([...pictures].reverse().concat(sidecars));
    expect(pictures.map((name) => chooseSidecar(name, reversed, 'auto'))).toMatchObject(
      expected.map((name) => ({ name })),
    );
  });

  test('a RAW that the index leaves out still owns IMG_1.xmp', () => {
    expect(nameOf('IMG_1.JPG', ['IMG_1.CRW', 'IMG_1.xmp'])).toBe('IMG_1.JPG.xmp');
  });
});

describe('where the naming is set', () => {
  test.each([
    { naming: 'adobe' as const, original: 'IMG_1.JPG', others: [], expected: 'IMG_1.xmp' },
    { naming: 'adobe' as const, original: 'IMG_1.JPG', others: ['IMG_1.CR2'], expected: 'IMG_1.JPG.xmp' },
    { naming: 'adobe' as const, original: 'IMG_1.CR2', others: ['IMG_1.JPG'], expected: 'IMG_1.xmp' },
    { naming: 'adobe' as const, original: 'IMG_1.CR2', others: ['IMG_1.CR2.xmp'], expected: 'IMG_1.xmp' },
    { naming: 'full' as const, original: 'IMG_1.CR2', others: ['IMG_1.xmp'], expected: 'IMG_1.CR2.xmp' },
    { naming: 'full' as const, original: 'IMG_1.CR2', others: ['img_1.cr2.XMP'], expected: 'img_1.cr2.XMP' },
  ])('$naming: $original beside $others takes $expected', ({ naming, original, others, expected }) => {
    expect(nameOf(original, others, naming)).toBe(expected);
  });
});

describe('odd names', () => {
  test.each([
    { original: 'a.b.c.jpg', others: [], expected: 'a.b.c.jpg.xmp' },
    { original: 'a.b.c.nef', others: [], expected: 'a.b.c.xmp' },
    { original: '2014.05.03 Rome.CR2', others: [], expected: '2014.05.03 Rome.xmp' },
    { original: '-rf\nx .CR2', others: [], expected: '-rf\nx .xmp' },
    { original: '写真.ARW', others: ['写真.xmp'], expected: '写真.xmp' },
    { original: '.jpg', others: [], expected: '.jpg.xmp' },
    { original: 'name.', others: [], expected: 'name..xmp' },
    { original: 'IMG_1', others: [], expected: 'IMG_1.xmp' },
    { original: 'IMG_1', others: ['IMG_1.xmp'], expected: 'IMG_1.xmp' },
    { original: 'photo.weird', others: ['photo.xmp'], expected: 'photo.xmp' },
  ])('$original beside $others takes $expected', ({ original, others, expected }) => {
    expect(nameOf(original, others)).toBe(expected);
  });

  test('an original without extension has no name of its own beside a RAW of that stem', () => {
    expect(choose('IMG_1', ['IMG_1.CR2'])).toBeInstanceOf(Error);
    expect(nameOf('IMG_1.CR2', ['IMG_1'])).toBe('IMG_1.xmp');
  });

  test('originals with extensions that only the config knows do not share either', () => {
    const folder = indexFolder(['a.foo', 'a.bar', 'a.xmp'], { originals: ['a.foo', 'a.bar'] });
    expect(['a.foo', 'a.bar'].map((name) => chooseSidecar(name, folder, 'adobe'))).toMatchObject([
      { name: 'a.foo.xmp' },
      { name: 'a.bar.xmp' },
    ]);
  });
});

test('over random folders no sidecar is shared, and writing changes no choice', () => {
  const random = seededRandom(7);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  const stems = ['a', 'A', 'b', 'a.jpg', 'a.cr2', 'A.CR2.b', 'x.y'];
  const extensions = ['CR2', 'cr2', 'dng', 'jpg', 'JPG', 'png', 'mov'];
  for (let round = 0; round < 500; round += 1) {
    const pictures = [
      ...new Set(
        Array.from({ length: 1 + Math.floor(random() * 6) }, () => `${pick(stems)}.${pick(extensions)}`),
      ),
    ];
    const sidecars = Array.from(
      { length: Math.floor(random() * 3) },
      () => `${random() < 0.5 ? pick(stems) : pick(pictures)}.${pick(['xmp', 'XMP'])}`,
    );
    for (const naming of ['auto', 'adobe', 'full'] as const) {
      const before = indexFolder([...pictures, ...sidecars]);
      const chosen = pictures.map((name) => (chooseSidecar(name, before, naming) as { name: string }).name);
      expect(new Set(chosen).size, `${naming}: ${pictures} and ${sidecars}`).toBe(pictures.length);
      const after = indexFolder([...new Set([...pictures, ...sidecars, ...chosen])]);
      const again = pictures.map((name) => (chooseSidecar(name, after, naming) as { name: string }).name);
      expect(again, `${naming}: ${pictures} and ${sidecars}`).toEqual(chosen);
    }
  }
});

describe('the mirror of a read-only root', () => {
  test.each([
    { folder: '/mnt/nas/photos', expected: '/data/sidecars/mnt/nas/photos' },
    { folder: '/mnt/nas/photos/2014/05', expected: '/data/sidecars/mnt/nas/photos/2014/05' },
    { folder: '/mnt/nas/photos/..odd', expected: '/data/sidecars/mnt/nas/photos/..odd' },
  ])('$folder goes to $expected', ({ folder, expected }) => {
    const root = '/mnt/nas/photos';
    expect(mirrorFolder(folder, { root, sidecarRoot: '/data/sidecars', label: rootLabel(root) })).toBe(
      expected,
    );
  });

  test('a folder outside the root is a mistake of the caller', () => {
    const mirror = { root: '/mnt/a', sidecarRoot: '/s', label: 'a' };
    expect(() => mirrorFolder('/mnt/ab', mirror)).toThrow(RangeError);
    expect(() => mirrorFolder('/mnt', mirror)).toThrow(RangeError);
  });

  test.each([
    { root: '/mnt/nas/photos/', expected: 'mnt/nas/photos' },
    { root: '/', expected: '' },
    { root: 'D:\\Photos', expected: 'D/Photos' },
  ])('the root $root is labelled $expected', ({ root, expected }) => {
    expect(rootLabel(root)).toBe(expected);
  });

  test('sidecars are looked for in the mirror', () => {
    const folder = indexFolder(['IMG_1.CR2', 'IMG_1.xmp'], { sidecarNames: ['IMG_1.CR2.xmp'] });
    expect(chooseSidecar('IMG_1.CR2', folder, 'auto')).toEqual({
      name: 'IMG_1.CR2.xmp',
      form: 'full',
      exists: true,
    });
  });
});
