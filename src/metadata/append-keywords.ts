import { isDeepStrictEqual } from 'node:util';
import { missingKeywords } from '../algorithms/merge-keywords.ts';
import type { KeywordProperty } from './keyword-properties.ts';
import { KEYWORD_PROPERTIES, KEYWORD_PROPERTY_NAMES } from './keyword-properties.ts';
import { SAVE_AGAIN, SidecarRefusal } from './sidecar-refusal.ts';
import type { KeywordLists, KeywordPropertyName } from './sidecar-writer.ts';
import type { Edit } from './text-edits.ts';
import { applyEdits, invertEdits } from './text-edits.ts';
import type { XmlElement } from './xml-tree.ts';
import { differenceBesidesKeywords } from './xmp-difference.ts';
import { encodeSidecar } from './xmp-encoding.ts';
import type { NewProperty } from './xmp-insertions.ts';
import {
  aroundText,
  intoContainer,
  intoDescriptions,
  prefixFor,
  withoutAttribute,
} from './xmp-insertions.ts';
import type { KeywordList } from './xmp-keyword-list.ts';
import { findKeywordList } from './xmp-keyword-list.ts';
import type { XmpPacket } from './xmp-packet.ts';
import { openXmpPacket, readXmpPacket } from './xmp-packet.ts';
import { isBeyondXmp } from './xmp-subset.ts';

export interface AppendedKeywords {
  /** The whole new content, or null where nothing is missing. */
  readonly bytes: Buffer | null;
  /** What was missing, in the order in which it was appended. */
  readonly added: KeywordLists;
  /** What the sidecar held before. */
  readonly holds: KeywordLists;
  /** Lists that were not there, or empty. */
  readonly made: readonly KeywordPropertyName[];
  /** What leads back to the content before; positions are those of the new text. */
  readonly inverse: readonly Edit[];
  /** True where the sidecar has what XMP does not know, so that exiftool should be asked as well. */
  readonly isBeyondXmp: boolean;
}

/**
 * Adds the keywords that a sidecar does not hold, and leaves every other byte as it is: no serialising, so foreign
 * namespaces, order, comments, quotes, line ends and develop settings cannot be lost.
 *
 * The only bytes that go away: the `/` of an empty element that gets content, and the attribute form of a list
 * (`dc:subject="x"`), whose value moves into the list that it must become to hold two.
 *
 * @param bytes the sidecar.
 * @throws SidecarRefusal where the sidecar is no XMP or holds keywords in a form that cannot be extended.
 */
export function appendKeywords(bytes: Buffer, keywords: KeywordLists): AppendedKeywords {
  const packet = openXmpPacket(bytes);
  const inPlace: Edit[] = [];
  const newProperties: NewProperty[] = [];
  const holds: Partial<Record<KeywordPropertyName, readonly string[]>> = {};
  const added: Partial<Record<KeywordPropertyName, readonly string[]>> = {};
  const made: KeywordPropertyName[] = [];
  for (const name of KEYWORD_PROPERTY_NAMES) {
    const wanted = keywords[name];
    if (wanted === undefined) continue;
    const property = KEYWORD_PROPERTIES[name];
    const list = findKeywordList(packet, property);
    const missing = missingKeywords(list.values, wanted);
    holds[name] = list.values;
    added[name] = missing;
    if (missing.length === 0) continue;
    if (list.values.length === 0) made.push(name);
    inPlace.push(...editsInPlace(packet, property, list, missing));
    if (list.form === 'attribute') {
      newProperties.push({ property, description: list.description, values: [...list.values, ...missing] });
    } else if (list.form === 'absent') {
      newProperties.push({ property, description: descriptionFor(packet, property), values: missing });
    }
  }
  const edits = [...inPlace, ...intoDescriptions(packet, newProperties)];
  if (edits.length === 0) return { bytes: null, added, holds, made, inverse: [], isBeyondXmp: false };
  const text = applyEdits(packet.text, edits);
  const inverse = invertEdits(packet.text, edits);
  const result = readXmpPacket({ text, encoding: packet.encoding });
  checkResult(packet, result, (name, before) => [...before, ...(added[name] ?? [])]);
  if (applyEdits(text, inverse) !== packet.text) throw new Error('an edit of a sidecar cannot be taken back');
  return { bytes: encodeSidecar(result), added, holds, made, inverse, isBeyondXmp: isBeyondXmp(result) };
}

function editsInPlace(
  packet: XmpPacket,
  property: KeywordProperty,
  list: KeywordList,
  missing: readonly string[],
): Edit[] {
  switch (list.form) {
    case 'container':
      return [intoContainer(packet, list.container, missing)];
    case 'text':
      return aroundText(packet, list.element, list.values, missing, property);
    case 'attribute':
      return [withoutAttribute(packet, list.attribute)];
    case 'absent':
      return [];
  }
}

/**
 * Reads the result again: prefixes that are bound twice, and whatever else nobody thought of, end here.
 * @param expected what a list should hold, from what it held.
 */
export function checkResult(
  before: XmpPacket,
  after: XmpPacket,
  expected: (name: KeywordPropertyName, before: readonly string[]) => readonly string[],
): void {
  const unsafe = `The sidecar is built so that its keywords cannot be changed safely. ${SAVE_AGAIN}`;
  for (const name of KEYWORD_PROPERTY_NAMES) {
    const [was, is] = [before, after].map(
      (packet) => findKeywordList(packet, KEYWORD_PROPERTIES[name]).values,
    );
    if (!isDeepStrictEqual(is, expected(name, was ?? []))) throw new SidecarRefusal(unsafe);
  }
  const difference = differenceBesidesKeywords(before, after);
  if (difference !== null) throw new SidecarRefusal(`${unsafe} (It would change ${difference}.)`);
}

/** The description that speaks in the property's namespace already, or else the first. */
function descriptionFor(packet: XmpPacket, { namespace }: KeywordProperty): XmlElement | null {
  const declares = (description: XmlElement) => prefixFor(description, namespace) !== null;
  return packet.descriptions.find(declares) ?? packet.descriptions[0] ?? null;
}
