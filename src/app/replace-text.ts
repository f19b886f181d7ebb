import { constants } from 'node:fs';
import { copyFile, mkdir, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { messageOf, PhotoTagError } from '../domain/errors.ts';

export const backupOf = (file: string): string => `${file}.bak`;

/**
 * Puts another text in the place of a file that people edit, whole: a temporary file, fsync, rename. What was there last is
 * kept beside it (`.bak`). A file that is a link is written where it leads.
 *
 * @param before what the file has to hold; null: it has to be absent.
 * @param after null: the file goes.
 * @param subject of the sentence that says what is wrong: `The vocabulary`
 * @throws PhotoTagError FILE_CHANGED where it holds something else, and nothing is written
 */
export async function replaceText(
  file: string,
  before: string | null,
  after: string | null,
  subject: string,
): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const temporary = join(dirname(target), `.${basename(target)}.photo-tag-tmp`);
  try {
    await mkdir(dirname(target), { recursive: true });
    if (after !== null) await writeDurably(temporary, after, await modeOf(target));
    // As late as can be: whoever saves in an editor between here and the rename is the one who loses.
    if ((await textOf(target)) !== before) throw changedMeanwhile(file);
    if (before !== null) await copyFile(target, backupOf(target), constants.COPYFILE_FICLONE);
    if (after === null) await rm(target, { force: true });
    else await rename(temporary, target);
    await syncFolder(dirname(target));
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    if (cause instanceof PhotoTagError) throw cause;
    throw new PhotoTagError('CONFIG_INVALID', `${subject} ${file} cannot be written: ${messageOf(cause)}`, {
      file,
      cause,
      remedy: 'Allow your user to write the file and its folder, or free some space. Nothing was changed.',
    });
  }
}

/** Null where there is no such file. */
const textOf = (file: string): Promise<string | null> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });

export const changedMeanwhile = (file: string): PhotoTagError =>
  new PhotoTagError('FILE_CHANGED', `Another program changed ${file} in the same moment`, {
    file,
    remedy: 'Save and close it there, and do this again. Nothing was changed here.',
  });

const modeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ mode }) => mode & 0o777,
    () => 0o644,
  );

async function writeDurably(path: string, text: string, mode: number): Promise<void> {
  const handle = await open(path, 'w', mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Some systems cannot open folders; what is lost then is the name, at a power cut, and the old file is there. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
