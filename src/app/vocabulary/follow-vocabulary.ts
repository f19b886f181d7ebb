import { writeAudit } from '../audit.ts';
import type { Library } from '../library.ts';
import { lockLibrary } from '../lock-library.ts';
import { settleJournal } from '../sidecar-settle.ts';
import { type ChangeReport, type ChangeRequest, currentVocabulary } from './change-vocabulary.ts';
import { planRespelling, type RespellingPage, respellSidecars } from './respell-sidecars.ts';

/** All sidecars whose keywords are spelled otherwise than the vocabulary says. Writes nothing. */
export async function* planFollow(library: Library): AsyncGenerator<RespellingPage> {
  const { terms } = await currentVocabulary(library);
  yield* planRespelling(library, { terms, names: null });
}

/** Spells them as the vocabulary says: a change of its own, which can be taken back. */
export async function followVocabulary(
  library: Library,
  command: string,
  request: ChangeRequest,
): Promise<ChangeReport> {
  const { store } = library;
  const lock = await lockLibrary(library, command);
  try {
    await settleJournal(library);
    const { changeId, runId } = await store.transaction(
      async (transaction) => {
        const runId = await transaction.journal.startRun('vocabulary', command);
        const changeId = await transaction.vocabulary.announce({
          ...{ kind: 'follow', command, runId, moves: [], names: [], photos: [] },
          ...{ file: null, fileBefore: null, fileAfter: null, undoes: null },
        });
        await transaction.vocabulary.finish(changeId, null);
        return { changeId, runId };
      },
      { durable: true },
    );
    const result = await respellSidecars(library, runId, planFollow(library), request);
    await writeAudit(library);
    return { changeId, runId, madeFile: null, ...result };
  } finally {
    await lock.release();
  }
}
