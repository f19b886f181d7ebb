import { SidecarRefusal } from './sidecar-refusal.ts';

/*
 * A small strict XML 1.0 reader that keeps positions, so that a document can be edited in place and every other byte
 * stays. It works on a Latin-1 view of UTF-8 bytes: positions are byte offsets, and all of XML's syntax is ASCII.
 * Refused: anything not well-formed, undeclared prefixes (Namespaces in XML 1.0), and document types, since entities
 * could mean anything.
 */

export interface XmlAttribute {
  readonly name: string;
  /** As it stands between the quotes, Latin-1 view. */
  readonly raw: string;
  /** From the first byte of the name to after the closing quote. */
  readonly start: number;
  readonly end: number;
}

export interface XmlElement {
  readonly name: string;
  readonly parent: XmlElement | null;
  readonly attributes: readonly XmlAttribute[];
  readonly children: XmlElement[];
  readonly texts: { readonly start: number; readonly end: number; readonly cdata: boolean }[];
  /** Prefix to namespace, everything in scope here; the key '' is the default namespace. */
  readonly scope: ReadonlyMap<string, string>;
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

// Not \s, which takes the byte A0, the second half of many letters, for a space.
const SPACE = '[ \\t\\r\\n]';
const NAME =
  '[A-Za-z_\\x80-\\xff][-A-Za-z0-9._\\x80-\\xff]*(?::[A-Za-z_\\x80-\\xff][-A-Za-z0-9._\\x80-\\xff]*)?';
const START_TAG_NAME = new RegExp(`<(${NAME})`, 'y');
const ATTRIBUTE = new RegExp(`${SPACE}+(${NAME})${SPACE}*=${SPACE}*("[^"<]*"|'[^'<]*')`, 'y');
const START_TAG_END = /[ \t\r\n]*(\/?)>/y;
const END_TAG = new RegExp(`</(${NAME})${SPACE}*>`, 'y');
const BAD_REFERENCE = /&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)/;
const BAD_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;
const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';

/**
 * @param text Latin-1 view of the bytes, without byte order mark.
 * @param from where the document starts in it.
 * @returns the root element. Throws SidecarRefusal with the line of the first mistake.
 */
export function parseXml(text: string, from: number): XmlElement {
  let root: XmlElement | null = null;
  let open: XmlElement | null = null;
  let at = from;

  const refuse = (what: string): never => {
    const line = text.slice(0, at).split('\n').length;
    throw new SidecarRefusal(`Not well-formed XML in line ${line}: ${what}.`);
  };
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  const skipPast = (opening: string, closing: string): number => {
    const close = text.indexOf(closing, at + opening.length);
    if (close < 0) refuse(`"${opening}" is not closed`);
    return close + closing.length;
  };
  const checkText = (piece: string): void => {
    if (BAD_CHARACTER.test(piece)) refuse('a control character');
    if (BAD_REFERENCE.test(piece)) refuse('a bare "&" or an unknown entity');
  };

  while (at < text.length) {
    if (text[at] !== '<') {
      const next = text.indexOf('<', at);
      const end = next < 0 ? text.length : next;
      const piece = text.slice(at, end);
      if (open !== null) {
        checkText(piece);
        if (piece.includes(']]>')) refuse('"]]>" in text');
        open.texts.push({ start: at, end, cdata: false });
      } else if (/[^ \t\r\n]/.test(piece)) {
        refuse(root === null ? 'text before the first element' : 'text after the last element');
      }
      at = end;
    } else if (text.startsWith('<?', at)) {
      // What stands inside is not checked: an xpacket's "begin" has a mangled byte order mark in real files.
      at = skipPast('<?', '?>');
    } else if (text.startsWith('<!--', at)) {
      at = skipPast('<!--', '-->');
    } else if (text.startsWith('<![CDATA[', at)) {
      const end = skipPast('<![CDATA[', ']]>');
      if (open === null) throw refuse('CDATA outside of an element');
      if (BAD_CHARACTER.test(text.slice(at, end))) refuse('a control character');
      open.texts.push({ start: at + 9, end: end - 3, cdata: true });
      at = end;
    } else if (text.startsWith('<!', at)) {
      refuse('a document type, which XMP does not have');
    } else if (text.startsWith('</', at)) {
      const tag = match(END_TAG);
      if (tag === null || open === null) throw refuse('a misplaced or unfinished end tag');
      if (tag[1] !== open.name) refuse(`</${tag[1]}> closes <${open.name}>`);
      open.contentEnd = at;
      at += tag[0].length;
      open.end = at;
      open = open.parent;
    } else {
      if (open === null && root !== null) refuse('a second root element');
      const element: XmlElement = startTag(open);
      if (open === null) root = element;
      else open.children.push(element);
      if (!element.selfClosing) open = element;
    }
  }
  if (open !== null) refuse(`<${open.name}> is not closed; the file may be cut off`);
  return root ?? refuse('no element');

  function startTag(parent: XmlElement | null): XmlElement {
    const start = at;
    const opening = match(START_TAG_NAME);
    if (opening === null) throw refuse('an unfinished or misspelled tag');
    at += opening[0].length;
    const nameEnd = at;
    const attributes: XmlAttribute[] = [];
    const seen = new Set<string>();
    for (let found = match(ATTRIBUTE); found !== null; found = match(ATTRIBUTE)) {
      const [whole, name = '', quoted = ''] = found;
      if (seen.has(name)) refuse(`the attribute ${name} stands twice`);
      seen.add(name);
      const raw = quoted.slice(1, -1);
      checkText(raw);
      attributes.push({ name, raw, start: at + whole.search(/[^ \t\r\n]/), end: at + whole.length });
      at += whole.length;
    }
    const closing = match(START_TAG_END);
    if (closing === null) {
      const cut = !text.includes('>', at);
      throw refuse(cut ? 'the file is cut off' : `<${opening[1]}> has an unfinished or misspelled attribute`);
    }
    at += closing[0].length;
    const scope = scopeOf(attributes, parent);
    const element: XmlElement = {
      name: opening[1] ?? '',
      parent,
      attributes,
      children: [],
      texts: [],
      scope,
      selfClosing: closing[1] === '/',
      start,
      nameEnd,
      contentStart: at,
      contentEnd: at,
      end: at,
    };
    for (const name of [element.name, ...seen]) {
      const prefix = prefixOf(name);
      if (prefix !== '' && prefix !== 'xmlns' && !scope.has(prefix)) refuse(`"${prefix}:" has no namespace`);
    }
    return element;
  }
}

function scopeOf(
  attributes: readonly XmlAttribute[],
  parent: XmlElement | null,
): ReadonlyMap<string, string> {
  const inherited = parent?.scope ?? new Map([['xml', XML_NAMESPACE]]);
  const declared = attributes.filter(isNamespaceDeclaration);
  if (declared.length === 0) return inherited;
  const scope = new Map(inherited);
  for (const { name, raw } of declared) {
    scope.set(name === 'xmlns' ? '' : name.slice('xmlns:'.length), decodeText(raw));
  }
  return scope;
}

export const isNamespaceDeclaration = ({ name }: XmlAttribute): boolean =>
  name === 'xmlns' || name.startsWith('xmlns:');

const prefixOf = (name: string): string => (name.includes(':') ? name.slice(0, name.indexOf(':')) : '');

/** True where the element is `local` of that namespace, whatever its prefix. */
export function isNamed(element: XmlElement, namespace: string, local: string): boolean {
  return (
    element.name.slice(element.name.indexOf(':') + 1) === local &&
    (element.scope.get(prefixOf(element.name)) ?? '') === namespace
  );
}

/** The attribute `local` of that namespace. Unprefixed attributes are in none (Namespaces in XML, 6.2). */
export function attributeNamed(
  element: XmlElement,
  namespace: string,
  local: string,
): XmlAttribute | undefined {
  return element.attributes.find(({ name }) => {
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

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Latin-1 view of escaped text to Unicode. */
export function decodeText(raw: string): string {
  return fromLatin1View(raw).replace(
    /&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-z]+));/g,
    (whole, hex, dec, name) => {
      if (name !== undefined) return ENTITIES[name] ?? whole;
      const code = hex === undefined ? Number.parseInt(dec, 10) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
    },
  );
}

/** Unicode to escaped text in the Latin-1 view, good between tags. */
export function encodeText(value: string): string {
  const escaped = value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return Buffer.from(escaped, 'utf8').toString('latin1');
}

const fromLatin1View = (raw: string): string => Buffer.from(raw, 'latin1').toString('utf8');
