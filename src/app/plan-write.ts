import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { targetForms } from '../algorithms/merge-keywords.ts';
import { privateForms } from '../algorithms/private-keywords.ts';
import { chooseSidecar, indexFolder } from '../algorithms/sidecar-path.ts';
import { levelsAbove, parentsOf } from '../algorithms/term-hierarchy.ts';
import type { Config } from '../config/schema.ts';
import { messageOf } from '../domain/errors.ts';
import type { PhotoFile, Sha1 } from '../domain/photo.ts';
import { type JournalProperty, type JournalTag, KEYWORD_PROPERTIES } from '../domain/sidecar-journal.ts';
import type { SidecarChange } from '../metadata/sidecar-writer.ts';
import { ledgersOf, type SidecarProblem, type SidecarTask } from './journalled-changes.ts';
import type { Library } from './library.ts';
import { privatePhotos } from './private-photos.ts';
import {
  compareWithLedger,
  isHeld,
  journalTags,
  ledgerOf,
  listsOf,
  missingFrom,
  type OwnKeyword,
  rejectedTags,
  type SidecarLedger,
  tagsWithin,
} from './sidecar-ledger.ts';
import { filesByFolder, mirrorOf } from './sidecar-places.ts';
import { renamedLedger, type TagHistory, tagHistory } from './vocabulary/tag-history.ts';
import { type TagChoice, type TagsToWrite, tagsToWrite, type WantedTag } from './wanted-tags.ts';

export type WriteProblem = SidecarProblem;

export interface WriteChoice {
  readonly choice: TagChoice;
  /** Also what another program took out of the sidecars. */
  readonly again: boolean;
  /** Only these photos; all where it is left out. */
  readonly among?: ReadonlySet<Sha1> | undefined;
  /** Hears how many folders were looked at, of how many. */
  readonly onLooked?: ((done: number, total: number) => void) | undefined;
}

/** What writing would do for one original. */
export interface PlannedWrite extends SidecarTask {
  /** Of the tags those that were rejected by taking them out, and are wanted again. */
  readonly again: readonly WantedTag[];
  /** The same as `planned`, for what shows it. */
  readonly change: SidecarChange;
}

/** What another program did to keywords of ours in one sidecar. */
export interface SidecarFinding {
  readonly original: string;
  readonly sha1: Sha1;
  readonly sidecar: string;
  readonly takenOut: readonly JournalTag[];
  /** Tags of which that is a rejection. */
  readonly rejected: readonly Pick<WantedTag, 'layer' | 'name'>[];
  readonly lost: readonly JournalTag[];
  readonly sidecarGone: boolean;
}

export interface PlannedFolder {
  readonly folder: string;
  /** Where its sidecars go instead, because the folder cannot be written; null where they go beside the photos. */
  readonly mirror: string | null;
  /** All that were looked at. */
  readonly sidecars: readonly string[];
  readonly writes: readonly PlannedWrite[];
  readonly findings: readonly SidecarFinding[];
  /** Sidecars that hold everything already. */
  readonly unchanged: number;
  /** Keywords that an undo keeps from being written. */
  readonly undone: number;
  /** Sidecars in which a tag stands under an older name or path: `photo-tag vocab follow` changes them. */
  readonly otherwise: number;
  readonly problems: readonly WriteProblem[];
}

/** Compares the tags that photos are to carry with their sidecars, a folder at a time. Writes nothing. */
export async function* planWrite(library: Library, choice: WriteChoice): AsyncGenerator<PlannedFolder> {
  const history = await tagHistory(library.store);
  // A killed run may have changed their spellings or not: the next that writes looks first.
  const open = (await library.store.journal.open()).filter(({ deed }) => deed === 'respelled');
  const unsettled = new Set(open.map(({ sidecar }) => sidecar));
  const { among } = choice;
  const all = [...(await filesByFolder(library))];
  const folders =
    among === undefined ? all : all.filter(([, files]) => files.some((file) => among.has(file.sha1!)));
  let looked = 0;
  choice.onLooked?.(looked, folders.length);
  for (const [folder, files] of folders) {
    const tags = await tagsToWrite(library.store, [...new Set(files.map((file) => file.sha1!))], choice);
    const planned = await planFolder(library, folder, files, tags, { ...choice, history, unsettled });
    if (planned !== null) yield planned;
    choice.onLooked?.(++looked, folders.length);
  }
}

interface Known {
  readonly history: TagHistory;
  readonly unsettled: ReadonlySet<string>;
}

/** @returns null where no photo has or had a tag. */
async function planFolder(
  library: Library,
  folder: string,
  inFolder: readonly PhotoFile[],
  tags: ReadonlyMap<Sha1, TagsToWrite>,
  { again, among, history, unsettled }: WriteChoice & Known,
): Promise<PlannedFolder | null> {
  const { xmp, vocabulary, places } = library.settings;
  const parents = parentsOf(vocabulary.terms);
  const problems: WriteProblem[] = [];
  // Which sidecar is whose depends on all files of the folder, whoever is meant.
  const files = among === undefined ? inFolder : inFolder.filter((file) => among.has(file.sha1!));
  const wantedOf = (file: PhotoFile) => tags.get(file.sha1!)!;
  const nothing = {
    folder,
    mirror: null,
    sidecars: [],
    writes: [],
    findings: [],
    unchanged: 0,
    undone: 0,
    otherwise: 0,
    problems,
  };
  let names: string[];
  let mirror: string | null;
  try {
    names = await readdir(places.toLocal(folder));
    mirror = await mirrorOf(library, folder, inFolder[0]!.root);
  } catch (error) {
    const reason = `The folder ${folder} cannot be read (${messageOf(error)}). Is its drive connected?`;
    const tagged = files.filter((file) => wantedOf(file).wanted.length > 0);
    problems.push(...tagged.map((file) => ({ original: file.path, sidecar: null, reason })));
    return tagged.length > 0 ? nothing : null;
  }
  const originals = inFolder.map((file) => basename(file.path));
  const index = indexFolder(
    names,
    mirror === null ? { originals } : { originals, sidecarNames: await namesIn(places.toLocal(mirror)) },
  );
  let otherwise = 0;
  const chosen = files.flatMap((file) => {
    const sidecar = chooseSidecar(basename(file.path), index, xmp.naming);
    if (!(sidecar instanceof Error)) {
      const path = join(mirror ?? folder, sidecar.name);
      if (!unsettled.has(path)) return { file, sidecar: path };
      otherwise++;
      return [];
    }
    if (wantedOf(file).wanted.length > 0) {
      problems.push({ original: file.path, sidecar: null, reason: sidecar.message });
    }
    return [];
  });
  const hidden =
    xmp.private_prefix === ''
      ? new Set<Sha1>()
      : await privatePhotos(library.store, [...new Set(files.map((file) => file.sha1!))]);
  const ledgers = await ledgersOf(
    library.store,
    chosen.map(({ sidecar }) => sidecar),
  );
  const targets = chosen.flatMap(({ file, sidecar }) => {
    const ledger = renamedLedger(ledgers.get(sidecar) ?? NO_LEDGER, file.sha1, history);
    const { wanted } = wantedOf(file);
    if (wanted.length === 0 && ledger.own.length === 0) return [];
    const spelled = spell(wanted, xmp, parents, hidden.has(file.sha1!));
    problems.push(...spelled.problems.map((reason) => ({ original: file.path, sidecar: null, reason })));
    return { file, sidecar, ledger, wanted: spelled.tags };
  });
  const undone = files.reduce((sum, file) => sum + wantedOf(file).undone.length, 0);
  if (targets.length === 0 && problems.length === 0 && undone + otherwise === 0) return null;

  const writer = await library.sidecarWriter();
  const changes = await writer.plan(targets.map(({ sidecar, wanted }) => ({ sidecar, ...listsOf(wanted) })));
  const writes: PlannedWrite[] = [];
  const findings: SidecarFinding[] = [];
  let unchanged = 0;
  const compared = [];
  for (const [position, target] of targets.entries()) {
    const { file, sidecar, ledger } = target;
    const { path: original } = file;
    const change = changes[position]!;
    if (change instanceof Error) {
      problems.push({ original, sidecar, reason: change.message });
      continue;
    }
    const found = await findChanges(ledger, places.toLocal(sidecar), change);
    const finding = {
      original,
      sha1: file.sha1!,
      sidecar,
      ...told(found, change, xmp, hidden.has(file.sha1!)),
    };
    if (finding.takenOut.length + finding.lost.length > 0) findings.push(finding);
    compared.push({ ...target, change, withheld: again ? [] : [...found.takenOut, ...ledger.takenOut] });
  }
  // What is rejected in one sidecar is rejected for the photo, which may have another file here.
  const rejected = Map.groupBy(again ? [] : findings, (finding) => finding.sha1);
  for (const { file, sidecar, wanted, ledger, change, withheld } of compared) {
    const { path: original } = file;
    const sha1 = file.sha1!;
    const out = (rejected.get(sha1) ?? []).flatMap((finding) => finding.rejected);
    const wantedStill = withoutTakenOut(
      wanted.filter((tag) => !out.some((other) => isSame(tag, other))),
      withheld,
      change,
    );
    const allowed = withoutOtherSpellings(wantedStill, ledger, change);
    if (allowed.otherwise) otherwise++;
    const missing = tagsWithin(allowed.tags, change.add);
    if (missing.length === 0) {
      if (wanted.length > 0) unchanged++;
      continue;
    }
    const narrowed = narrow(change, missing);
    const forgiven = wantedOf(file).again;
    const task = { original, sha1, sidecar, tags: missing, planned: narrowed };
    writes.push({ ...task, change: narrowed, again: forgiven });
  }
  const sidecars = targets.map(({ sidecar }) => sidecar);
  return { folder, mirror, sidecars, writes, findings, unchanged, undone, otherwise, problems };
}

const NO_LEDGER: SidecarLedger = ledgerOf([]);

async function findChanges(ledger: SidecarLedger, sidecar: string, { holds }: SidecarChange) {
  if (missingFrom(holds, ledger.own).length === 0) {
    return { takenOut: [], lost: [], sidecarGone: false };
  }
  const bytes = holds === null ? null : await readFile(sidecar).catch(() => null);
  const sha1 = bytes === null ? null : createHash('sha1').update(bytes).digest('hex');
  return compareWithLedger(ledger, holds, sha1 !== null && ledger.formerBytes.has(sha1));
}

function told(
  found: ReturnType<typeof compareWithLedger>,
  { holds }: SidecarChange,
  xmp: Config['xmp'],
  isPrivate: boolean,
): Pick<SidecarFinding, 'takenOut' | 'rejected' | 'lost' | 'sidecarGone'> {
  const flatForm = ({ layer, name }: Pick<WantedTag, 'layer' | 'name'>) => {
    const forms = formsOf({ layer, name }, { ...xmp, targets: ['dc:subject'] }, isPrivate);
    return forms instanceof Error ? null : (forms.subject ?? null);
  };
  return {
    takenOut: journalTags(found.takenOut),
    rejected: rejectedTags(found, holds, flatForm).map(({ layer, name }) => ({ layer, name })),
    lost: journalTags(found.lost),
    sidecarGone: found.sidecarGone,
  };
}

/** A list from which another program took a tag that it still shows elsewhere does not get it again. */
function withoutTakenOut(
  tags: readonly JournalTag[],
  takenOut: readonly OwnKeyword[],
  { holds }: SidecarChange,
): JournalTag[] {
  return tags.flatMap((tag) => {
    const isShown = tag.subject !== undefined && isHeld(holds, { property: 'subject', keyword: tag.subject });
    if (!isShown) return tag;
    const kept = KEYWORD_PROPERTIES.filter(
      (property) =>
        tag[property] !== undefined &&
        !takenOut.some((item) => item.property === property && isSame(item, tag)),
    );
    const { layer, name, source, model, runId } = tag;
    return {
      ...{ layer, name, source, model, runId },
      ...Object.fromEntries(kept.map((key) => [key, tag[key]])),
    };
  });
}

/** A tag of ours that stands there in an older spelling does not get the new one beside it. */
function withoutOtherSpellings(
  tags: readonly JournalTag[],
  { own }: SidecarLedger,
  { holds }: SidecarChange,
): { tags: JournalTag[]; otherwise: boolean } {
  let otherwise = false;
  const kept = tags.map((tag) => {
    const lists: Partial<Record<JournalProperty, string>> = {};
    for (const property of KEYWORD_PROPERTIES) {
      const keyword = tag[property];
      if (keyword === undefined) continue;
      const older = own.some(
        (item) =>
          item.property === property && isSame(item, tag) && item.keyword !== keyword && isHeld(holds, item),
      );
      if (older) otherwise = true;
      else lists[property] = keyword;
    }
    const { layer, name, source, model, runId } = tag;
    return { layer, name, source, model, runId, ...lists };
  });
  return { tags: kept, otherwise };
}

/** The change with no more than these tags. */
function narrow(change: SidecarChange, tags: readonly JournalTag[]): SidecarChange {
  const add = listsOf(tags);
  return { ...change, add, addsSubject: add.subject, addsHierarchicalSubject: add.hierarchicalSubject };
}

const isSame = (one: Pick<WantedTag, 'layer' | 'name'>, other: Pick<WantedTag, 'layer' | 'name'>): boolean =>
  one.layer === other.layer && one.name === other.name;

const prefixOf = (layer: WantedTag['layer'], xmp: Config['xmp']): string =>
  layer === 'CK' ? xmp.prefix_ck : xmp.prefix_ai;

/** The spellings of one tag; those of people sets may have a prefix of their own. */
function formsOf(
  { layer, name }: Pick<WantedTag, 'layer' | 'name'>,
  xmp: Config['xmp'],
  isPrivate: boolean,
  above: readonly string[] = [],
) {
  const forms = targetForms(name, prefixOf(layer, xmp), xmp.targets, above);
  return forms instanceof Error || !isPrivate ? forms : privateForms(forms, xmp.private_prefix);
}

/** Tags in all spellings that sidecars get; the run is the writer's to fill in. */
function spell(
  tags: readonly WantedTag[],
  xmp: Config['xmp'],
  parents: ReadonlyMap<string, string>,
  isPrivate: boolean,
) {
  const spelled: JournalTag[] = [];
  const problems: string[] = [];
  for (const tag of tags) {
    const above = tag.layer === 'CK' ? levelsAbove(tag.name, parents) : [];
    const forms = formsOf(tag, xmp, isPrivate, above);
    if (forms instanceof Error) {
      problems.push(forms.message);
      continue;
    }
    spelled.push({ ...tag, runId: 0, ...forms });
  }
  return { tags: spelled, problems };
}

/** A mirror folder that does not exist yet has no names. */
const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
