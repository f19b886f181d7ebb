import { describe, expect, it } from 'vitest';
import type { PhotoFile } from '../../domain/photo.ts';
import type { Page } from '../../store/store.ts';
import { KnownFiles, KnownSidecars, type Standing } from './known-files.ts';

const present: Standing = { root: '/photos', status: 'present', reason: null };
const stamp = {
  sizeBytes: 5,
  mtimeMicros: 1_700_000_000_000_123,
  birthMicros: null,
  inode: '18446744073709551615',
};
const file = (path: string, changes: Partial<PhotoFile> = {}): PhotoFile => ({
  path,
  ...stamp,
  ...present,
  sha1: 'a'.repeat(40),
  ...changes,
});

/** A store's pages, of rows in path order. */
const pagesOf =
  <Row extends { readonly path: string }>(rows: readonly Row[]) =>
  async ({ after, limit }: Page): Promise<Row[]> =>
    rows.filter(({ path }) => after === null || path > after).slice(0, limit);

const CHANGES: {
  what: string;
  stamp?: Partial<typeof stamp>;
  standing?: Partial<Standing>;
  same: boolean;
}[] = [
  { what: 'nothing', same: true },
  { what: 'its size', stamp: { sizeBytes: 6 }, same: false },
  { what: 'a microsecond of its time', stamp: { mtimeMicros: 1_700_000_000_000_124 }, same: false },
  { what: 'its inode, which is longer than a number', stamp: { inode: '18446744073709551614' }, same: false },
  { what: 'its root', standing: { root: '/photos/sub' }, same: false },
  { what: 'its state', standing: { status: 'skipped', reason: 'a sidecar' }, same: false },
];

describe('files that are known', () => {
  it.each(CHANGES)(
    'a file of which $what changed is the same: $same',
    async ({ stamp: changed, standing, same }) => {
      const known = await KnownFiles.read(pagesOf([file('/photos/a.jpg')]));
      expect(known.see('/photos/a.jpg', { ...stamp, ...changed }, { ...present, ...standing })).toBe(same);
      expect([...known.unseen()]).toEqual([]);
    },
  );

  it('a file that is new is not the same', async () => {
    const known = await KnownFiles.read(pagesOf([]));
    expect(known.see('/photos/a.jpg', stamp, present)).toBe(false);
  });

  it('the same file is left out for another reason, and is another', async () => {
    const skipped = { status: 'skipped', reason: 'a sidecar' } as const;
    const known = await KnownFiles.read(pagesOf([file('/photos/a.xmp', { ...skipped, sha1: null })]));
    expect(known.see('/photos/a.xmp', stamp, { ...present, ...skipped })).toBe(true);
    expect(known.see('/photos/a.xmp', stamp, { ...present, ...skipped, reason: 'too small' })).toBe(false);
  });

  it('reads all of many pages, and says what was not seen but for what is missing already', async () => {
    const paths = Array.from({ length: 2500 }, (_, i) => `/photos/${String(i).padStart(5, '0')}.jpg`);
    const gone = { status: 'missing', reason: 'the file is no longer there' } as const;
    const rows = paths.map((path, i) => file(path, i === 7 ? gone : {}));
    const known = await KnownFiles.read(pagesOf(rows));
    for (const path of paths.slice(10)) known.see(path, stamp, present);
    expect([...known.unseen()].map(({ path }) => path)).toEqual(paths.slice(0, 10).filter((_, i) => i !== 7));
  });
});

describe('sidecars that are known', () => {
  const sidecar = { path: '/photos/a.xmp', original: '/photos/a.dng', sizeBytes: 1, mtimeMicros: 2 };

  it.each([
    { what: 'nothing', changes: {}, same: true },
    { what: 'its original', changes: { original: '/photos/a.jpg' }, same: false },
    { what: 'its time', changes: { mtimeMicros: 3 }, same: false },
  ])('a sidecar of which $what changed is the same: $same', async ({ changes, same }) => {
    const known = await KnownSidecars.read(pagesOf([sidecar, { ...sidecar, path: '/photos/b.xmp' }]));
    expect(known.see({ ...sidecar, ...changes })).toBe(same);
    expect([...known.unseen()]).toEqual(['/photos/b.xmp']);
  });
});
