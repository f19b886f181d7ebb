import { messageOf, PhotoTagError } from '../domain/errors.ts';
import { type ConfigText, readConfigText, saveConfigText, takeBackSaving } from './edit-config.ts';

/**
 * Saves a configuration and opens the library with it. Where that cannot be done, the file is as it was before.
 * @param digest of the text that was changed
 * @throws PhotoTagError as saveConfigText, and what opening says
 */
export async function replaceConfig(
  file: string,
  text: string,
  digest: string,
  reopen: () => Promise<void>,
): Promise<ConfigText> {
  const former = readConfigText(file, []);
  const saved = await saveConfigText(file, text, digest);
  try {
    await reopen();
  } catch (cause) {
    await takeBackSaving(file, text, former.exists ? former.text : null);
    const known = cause instanceof PhotoTagError ? cause : null;
    throw new PhotoTagError(
      'CONFIG_INVALID',
      `Nothing was saved, because the library cannot be opened with this: ${messageOf(cause)}`,
      { file, cause, remedy: known?.remedy ?? 'Change it, and save again.' },
    );
  }
  return saved;
}
