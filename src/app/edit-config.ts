import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { checkConfig } from '../config/edit-config.ts';
import { formatProblems } from '../config/problem.ts';
import { renderExampleConfig } from '../config/render.ts';
import { messageOf, PhotoTagError } from '../domain/errors.ts';

export { type CheckedConfig, type ConfigChange, changeConfig, checkConfig } from '../config/edit-config.ts';

export interface ConfigText {
  readonly file: string;
  /** Of the file, or of the example where there is none yet. */
  readonly text: string;
  readonly exists: boolean;
  /** Of the file's text: who saves says which text was changed. */
  readonly digest: string;
}

/** @throws CONFIG_MISSING where the file cannot be read */
export function readConfigText(file: string, roots: readonly string[]): ConfigText {
  if (!existsSync(file)) {
    const text = renderExampleConfig(roots);
    return { file, text, exists: false, digest: digestOf('') };
  }
  try {
    const text = readFileSync(file, 'utf8');
    return { file, text, exists: true, digest: digestOf(text) };
  } catch (cause) {
    throw new PhotoTagError(
      'CONFIG_MISSING',
      `The configuration ${file} cannot be read: ${messageOf(cause)}`,
      {
        file,
        cause,
        remedy: 'Make the file readable.',
      },
    );
  }
}

/**
 * Puts the text in the place of the file, as a whole or not at all.
 * @param digest of the text that was changed
 * @throws CONFIG_INVALID where it is not valid, or where the file was changed by somebody else meanwhile
 */
export function saveConfigText(file: string, text: string, digest: string): ConfigText {
  const checked = checkConfig(text);
  if (!checked.ok) {
    throw new PhotoTagError('CONFIG_INVALID', formatProblems(file, checked.problems), {
      file,
      remedy: 'Mend the lines above. Nothing was saved.',
    });
  }
  const now = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (digestOf(now) !== digest) {
    throw new PhotoTagError('CONFIG_INVALID', `${file} was changed by somebody else meanwhile`, {
      file,
      remedy: 'Load it again and make the change once more. Nothing was saved.',
    });
  }
  try {
    replaceFile(file, text);
  } catch (cause) {
    throw new PhotoTagError('DATA_FOLDER', `${file} cannot be written: ${messageOf(cause)}`, {
      file,
      cause,
      remedy: 'Make its folder writable, or free some space. The file is as it was.',
    });
  }
  return { file, text, exists: true, digest: digestOf(text) };
}

function replaceFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const handle = openSync(draft, 'wx', 0o644);
    try {
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

const digestOf = (text: string): string => createHash('sha1').update(text).digest('hex').slice(0, 16);
