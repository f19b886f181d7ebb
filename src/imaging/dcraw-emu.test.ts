import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDcrawEmu, parsePortableMap } from './dcraw-emu.ts';

describe('parsePortableMap', () => {
  it('reads the size and the pixels of a colour picture', () =>
    expect(parsePortableMap(Buffer.from('P6\n2 1\n255\nabcdef'), '')).toEqual({
      pixels: Buffer.from('abcdef'),
      widthPx: 2,
      heightPx: 1,
      channels: 3,
    }));

  it('reads a grey picture of a monochrome camera', () =>
    expect(parsePortableMap(Buffer.from('P5\n2 1\n255\nab'), '')).toMatchObject({ channels: 1 }));

  it('takes no picture for a failure, although dcraw_emu ends with status 0, and gives its reason', () =>
    expect(() => parsePortableMap(Buffer.alloc(0), 'Cannot unpack /a/b.nef: Input/output error')).toThrow(
      'LibRaw cannot decode this RAW file: Input/output error',
    ));

  it('takes half a picture for a failure', () =>
    expect(() => parsePortableMap(Buffer.from('P6\n2 1\n255\nabc'), '')).toThrow('3 bytes instead of 2 × 1'));
});

describe('findDcrawEmu', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dcraw-'));
    writeFileSync(join(folder, 'dcraw_emu'), '');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('finds none in an empty search path', () => expect(findDcrawEmu('')).toBeUndefined());
  it('passes over a file that is no program, and finds one that is', () => {
    chmodSync(join(folder, 'dcraw_emu'), 0o644);
    expect(findDcrawEmu(`/nowhere:${folder}`)).toBeUndefined();
    chmodSync(join(folder, 'dcraw_emu'), 0o755);
    expect(findDcrawEmu(`/nowhere:${folder}`)).toBe(join(folder, 'dcraw_emu'));
  });
});
