import { isDeepStrictEqual } from 'node:util';
import { missingKeywords } from '../algorithms/merge-keywords.ts';
import { SidecarRefusal } from './sidecar-refusal.ts';
import type { Edit } from './text-edits.ts';
import { applyEdits } from './text-edits.ts';
import type { XmlElement } from './xml-tree.ts';
import type { NewProperty } from './xmp-insertions.ts';
import {
  aroundText,
  intoContainer,
  intoDescriptions,
  prefixFor,
  withoutAttribute,
} from './xmp-insertions.ts';
import type { KeywordList, KeywordProperty } from './xmp-keyword-list.ts';
import { findKeywordList, HIERARCHICAL_SUBJECT, SUBJECT } from './xmp-keyword-list.ts';
import type { XmpPacket } from './xmp-packet.ts';
import { openXmpPacket } from './xmp-packet.ts';

export interface Keywords {
  readonly subject: readonly string[];
  readonly hierarchicalSubject: readonly string[];
}

export interface AppendedKeywords {
  /** The whole new content, or null where nothing is missing. */
  readonly bytes: Buffer | null;
  /** What was missing, in the order in which it was appended. */
  readonly added: Keywords;
}

/**
 * Adds the keywords that a sidecar does not hold, and leaves every other byte as it is: no serialising, so foreign
 * namespaces, order, comments, quotes, line ends and develop settings cannot be lost.
 *
 * The only bytes that go away: the `/` of an empty element that gets content, and the attribute form of a list
 * (`dc:subject="x"`), whose value moves into the rdf:Bag that it must become to hold two.
 *
 * @param bytes the sidecar.
 * @throws SidecarRefusal where the sidecar is no XMP or holds keywords in a form that cannot be extended.
 */
export function appendKeywords(bytes: Buffer, keywords: Keywords): AppendedKeywords {
  const packet = openXmpPacket(bytes);
  const subjects = findKeywordList(packet, SUBJECT);
  const paths = findKeywordList(packet, HIERARCHICAL_SUBJECT);
  const added = {
    subject: missingKeywords(subjects.values, keywords.subject),
    hierarchicalSubject: missingKeywords(paths.values, keywords.hierarchicalSubject),
  };
  const inPlace: Edit[] = [];
  const newProperties: NewProperty[] = [];
  const append = (property: KeywordProperty, list: KeywordList, missing: readonly string[]): void => {
    if (missing.length === 0) return;
    if (list.form === 'container') inPlace.push(intoContainer(packet, list.container, missing));
    else if (list.form === 'text') inPlace.push(...aroundText(packet, list.element, list.values, missing));
    else if (list.form === 'attribute') {
      inPlace.push(withoutAttribute(packet, list.attribute));
      newProperties.push({ property, description: list.description, values: [...list.values, ...missing] });
    } else newProperties.push({ property, description: descriptionFor(packet, property), values: missing });
  };
  append(SUBJECT, subjects, added.subject);
  append(HIERARCHICAL_SUBJECT, paths, added.hierarchicalSubject);
  const edits = [...inPlace, ...intoDescriptions(packet, newProperties)];
  if (edits.length === 0) return { bytes: null, added };
  const edited = Buffer.from(applyEdits(packet.text, edits), 'latin1');
  checkLists(edited, {
    subject: [...subjects.values, ...added.subject],
    hierarchicalSubject: [...paths.values, ...added.hierarchicalSubject],
  });
  return { bytes: edited, added };
}

/** Reads the result again: prefixes that are bound twice, and whatever else nobody thought of, end here. */
function checkLists(edited: Buffer, expected: Keywords): void {
  const packet = openXmpPacket(edited);
  const found: Keywords = {
    subject: findKeywordList(packet, SUBJECT).values,
    hierarchicalSubject: findKeywordList(packet, HIERARCHICAL_SUBJECT).values,
  };
  if (!isDeepStrictEqual(found, expected)) {
    throw new SidecarRefusal('The sidecar is built so that keywords cannot be added to it safely.');
  }
}

/** The description that speaks in the property's namespace already, or else the first. */
function descriptionFor(packet: XmpPacket, { namespace }: KeywordProperty): XmlElement | null {
  const declares = (description: XmlElement) => prefixFor(description, namespace) !== null;
  return packet.descriptions.find(declares) ?? packet.descriptions[0] ?? null;
}
