import { open } from './disk.ts';
import { clearUp, removeFile } from './remove-file.ts';

/**
 * A file that was not there before, with this content; when it cannot be written whole, there is none.
 * @throws with code EEXIST where something has the name.
 */
export async function writeNewFile(path: string, content: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    try {
      await file.writeFile(content);
    } finally {
      // May fail as well: a network disk can say only here that it had no room.
      await file.close();
    }
  } catch (error) {
    // The first failure says more; an empty or half file is known for what it is (lock-owner.ts, lock-draft.ts).
    await clearUp(() => removeFile(path));
    throw error;
  }
}
