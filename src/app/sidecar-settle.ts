import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { chooseSidecar, indexFolder } from '../algorithms/sidecar-path.ts';
import type { UndoneTag } from '../domain/sidecar-journal.ts';
import type { KeywordLists } from '../metadata/sidecar-writer.ts';
import type { JournalRow } from '../store/store.ts';
import type { Library } from './library.ts';
import { requirePlaces } from './places.ts';
import { listsOf, tagsWithin } from './sidecar-ledger.ts';

/** Brings the journal up to what is on the disk. Under the run lock, before anything is planned. */
export async function settleJournal(library: Library): Promise<void> {
  await requirePlaces(library.settings.places);
  await settleOpenChanges(library);
  await followMovedSidecars(library);
}

/**
 * A run that was killed between changing a sidecar and saying so: the sidecar itself says what became of it. What could
 * not be read stays open until it can.
 */
async function settleOpenChanges({ store, sidecarWriter }: Library): Promise<void> {
  const open = await store.journal.open();
  if (open.length === 0) return;
  const writer = await sidecarWriter();
  // Nothing may be left to do there, and then nobody else would come by.
  await writer.clearLeftovers(open.map(({ sidecar }) => sidecar));
  const changes = await writer.plan(open.map(({ sidecar, tags }) => ({ sidecar, ...listsOf(tags) })));
  const done: JournalRow[] = [];
  const withdrawn: number[] = [];
  open.forEach((row, index) => {
    const change = changes[index]!;
    if (change instanceof Error) return;
    if (wasDone(row, change.holds)) done.push(row);
    else withdrawn.push(row.id);
  });
  const undos = new Set((await store.journal.runs()).flatMap((run) => (run.kind === 'undo' ? run.id : [])));
  await store.transaction(async (transaction) => {
    await transaction.journal.confirm(done);
    await transaction.journal.withdraw(withdrawn);
    await transaction.tags.putUndone(undoneBy(done.filter((row) => undos.has(row.runId))));
  });
}

/**
 * A change is whole or not at all, so one keyword that is there (or, of a removal, is gone) proves it. Those that
 * another program took out since are found by the next comparison.
 */
function wasDone(row: JournalRow, holds: KeywordLists | null): boolean {
  const count = (tags: JournalRow['tags']) => Object.values(listsOf(tags)).flat().length;
  const there = count(tagsWithin(row.tags, holds ?? {}));
  if (row.deed === 'added') return there > 0;
  if (row.deed === 'removed') return there < count(row.tags);
  // What is new was not there before. Where nothing is, because all new spellings stood there, an old one has gone.
  const former = row.former ?? [];
  return count(row.tags) > 0 ? there > 0 : count(tagsWithin(former, holds ?? {})) < count(former);
}

/** The tags that an undo keeps from being written again. */
export const undoneBy = (rows: readonly JournalRow[]): UndoneTag[] =>
  rows.flatMap(({ sha1, runId, tags }) =>
    sha1 === null ? [] : tags.map(({ layer, name }) => ({ sha1, layer, name, runId })),
  );

/**
 * Photos that were moved together with their sidecars, as Lightroom and digiKam move them: what we wrote there is still
 * ours. A sidecar that stayed behind, and a copy, keep and get no history.
 */
async function followMovedSidecars({ store, settings }: Library): Promise<void> {
  const strays = await store.journal.strays();
  if (strays.length === 0) return;
  const places = await store.files.ofPhotos([...new Set(strays.map((stray) => stray.sha1))]);
  for (const { sidecar, sha1 } of strays) {
    if (await exists(settings.places.toLocal(sidecar))) continue;
    for (const { path } of places.get(sha1) ?? []) {
      const names = await readdir(settings.places.toLocal(dirname(path))).catch(() => []);
      const index = indexFolder(names, { originals: [basename(path)] });
      const choice = chooseSidecar(basename(path), index, settings.xmp.naming);
      if (choice instanceof Error || !choice.exists) continue;
      const found = join(dirname(path), choice.name);
      if ((await store.journal.ofSidecars([found])).size > 0) continue;
      await store.journal.relocate(sidecar, { sidecar: found, original: path });
      break;
    }
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
