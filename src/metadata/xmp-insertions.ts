import type { KeywordProperty } from './keyword-properties.ts';
import type { Edit } from './text-edits.ts';
import { insertion } from './text-edits.ts';
import { indentStep, lineStart, spaceBefore } from './xml-layout.ts';
import { isNamespaceDeclaration } from './xml-scope.ts';
import type { XmlAttribute, XmlElement } from './xml-tree.ts';
import { encodeText } from './xml-tree.ts';
import type { XmpPacket } from './xmp-packet.ts';

/* Where in a packet new keywords go, as edits of its text: one exported function a place. */

export interface NewProperty {
  readonly property: KeywordProperty;
  /** Where it goes; null where the packet has no rdf:Description to put it in. */
  readonly description: XmlElement | null;
  readonly values: readonly string[];
}

/** More rdf:li after the last one. */
export function intoContainer(packet: XmpPacket, container: XmlElement, values: readonly string[]): Edit {
  const rdf = prefixed(packet.rdf.name);
  const last = container.children.at(-1);
  if (last !== undefined) {
    const before = lineStart(packet, last.start) ?? '';
    return insertion(last.end, values.map((value) => `${before}${item(rdf, value)}`).join(''));
  }
  const outer = lineStart(packet, container.start);
  const inner = outer === null ? '' : outer + indentStep(packet);
  return intoEmpty(
    packet,
    container,
    values.map((value) => inner + item(rdf, value)).join('') + (outer ?? ''),
  );
}

/** `<dc:subject>a</dc:subject>` becomes a bag around its text, which stays where it is. */
export function aroundText(
  packet: XmpPacket,
  element: XmlElement,
  existing: readonly string[],
  missing: readonly string[],
  { container }: KeywordProperty,
): Edit[] {
  const rdf = prefixed(packet.rdf.name);
  const list = rdf + container;
  const ours = missing.map((value) => item(rdf, value)).join('');
  if (existing.length === 0) return [intoEmpty(packet, element, `<${list}>${ours}</${list}>`)];
  return [
    insertion(element.contentStart, `<${list}><${rdf}li>`),
    insertion(element.contentEnd, `</${rdf}li>${ours}</${list}>`),
  ];
}

/** Takes an attribute and the white space before it out of a tag. */
export function withoutAttribute(packet: XmpPacket, attribute: XmlAttribute): Edit {
  const space = spaceBefore(packet, attribute.start);
  return { start: attribute.start - space.length, end: attribute.end, text: '' };
}

/** New properties, grouped by description so that two of them in an empty one do not collide. */
export function intoDescriptions(packet: XmpPacket, properties: readonly NewProperty[]): Edit[] {
  return [...Map.groupBy(properties, ({ description }) => description)].flatMap(([description, group]) =>
    description === null ? [newDescription(packet, group)] : intoDescription(packet, description, group),
  );
}

function intoDescription(packet: XmpPacket, description: XmlElement, group: readonly NewProperty[]): Edit[] {
  const declarations: string[] = [];
  const taken = new Set(description.scope.entries().keys());
  const outer = lineStart(packet, description.start);
  const firstChild = description.children[0];
  const inner =
    (firstChild && lineStart(packet, firstChild.start)) ??
    (outer === null ? null : outer + indentStep(packet));
  const elements = group.map(({ property, values }) => {
    let prefix = prefixFor(description, property.namespace);
    if (prefix === null) {
      prefix = freePrefix(property.prefix, taken);
      taken.add(prefix);
      declarations.push(`xmlns:${prefix}="${property.namespace}"`);
    }
    return listElement(packet, `${prefix}:${property.local}`, property, values, inner);
  });
  const content = elements.map((element) => (inner ?? '') + element).join('');
  const last = description.children.at(-1);
  const edits = [
    last === undefined
      ? intoEmpty(packet, description, content + (outer ?? ''))
      : insertion(last.end, content),
  ];
  if (declarations.length > 0) edits.unshift(declaration(packet, description, declarations));
  return edits;
}

/** After the last xmlns of the tag and spaced like it, or else right after the tag's name. */
function declaration(packet: XmpPacket, element: XmlElement, declarations: readonly string[]): Edit {
  const last = element.attributes.findLast(isNamespaceDeclaration);
  const space = last === undefined ? ' ' : spaceBefore(packet, last.start);
  return insertion(last?.end ?? element.nameEnd, declarations.map((text) => space + text).join(''));
}

function newDescription(packet: XmpPacket, group: readonly NewProperty[]): Edit {
  const rdf = prefixed(packet.rdf.name);
  const outer = lineStart(packet, packet.rdf.start);
  const step = indentStep(packet);
  const inner = outer === null ? null : outer + step;
  const deeper = inner === null ? null : inner + step;
  const taken = new Set(packet.rdf.scope.entries().keys());
  const named = group.map((entry) => {
    const prefix =
      prefixFor(packet.rdf, entry.property.namespace) ?? freePrefix(entry.property.prefix, taken);
    taken.add(prefix);
    return { ...entry, prefix };
  });
  const declarations = named
    .filter(({ prefix }) => !packet.rdf.scope.has(prefix))
    .map(({ prefix, property }) => ` xmlns:${prefix}="${property.namespace}"`)
    .join('');
  const properties = named.map(
    ({ prefix, property, values }) =>
      (deeper ?? '') + listElement(packet, `${prefix}:${property.local}`, property, values, deeper),
  );
  const element =
    `${inner ?? ''}<${rdf}Description ${rdf}about=""${declarations}>` +
    `${properties.join('')}${inner ?? ''}</${rdf}Description>`;
  const last = packet.rdf.children.at(-1);
  return last === undefined
    ? intoEmpty(packet, packet.rdf, element + (outer ?? ''))
    : insertion(last.end, element);
}

function listElement(
  packet: XmpPacket,
  name: string,
  { container }: KeywordProperty,
  values: readonly string[],
  lead: string | null,
): string {
  const rdf = prefixed(packet.rdf.name);
  const step = indentStep(packet);
  const bag = lead === null ? '' : lead + step;
  const each = lead === null ? '' : bag + step;
  const items = values.map((value) => each + item(rdf, value)).join('');
  return `<${name}>${bag}<${rdf}${container}>${items}${bag}</${rdf}${container}>${lead ?? ''}</${name}>`;
}

const item = (rdf: string, value: string): string => `<${rdf}li>${encodeText(value)}</${rdf}li>`;

/** Puts content into an element without child elements: `<a/>` becomes `<a>…</a>`; white space inside stays. */
function intoEmpty(packet: XmpPacket, element: XmlElement, content: string): Edit {
  if (!element.selfClosing) {
    // The white space before the end tag was its indentation: without it the content's own would double it.
    const inside = packet.text.slice(element.contentStart, element.contentEnd);
    const broken = /[\r\n]/.test(inside);
    return insertion(element.contentStart, broken ? content.replace(/\s+$/, '') : content);
  }
  return { start: element.end - '/>'.length, end: element.end, text: `>${content}</${element.name}>` };
}

/** A prefix that stands for the namespace at this element; attributes and elements alike, so never the default. */
export function prefixFor(element: XmlElement, namespace: string): string | null {
  for (const [prefix, bound] of element.scope.entries())
    if (bound === namespace && prefix !== '') return prefix;
  return null;
}

function freePrefix(wanted: string, taken: ReadonlySet<string>): string {
  let prefix = wanted;
  for (let count = 1; taken.has(prefix); count += 1) prefix = `${wanted}${count}`;
  return prefix;
}

/** `rdf:` for `rdf:RDF`; nothing where rdf is the default namespace. */
const prefixed = (name: string): string => (name.includes(':') ? name.slice(0, name.indexOf(':') + 1) : '');
