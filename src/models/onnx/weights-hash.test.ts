import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ModelFile } from '../../domain/model.ts';
import { weightsHash } from './weights-hash.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-weights-'));
afterAll(() => rmSync(folder, { recursive: true }));

const FILE: ModelFile = { role: 'image', precision: 'fp32', path: 'model.onnx', bytes: null, sha256: null };
const path = join(folder, 'model.onnx');
const note = `${path}.sha256.json`;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('the hash of weights', () => {
  it('is the one that the catalogue pins, without reading the file', async () => {
    expect(await weightsHash({ ...FILE, sha256: 'pinned' }, join(folder, 'not there'))).toBe('pinned');
  });

  it('is that of the bytes, noted beside the file, and reckoned anew when the file is another', async () => {
    writeFileSync(path, 'weights');
    expect(await weightsHash(FILE, path)).toBe(sha256('weights'));
    expect(existsSync(note)).toBe(true);
    writeFileSync(path, 'WEIGHTS');
    utimesSync(path, 1, 1);
    expect(await weightsHash(FILE, path)).toBe(sha256('WEIGHTS'));
  });

  it('is taken from the note as long as size and time are the same', async () => {
    writeFileSync(path, 'one');
    utimesSync(path, 5, 5);
    await weightsHash(FILE, path);
    writeFileSync(path, 'two');
    utimesSync(path, 5, 5);
    expect(await weightsHash(FILE, path)).toBe(sha256('one'));
    writeFileSync(note, '{ broken');
    expect(await weightsHash(FILE, path)).toBe(sha256('two'));
  });
});
