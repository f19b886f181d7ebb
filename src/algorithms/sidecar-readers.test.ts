import { describe, expect, it } from 'vitest';
import { kindOf, PHOTO_KINDS, PROGRAMS, remarksOn, ruleFor, whoReads } from './sidecar-readers.ts';
import { RULES } from './sidecar-readers-rules.ts';

describe('Kinds of photos', () => {
  it.each([
    ['IMG_1.CR2', 'RAW'],
    ['IMG_1.nef', 'RAW'],
    ['IMG_1.dng', 'DNG'],
    ['a.b.JPeG', 'JPEG'],
    ['scan.TIF', 'TIFF'],
    ['screen.png', 'PNG'],
    ['IMG_1.heic', 'other'],
    ['IMG_1.unheard', 'other'],
    ['no-extension', 'other'],
    ['.jpg', 'other'],
  ])('%s is %s', (name, kind) => {
    expect(kindOf(name)).toBe(kind);
  });
});

describe('Which program reads which sidecar', () => {
  it.each([
    ['Lightroom Classic', 'RAW', 'short', 'setting'],
    ['Lightroom Classic', 'RAW', 'full', 'no'],
    ['Lightroom Classic', 'DNG', 'short', 'no'],
    ['Lightroom Classic', 'JPEG', 'full', 'no'],
    ['Lightroom Classic', 'TIFF', 'short', 'no'],
    ['Lightroom Classic', 'PNG', 'full', 'no'],
    ['Capture One', 'RAW', 'short', 'setting'],
    ['Capture One', 'RAW', 'full', 'no'],
    ['Capture One', 'JPEG', 'short', 'unknown'],
    ['darktable', 'RAW', 'full', 'setting'],
    ['darktable', 'RAW', 'short', 'once'],
    ['darktable', 'JPEG', 'full', 'setting'],
    ['digiKam', 'JPEG', 'full', 'setting'],
    ['digiKam', 'RAW', 'short', 'setting'],
    ['Immich', 'RAW', 'short', 'setting'],
    ['Immich', 'JPEG', 'full', 'setting'],
    ['Immich', 'JPEG', 'mirror', 'no'],
    ['Lightroom Classic', 'RAW', 'mirror', 'no'],
    ['exiftool', 'PNG', 'mirror', 'yes'],
  ] as const)('%s, %s, %s name: %s', (program, kind, sidecar, reads) => {
    expect(ruleFor(program, kind, sidecar).reads).toBe(reads);
  });

  it('leaves out no program, kind or name, and has no rule that never holds', () => {
    const used = PROGRAMS.flatMap((program) =>
      PHOTO_KINDS.flatMap((kind) =>
        (['short', 'full', 'mirror'] as const).map((sidecar) => ruleFor(program, kind, sidecar)),
      ),
    );
    expect(new Set(used)).toEqual(new Set(RULES));
  });

  it('tells what to do about everything that is not read, or not read without a setting', () => {
    const silent = RULES.filter(
      ({ reads, todo, kinds }) => reads !== 'yes' && todo === '' && kinds !== 'any',
    );
    expect(silent.map(({ program, kinds }) => [program, kinds])).toEqual([['Lightroom Classic', ['other']]]);
  });

  it('counts photos by program and kind, and leaves out what the library has not', () => {
    const rows = whoReads([
      { kind: 'RAW', sidecar: 'short', photos: 3 },
      { kind: 'JPEG', sidecar: 'short', photos: 0 },
      { kind: 'JPEG', sidecar: 'full', photos: 2 },
    ]);
    expect(rows).toHaveLength(2 * PROGRAMS.length);
    expect(rows[0]).toMatchObject({ program: 'Lightroom Classic', kind: 'RAW', photos: 3, reads: 'setting' });
    expect(rows[1]).toMatchObject({ program: 'Lightroom Classic', kind: 'JPEG', photos: 2, reads: 'no' });
    expect(whoReads([])).toEqual([]);
  });

  it.each([
    { short: 3, full: 2, remarks: [expect.stringMatching(/sees 3 .*off 2\./)] },
    { short: 3, full: 0, remarks: [] },
    { short: 0, full: 0, remarks: [] },
  ])('remarks on digiKam with $short short and $full full names', ({ short, full, remarks }) => {
    expect(
      remarksOn([
        { kind: 'RAW', sidecar: 'short', photos: short },
        { kind: 'JPEG', sidecar: 'full', photos: full },
        { kind: 'PNG', sidecar: 'mirror', photos: 9 },
      ]),
    ).toEqual(remarks);
  });
});
