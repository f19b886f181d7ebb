import type { KeywordProperty } from './keyword-properties.ts';
import { SAVE_AGAIN, SidecarRefusal } from './sidecar-refusal.ts';
import { isNamespaceDeclaration } from './xml-scope.ts';
import type { XmlAttribute, XmlElement } from './xml-tree.ts';
import { attributeNamed, decodeText, isBlank, isNamed, textOf } from './xml-tree.ts';
import type { XmpPacket } from './xmp-packet.ts';
import { RDF } from './xmp-packet.ts';

/** How the keywords stand in a sidecar. */
export type KeywordList = { readonly values: readonly string[] } & (
  | { readonly form: 'absent' }
  /** rdf:Bag, Seq or Alt with rdf:li: what nearly every program writes. */
  | {
      readonly form: 'container';
      readonly container: XmlElement;
      /** Of the property: the container's parent, but for a container that stands elsewhere under a node id. */
      readonly element: XmlElement;
    }
  /** `<dc:subject>one</dc:subject>`, or nothing inside. */
  | { readonly form: 'text'; readonly element: XmlElement }
  /** `<rdf:Description dc:subject="one">`. */
  | { readonly form: 'attribute'; readonly description: XmlElement; readonly attribute: XmlAttribute }
);

/** @throws SidecarRefusal for forms in which nothing can be added without guessing. */
export function findKeywordList(packet: XmpPacket, property: KeywordProperty): KeywordList {
  const { namespace, local } = property;
  const elements = packet.rdf.children.flatMap((node) =>
    node.children.filter((child) => isNamed(child, namespace, local)),
  );
  const attributes = packet.rdf.children.flatMap((node) => {
    const attribute = attributeNamed(node, namespace, local);
    return attribute === undefined ? [] : [{ description: node, attribute }];
  });
  if (elements.length + attributes.length > 1) {
    // exiftool mixes them and Adobe's toolkit refuses the file: nobody agrees on what the keywords are.
    throw new SidecarRefusal(`${nameOf(property)} stands more than once in the sidecar. ${SAVE_AGAIN}`);
  }
  const [element] = elements;
  const [inAttribute] = attributes;
  const parent = element?.parent ?? inAttribute?.description;
  if (parent && !packet.descriptions.includes(parent)) throw unusual(property);
  if (inAttribute) {
    const value = decodeText(inAttribute.attribute.raw);
    return { form: 'attribute', values: value === '' ? [] : [value], ...inAttribute };
  }
  if (element === undefined) return { form: 'absent', values: [] };
  return inElement(packet, property, element);
}

function inElement(packet: XmpPacket, property: KeywordProperty, element: XmlElement): KeywordList {
  const extra = element.attributes.filter((attribute) => !isNamespaceDeclaration(attribute));
  const nodeId = attributeNamed(element, RDF, 'nodeID');
  const text = textOf(element, packet.text);
  const isEmpty = element.children.length === 0 && isBlank(element, packet.text);
  if (nodeId !== undefined && extra.length === 1 && isEmpty) {
    return inContainer(packet, property, element, blankNode(packet, property, nodeId));
  }
  if (extra.length > 0) throw unusual(property);
  const [only] = element.children;
  if (only === undefined) return { form: 'text', values: text.trim() === '' ? [] : [text], element };
  if (element.children.length > 1 || text.trim() !== '' || !isContainer(only)) throw unusual(property);
  if (only.attributes.some((attribute) => !isNamespaceDeclaration(attribute))) throw unusual(property);
  return inContainer(packet, property, element, only);
}

/** `<dc:subject rdf:nodeID="a"/>` with `<rdf:Bag rdf:nodeID="a">` at the top, as f-spot wrote it. */
function blankNode(packet: XmpPacket, property: KeywordProperty, nodeId: XmlAttribute): XmlElement {
  const named = withNodeId(packet.rdf, nodeId.raw);
  const container = named.find((element) => element.parent === packet.rdf && isContainer(element));
  const shared = named.length !== 2;
  if (container === undefined || shared || container.attributes.length !== 1) throw unusual(property);
  return container;
}

function withNodeId(element: XmlElement, id: string): XmlElement[] {
  const below = element.children.flatMap((child) => withNodeId(child, id));
  return attributeNamed(element, RDF, 'nodeID')?.raw === id ? [element, ...below] : below;
}

function inContainer(
  packet: XmpPacket,
  property: KeywordProperty,
  element: XmlElement,
  container: XmlElement,
): KeywordList {
  const plain = container.children.every(
    (item) =>
      isNamed(item, RDF, 'li') &&
      item.children.length === 0 &&
      item.attributes.every(({ name }) => name === 'xml:lang' || name.startsWith('xmlns')),
  );
  if (!plain || !isBlank(container, packet.text)) throw unusual(property);
  return {
    form: 'container',
    values: container.children.map((item) => textOf(item, packet.text)),
    container,
    element,
  };
}

const isContainer = (element: XmlElement): boolean =>
  ['Bag', 'Seq', 'Alt'].some((kind) => isNamed(element, RDF, kind));

const nameOf = ({ prefix, local }: KeywordProperty): string => `${prefix}:${local}`;

const unusual = (property: KeywordProperty): SidecarRefusal =>
  new SidecarRefusal(`${nameOf(property)} stands in a form that cannot be added to safely. ${SAVE_AGAIN}`);
