import type { NamespaceScope } from './xml-scope.ts';

/* An XML document as elements with their positions in the text (xml-reader.ts makes it), and how to find things there. */

export interface XmlAttribute {
  readonly name: string;
  /** As it stands between the quotes, Latin-1 view. */
  readonly raw: string;
  /** From the first byte of the name to after the closing quote. */
  readonly start: number;
  readonly end: number;
}

/** A piece of character data; `cdata` without its brackets. */
export interface XmlText {
  readonly start: number;
  readonly end: number;
  readonly cdata: boolean;
}

export interface XmlElement {
  readonly name: string;
  readonly parent: XmlElement | null;
  readonly attributes: readonly XmlAttribute[];
  readonly children: XmlElement[];
  readonly texts: XmlText[];
  readonly scope: NamespaceScope;
  readonly selfClosing: boolean;
  /** Of the `<`. */
  readonly start: number;
  /** After the name in the start tag. */
  readonly nameEnd: number;
  /** After the `>` of the start tag (of `/>` where it closes itself). */
  readonly contentStart: number;
  /** Of the `</`; the same as contentStart where it closes itself. */
  contentEnd: number;
  /** After the `>` of the end tag. */
  end: number;
}

export const prefixOf = (name: string): string => {
  const colon = name.indexOf(':');
  return colon < 0 ? '' : name.slice(0, colon);
};

/** True where the element is `local` of that namespace, whatever its prefix. */
export function isNamed(element: XmlElement, namespace: string, local: string): boolean {
  const { name } = element;
  return (
    name.endsWith(local) &&
    name.slice(name.indexOf(':') + 1) === local &&
    (element.scope.get(prefixOf(name)) ?? '') === namespace
  );
}

/** The attribute `local` of that namespace. Unprefixed attributes are in none (Namespaces in XML, 6.2). */
export function attributeNamed(
  element: XmlElement,
  namespace: string,
  local: string,
): XmlAttribute | undefined {
  return element.attributes.find(({ name }) => {
    if (!name.endsWith(local)) return false;
    const prefix = prefixOf(name);
    return prefix !== '' && name === `${prefix}:${local}` && element.scope.get(prefix) === namespace;
  });
}

/** The characters directly in an element, entities and CDATA resolved, as real Unicode. */
export function textOf(element: XmlElement, text: string): string {
  return element.texts
    .map(({ start, end, cdata }) => {
      const piece = text.slice(start, end);
      return cdata ? fromLatin1View(piece) : decodeText(piece);
    })
    .join('');
}

/** True where nothing but white space stands directly in an element. A reference or CDATA is something. */
export function isBlank(element: XmlElement, text: string): boolean {
  return element.texts.every(({ start, end, cdata }) => !cdata && !/[^ \t\r\n]/.test(text.slice(start, end)));
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Latin-1 view of escaped text to Unicode. */
export function decodeText(raw: string): string {
  const text = fromLatin1View(raw);
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-z]+));/g, (whole, hex, dec, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = hex === undefined ? Number.parseInt(dec, 10) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  });
}

/** Unicode to escaped text in the Latin-1 view, good between tags. */
export function encodeText(value: string): string {
  const escaped = value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return toLatin1View(escaped);
}

const ASCII = /^[\u0000-\u007f]*$/;

const fromLatin1View = (raw: string): string =>
  ASCII.test(raw) ? raw : Buffer.from(raw, 'latin1').toString('utf8');

const toLatin1View = (text: string): string =>
  ASCII.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
