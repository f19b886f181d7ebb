import { sameKeyword } from '../algorithms/merge-keywords.ts';
import { appendKeywords, checkResult } from './append-keywords.ts';
import { KEYWORD_PROPERTIES, KEYWORD_PROPERTY_NAMES } from './keyword-properties.ts';
import { SidecarRefusal } from './sidecar-refusal.ts';
import { bytesBefore, inverseOf, type SidecarTrace, sha1Of } from './sidecar-trace.ts';
import type { KeywordLists, KeywordPropertyName, Respelling, RespellingLists } from './sidecar-writer.ts';
import type { Edit } from './text-edits.ts';
import { applyEdits, invertEdits } from './text-edits.ts';
import { spaceBefore } from './xml-layout.ts';
import { encodeText, type XmlElement } from './xml-tree.ts';
import { encodeSidecar } from './xmp-encoding.ts';
import { withoutAttribute } from './xmp-insertions.ts';
import type { KeywordList } from './xmp-keyword-list.ts';
import { findKeywordList } from './xmp-keyword-list.ts';
import type { XmpPacket } from './xmp-packet.ts';
import { openXmpPacket, readXmpPacket } from './xmp-packet.ts';
import { isBeyondXmp } from './xmp-subset.ts';

export interface RespelledKeywords {
  /** The whole new content; null where nothing of what was asked for is there. */
  readonly bytes: Buffer | null;
  readonly holds: KeywordLists;
  readonly added: KeywordLists;
  readonly removed: KeywordLists;
  /** What leads back; null where the content before is one that we knew already. */
  readonly trace: SidecarTrace | null;
  readonly isBeyondXmp: boolean;
}

type Lists = Partial<Record<KeywordPropertyName, string[]>>;

/**
 * Spells keywords of ours otherwise, each in its place, so that every other byte and the order stay. One whose new
 * spelling stands in the list already goes. What is not there is passed over: somebody took it out.
 *
 * @param takesBack the trace of the respelling that this one takes back: where the content is still what that one
 *   made, the bytes before it come back.
 * @throws SidecarRefusal where the sidecar is no XMP any more, or cannot be changed safely.
 */
export function respellKeywords(
  bytes: Buffer,
  lists: RespellingLists,
  takesBack: SidecarTrace | null,
): RespelledKeywords {
  const packet = openXmpPacket(bytes);
  const holds: Lists = {};
  for (const name of KEYWORD_PROPERTY_NAMES) {
    holds[name] = [...findKeywordList(packet, KEYWORD_PROPERTIES[name]).values];
  }
  const nothing = { bytes: null, holds, added: {}, removed: {}, trace: null, isBeyondXmp: false };
  const earlier = takesBack?.after === sha1Of(bytes) ? bytesBefore(bytes, takesBack) : null;
  if (earlier !== null && takesBack !== null) {
    return { ...nothing, bytes: earlier, added: takesBack.replaced ?? {}, removed: takesBack.added };
  }
  const edits: Edit[] = [];
  const cuts: Edit[] = [];
  const expected = new Map<KeywordPropertyName, readonly string[]>();
  const staying = new Map<KeywordPropertyName, readonly string[]>();
  const added: Lists = {};
  const removed: Lists = {};
  const anew: Lists = {};
  for (const name of KEYWORD_PROPERTY_NAMES) {
    const list = findKeywordList(packet, KEYWORD_PROPERTIES[name]);
    const plan = planList(list.values, lists[name] ?? []);
    const untouched = plan.values.map((value, index) => (value === list.values[index] ? value : null));
    edits.push(...editsOf(packet, list, plan.values));
    cuts.push(...editsOf(packet, list, untouched));
    expected.set(name, plan.values.filter(isString));
    staying.set(name, untouched.filter(isString));
    added[name] = [...plan.added, ...plan.anew];
    removed[name] = plan.removed;
    anew[name] = plan.anew;
  }
  const text = applyEdits(packet.text, edits);
  const result = readXmpPacket({ text, encoding: packet.encoding });
  // In two steps, since items are compared with those that stay: without the keywords in question, and with them again.
  const between = readXmpPacket({ text: applyEdits(packet.text, cuts), encoding: packet.encoding });
  checkResult(packet, between, (name, before) => staying.get(name) ?? before);
  checkResult(between, result, (name, before) => expected.get(name) ?? before);
  const inverse = invertEdits(packet.text, edits);
  if (applyEdits(text, inverse) !== packet.text) throw new Error('an edit of a sidecar cannot be taken back');
  const respelled = encodeSidecar(result);
  const appended = appendKeywords(respelled, anew);
  if (appended.bytes === null && edits.length === 0) return nothing;
  const after = appended.bytes ?? respelled;
  return {
    bytes: after,
    holds,
    added,
    removed,
    // Two changes in one have no single way back; only the exactness of a later undo is lost.
    trace:
      appended.bytes === null
        ? {
            version: 1,
            before: sha1Of(bytes),
            after: sha1Of(after),
            added,
            made: [],
            replaced: removed,
            inverse: inverseOf(inverse),
          }
        : null,
    isBeyondXmp: isBeyondXmp(packet) || appended.isBeyondXmp,
  };
}

/** What becomes of each value of a list: itself, another spelling, or null where it goes. */
function planList(holds: readonly string[], respellings: readonly Respelling[]) {
  const values: (string | null)[] = [...holds];
  const settled = new Set<number>();
  const added: string[] = [];
  const removed: string[] = [];
  const anew: string[] = [];
  const isThere = (keyword: string, but: number) =>
    values.some((value, index) => index !== but && value !== null && sameKeyword(value, keyword));
  for (const { from, to } of respellings) {
    if (from === null) {
      if (to !== null && !isThere(to, -1)) anew.push(to);
      continue;
    }
    // Of equal ones the last is ours: what was there before stands before it.
    const at = holds.findLastIndex((value, index) => !settled.has(index) && sameKeyword(value, from));
    if (at < 0) continue;
    settled.add(at);
    removed.push(from);
    values[at] = to === null || isThere(to, at) ? null : to;
    if (values[at] !== null) added.push(to!);
  }
  return { values, added, removed, anew };
}

const isString = (value: string | null): value is string => value !== null;

const editsOf = (packet: XmpPacket, list: KeywordList, values: readonly (string | null)[]): Edit[] =>
  values.flatMap((value, index) => (value === list.values[index] ? [] : editOf(packet, list, value, index)));

function editOf(packet: XmpPacket, list: KeywordList, value: string | null, index: number): Edit {
  switch (list.form) {
    case 'container': {
      const item = list.container.children[index]!;
      return value === null ? withSpace(packet, item) : content(item, encodeText(value));
    }
    case 'text':
      return content(list.element, value === null ? '' : encodeText(value));
    case 'attribute': {
      const { raw, end } = list.attribute;
      if (value === null) return withoutAttribute(packet, list.attribute);
      const escaped = encodeText(value).replaceAll('"', '&quot;').replaceAll("'", '&apos;');
      return { start: end - 1 - raw.length, end: end - 1, text: escaped };
    }
    case 'absent':
      throw new SidecarRefusal('The keywords are not there any more.');
  }
}

const content = ({ contentStart, contentEnd }: XmlElement, text: string): Edit => ({
  start: contentStart,
  end: contentEnd,
  text,
});

const withSpace = (packet: XmpPacket, { start, end }: XmlElement): Edit => ({
  start: start - spaceBefore(packet, start).length,
  end,
  text: '',
});
