import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { backupOf, readVocabularyText, replaceVocabularyText } from './vocabulary-disk.ts';

const base = mkdtempSync(join(tmpdir(), 'photo-tag-vocabulary-disk-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
let count = 0;
let folder: string;
let file: string;
beforeEach(() => {
  folder = join(base, String(count++));
  file = join(folder, 'config', 'ck_vocab.yaml');
});
const put = (text: string) => {
  mkdirSync(join(folder, 'config'), { recursive: true });
  writeFileSync(file, text);
};
const names = () => readdirSync(join(folder, 'config')).sort();

describe('the vocabulary file', () => {
  it('is made with its folder', async () => {
    expect(await readVocabularyText(file)).toBeNull();
    await replaceVocabularyText(file, null, 'new');
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(names()).toEqual(['ck_vocab.yaml']);
  });

  it('is replaced whole, keeps its mode, and the last version stays beside it', async () => {
    put('old');
    chmodSync(file, 0o600);
    await replaceVocabularyText(file, 'old', 'new');
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(readFileSync(backupOf(file), 'utf8')).toBe('old');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(names()).toEqual(['ck_vocab.yaml', 'ck_vocab.yaml.bak']);
  });

  it('goes where it is to go, and stays beside as the last version', async () => {
    put('old');
    await replaceVocabularyText(file, 'old', null);
    expect(names()).toEqual(['ck_vocab.yaml.bak']);
  });

  it.each([
    { title: 'holds something else', there: 'edited', before: 'old' },
    { title: 'was made meanwhile', there: 'edited', before: null },
    { title: 'is gone', there: null, before: 'old' },
  ])('is left alone where it $title', async ({ there, before }) => {
    if (there !== null) put(there);
    else mkdirSync(join(folder, 'config'), { recursive: true });
    await expect(replaceVocabularyText(file, before, 'new')).rejects.toMatchObject({
      code: 'FILE_CHANGED',
      file,
      remedy: expect.stringContaining('again'),
    });
    expect(await readVocabularyText(file)).toBe(there);
    expect(names()).toEqual(there === null ? [] : ['ck_vocab.yaml']);
  });

  it('that is a link is written where it leads', async () => {
    put('old');
    const link = join(folder, 'link.yaml');
    symlinkSync(file, link);
    await replaceVocabularyText(link, 'old', 'new');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe('new');
  });

  it('that cannot be written is an error that says what to do', async () => {
    writeFileSync(join(base, `${count}-file`), '');
    const impossible = join(base, `${count}-file`, 'ck_vocab.yaml');
    await expect(replaceVocabularyText(impossible, null, 'new')).rejects.toMatchObject({
      code: expect.stringMatching(/CONFIG_INVALID|CONFIG_MISSING/),
      file: impossible,
    });
  });
});
