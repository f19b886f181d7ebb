import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { chooseSidecar, indexFolder } from '../algorithms/sidecar-path.ts';
import { messageOf } from '../domain/errors.ts';
import { writeAudit } from './audit.ts';
import {
  addJournalled,
  ledgersOf,
  removalOf,
  removeJournalled,
  type SidecarProblem,
} from './journalled-changes.ts';
import type { Library } from './library.ts';
import { lockLibrary } from './lock-library.ts';
import { isHeld, journalTags, listsOf, type SidecarLedger } from './sidecar-ledger.ts';
import { mirrorOf } from './sidecar-places.ts';
import { settleJournal } from './sidecar-settle.ts';

/** A sidecar in the mirror tree, and its place beside the photo. */
export interface MirroredSidecar {
  readonly original: string;
  readonly sidecar: string;
  readonly home: string;
  /**
   * `move`: there is none at home. `merge`: our keywords go on top of the one that is there. `arrived`: it is at home
   * already (somebody moved it, or we were stopped), and only the journal does not know.
   */
  readonly way: 'move' | 'merge' | 'arrived';
  readonly ledger: SidecarLedger;
}

export interface HomePlan {
  readonly sidecars: readonly MirroredSidecar[];
  /** What cannot be brought, and why. */
  readonly problems: readonly SidecarProblem[];
}

export interface HomeReport {
  readonly runId: number;
  readonly wanted: number;
  readonly brought: number;
  readonly merged: number;
  readonly problems: readonly SidecarProblem[];
  readonly cancelled: boolean;
}

const PAGE = 1000;

/** How many sidecars that we wrote and did not take back lie beside their photos, and how many in the mirror. */
export async function countPlaces(library: Library): Promise<{ beside: number; mirrored: number }> {
  let beside = 0;
  let mirrored = 0;
  for await (const [sidecar, { photo, own }] of journalledSidecars(library)) {
    if (own.length === 0) continue;
    if (dirname(sidecar) === dirname(photo!.original)) beside++;
    else mirrored++;
  }
  return { beside, mirrored };
}

/** Where each sidecar of the mirror would go. Writes nothing. */
export async function planBringHome(library: Library): Promise<HomePlan> {
  const sidecars: MirroredSidecar[] = [];
  const problems: SidecarProblem[] = [];
  for await (const [sidecar, ledger] of journalledSidecars(library)) {
    const { original } = ledger.photo!;
    if (ledger.own.length === 0 || dirname(sidecar) === dirname(original)) continue;
    const home = await homeOf(library, original);
    if (home instanceof Error) {
      problems.push({ original, sidecar, reason: home.message });
      continue;
    }
    const way = await wayHome(library, sidecar, home, ledger).catch(
      (error: unknown) =>
        new Error(
          `The one in the mirror or beside the photo cannot be read (${messageOf(error)}). Allow your user to read it, see that the disk is connected, and try again.`,
        ),
    );
    if (way instanceof Error) problems.push({ original, sidecar, reason: way.message });
    else sidecars.push({ original, sidecar, home, way, ledger });
  }
  return { sidecars, problems };
}

/** Brings the sidecars of the mirror to their photos: moved where none is, merged on top where one is. */
export async function bringHome(
  library: Library,
  { command, signal }: { readonly command: string; readonly signal: AbortSignal },
): Promise<HomeReport> {
  const { store } = library;
  const lock = await lockLibrary(library, command);
  try {
    await settleJournal(library);
    const runId = await store.journal.startRun('bring-home', command);
    const plan = await planBringHome(library);
    const problems = [...plan.problems];
    // What an earlier one that was killed left beside them: where the sidecar is at home already, nobody else comes by.
    const writer = await library.sidecarWriter();
    await writer.clearLeftovers(plan.sidecars.flatMap(({ sidecar, home }) => [sidecar, home]));
    let brought = 0;
    let merged = 0;
    for (const mirrored of plan.sidecars) {
      if (signal.aborted) break;
      const reason = await bringOne(library, runId, mirrored);
      if (reason === null) {
        brought++;
        if (mirrored.way === 'merge') merged++;
      } else problems.push({ original: mirrored.original, sidecar: mirrored.sidecar, reason });
    }
    await writeAudit(library);
    return { runId, wanted: brought + problems.length, brought, merged, problems, cancelled: signal.aborted };
  } finally {
    await lock.release();
  }
}

/** @returns why it stays, or null. */
async function bringOne(
  library: Library,
  runId: number,
  { original, sidecar, home, way, ledger }: MirroredSidecar,
): Promise<string | null> {
  const { store } = library;
  if (way === 'merge') return mergeHome(library, runId, { original, sidecar, home, way, ledger });
  if (way === 'move') {
    const moved = await (await library.sidecarWriter()).move(sidecar, home);
    if (moved.status === 'failed') return moved.reason;
    if (moved.status === 'taken') {
      return `Something was put at ${home} in between. The same command merges with it.`;
    }
  }
  await store.transaction((transaction) =>
    transaction.journal.relocate(sidecar, { sidecar: home, original }),
  );
  return null;
}

async function mergeHome(
  library: Library,
  runId: number,
  { original, sidecar, home, ledger }: MirroredSidecar,
): Promise<string | null> {
  const writer = await library.sidecarWriter();
  const sha1 = ledger.photo!.sha1;
  const [mirror] = await writer.plan([{ sidecar, subject: [], hierarchicalSubject: [] }]);
  if (mirror === undefined || mirror instanceof Error) return mirror?.message ?? 'The mirror cannot be read.';
  // What another program took out in the mirror is not brought.
  const tags = journalTags(ledger.own.filter((item) => isHeld(mirror.holds, item)));
  const [planned] = await writer.plan([{ sidecar: home, ...listsOf(tags) }]);
  if (planned === undefined || planned instanceof Error) return planned?.message ?? 'It cannot be read.';
  const added = await addJournalled(library, runId, [{ original, sha1, sidecar: home, tags, planned }]);
  if (added.problems.length > 0) return added.problems[0]!.reason;

  const all = journalTags(ledger.own);
  const [removal] = await writer.planRemoval([removalOf({ sidecar, tags: all, ledger })]);
  if (removal === undefined || removal instanceof Error) return removal?.message ?? 'It cannot be read.';
  if (!removal.deletes) {
    return `Its keywords stand in ${home} now, but ${sidecar} holds other things too: take from it what you need, and delete it.`;
  }
  const removed = await removeJournalled(library, runId, [
    { original, sha1, sidecar, tags: all, planned: removal, ledger },
  ]);
  return removed.problems[0]?.reason ?? null;
}

async function* journalledSidecars({ store }: Library): AsyncGenerator<[string, SidecarLedger]> {
  let after: string | null = null;
  for (;;) {
    const page: string[] = await store.journal.sidecars({ after, limit: PAGE });
    const ledgers = await ledgersOf(store, page);
    for (const sidecar of page) yield [sidecar, ledgers.get(sidecar)!];
    if (page.length < PAGE) return;
    after = page.at(-1)!;
  }
}

async function homeOf(library: Library, original: string): Promise<string | Error> {
  const [file] = await library.store.files.atPaths([original]);
  if (file?.status !== 'present')
    return new Error('The photo is not there any more: its sidecar stays in the mirror.');
  const folder = dirname(original);
  const names = await readdir(library.settings.places.toLocal(folder)).catch(
    (error: unknown) => new Error(messageOf(error)),
  );
  if (names instanceof Error)
    return new Error(`The folder cannot be read (${names.message}). Is its drive connected?`);
  if ((await mirrorOf(library, folder, file.root)) !== null) {
    return new Error('The folder still cannot be written. Allow your user to write it, and try again.');
  }
  const index = indexFolder(names, { originals: [basename(original)] });
  const choice = chooseSidecar(basename(original), index, library.settings.xmp.naming);
  return choice instanceof Error ? choice : join(folder, choice.name);
}

async function wayHome(
  library: Library,
  sidecar: string,
  home: string,
  ledger: SidecarLedger,
): Promise<MirroredSidecar['way'] | Error> {
  const { toLocal } = library.settings.places;
  const [there, here] = [await bytesOf(toLocal(sidecar)), await bytesOf(toLocal(home))];
  if (there !== null) {
    // The same bytes: we were stopped between placing it and removing the one in the mirror.
    return here === null || here.equals(there) ? 'move' : 'merge';
  }
  if (here === null)
    return new Error('It is neither in the mirror nor beside the photo: `photo-tag write` makes it anew.');
  const writer = await library.sidecarWriter();
  const [change] = await writer.plan([{ sidecar: home, subject: [], hierarchicalSubject: [] }]);
  if (change === undefined || change instanceof Error) return change ?? new Error(`${home} cannot be read.`);
  if (ledger.own.some((item) => isHeld(change.holds, item))) return 'arrived';
  return new Error(
    'It is not in the mirror any more, and the one beside the photo has none of its keywords: `photo-tag write` adds them.',
  );
}

async function bytesOf(path: string): Promise<Buffer | null> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}
