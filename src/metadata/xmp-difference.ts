import { KEYWORD_PROPERTIES, KEYWORD_PROPERTY_NAMES, OUR_NAMESPACES } from './keyword-properties.ts';
import { isNamespaceDeclaration } from './xml-scope.ts';
import type { XmlAttribute, XmlElement } from './xml-tree.ts';
import { attributeNamed, isBlank, prefixOf } from './xml-tree.ts';
import type { KeywordList } from './xmp-keyword-list.ts';
import { findKeywordList } from './xmp-keyword-list.ts';
import type { XmpPacket } from './xmp-packet.ts';
import { RDF } from './xmp-packet.ts';

/*
 * The check of every write: old and new text, each read by itself, must say the same but for our keywords. Compared is
 * all that RDF/XML can say with: elements by their expanded names, in their order, empty ones too; attributes as
 * attributes, with their values as written; containers by their kind; text as written, CDATA as CDATA. That is stricter
 * than equality of the RDF, and needs no opinion on what any of it means.
 */

/** What is not compared: lists that changed, which are compared item by item. */
interface Mask {
  readonly elements: ReadonlySet<XmlElement>;
  readonly attributes: ReadonlySet<XmlAttribute>;
}

/**
 * @returns null where `after` says what `before` says, apart from the items of the keyword lists; or else the name of
 *   the first element that differs. The items are the caller's to compare.
 */
export function differenceBesidesKeywords(before: XmpPacket, after: XmpPacket): string | null {
  const masked = { before: emptyMask(), after: emptyMask() };
  for (const name of KEYWORD_PROPERTY_NAMES) {
    const property = KEYWORD_PROPERTIES[name];
    const [old, now] = [findKeywordList(before, property), findKeywordList(after, property)];
    const difference = differenceOfLists(before, old, after, now);
    if (difference !== null) return difference;
    maskList(masked.before, old);
    maskList(masked.after, now);
  }
  maskEmptied(masked.before, before, after);
  maskEmptied(masked.after, after, before);
  return differenceOf(
    rootOf(before.rdf),
    before.text,
    masked.before,
    rootOf(after.rdf),
    after.text,
    masked.after,
  );
}

const emptyMask = () => ({ elements: new Set<XmlElement>(), attributes: new Set<XmlAttribute>() });

function maskList(mask: ReturnType<typeof emptyMask>, list: KeywordList): void {
  if (list.form === 'attribute') mask.attributes.add(list.attribute);
  // A container elsewhere under a node id: the property element that names it is compared like any other.
  else if (list.form === 'container' && list.container.parent !== list.element)
    mask.elements.add(list.container);
  else if (list.form !== 'absent') mask.elements.add(list.element);
}

/** A description that we made because there was none: it must hold our lists and nothing else. */
function maskEmptied(mask: ReturnType<typeof emptyMask>, packet: XmpPacket, other: XmpPacket): void {
  const [only, ...more] = packet.descriptions;
  if (only === undefined || more.length > 0 || other.descriptions.length > 0) return;
  const isOurs =
    only.children.every((child) => mask.elements.has(child)) &&
    isBlank(only, packet.text) &&
    only.attributes.every(
      (attribute) =>
        isOurDeclaration(attribute) ||
        (attribute === attributeNamed(only, RDF, 'about') && attribute.raw === ''),
    );
  if (isOurs) mask.elements.add(only);
}

/** Kind and qualifiers of a list; items that are in both, in their order and with their languages. */
function differenceOfLists(
  before: XmpPacket,
  old: KeywordList,
  after: XmpPacket,
  now: KeywordList,
): string | null {
  if (old.form !== 'container' || now.form !== 'container') return null;
  const none = emptyMask();
  const shell = (list: typeof old): Mask => ({ ...none, elements: new Set(list.container.children) });
  const [wasIn, isIn] = [old.element, now.element];
  const outside = differenceOf(wasIn, before.text, shell(old), isIn, after.text, shell(now));
  if (outside !== null) return outside;
  if (old.container.parent !== old.element) {
    const container = differenceOf(
      old.container,
      before.text,
      shell(old),
      now.container,
      after.text,
      shell(now),
    );
    if (container !== null) return container;
  }
  const [was, is] = [old.container.children, now.container.children];
  const [fewer, more] = was.length <= is.length ? [was, is] : [is, was];
  const [fewerText, moreText] =
    was.length <= is.length ? [before.text, after.text] : [after.text, before.text];
  let found = 0;
  for (const item of more) {
    const next = fewer[found];
    if (next && differenceOf(next, fewerText, none, item, moreText, none) === null) found += 1;
  }
  return found === fewer.length ? null : old.element.name;
}

function differenceOf(
  old: XmlElement,
  oldText: string,
  oldMask: Mask,
  now: XmlElement,
  text: string,
  mask: Mask,
): string | null {
  if (old.name !== now.name || namespaceOf(old) !== namespaceOf(now)) return old.name;
  if (!sameAttributes(old, oldMask, now, mask)) return old.name;
  const oldChildren = visible(old, oldMask);
  const children = visible(now, mask);
  if (oldChildren.length !== children.length) return old.name;
  if (!sameTexts(old, oldText, now, text)) return old.name;
  for (let index = 0; index < children.length; index += 1) {
    const difference = differenceOf(oldChildren[index]!, oldText, oldMask, children[index]!, text, mask);
    if (difference !== null) return difference;
  }
  return null;
}

const visible = ({ children }: XmlElement, { elements }: Mask): readonly XmlElement[] =>
  elements.size === 0 ? children : children.filter((child) => !elements.has(child));

/** Declarations of our namespaces may come and go: what they would rename is found by its expanded name. */
function sameAttributes(old: XmlElement, oldMask: Mask, now: XmlElement, mask: Mask): boolean {
  const counts =
    ({ attributes }: Mask, other: XmlElement) =>
    (attribute: XmlAttribute) =>
      !attributes.has(attribute) &&
      !(
        isOurDeclaration(attribute) &&
        !other.attributes.some(({ name, raw }) => name === attribute.name && raw === attribute.raw)
      );
  const was = old.attributes.filter(counts(oldMask, now));
  const is = now.attributes.filter(counts(mask, old));
  return (
    was.length === is.length &&
    was.every((attribute, index) => {
      const { name, raw } = is[index]!;
      if (attribute.name !== name || attribute.raw !== raw) return false;
      const prefix = prefixOf(name);
      return prefix === '' || prefix === 'xmlns' || old.scope.get(prefix) === now.scope.get(prefix);
    })
  );
}

const isOurDeclaration = (attribute: XmlAttribute): boolean =>
  isNamespaceDeclaration(attribute) && OUR_NAMESPACES.has(attribute.raw);

/** White space between elements is layout; anywhere else it is part of a value. */
function sameTexts(old: XmlElement, oldText: string, now: XmlElement, text: string): boolean {
  const isLayout = old.children.length + now.children.length > 0;
  if (isLayout && isBlank(old, oldText) && isBlank(now, text)) return true;
  return written(old, oldText) === written(now, text);
}

function written({ texts }: XmlElement, text: string): string {
  const [only] = texts;
  if (only === undefined) return '';
  if (texts.length === 1 && !only.cdata) return text.slice(only.start, only.end);
  return texts
    .map(({ start, end, cdata }) =>
      cdata ? `<![CDATA[${text.slice(start, end)}]]>` : text.slice(start, end),
    )
    .join('');
}

const namespaceOf = ({ name, scope }: XmlElement): string => scope.get(prefixOf(name)) ?? '';

const rootOf = (element: XmlElement): XmlElement =>
  element.parent === null ? element : rootOf(element.parent);
