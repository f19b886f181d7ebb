import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PhotoTagError } from '../../domain/errors.ts';
import { keptToken } from './kept-token.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-token-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a token that stays', () => {
  it('is made at the first start, for its owner alone, and is the same at the next', () => {
    const file = join(folder, 'data', 'access-token');
    const token = keptToken({ token: undefined, file });
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(keptToken({ token: undefined, file })).toBe(token);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'data'))).toEqual(['access-token']);
    expect(readFileSync(file, 'utf8')).toBe(`${token}\n`);
  });

  it('comes from the environment before the file, and there is none where neither is set', () => {
    const secret = join(folder, 'secret');
    writeFileSync(secret, '0123456789abcdef\n');
    expect(keptToken({ token: undefined, file: secret })).toBe('0123456789abcdef');
    expect(keptToken({ token: 'fedcba9876543210', file: secret })).toBe('fedcba9876543210');
    expect(keptToken({ token: '', file: '' })).toBeNull();
  });

  it.each(['short', 'with a space in it', 'zwölf Zeichen sind es', 'x'.repeat(600)])(
    '%j is refused, with what would be one',
    (token) => {
      expect(() => keptToken({ token, file: undefined })).toThrow(PhotoTagError);
      const file = join(folder, 'bad');
      writeFileSync(file, token);
      expect(() => keptToken({ token: undefined, file })).toThrow(
        /PHOTO_TAG_TOKEN_FILE holds is no access token/,
      );
    },
  );

  it('says which file cannot be read', () => {
    expect(() => keptToken({ token: undefined, file: folder })).toThrow(`cannot be kept in ${folder}`);
  });
});
