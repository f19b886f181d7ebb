import { readFile } from 'node:fs/promises';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';
import { replaceText } from '../replace-text.ts';

export { backupOf } from '../replace-text.ts';

/** Null where there is no such file. Throws CONFIG_MISSING where it cannot be read. */
export async function readVocabularyText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new PhotoTagError('CONFIG_MISSING', `The vocabulary ${file} cannot be read: ${messageOf(cause)}`, {
      file,
      cause,
      remedy: 'Make the file readable, or name another under ck_tagging.vocab_file.',
    });
  }
}

export const replaceVocabularyText = (
  file: string,
  before: string | null,
  after: string | null,
): Promise<void> => replaceText(file, before, after, 'The vocabulary');
