import { minus } from '../algorithms/merge-keywords.ts';
import type { AppendedKeywords } from './append-keywords.ts';
import { appendKeywords } from './append-keywords.ts';
import { hasKeywords, KEYWORD_PROPERTIES, KEYWORD_PROPERTY_NAMES } from './keyword-properties.ts';
import { frameFor, newSidecar } from './new-sidecar.ts';
import { removeKeywords } from './remove-keywords.ts';
import type { SidecarTrace } from './sidecar-trace.ts';
import { bytesBefore, sha1Of } from './sidecar-trace.ts';
import type { KeywordLists, KeywordPropertyName } from './sidecar-writer.ts';
import { findKeywordList } from './xmp-keyword-list.ts';
import { openXmpPacket } from './xmp-packet.ts';

export interface TakenBack {
  /** The new content; null where the sidecar is left as it is or goes. */
  readonly bytes: Buffer | null;
  readonly deletes: boolean;
  /** What was there of what was asked for. */
  readonly removed: KeywordLists;
  readonly holds: KeywordLists;
  /** What of our earlier additions was put back on the content before them, and on which content. */
  readonly kept: { readonly base: Buffer | null; readonly added: AppendedKeywords } | null;
  readonly isBeyondXmp: boolean;
}

type Lists = Partial<Record<KeywordPropertyName, string[]>>;

/**
 * Takes keywords of ours out of a sidecar. Where its content is still what we wrote, our changes are rolled back to the
 * byte, as far as they brought one of the keywords, and what of them is to stay is written again. Where another program
 * saved since, the items are cut out of what that program wrote.
 *
 * @param bytes the sidecar.
 * @param traces of our changes of it, in any order.
 * @throws SidecarRefusal where the sidecar is no XMP any more.
 */
export function takeBackKeywords(
  bytes: Buffer,
  remove: KeywordLists,
  traces: readonly SidecarTrace[],
  deleteIfOurs: boolean,
): TakenBack {
  const packet = openXmpPacket(bytes);
  const holds: Lists = {};
  const removed: Lists = {};
  for (const name of KEYWORD_PROPERTY_NAMES) {
    holds[name] = [...findKeywordList(packet, KEYWORD_PROPERTIES[name]).values];
    removed[name] = common(holds[name], remove[name] ?? []);
  }
  const unchanged = { bytes: null, deletes: false, removed, holds, kept: null, isBeyondXmp: false };
  if (!hasKeywords(removed)) return unchanged;
  const { base, added, rest } = rollBack(bytes, removed, traces);
  const made = new Set(traces.flatMap((trace) => trace.made));
  const cut = base === null ? null : removeKeywords(base, rest, made);
  const isOdd = cut?.isBeyondXmp ?? false;
  if (!hasKeywords(added)) {
    if (cut !== null) return { ...unchanged, bytes: cut.bytes, isBeyondXmp: isOdd };
    return deleteIfOurs ? { ...unchanged, deletes: true } : { ...unchanged, bytes: frameFor({}) };
  }
  const again = cut === null ? newSidecar(added) : appendKeywords(cut.bytes, added);
  return {
    ...unchanged,
    bytes: again.bytes ?? cut?.bytes ?? null,
    kept: again.bytes === null ? null : { base: cut?.bytes ?? null, added: again },
    isBeyondXmp: isOdd || again.isBeyondXmp,
  };
}

/** @returns the content that our changes were made on, what of them is to stay, and what older changes brought. */
function rollBack(
  bytes: Buffer,
  remove: Lists,
  traces: readonly SidecarTrace[],
): { base: Buffer | null; added: Lists; rest: Lists } {
  let reached = { base: bytes as Buffer | null, added: {} as Lists, rest: remove };
  let { added, rest } = reached;
  let current = bytes;
  const passed = new Set<SidecarTrace>();
  for (;;) {
    const sha1 = sha1Of(current);
    const trace = traces.find((one) => one.after === sha1 && !passed.has(one));
    if (trace === undefined) return reached;
    passed.add(trace);
    const step = without(trace.added, rest);
    added = joined(step.kept, added);
    // Before a respelling the earlier spellings stand there, which are wanted no more than those that took their place.
    rest = joined(step.rest, trace.replaced ?? {});
    const base = trace.before === null ? null : bytesBefore(current, trace);
    if (base === null && trace.before !== null) return reached;
    if (step.found) reached = { base, added, rest };
    if (base === null || !hasKeywords(rest)) return reached;
    current = base;
  }
}

/** Parts what a change added into what goes and what stays. */
function without(added: KeywordLists, remove: Lists): { kept: Lists; rest: Lists; found: boolean } {
  const kept: Lists = {};
  const rest: Lists = {};
  let found = false;
  for (const name of KEYWORD_PROPERTY_NAMES) {
    const goes = common(added[name] ?? [], remove[name] ?? []);
    kept[name] = minus(added[name] ?? [], goes);
    rest[name] = minus(remove[name] ?? [], goes);
    found ||= goes.length > 0;
  }
  return { kept, rest, found };
}

function joined(first: KeywordLists, then: KeywordLists): Lists {
  const all: Lists = {};
  for (const name of KEYWORD_PROPERTY_NAMES) all[name] = [...(first[name] ?? []), ...(then[name] ?? [])];
  return all;
}

/** Items of `there` that are asked for, each once for each time that it is asked for; the last of equal ones. */
function common(there: readonly string[], asked: readonly string[]): string[] {
  return minus(there, minus(there, asked));
}
