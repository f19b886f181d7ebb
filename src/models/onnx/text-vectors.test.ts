import { appendFileSync, mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TextVectors } from './text-vectors.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'photo-tag-text-vectors-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (network = 'clip') => new TextVectors(folder, network, 3);
const file = (): string => join(folder, readdirSync(folder)[0]!);
const FOG = Float32Array.of(0.1, -2, 3e-9);

describe('vectors of texts', () => {
  it('are there in the next run, to the last bit, for odd texts too', () => {
    const texts = ['fog', '', 'señorita 🌻', 'two\nlines', '"quoted"'];
    open().put(
      texts,
      texts.map(() => FOG),
    );
    open().put(['later'], [Float32Array.of(1, 2, 3)]);
    const again = open();
    for (const text of texts) expect(again.get(text), text).toEqual(FOG);
    expect(again.get('later')).toEqual(Float32Array.of(1, 2, 3));
    expect(again.get('Fog')).toBeUndefined();
  });

  it('of another network are others', () => {
    open('clip').put(['fog'], [FOG]);
    expect(open('siglip').get('fog')).toBeUndefined();
  });

  it('that a killed program left half-written are made again, and those after them are read', () => {
    open().put(['fog', 'mist'], [FOG, FOG]);
    truncateSync(file(), 70);
    appendFileSync(file(), '');
    const second = open();
    expect([second.get('fog'), second.get('mist')]).toEqual([FOG, undefined]);
    second.put(['mist'], [FOG]);
    expect(open().get('mist')).toEqual(FOG);
  });

  it('of a wrong length are not taken', () => {
    new TextVectors(folder, 'clip', 2).put(['fog'], [Float32Array.of(1, 2)]);
    expect(open().get('fog')).toBeUndefined();
  });

  it('are kept in memory where no folder is given or it cannot be written', () => {
    for (const place of [null, join(folder, 'a file', 'below')]) {
      appendFileSync(join(folder, 'a file'), '');
      const vectors = new TextVectors(place, 'clip', 3);
      vectors.put(['fog'], [FOG]);
      expect(vectors.get('fog')).toEqual(FOG);
    }
  });
});
