import { missingKeywords } from '../algorithms/merge-keywords.ts';
import type { Sha1 } from '../domain/photo.ts';
import { type JournalProperty, type JournalTag, KEYWORD_PROPERTIES } from '../domain/sidecar-journal.ts';
import type { TagLayer } from '../domain/tag.ts';
import type { KeywordLists } from '../metadata/sidecar-writer.ts';
import type { JournalRow } from '../store/store.ts';

/** One item of one list of a sidecar that we put there. */
export interface OwnKeyword {
  readonly property: JournalProperty;
  readonly keyword: string;
  readonly layer: TagLayer;
  readonly name: string;
  readonly source: string;
  readonly model: string;
  /** The run that wrote it first. */
  readonly runId: number;
  /** The run that wrote it last: a redo, or the same. */
  readonly lastRunId: number;
  /** The run that gave it this spelling: one that renamed its tag, or the last that wrote it. */
  readonly spelledRunId: number;
  /** When it was written last; ISO 8601, UTC. */
  readonly at: string;
}

/** What the journal says of one sidecar: how we left it. */
export interface SidecarLedger {
  /** Of the photo, as it was when we wrote last; null where we never did. */
  readonly photo: { readonly original: string; readonly sha1: Sha1 | null } | null;
  /** We made it. */
  readonly isOurs: boolean;
  /** What we put there and neither we nor others took out, in the order of writing. */
  readonly own: readonly OwnKeyword[];
  /** What we put there and another program took out. */
  readonly takenOut: readonly OwnKeyword[];
  /** For the sidecar writer, newest first. */
  readonly traces: readonly string[];
  /** Its bytes when we wrote last; null where that is not known. */
  readonly lastBytes: Sha1 | null;
  /** Contents that it had before, and not last: one of these means that an older file was put back. */
  readonly formerBytes: ReadonlySet<Sha1>;
}

/** @param rows all that happened to one sidecar, oldest first. */
export function ledgerOf(rows: readonly JournalRow[]): SidecarLedger {
  let isOurs = false;
  let traces: string[] = [];
  const own = new Map<string, OwnKeyword>();
  const takenOut = new Map<string, OwnKeyword>();
  const formerBytes = new Set<Sha1>();
  const forget = () => {
    isOurs = false;
    traces = [];
    own.clear();
    takenOut.clear();
  };
  for (const row of rows) {
    if (row.whole) forget();
    if (row.deed === 'added' && row.whole) isOurs = true;
    if (row.deed === 'respelled') {
      respell(own, row);
      for (const item of own.values()) takenOut.delete(keyOf(item));
    }
    for (const item of row.deed === 'respelled' ? [] : keywordsOf(row)) {
      const key = keyOf(item);
      if (row.deed === 'added') {
        own.set(key, item);
        takenOut.delete(key);
      } else {
        own.delete(key);
        if (row.deed === 'taken-out') takenOut.set(key, item);
      }
    }
    if (row.trace !== null) traces.unshift(row.trace);
    // Nothing of ours stands there any more: what we had to do for it is done with.
    if (own.size === 0) traces = [];
    for (const sha1 of [row.sha1Before, row.sha1After]) if (sha1 !== null) formerBytes.add(sha1);
  }
  const last = rows.findLast((row) => row.sha1After !== null)?.sha1After ?? null;
  if (last !== null) formerBytes.delete(last);
  const at = rows.at(-1);
  return {
    photo: at === undefined ? null : { original: at.original, sha1: at.sha1 },
    isOurs,
    own: [...own.values()],
    takenOut: [...takenOut.values()],
    traces,
    lastBytes: last,
    formerBytes,
  };
}

/** The new spelling was written when the old one was: it has another name, and nothing else. */
function respell(own: Map<string, OwnKeyword>, row: JournalRow): void {
  const wereOwn = (row.former ?? []).map((tag) => {
    const items = itemsOf(tag, row);
    const known = items.map((item) => own.get(keyOf(item)) ?? item);
    for (const item of items) own.delete(keyOf(item));
    return known;
  });
  row.tags.forEach((tag, index) => {
    for (const item of itemsOf(tag, row)) {
      const was = wereOwn[index]?.find((one) => one.property === item.property) ?? wereOwn[index]?.[0];
      const when = was === undefined ? {} : { lastRunId: was.lastRunId, at: was.at };
      own.set(keyOf(item), { ...item, ...when });
    }
  });
}

const keywordsOf = (row: JournalRow): OwnKeyword[] => row.tags.flatMap((tag) => itemsOf(tag, row));

function itemsOf(
  { layer, name, source, model, runId, spelledRunId, ...lists }: JournalTag,
  { runId: lastRunId, at }: JournalRow,
): OwnKeyword[] {
  return KEYWORD_PROPERTIES.flatMap((property) => {
    const keyword = lists[property];
    if (keyword === undefined) return [];
    const written = { runId, lastRunId, spelledRunId: spelledRunId ?? lastRunId, at };
    return { property, keyword, layer, name, source, model, ...written };
  });
}

const keyOf = ({ property, keyword }: OwnKeyword): string =>
  `${property}\n${keyword.normalize('NFC').replace(/\s+/gu, ' ').trim()}`;

type Item = Pick<OwnKeyword, 'property' | 'keyword'>;

/** Whether a list of the sidecar holds that keyword, as the sidecar writer compares them. */
export const isHeld = (holds: KeywordLists | null, item: Item): boolean =>
  missingFrom(holds, [item]).length === 0;

/** Those that the lists do not hold. Each list is gone through once: a library has millions of keywords. */
export function missingFrom<Some extends Item>(holds: KeywordLists | null, items: readonly Some[]): Some[] {
  const missing = new Set(
    KEYWORD_PROPERTIES.flatMap((property) => {
      const ours = items.flatMap((item) => (item.property === property ? item.keyword : []));
      if (ours.length === 0) return [];
      return missingKeywords(holds?.[property] ?? [], ours).map((keyword) => `${property}\n${keyword}`);
    }),
  );
  if (missing.size === 0) return [];
  return items.filter(({ property, keyword }) => missing.has(`${property}\n${keyword}`));
}

/** What became of our keywords since we wrote them. */
export interface LedgerFinding {
  /** Taken out one by one. */
  readonly takenOut: readonly OwnKeyword[];
  /** Gone with the sidecar or with the whole list. */
  readonly lost: readonly OwnKeyword[];
  /** The sidecar itself is not there any more. */
  readonly sidecarGone: boolean;
}

/**
 * Three-way comparison: how we left the sidecar, what it holds now, and so what another program did to our keywords.
 *
 * One keyword that is gone while others of ours stay was taken out by somebody who meant it. Not so where
 * - the sidecar is not there: it was moved, deleted or is on its way;
 * - it has bytes that it had before: a backup was restored;
 * - all of ours, two or more, are gone from a list: a program that never read them saved its own list over ours
 *   (Lightroom's and darktable's save, where the catalogue did not read the sidecar).
 * Keywords that are lost in these ways are written again. The dearer mistake is the other one: a whole library's
 * keywords taken for rejected because a catalogue was saved.
 */
export function compareWithLedger(
  { own }: SidecarLedger,
  holds: KeywordLists | null,
  isFormerState: boolean,
): LedgerFinding {
  const gone = missingFrom(holds, own);
  if (holds === null || isFormerState) return { takenOut: [], lost: gone, sidecarGone: holds === null };
  const replaced = new Set(
    KEYWORD_PROPERTIES.filter((property) => {
      const ours = own.filter((item) => item.property === property);
      return ours.length > 1 && ours.every((item) => gone.includes(item));
    }),
  );
  return {
    takenOut: gone.filter((item) => !replaced.has(item.property)),
    lost: gone.filter((item) => replaced.has(item.property)),
    sidecarGone: false,
  };
}

/**
 * Tags that were rejected by taking them out: an item of ours went, and no dc:subject shows the tag any more. One that
 * is gone from another list alone (a program that flattens hierarchies) is still a tag of the photo.
 */
export function rejectedTags(
  { takenOut, lost }: LedgerFinding,
  holds: KeywordLists | null,
  flatForm: (tag: Pick<OwnKeyword, 'layer' | 'name'>) => string | null,
): OwnKeyword[] {
  const rejected = takenOut.filter((item) => {
    const spellings = [
      flatForm(item),
      ...takenOut.flatMap((other) =>
        other.property === 'subject' && isSameTag(other, item) ? other.keyword : [],
      ),
    ];
    const isShown = spellings.some(
      (keyword) => keyword !== null && isHeld(holds, { property: 'subject', keyword }),
    );
    const isLost = lost.some((other) => other.property === 'subject' && isSameTag(other, item));
    return !isShown && !isLost;
  });
  return [...new Map(rejected.map((item) => [`${item.layer}:${item.name}`, item])).values()];
}

const isSameTag = (one: OwnKeyword, other: OwnKeyword): boolean =>
  one.layer === other.layer && one.name === other.name;

/** Items of lists as the journal keeps them: by tag. */
export function journalTags(items: readonly OwnKeyword[]): JournalTag[] {
  const byTag = Map.groupBy(items, ({ layer, name, runId }) => `${layer}:${name}:${runId}`);
  return [...byTag.values()].map((same) => {
    const { layer, name, source, model, runId } = same[0]!;
    const lists = Object.fromEntries(same.map(({ property, keyword }) => [property, keyword]));
    return { layer, name, source, model, runId, ...lists };
  });
}

/** The keywords of some tags by list, each once, in order. */
export function listsOf(tags: readonly JournalTag[]): Record<JournalProperty, string[]> {
  const of = (property: JournalProperty) => [...new Set(tags.flatMap((tag) => tag[property] ?? []))];
  return { subject: of('subject'), hierarchicalSubject: of('hierarchicalSubject'), tagsList: of('tagsList') };
}

/** Of some tags only what these lists name; tags of which nothing is named fall away. */
export function tagsWithin(tags: readonly JournalTag[], lists: KeywordLists): JournalTag[] {
  const items = tags.flatMap((tag) =>
    KEYWORD_PROPERTIES.flatMap((property) => {
      const keyword = tag[property];
      return keyword === undefined ? [] : { tag, property, keyword };
    }),
  );
  const missing = new Set(missingFrom(lists, items));
  const kept = Map.groupBy(
    items.filter((item) => !missing.has(item)),
    (item) => item.tag,
  );
  return [...kept].map(([{ layer, name, source, model, runId }, named]) => ({
    ...{ layer, name, source, model, runId },
    ...Object.fromEntries(named.map(({ property, keyword }) => [property, keyword])),
  }));
}
