import { describe, expect, it } from 'vitest';
import { PathMap, type PlaceRule, pathMapProblems } from './path-map.ts';

const map = new PathMap([
  { from: '/photos', to: '/mnt/nas/pictures' },
  { from: '/scans', to: '/media/scans' },
]);

const PATHS = [
  { library: '/photos/2014/a.jpg', local: '/mnt/nas/pictures/2014/a.jpg' },
  { library: '/photos', local: '/mnt/nas/pictures' },
  { library: '/photos-old/a.jpg', local: '/photos-old/a.jpg' },
  { library: '/scans/café\u0301 "x"\n.tif', local: '/media/scans/café\u0301 "x"\n.tif' },
  { library: '/elsewhere/photos/a.jpg', local: '/elsewhere/photos/a.jpg' },
];

describe('the places of photos on this machine', () => {
  it.each(PATHS)('$library lies at $local, and the other way round', ({ library, local }) => {
    expect(map.toLocal(library)).toBe(local);
    expect(map.toLibrary(local)).toBe(library);
  });

  it('are those of the library where nothing is said', () => {
    expect(new PathMap().toLocal('/photos/a.jpg')).toBe('/photos/a.jpg');
  });
});

const GOOD: readonly PlaceRule[][] = [
  [],
  [{ from: '/a', to: '/b' }],
  [
    { from: '/a', to: '/x/a' },
    { from: '/ab', to: '/x/ab' },
  ],
  [{ from: '/a', to: '/a/mounted' }],
];
const BAD: readonly { rules: PlaceRule[]; says: string }[] = [
  { rules: [{ from: 'a', to: '/b' }], says: 'a is not an absolute path' },
  { rules: [{ from: '/', to: '/b' }], says: '/ is every folder' },
  { rules: [{ from: '/a', to: '/x' }, { from: '/a', to: '/y' }], says: 'from: /a and /a overlap' }, // biome-ignore format: one line a case
  { rules: [{ from: '/a', to: '/x' }, { from: '/a/b', to: '/y' }], says: 'from: /a and /a/b overlap' }, // biome-ignore format: one line a case
  { rules: [{ from: '/a', to: '/x/y' }, { from: '/b', to: '/x' }], says: 'to: /x/y and /x overlap' }, // biome-ignore format: one line a case
  { rules: [{ from: '/a', to: '/b' }, { from: '/b', to: '/c' }], says: 'to: /b overlaps from: /b' }, // biome-ignore format: one line a case
];

describe('rules for places', () => {
  it.each(GOOD.map((rules) => ({ rules })))('$rules are clear', ({ rules }) => {
    expect(pathMapProblems(rules)).toEqual([]);
  });

  it.each(BAD)('$rules are refused: $says', ({ rules, says }) => {
    expect(pathMapProblems(rules).join('\n')).toContain(says);
  });
});
