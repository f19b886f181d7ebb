import { SaxesParser } from 'saxes';

/*
 * A sidecar as RDF, read by a parser that is not ours (saxes): what tests compare before and after a write. Nothing is
 * interpreted away: empty properties, the kind of a container, the order of items, attributes or elements, languages,
 * rdf:ID, rdf:nodeID, rdf:parseType and types of nodes are all in it.
 */

export interface RdfElement {
  /** `namespace#local` */
  readonly name: string;
  /** By expanded name; declarations of namespaces are none. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: RdfElement[];
  /** Character data; layout, white space between elements, is none. */
  text: string;
}

const KEYWORDS = [
  'http://purl.org/dc/elements/1.1/ subject',
  'http://ns.adobe.com/lightroom/1.0/ hierarchicalSubject',
  'http://www.digikam.org/ns/1.0/ TagsList',
];
const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns# ';

/** @throws where the sidecar is not well-formed. */
export function parsedRdf(bytes: Buffer): RdfElement {
  const parser = new SaxesParser({ xmlns: true });
  const top: RdfElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    const attributes = Object.values(tag.attributes)
      .filter(({ uri }) => uri !== 'http://www.w3.org/2000/xmlns/')
      .map(({ uri, local, value }) => [`${uri} ${local}`, value]);
    const element: RdfElement = {
      name: `${tag.uri} ${tag.local}`,
      attributes: Object.fromEntries(attributes) as Record<string, string>,
      children: [],
      text: '',
    };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  const add = (text: string): void => {
    open.at(-1)!.text += text;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => {
    const element = open.pop()!;
    if (element.children.length > 0 && element.text.trim() === '') element.text = '';
  });
  parser.write(unicode(bytes)).close();
  return withListsInPlace(top);
}

/** A keyword list that stands elsewhere under a node id, as if it stood in its property. */
function withListsInPlace(top: RdfElement): RdfElement {
  const nodeId = ({ attributes }: RdfElement) => attributes[`${RDF}nodeID`];
  const rdf = [top, ...top.children, ...top.children.flatMap(({ children }) => children)].find(
    ({ name }) => name === `${RDF}RDF`,
  );
  for (const property of (rdf?.children ?? []).flatMap(({ children }) => children)) {
    const id = nodeId(property);
    if (id === undefined || !KEYWORDS.includes(property.name) || property.children.length > 0) continue;
    const at = rdf!.children.findIndex((node) => nodeId(node) === id);
    if (at >= 0) property.children.push(...rdf!.children.splice(at, 1));
  }
  return top;
}

function unicode(bytes: Buffer): string {
  const mark = bytes.readUInt16BE(0);
  const encoding = mark === 0xfffe ? 'utf-16le' : mark === 0xfeff ? 'utf-16be' : 'utf-8';
  // The declaration is for bytes, and these are letters by now; the mark in the wrapper of real files is mangled.
  return new TextDecoder(encoding).decode(bytes).replaceAll(/<\?(xml|xpacket)\s[^>]*\?>/g, '');
}

/** Everything but the keyword lists: they leave elements and attributes, and layout where they stood. */
export function withoutKeywords(element: RdfElement): RdfElement {
  const children = element.children.filter(({ name }) => !KEYWORDS.includes(name)).map(withoutKeywords);
  // A description of ours, made because there was none, and its like that were there before.
  const isBare = (child: RdfElement) =>
    child.name === `${RDF}Description` &&
    child.children.length === 0 &&
    Object.entries(child.attributes).every(([name, value]) => name === `${RDF}about` && value === '');
  const rest = element.name === `${RDF}RDF` ? children.filter((child) => !isBare(child)) : children;
  const attributes = Object.entries(element.attributes).filter(([name]) => !KEYWORDS.includes(name));
  const text = element.text.trim() === '' && rest.length === 0 ? '' : element.text;
  return { ...element, attributes: Object.fromEntries(attributes), children: rest, text };
}

/** Items of all lists with that name at the top, as they stand. */
export function keywordsIn(root: RdfElement, index: 0 | 1 | 2): string[] {
  const name = KEYWORDS[index]!;
  const found: string[] = [];
  const visit = (element: RdfElement): void => {
    const inAttribute = element.attributes[name];
    if (inAttribute) found.push(inAttribute);
    for (const child of element.children) {
      if (child.name !== name) visit(child);
      else if (child.children.length === 0) found.push(...(child.text.trim() === '' ? [] : [child.text]));
      else found.push(...child.children.flatMap((list) => list.children.map(({ text }) => text)));
    }
  };
  visit(root);
  return found;
}

/** Kinds of all lists with that name: a Seq stays a Seq. */
export function kindsIn(root: RdfElement): string[] {
  return root.children.flatMap((child) =>
    KEYWORDS.includes(child.name)
      ? child.children.map(({ name }) => `${child.name} ${name}`)
      : kindsIn(child),
  );
}
