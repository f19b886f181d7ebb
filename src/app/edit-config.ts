import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { checkConfig } from '../config/edit-config.ts';
import { formatProblems } from '../config/problem.ts';
import { renderExampleConfig } from '../config/render.ts';
import { messageOf, PhotoTagError } from '../domain/errors.ts';
import { changedMeanwhile, replaceText } from './replace-text.ts';

export {
  type CheckedConfig,
  type ConfigChange,
  changeConfig,
  checkConfig,
  givenIn,
} from '../config/edit-config.ts';

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
 * @throws CONFIG_INVALID where it is not valid; FILE_CHANGED where somebody else saved meanwhile
 */
export async function saveConfigText(file: string, text: string, digest: string): Promise<ConfigText> {
  const checked = checkConfig(text);
  if (!checked.ok) {
    throw new PhotoTagError('CONFIG_INVALID', formatProblems(file, checked.problems), {
      file,
      remedy: 'Mend the lines above. Nothing was saved.',
    });
  }
  const { text: now, exists, digest: known } = readConfigText(file, []);
  if (known !== digest) throw changedMeanwhile(file);
  const obstacle = saveObstacle(file);
  if (obstacle !== null) {
    throw new PhotoTagError('CONFIG_INVALID', obstacle.problem, { file, remedy: obstacle.remedy });
  }
  await replaceText(file, exists ? now : null, text, 'The configuration');
  return { file, text, exists: true, digest: digestOf(text) };
}

/** Puts back what was there before a text was saved; nothing where somebody else saved since. */
export async function takeBackSaving(file: string, saved: string, former: string | null): Promise<void> {
  await replaceText(file, saved, former, 'The configuration');
}

/** Why the file cannot be saved, and what to do; null where it can. A file that was made read-only stays as it is. */
export function saveObstacle(file: string): { readonly problem: string; readonly remedy: string } | null {
  const remedy = `Copy the text and save it yourself, or make ${file} and its folder writable.`;
  try {
    const target = existsSync(file) ? realpathSync(file) : file;
    // Root may write what everybody is asked not to.
    if (existsSync(target) && (statSync(target).mode & 0o222) === 0) {
      return { problem: `${file} is read-only`, remedy };
    }
    if (existsSync(target)) accessSync(target, constants.W_OK);
    let folder = dirname(target);
    while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder);
    if (!statSync(folder).isDirectory()) return { problem: `${folder} is a file, and no folder`, remedy };
    accessSync(folder, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return { problem: `${file} cannot be written: ${messageOf(error)}`, remedy };
  }
}

const digestOf = (text: string): string => createHash('sha1').update(text).digest('hex').slice(0, 16);
