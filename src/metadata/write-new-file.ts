import { open, rm } from 'node:fs/promises';

/**
 * A file that was not there before, with this content; when it cannot be written whole, there is none.
 * @throws with code EEXIST where something has the name.
 */
export async function writeNewFile(path: string, content: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(content);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}
