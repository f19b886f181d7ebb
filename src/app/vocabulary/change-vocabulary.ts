import { descendantsOf } from '../../algorithms/term-hierarchy.ts';
import { editVocabulary, type VocabularyDraft } from '../../config/edit-vocabulary.ts';
import { renderExampleVocabulary } from '../../config/render-vocabulary.ts';
import type { SeedTerm } from '../../config/seed-vocabulary.ts';
import { invalidVocabulary } from '../../config/vocabulary.ts';
import { readVocabulary } from '../../config/vocabulary-file.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import type { Sha1 } from '../../domain/photo.ts';
import {
  isRenaming,
  type TagMove,
  type VocabularyChange,
  type VocabularyChangeKind,
} from '../../domain/vocabulary-change.ts';
import { writeAudit } from '../audit.ts';
import type { Library } from '../library.ts';
import { lockLibrary } from '../lock-library.ts';
import { settleJournal } from '../sidecar-settle.ts';
import {
  planRespelling,
  type RespellingPage,
  type RespellingRequest,
  type RespellingResult,
  respellSidecars,
} from './respell-sidecars.ts';
import { type TagHistory, tagHistory } from './tag-history.ts';
import { readVocabularyText, replaceVocabularyText } from './vocabulary-disk.ts';

/** A change of the vocabulary that was thought out and not made yet. */
export interface ThoughtChange {
  readonly kind: VocabularyChangeKind;
  readonly command: string;
  readonly moves: readonly TagMove[];
  /** Terms that it is about. */
  readonly names: readonly string[];
  readonly photos?: readonly Sha1[];
  /** Null where the file stays as it is. */
  readonly edit: ((draft: VocabularyDraft) => void) | null;
}

/** The vocabulary file before and after a change. */
export interface EditedFile {
  readonly file: string;
  /** Null where there is none yet: the text after begins with the seed. */
  readonly before: string | null;
  readonly after: string;
  readonly terms: readonly SeedTerm[];
}

export interface ChangeReport extends RespellingResult {
  /** Of the change, for `vocab undo`. */
  readonly changeId: number;
  /** Of the run in the journal; null where no sidecar is to be changed. */
  readonly runId: number | null;
  /** The file that was made from the seed; null where it was there. */
  readonly madeFile: string | null;
  /** The file that went, because the change that is taken back had made it. */
  readonly goneFile?: string;
}

export type ChangeRequest = RespellingRequest;

export const vocabularyFileOf = ({ settings }: Pick<Library, 'settings'>): string =>
  settings.ck_tagging.vocab_file;

/** The text of the vocabulary, of the seed where there is no file, and its terms. */
export async function currentVocabulary(
  library: Pick<Library, 'settings'>,
): Promise<{ file: string; before: string | null; text: string; terms: readonly SeedTerm[] }> {
  const file = vocabularyFileOf(library);
  const before = await readVocabularyText(file);
  const text = before ?? renderExampleVocabulary();
  const read = readVocabulary(text);
  if (!read.ok) throw invalidVocabulary(file, read.problems);
  return { file, before, text, terms: read.entries.map(({ term }) => term) };
}

/** What the file would be. Throws CONFIG_INVALID where it would be no vocabulary any more. */
export async function thinkEdit(
  library: Pick<Library, 'settings'>,
  edit: ThoughtChange['edit'],
): Promise<EditedFile> {
  const { file, before, text, terms } = await currentVocabulary(library);
  if (edit === null) return { file, before, after: text, terms };
  const edited = editVocabulary(text, edit);
  if (!edited.ok) {
    const [problem] = edited.problems;
    throw new PhotoTagError('USAGE', `That would be no vocabulary: ${problem!.problem}`, {
      file,
      remedy: problem!.remedy,
    });
  }
  return { file, before, after: edited.text, terms: edited.terms };
}

/** Which sidecars a change would touch, page by page. Writes nothing. */
export async function* planChange(
  library: Library,
  change: ThoughtChange,
  edited: EditedFile,
): AsyncGenerator<RespellingPage> {
  const history = withThought(await tagHistory(library.store), change);
  const names = touchedNames(change.names, edited.terms);
  yield* planRespelling(library, { terms: edited.terms, names, history });
}

/** Number of a change that is only thought of. */
const THOUGHT = Number.MAX_SAFE_INTEGER;

function withThought(
  history: TagHistory,
  { kind, command, moves, names, photos = [] }: ThoughtChange,
): TagHistory {
  const change: VocabularyChange = {
    ...{
      id: THOUGHT,
      runId: THOUGHT,
      kind,
      command,
      moves,
      names,
      file: null,
      fileBefore: null,
      fileAfter: null,
    },
    ...{ undoes: null, undoneBy: null, state: 'done', at: '' },
  };
  return {
    ...history,
    standing: [...history.standing, change],
    photosOf: new Map([...history.photosOf, [THOUGHT, new Set(photos)]]),
  };
}

/** A term that moves takes the paths of all below it along. */
export const touchedNames = (names: readonly string[], terms: readonly SeedTerm[]): string[] => [
  ...new Set([...names, ...names.flatMap((name) => descendantsOf(name, terms))]),
];

/**
 * Makes a change: what is stored first, in one transaction with the announcement; then the file; then the sidecars,
 * each announced and confirmed. Whatever is killed in between is finished, or rolled back, at the next start
 * (finish-changes.ts), and the sidecars by the same command.
 *
 * @param hasSidecars false: none is looked at, because nothing is spelled otherwise.
 */
export async function makeChange(
  library: Library,
  change: ThoughtChange,
  request: ChangeRequest,
  hasSidecars: boolean,
): Promise<ChangeReport> {
  const { store } = library;
  const lock = await lockLibrary(library, change.command);
  try {
    await settleJournal(library);
    const edited = await thinkEdit(library, change.edit);
    const { changeId, runId } = await store.transaction(
      async (transaction) => {
        const runId = hasSidecars ? await transaction.journal.startRun('vocabulary', change.command) : null;
        const { kind, command, moves, names, photos = [] } = change;
        const { file, before, after } = edited;
        const changeId = await transaction.vocabulary.announce({
          ...{ kind, command, runId, moves, names, photos, undoes: null },
          ...{ file: change.edit === null ? null : file, fileBefore: before, fileAfter: after },
        });
        for (const move of moves) await transaction.vocabulary.moveTag(changeId, move);
        return { changeId, runId };
      },
      { durable: true },
    );
    if (change.edit !== null) await writeFile(library, changeId, change, edited);
    await store.vocabulary.finish(changeId, edited.after);
    const madeFile = change.edit !== null && edited.before === null ? edited.file : null;
    if (runId === null) return { changeId, runId, madeFile, changed: 0, problems: [], cancelled: false };
    const names = touchedNames(change.names, edited.terms);
    const pages = planRespelling(library, { terms: edited.terms, names });
    const result = await respellSidecars(library, runId, pages, request);
    await writeAudit(library);
    return { changeId, runId, madeFile, ...result };
  } finally {
    await lock.release();
  }
}

/** Somebody who saved the file in between wins, and nothing is changed. */
async function writeFile(
  { store }: Library,
  changeId: number,
  { kind, moves }: ThoughtChange,
  { file, before, after }: EditedFile,
): Promise<void> {
  try {
    await replaceVocabularyText(file, before, after);
  } catch (error) {
    await rollBack(store, changeId, kind, moves);
    throw error;
  }
}

/** Takes back a change whose file was not written; no sidecar was touched. */
export async function rollBack(
  store: Library['store'],
  changeId: number,
  kind: VocabularyChangeKind,
  moves: readonly TagMove[],
): Promise<void> {
  await store.transaction(
    async (transaction) => {
      for (const move of moves.toReversed()) {
        await transaction.vocabulary.moveBack(changeId, move, isRenaming({ kind }));
      }
      await transaction.vocabulary.setUndone(changeId, changeId);
      await transaction.vocabulary.finish(changeId, null);
    },
    { durable: true },
  );
}

/** Goes on with the sidecars of a change that was stopped, or that could not reach all of them. */
export async function goOnWithChange(
  library: Library,
  change: VocabularyChange,
  request: ChangeRequest,
): Promise<ChangeReport> {
  const lock = await lockLibrary(library, change.command);
  try {
    await settleJournal(library);
    const { terms } = await currentVocabulary(library);
    const pages = planRespelling(library, { terms, names: touchedNames(change.names, terms) });
    const result = await respellSidecars(library, change.runId!, pages, request);
    await writeAudit(library);
    return { changeId: change.id, runId: change.runId, madeFile: null, ...result };
  } finally {
    await lock.release();
  }
}
