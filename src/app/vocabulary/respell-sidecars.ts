import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { targetForms } from '../../algorithms/merge-keywords.ts';
import { privateForms } from '../../algorithms/private-keywords.ts';
import { levelsAbove, parentsOf } from '../../algorithms/term-hierarchy.ts';
import type { Config } from '../../config/schema.ts';
import type { SeedTerm } from '../../config/seed-vocabulary.ts';
import type { PathMap } from '../../domain/path-map.ts';
import { type JournalTag, KEYWORD_PROPERTIES } from '../../domain/sidecar-journal.ts';
import type { TagKey } from '../../domain/vocabulary-change.ts';
import {
  batchesOf,
  ledgersOf,
  type RespellingTask,
  respellingOf,
  respellJournalled,
  type SidecarProblem,
} from '../journalled-changes.ts';
import type { Library } from '../library.ts';
import { privatePhotos } from '../private-photos.ts';
import type { OwnKeyword, SidecarLedger } from '../sidecar-ledger.ts';
import { currentTag, type TagHistory, tagHistory } from './tag-history.ts';

/** What spelling keywords anew would do to some sidecars. */
export interface RespellingPage {
  readonly changes: readonly RespellingTask[];
  /** Sidecars that cannot be changed now: still to do. */
  readonly problems: readonly SidecarProblem[];
}

export interface RespellingResult {
  readonly changed: number;
  readonly problems: readonly SidecarProblem[];
  readonly cancelled: boolean;
}

export interface RespellingRequest {
  readonly signal: AbortSignal;
  /** What is to be changed next. */
  readonly onPage?: ((page: RespellingPage) => void) | undefined;
  /** How many sidecars were changed so far. */
  readonly onChanged?: ((changed: number) => void) | undefined;
}

/** The vocabulary that keywords are to be spelled by, and which of them. */
export interface RespellingChoice {
  readonly terms: readonly SeedTerm[];
  /** Names of tags, as they are called now or were called before; null: all. */
  readonly names: readonly string[] | null;
  /** In the place of what the store knows: a change that is only thought of. */
  readonly history?: TagHistory | undefined;
}

const PAGE = 1000;

/** The spellings of a tag in every list that a sidecar may have; an Error where it cannot be written. */
export type Speller = (tag: TagKey, isPrivate: boolean) => ReturnType<typeof targetForms>;

const ALL_TARGETS = ['dc:subject', 'lr:hierarchicalSubject', 'digikam'] as const;

/**
 * How tags are spelled: prefix and name, in hierarchical lists the terms above it in between, and before all of it the
 * prefix of people sets.
 */
export function spellerOf(terms: readonly SeedTerm[], xmp: Config['xmp']): Speller {
  const parents = parentsOf(terms);
  return ({ layer, name }, isPrivate) => {
    const forms =
      layer === 'CK'
        ? targetForms(name, xmp.prefix_ck, ALL_TARGETS, levelsAbove(name, parents))
        : targetForms(name, xmp.prefix_ai, ALL_TARGETS);
    return forms instanceof Error || !isPrivate ? forms : privateForms(forms, xmp.private_prefix);
  };
}

/**
 * Which sidecars hold keywords of ours that are spelled otherwise than the vocabulary says, page by page. Writes
 * nothing.
 */
export async function* planRespelling(
  library: Library,
  { terms, names, history }: RespellingChoice,
): AsyncGenerator<RespellingPage> {
  const { store, settings } = library;
  const known = history ?? (await tagHistory(store));
  const spell = spellerOf(terms, settings.xmp);
  const controlled = new Set(terms.map((term) => term.name));
  let after: string | null = null;
  for (;;) {
    const sidecars: string[] = await store.journal.sidecars({ after, limit: PAGE }, names ?? undefined);
    const ledgers = await ledgersOf(store, sidecars);
    const sha1s = [...ledgers.values()].flatMap(({ photo }) => photo?.sha1 ?? []);
    const hidden =
      settings.xmp.private_prefix === '' ? null : await privatePhotos(store, [...new Set(sha1s)]);
    const due = [...ledgers].flatMap(([sidecar, ledger]) => {
      const sha1 = ledger.photo?.sha1 ?? null;
      // Fail closed: of a photo that nobody knows any more, keywords stay private.
      const isPrivate = hidden !== null && (sha1 === null || hidden.has(sha1));
      const pairs = respellingsOf(ledger, { spell, controlled, history: known, names, isPrivate });
      if (pairs.tags.length === 0) return [];
      return { ...ledger.photo!, sidecar, ...pairs, takesBack: null };
    });
    if (due.length > 0) yield await planned(library, due);
    if (sidecars.length < PAGE) return;
    after = sidecars.at(-1)!;
  }
}

/** Asks the sidecars themselves what would change. */
export async function planned(
  library: Library,
  due: readonly Omit<RespellingTask, 'planned'>[],
): Promise<RespellingPage> {
  const changes: RespellingTask[] = [];
  const problems: SidecarProblem[] = [];
  const writer = await library.sidecarWriter();
  const plans = await writer.planRespelling(due.map(respellingOf));
  for (const [index, task] of due.entries()) {
    const change = plans[index]!;
    const { original, sidecar } = task;
    if (change instanceof Error) problems.push({ original, sidecar, reason: change.message });
    else if (change.holds === null) {
      const reason = await outOfReach(sidecar, original, library.settings.places);
      if (reason !== null) problems.push({ original, sidecar, reason });
    } else if ([change.add, change.remove].some((lists) => Object.values(lists).flat().length > 0)) {
      changes.push({ ...task, planned: change });
    }
  }
  return { changes, problems };
}

/** A sidecar that somebody deleted has nothing to be changed; one on a drive that is not connected has. */
async function outOfReach(sidecar: string, original: string, { toLocal }: PathMap): Promise<string | null> {
  const isThere = (path: string) =>
    stat(toLocal(path)).then(
      () => true,
      () => false,
    );
  if (!(await isThere(dirname(sidecar)))) {
    return `The folder ${dirname(sidecar)} is not there. Is its drive connected?`;
  }
  if (await isThere(original)) return null;
  return `Neither the sidecar nor its photo is there. Is the drive of ${dirname(sidecar)} connected?`;
}

/** Changes the sidecars page by page; what cannot be changed now is said and stays to be done. */
export async function respellSidecars(
  library: Library,
  runId: number,
  pages: AsyncIterable<RespellingPage>,
  { signal, onPage, onChanged }: RespellingRequest,
): Promise<RespellingResult> {
  const problems: SidecarProblem[] = [];
  let changed = 0;
  for await (const page of pages) {
    onPage?.(page);
    problems.push(...page.problems);
    const writer = await library.sidecarWriter();
    await writer.clearLeftovers(page.changes.map((change) => change.sidecar));
    for (const batch of batchesOf(page.changes)) {
      if (signal.aborted) return { changed, problems, cancelled: true };
      const result = await respellJournalled(library, runId, batch);
      problems.push(...result.problems);
      changed += result.done.length;
      onChanged?.(changed);
    }
  }
  return { changed, problems, cancelled: signal.aborted };
}

interface Rules {
  readonly spell: Speller;
  readonly controlled: ReadonlySet<string>;
  readonly history: TagHistory;
  readonly names: readonly string[] | null;
  readonly isPrivate: boolean;
}

/** Tags of a sidecar that are to be spelled otherwise, each beside how it is spelled. */
function respellingsOf(
  ledger: SidecarLedger,
  { spell, controlled, history, names, isPrivate }: Rules,
): { tags: JournalTag[]; former: JournalTag[] } {
  const tags: JournalTag[] = [];
  const former: JournalTag[] = [];
  const sha1 = ledger.photo?.sha1 ?? null;
  const byTag = Map.groupBy(ledger.own, (item) => {
    const { layer, name } = currentTag(item, sha1, history);
    return JSON.stringify([item.layer, item.name, item.runId, layer, name]);
  });
  for (const items of byTag.values()) {
    const [first] = items as [OwnKeyword, ...OwnKeyword[]];
    const now = currentTag(first, sha1, history);
    if (names !== null && !names.includes(first.name) && !names.includes(now.name)) continue;
    const isMoved = now.name !== first.name || now.layer !== first.layer;
    // A word that the vocabulary has no more stays as it was written: nobody said what it should be.
    if (!isMoved && now.layer === 'CK' && !controlled.has(now.name)) continue;
    const forms = spell(now, isPrivate);
    if (forms instanceof Error) continue;
    const due = items.filter(({ property, keyword }) => isMoved || forms[property] !== keyword);
    if (due.length === 0) continue;
    const { source, model, runId } = first;
    const tag = (key: TagKey, keywordOf: (item: OwnKeyword) => string | undefined): JournalTag => ({
      ...{ layer: key.layer, name: key.name, source, model, runId },
      ...Object.fromEntries(
        KEYWORD_PROPERTIES.flatMap((property) => {
          const item = due.find((one) => one.property === property);
          const keyword = item && keywordOf(item);
          return keyword === undefined ? [] : [[property, keyword]];
        }),
      ),
    });
    tags.push(tag(now, ({ property }) => forms[property]));
    former.push(tag(first, ({ keyword }) => keyword));
  }
  return { tags, former };
}
