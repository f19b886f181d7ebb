import { PhotoTagError } from '../../domain/errors.ts';
import type { VocabularyChange } from '../../domain/vocabulary-change.ts';
import type { Store } from '../../store/store.ts';
import { type LockableLibrary, lockLibrary } from '../lock-library.ts';
import { rollBack } from './change-vocabulary.ts';
import { undoneFile } from './undo-change.ts';
import { readVocabularyText, replaceVocabularyText } from './vocabulary-disk.ts';

/**
 * Finishes changes of the vocabulary that were killed between the store and the file: the file is written where it is
 * still as it was before, and otherwise, because somebody edited it since, the change is rolled back. To be called when
 * a library is opened, before anything is done by the vocabulary.
 *
 * @returns true where a file was written, so that it has to be read again.
 */
export async function finishVocabularyChanges(
  library: LockableLibrary,
  tell: (notice: string) => void,
): Promise<boolean> {
  const { store } = library;
  if ((await store.vocabulary.announced()).length === 0) return false;
  const lock = await lockUnlessHeld(library);
  if (lock === null) return false;
  let wrote = false;
  try {
    for (const change of await store.vocabulary.announced()) {
      const end = await finish(store, change);
      if (end === 'written') wrote = true;
      const command = `\`photo-tag ${change.command}\``;
      tell(
        end === 'rolled back'
          ? `${command} was killed, and the vocabulary was edited since: it was rolled back. Give it again.`
          : `${command} was killed and is finished now, but for sidecars: give it again for those.`,
      );
    }
  } finally {
    await lock.release();
  }
  return wrote;
}

async function finish(store: Store, change: VocabularyChange): Promise<'written' | 'there' | 'rolled back'> {
  const { id, kind, moves, file, fileBefore } = change;
  let { fileAfter } = change;
  const now = file === null ? null : await readVocabularyText(file);
  if (file === null || now === fileAfter) {
    await store.vocabulary.finish(id, fileAfter);
    return 'there';
  }
  if (now !== fileBefore) {
    if (change.undoes === null) {
      await rollBack(store, id, kind, moves);
      return 'rolled back';
    }
    // What was taken back in the store is taken back in whatever the file has become.
    fileAfter = (await undoneFile(await changeOf(store, change.undoes))).after;
  }
  await replaceVocabularyText(file, now, fileAfter);
  await store.vocabulary.finish(id, fileAfter);
  return 'written';
}

async function changeOf(store: Store, id: number): Promise<VocabularyChange> {
  const change = (await store.vocabulary.all()).find((one) => one.id === id);
  if (change === undefined) throw new RangeError(`there is no change ${id} of the vocabulary`);
  return change;
}

/** Null where another process is at it: then it is that one's change. */
async function lockUnlessHeld(library: LockableLibrary) {
  try {
    return await lockLibrary(library, 'vocab');
  } catch (error) {
    if (error instanceof PhotoTagError && error.code === 'LOCKED') return null;
    throw error;
  }
}
