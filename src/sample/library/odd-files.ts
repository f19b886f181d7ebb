import { copyFile, mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { darktableSidecar, lightroomSidecar } from './sidecars.ts';

interface OddFile {
  readonly path: string;
  /** What a real library has it from. */
  readonly why: string;
  readonly make: (target: string, library: string) => Promise<void>;
  readonly mtime: string;
}

const copyOf =
  (source: string) =>
  (target: string, library: string): Promise<void> =>
    copyFile(join(library, source), target);

/** What is no photo, or not a whole one, or twice there. */
const ODD_FILES: readonly OddFile[] = [
  {
    path: 'misc/best of/IMG_2203.JPG',
    why: 'the same bytes at a second path',
    make: copyOf('2014-05-03 Rio/IMG_2203.JPG'),
    mtime: '2015-12-30T18:22:00Z',
  },
  {
    path: 'misc/best of/_D8E1192.jpg',
    why: 'the same bytes at a second path',
    make: copyOf('Chicago night/_D8E1192.jpg'),
    mtime: '2019-12-30T18:22:00Z',
  },
  {
    path: 'DCIM/100CANON/IMG_0006.JPG',
    why: 'the card was pulled out too early: the first third of a JPEG',
    make: async (target, library) => {
      const whole = await readFile(join(library, 'DCIM/100CANON/IMG_0005.JPG'));
      await writeFile(target, whole.subarray(0, Math.floor(whole.length * 0.34)));
    },
    mtime: '2009-01-04T16:20:09Z',
  },
  {
    path: 'misc/notes.jpg',
    why: 'a text that somebody named .jpg',
    make: (target) => writeFile(target, 'Shot list: dawn at the beach, the garden, the street after rain.\n'),
    mtime: '2016-01-02T08:00:00Z',
  },
  {
    path: 'misc/IMG_9999.JPG',
    why: 'a copy that never started: no bytes',
    make: (target) => writeFile(target, ''),
    mtime: '2016-01-02T08:00:01Z',
  },
  {
    path: 'DCIM/100CANON/._IMG_0001.JPG',
    why: 'what macOS leaves on foreign disks',
    make: (target) => writeFile(target, appleDouble()),
    mtime: '2009-01-04T16:20:10Z',
  },
  {
    path: 'DCIM/100CANON/Thumbs.db',
    why: 'what Windows leaves in picture folders',
    make: (target) => writeFile(target, compoundFile()),
    mtime: '2009-01-04T16:25:00Z',
  },
  {
    path: '2021-10-02 Seattle/R0001235.xmp',
    why: 'a sidecar of Lightroom beside a RAW, with keywords, rating and develop settings',
    make: (target) => writeFile(target, lightroomSidecar()),
    mtime: '2021-10-09T20:12:00Z',
  },
  {
    path: '2021-10-02 Seattle/R0001237.JPG.xmp',
    why: 'a sidecar of darktable beside a JPEG, with an edit history',
    make: (target) => writeFile(target, darktableSidecar('R0001237.JPG')),
    mtime: '2021-11-20T10:02:00Z',
  },
];

/** Adds them to a rendered library. @returns how many. */
export async function addOddFiles(library: string): Promise<number> {
  for (const odd of ODD_FILES) {
    const target = join(library, odd.path);
    await mkdir(dirname(target), { recursive: true });
    await odd.make(target, library);
    const when = new Date(odd.mtime);
    await utimes(target, when, when);
  }
  return ODD_FILES.length;
}

/** An AppleDouble header (RFC 1740) with empty Finder info and no resource fork. */
function appleDouble(): Buffer {
  const bytes = Buffer.alloc(82);
  bytes.writeUInt32BE(0x00051607, 0);
  bytes.writeUInt32BE(0x00020000, 4);
  bytes.write('Mac OS X        ', 8, 'latin1');
  bytes.writeUInt16BE(2, 24);
  const entries = [9, 50, 32, 2, 82, 0];
  entries.forEach((value, i) => {
    bytes.writeUInt32BE(value, 26 + 4 * i);
  });
  return bytes;
}

/** The first bytes of an OLE compound file, as Thumbs.db begins. */
function compoundFile(): Buffer {
  const bytes = Buffer.alloc(512);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(bytes);
  return bytes;
}
