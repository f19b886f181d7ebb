import { sameKeyword } from '../algorithms/merge-keywords.ts';
import { checkResult } from './append-keywords.ts';
import { hasKeywords, KEYWORD_PROPERTIES, KEYWORD_PROPERTY_NAMES } from './keyword-properties.ts';
import { SidecarRefusal } from './sidecar-refusal.ts';
import type { KeywordLists } from './sidecar-writer.ts';
import type { Edit } from './text-edits.ts';
import { applyEdits } from './text-edits.ts';
import { spaceBefore } from './xml-layout.ts';
import type { XmlElement } from './xml-tree.ts';
import { encodeSidecar } from './xmp-encoding.ts';
import { withoutAttribute } from './xmp-insertions.ts';
import type { KeywordList } from './xmp-keyword-list.ts';
import { findKeywordList } from './xmp-keyword-list.ts';
import type { XmpPacket } from './xmp-packet.ts';
import { openXmpPacket, readXmpPacket } from './xmp-packet.ts';
import { isBeyondXmp } from './xmp-subset.ts';

/**
 * Cuts items out of keyword lists, each with the white space before it, and leaves every other byte as it is. Of equal
 * items the last one goes.
 *
 * @param made lists that we made: where nothing is left in one, the property goes, too.
 */
export function removeKeywords(
  bytes: Buffer,
  remove: KeywordLists,
  made: ReadonlySet<string>,
): { bytes: Buffer; isBeyondXmp: boolean } {
  if (!hasKeywords(remove)) return { bytes, isBeyondXmp: false };
  const packet = openXmpPacket(bytes);
  const left = new Map<string, string[]>();
  const edits = KEYWORD_PROPERTY_NAMES.flatMap((name) => {
    const asked = remove[name] ?? [];
    if (asked.length === 0) return [];
    const list = findKeywordList(packet, KEYWORD_PROPERTIES[name]);
    const goes = positionsOf(list.values, asked);
    const stays = list.values.filter((_, index) => !goes.has(index));
    left.set(name, stays);
    return cut(packet, list, goes, stays.length === 0 && made.has(name));
  });
  const text = applyEdits(packet.text, edits);
  const result = readXmpPacket({ text, encoding: packet.encoding });
  checkResult(packet, result, (name, before) => left.get(name) ?? before);
  return { bytes: encodeSidecar(result), isBeyondXmp: isBeyondXmp(packet) };
}

function positionsOf(values: readonly string[], asked: readonly string[]): Set<number> {
  const goes = new Set<number>();
  for (const keyword of asked) {
    const at = values.findLastIndex((value, index) => !goes.has(index) && sameKeyword(value, keyword));
    if (at >= 0) goes.add(at);
  }
  return goes;
}

function cut(packet: XmpPacket, list: KeywordList, goes: ReadonlySet<number>, whole: boolean): Edit[] {
  if (goes.size === 0) return [];
  switch (list.form) {
    case 'container':
      if (whole && list.container.parent === list.element) return [withSpace(packet, list.element)];
      return list.container.children
        .filter((_, index) => goes.has(index))
        .map((item) => withSpace(packet, item));
    case 'text':
      if (whole) return [withSpace(packet, list.element)];
      return [{ start: list.element.contentStart, end: list.element.contentEnd, text: '' }];
    case 'attribute':
      return [withoutAttribute(packet, list.attribute)];
    case 'absent':
      throw new SidecarRefusal('The keywords are not there any more.');
  }
}

const withSpace = (packet: XmpPacket, { start, end }: XmlElement): Edit => ({
  start: start - spaceBefore(packet, start).length,
  end,
  text: '',
});
