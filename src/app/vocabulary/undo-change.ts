import { editVocabulary, VocabularyDraft } from '../../config/edit-vocabulary.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import { type JournalProperty, type JournalTag, KEYWORD_PROPERTIES } from '../../domain/sidecar-journal.ts';
import { isRenaming, type VocabularyChange } from '../../domain/vocabulary-change.ts';
import type { JournalRow } from '../../store/store.ts';
import { writeAudit } from '../audit.ts';
import { ledgersOf } from '../journalled-changes.ts';
import type { Library } from '../library.ts';
import { lockLibrary } from '../lock-library.ts';
import { ledgerOf, type SidecarLedger } from '../sidecar-ledger.ts';
import { settleJournal } from '../sidecar-settle.ts';
import type { ChangeReport, ChangeRequest } from './change-vocabulary.ts';
import { planned, type RespellingPage, respellSidecars } from './respell-sidecars.ts';
import { readVocabularyText, replaceVocabularyText } from './vocabulary-disk.ts';

const PAGE = 1000;

/**
 * The change that is meant: the one with that number or of that run, or the last that stands. One that was being taken
 * back counts too, so that its sidecars can be finished.
 * @throws PhotoTagError USAGE where there is none, or where later ones build on it
 */
export async function changeToUndo(
  { store }: Library,
  meant: { readonly change?: number | undefined; readonly run?: number | undefined },
): Promise<VocabularyChange> {
  const all = await store.vocabulary.all();
  const remedy = '`photo-tag vocab history` lists all changes.';
  const named = meant.change !== undefined || meant.run !== undefined;
  const found = named
    ? all.find(({ id, runId }) => (meant.change === undefined ? runId === meant.run : id === meant.change))
    : all.findLast(({ undoneBy, undoes }) => undoneBy === null && undoes === null);
  if (found === undefined) {
    throw new PhotoTagError('USAGE', named ? 'There is no such change' : 'Nothing was changed yet', {
      remedy,
    });
  }
  if (found.undoes !== null) {
    const former = all.find(({ id }) => id === found.undoes)!;
    throw new PhotoTagError('USAGE', `Change ${found.id} took back change ${former.id}`, {
      remedy: `Do it again with: photo-tag ${former.command}`,
    });
  }
  if (found.undoneBy === found.id) {
    throw new PhotoTagError('USAGE', `Change ${found.id} was rolled back already`, { remedy });
  }
  const later = all.find(
    ({ id, undoes, undoneBy, names }) =>
      id > found.id &&
      undoes === null &&
      undoneBy === null &&
      names.some((name) => found.names.includes(name)),
  );
  if (found.undoneBy === null && later !== undefined) {
    throw new PhotoTagError('USAGE', `Change ${later.id} (${later.command}) builds on change ${found.id}`, {
      remedy: `Take that one back first: photo-tag vocab undo ${later.id}`,
    });
  }
  return found;
}

/** What would come back in sidecars, page by page. Writes nothing. */
export async function* planUndoChange(
  library: Library,
  change: VocabularyChange,
): AsyncGenerator<RespellingPage> {
  if (change.runId === null) return;
  const { store } = library;
  let after = 0;
  for (;;) {
    const rows: JournalRow[] = await store.journal.page({ after, limit: PAGE, runId: change.runId });
    const respelled = rows.filter((row) => row.deed === 'respelled');
    const sidecars = [...new Set(respelled.map((row) => row.sidecar))];
    const histories = await store.journal.ofSidecars(sidecars);
    const ledgers = await ledgersOf(store, sidecars);
    const due = respelled.flatMap((row) => {
      const ledger = ledgers.get(row.sidecar)!;
      const standing = pairsBack(row, histories.get(row.sidecar) ?? [], ledger);
      if (standing.tags.length === 0) return [];
      // Only where it is whole does the trace lead to where all of it came from.
      const takesBack = standing.tags.length === row.tags.length ? row.trace : null;
      return { ...ledger.photo!, sidecar: row.sidecar, ...standing, takesBack };
    });
    if (due.length > 0) yield await planned(library, due);
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.id;
  }
}

/** The pairs of a respelling the other way round, as far as they stand. */
function pairsBack(
  row: JournalRow,
  history: readonly JournalRow[],
  { own }: SidecarLedger,
): { tags: JournalTag[]; former: JournalTag[] } {
  const tags: JournalTag[] = [];
  const former: JournalTag[] = [];
  const before = ledgerOf(history.filter(({ id }) => id < row.id)).own;
  const later = history.filter(({ id }) => id > row.id);
  const used = new Set<string>();
  row.tags.forEach((now, index) => {
    const was = row.former?.[index];
    if (was === undefined) return;
    const lists: Partial<Record<JournalProperty, string>> = {};
    let stands = false;
    for (const property of KEYWORD_PROPERTIES) {
      const keyword = now[property];
      if (keyword === undefined) {
        // It had gone because the other stood there; where that was taken back since, nothing is to come again.
        const isBack = own.some((item) => item.property === property && item.keyword === was[property]);
        if (was[property] !== undefined && !isBack && !later.some((one) => takesOut(one, now))) stands = true;
        continue;
      }
      const isOurs = own.some(
        (item) => item.property === property && item.keyword === keyword && item.spelledRunId === row.runId,
      );
      if (!isOurs) continue;
      stands = true;
      // Two that became one: the second comes anew.
      if (!used.has(`${property}\n${keyword}`)) lists[property] = keyword;
      used.add(`${property}\n${keyword}`);
    }
    if (!stands) return;
    const spelled = before.find((item) => was[item.property] === item.keyword)?.spelledRunId;
    const { layer, name, source, model, runId } = now;
    tags.push(spelled === undefined ? was : { ...was, spelledRunId: spelled });
    former.push({ layer, name, source, model, runId, ...lists });
  });
  return { tags, former };
}

const takesOut = ({ deed, tags }: JournalRow, { layer, name }: JournalTag): boolean =>
  (deed === 'removed' || deed === 'taken-out' || deed === 'lost') &&
  tags.some((one) => one.layer === layer && one.name === name);

/** What the file would be after taking a change back. */
export async function undoneFile(
  change: VocabularyChange,
): Promise<{ before: string | null; after: string | null }> {
  const { file, fileBefore, fileAfter, kind, moves, names } = change;
  const before = file === null ? null : await readVocabularyText(file);
  if (file === null || before === fileAfter) return { before, after: fileBefore };
  if (before === null) return { before, after: null };
  // Edited since: only the terms of the change go back to what they were.
  const edited = editVocabulary(before, (draft) => {
    if (isRenaming({ kind })) for (const { from, to } of moves.toReversed()) draft.rename(to.name, from.name);
    draft.restore(names, new VocabularyDraft(fileBefore ?? ''));
  });
  if (edited.ok) return { before, after: edited.text };
  const [problem] = edited.problems;
  throw new PhotoTagError(
    'USAGE',
    `The vocabulary was edited since, and would have a mistake: ${problem!.problem}`,
    {
      file,
      remedy: problem!.remedy,
    },
  );
}

/**
 * Takes a change back: decisions and proposals, the file, and the sidecars, which get the bytes that they had where
 * nobody wrote since. What was decided since stays decided.
 */
export async function undoChange(
  library: Library,
  change: VocabularyChange,
  command: string,
  request: ChangeRequest,
): Promise<ChangeReport> {
  const { store } = library;
  const lock = await lockLibrary(library, command);
  try {
    await settleJournal(library);
    const { id, runId: changeRun, moves, names, file } = change;
    const earlier = (await store.vocabulary.all()).find((one) => one.id === change.undoneBy);
    let gone: { goneFile?: string } = {};
    let undo = earlier === undefined ? null : { changeId: earlier.id, runId: earlier.runId };
    if (undo === null) {
      const text = await undoneFile(change);
      if (file !== null && text.before !== null && text.after === null) gone = { goneFile: file };
      undo = await store.transaction(
        async (transaction) => {
          const runId =
            changeRun === null ? null : await transaction.journal.startRun('vocabulary', command, changeRun);
          const changeId = await transaction.vocabulary.announce({
            ...{ kind: 'undo', command, runId, moves: [], names, photos: [], undoes: id },
            ...{ file, fileBefore: text.before, fileAfter: text.after },
          });
          for (const move of moves.toReversed()) {
            await transaction.vocabulary.moveBack(id, move, isRenaming(change));
          }
          await transaction.vocabulary.setUndone(id, changeId);
          return { changeId, runId };
        },
        { durable: true },
      );
      if (file !== null && text.before !== text.after)
        await replaceVocabularyText(file, text.before, text.after);
      await store.vocabulary.finish(undo.changeId, text.after);
    }
    if (undo.runId === null)
      return { ...undo, ...gone, madeFile: null, changed: 0, problems: [], cancelled: false };
    const result = await respellSidecars(library, undo.runId, planUndoChange(library, change), request);
    await writeAudit(library);
    return { ...undo, ...gone, madeFile: null, ...result };
  } finally {
    await lock.release();
  }
}
