import { KEYWORD_PROPERTIES } from './keyword-properties.ts';
import { isNamespaceDeclaration } from './xml-scope.ts';
import type { XmlElement } from './xml-tree.ts';
import { isBlank, prefixOf } from './xml-tree.ts';
import type { XmpPacket } from './xmp-packet.ts';
import { RDF } from './xmp-packet.ts';

/*
 * XMP allows a part of RDF/XML (ISO 16684-1, 7.9 and annex C). Within it every program reads the same, and an edit that
 * leaves the elements alone leaves the meaning alone. Outside of it (node ids, typed nodes, rdf:_1, literals of XML)
 * readers differ, so that a second one is asked. So they do where XML allows more than programs write: elements without a
 * prefix (exiftool takes `<Bag xmlns="…rdf-syntax-ns#">` for a structure named Bag), and a prefix
 * that means two things, or something else than usual.
 */

const CONTAINERS = new Set(['Bag', 'Seq', 'Alt']);
const PLAIN_ATTRIBUTES = new Set(['about', 'resource', 'value', 'type']);

/** What programs expect these prefixes to mean, as a declaration says it. */
const USUAL_PREFIXES = [
  ['xmlns:rdf', RDF] as const,
  ...Object.values(KEYWORD_PROPERTIES).map(
    ({ prefix, namespace }) => [`xmlns:${prefix}`, namespace] as const,
  ),
];

/** True where a sidecar has anything that XMP does not have, though RDF may. */
export function isBeyondXmp(packet: XmpPacket): boolean {
  return (
    !hasPrefix(packet.rdf) ||
    hasPrefixOfTwoMeanings(packet.rdf.parent ?? packet.rdf) ||
    !isBlank(packet.rdf, packet.text) ||
    packet.rdf.children.some((node) => rdfName(node) !== 'Description' || isOddDescription(node, packet.text))
  );
}

function hasPrefixOfTwoMeanings(root: XmlElement): boolean {
  const namespaces = new Map<string, string>(USUAL_PREFIXES);
  // By a list of what is still to be seen: a call for each level and element would take longer.
  const rest = [root];
  for (let element = rest.pop(); element !== undefined; element = rest.pop()) {
    for (const attribute of element.attributes) {
      if (!isNamespaceDeclaration(attribute)) continue;
      if ((namespaces.get(attribute.name) ?? attribute.raw) !== attribute.raw) return true;
      namespaces.set(attribute.name, attribute.raw);
    }
    for (const child of element.children) rest.push(child);
  }
  return false;
}

function isOddDescription(node: XmlElement, text: string): boolean {
  return hasOddName(node) || !isBlank(node, text) || node.children.some((each) => isOddProperty(each, text));
}

function isOddProperty(property: XmlElement, text: string): boolean {
  const name = rdfName(property);
  if (name !== null && name !== 'value' && name !== 'type' && name !== 'li') return true;
  if (hasOddName(property)) return true;
  if (property.children.length === 0) return false;
  if (!isBlank(property, text)) return true;
  if (property.attributes.some((attribute) => rdfAttribute(property, attribute.name) === 'parseType')) {
    return property.children.some((each) => isOddProperty(each, text));
  }
  const [node, ...more] = property.children;
  if (node === undefined || more.length > 0) return true;
  const kind = rdfName(node);
  if (kind === 'Description') return isOddDescription(node, text);
  if (kind === null || !CONTAINERS.has(kind) || hasOddName(node) || !isBlank(node, text)) return true;
  return node.children.some((item) => rdfName(item) !== 'li' || isOddProperty(item, text));
}

function hasOddName(element: XmlElement): boolean {
  return !hasPrefix(element) || hasOddAttribute(element);
}

const hasPrefix = ({ name }: XmlElement): boolean => prefixOf(name) !== '';

function hasOddAttribute(element: XmlElement): boolean {
  return element.attributes.some((attribute) => {
    if (isNamespaceDeclaration(attribute) || attribute.name === 'xml:lang') return false;
    if (attribute.name.startsWith('xml:')) return true;
    const name = rdfAttribute(element, attribute.name);
    if (name === null) return prefixOf(attribute.name) === '' && attribute.name !== 'about';
    return name === 'parseType' ? attribute.raw !== 'Resource' : !PLAIN_ATTRIBUTES.has(name);
  });
}

/** The name of an element of RDF itself, or null. */
function rdfName({ name, scope }: XmlElement): string | null {
  return scope.get(prefixOf(name)) === RDF ? name.slice(name.indexOf(':') + 1) : null;
}

function rdfAttribute({ scope }: XmlElement, name: string): string | null {
  const prefix = prefixOf(name);
  return prefix !== '' && scope.get(prefix) === RDF ? name.slice(prefix.length + 1) : null;
}
