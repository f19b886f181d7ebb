import { SAVE_AGAIN, SidecarRefusal } from './sidecar-refusal.ts';
import type { NamespaceScope } from './xml-scope.ts';
import { isNamespaceDeclaration, OUTERMOST, NamespaceScope as Scope } from './xml-scope.ts';
import type { XmlAttribute, XmlElement } from './xml-tree.ts';
import { decodeText, prefixOf } from './xml-tree.ts';

/*
 * A small strict XML 1.0 reader that keeps positions, so that a document can be edited in place and every other byte
 * stays. It works on a Latin-1 view of UTF-8 bytes: positions are byte offsets, and all of XML's syntax is ASCII.
 * Refused: anything not well-formed, undeclared prefixes (Namespaces in XML 1.0), and document types: entities could
 * mean anything, the rest of a disk or 10^9 letters. Every byte is looked at once or twice, whatever the document.
 */

/** Sidecars have some ten levels. Other programs' readers go down by recursion and would end a little further. */
export const MAX_DEPTH = 250;

/** Elements and attributes. The largest real sidecars have some thousand; half a million take some 200 MB here. */
export const MAX_NODES = 500_000;

const SPACE = 1;
const NAME_START = 2;
const NAME_CHAR = 4;
const FORBIDDEN = 8;
/** What every byte may be. The bytes of letters outside ASCII count as letters. */
const CLASS = new Uint8Array(256);
for (let code = 0; code < 256; code += 1) {
  const character = String.fromCharCode(code);
  if (/[ \t\r\n]/.test(character)) CLASS[code] = SPACE;
  else if (code < 0x20) CLASS[code] = FORBIDDEN;
  else if (/[A-Za-z_\x80-\xff]/.test(character)) CLASS[code] = NAME_START | NAME_CHAR;
  else if (/[-.0-9]/.test(character)) CLASS[code] = NAME_CHAR;
}
const [LT, GT, AMP, SLASH, COLON, EQUALS, BRACKET, QUERY, BANG, QUOTE, APOSTROPHE] = [...'<>&/:=]?!"\''].map(
  (character) => character.charCodeAt(0),
) as [number, number, number, number, number, number, number, number, number, number, number];
const REFERENCE = /&(?:(?:amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9a-fA-F]{1,6}));/y;

const isCharacter = (code: number): boolean =>
  code === 0x9 ||
  code === 0xa ||
  code === 0xd ||
  (code >= 0x20 && code <= 0xd7ff) ||
  (code >= 0xe000 && code <= 0xfffd) ||
  (code >= 0x10000 && code <= 0x10ffff);

/**
 * @param text Latin-1 view of the bytes, without byte order mark.
 * @param from where the document starts in it.
 * @returns the root element. Throws SidecarRefusal with the line of the first mistake.
 */
export function parseXml(text: string, from: number): XmlElement {
  return new XmlReader(text, from).read();
}

class XmlReader {
  readonly #text: string;
  #at: number;
  #open: XmlElement | null = null;
  #root: XmlElement | null = null;
  #depth = 0;
  #nodes = 0;

  constructor(text: string, from: number) {
    this.#text = text;
    this.#at = from;
  }

  read(): XmlElement {
    const text = this.#text;
    while (this.#at < text.length) {
      if (text.charCodeAt(this.#at) !== LT) {
        this.#characters();
        continue;
      }
      const next = text.charCodeAt(this.#at + 1);
      if (next === SLASH) this.#endTag();
      // What stands inside is not checked: an xpacket's "begin" has a mangled byte order mark in real files.
      else if (next === QUERY) this.#at = this.#skipPast('<?', '?>');
      else if (next === BANG) this.#declaration();
      else this.#startTag();
    }
    if (this.#open !== null) this.#refuse(`<${this.#open.name}> is not closed; the file may be cut off`);
    return this.#root ?? this.#refuse('no element');
  }

  #refuse(what: string): never {
    let line = 1;
    for (let at = this.#text.indexOf('\n'); at >= 0 && at < this.#at; at = this.#text.indexOf('\n', at + 1)) {
      line += 1;
    }
    throw new SidecarRefusal(`Not well-formed XML in line ${line}: ${what}. ${SAVE_AGAIN}`);
  }

  #skipPast(opening: string, closing: string): number {
    const close = this.#text.indexOf(closing, this.#at + opening.length);
    if (close < 0) this.#refuse(`"${opening}" is not closed`);
    return close + closing.length;
  }

  #characters(): void {
    const start = this.#at;
    const next = this.#text.indexOf('<', start);
    const end = next < 0 ? this.#text.length : next;
    if (this.#open !== null) {
      this.#checkCharacters(start, end, true);
      this.#open.texts.push({ start, end, cdata: false });
    } else {
      for (let at = start; at < end; at += 1) {
        if (CLASS[this.#text.charCodeAt(at)] !== SPACE) {
          this.#refuse(this.#root === null ? 'text before the first element' : 'text after the last element');
        }
      }
    }
    this.#at = end;
  }

  /** @param isText not an attribute's value, where "]]>" is allowed. */
  #checkCharacters(start: number, end: number, isText: boolean): void {
    const text = this.#text;
    for (let at = start; at < end; at += 1) {
      const code = text.charCodeAt(at);
      if (code === AMP) this.#checkReference(at);
      else if (code === BRACKET && isText && text.startsWith(']]>', at)) this.#refuse('"]]>" in text');
      else if (code < 0x20 && CLASS[code] === FORBIDDEN) this.#refuse('a control character');
    }
  }

  #checkReference(at: number): void {
    REFERENCE.lastIndex = at;
    const found = REFERENCE.exec(this.#text);
    if (found === null) this.#refuse('a bare "&" or an unknown entity');
    const [, dec, hex] = found;
    const code = dec ? Number.parseInt(dec, 10) : hex ? Number.parseInt(hex, 16) : 0x20;
    if (!isCharacter(code)) this.#refuse('a reference to a character that XML does not have');
  }

  /** Comments and CDATA; document types are refused. */
  #declaration(): void {
    if (this.#text.startsWith('<!--', this.#at)) {
      this.#at = this.#skipPast('<!--', '-->');
    } else if (this.#text.startsWith('<![CDATA[', this.#at)) {
      const end = this.#skipPast('<![CDATA[', ']]>');
      if (this.#open === null) this.#refuse('CDATA outside of an element');
      const start = this.#at + '<![CDATA['.length;
      for (let at = start; at < end; at += 1) {
        if (CLASS[this.#text.charCodeAt(at)] === FORBIDDEN) this.#refuse('a control character');
      }
      this.#open.texts.push({ start, end: end - ']]>'.length, cdata: true });
      this.#at = end;
    } else {
      this.#refuse('a document type, which XMP does not have');
    }
  }

  #endTag(): void {
    const open = this.#open;
    if (open === null) this.#refuse('a misplaced or unfinished end tag');
    const start = this.#at;
    this.#at += 2;
    const name = this.#name();
    this.#skipSpace();
    if (name === null || this.#text.charCodeAt(this.#at) !== GT) {
      this.#refuse('a misplaced or unfinished end tag');
    }
    if (name !== open.name) this.#refuse(`</${name}> closes <${open.name}>`);
    this.#at += 1;
    open.contentEnd = start;
    open.end = this.#at;
    this.#open = open.parent;
    this.#depth -= 1;
  }

  #startTag(): void {
    const text = this.#text;
    const parent = this.#open;
    const start = this.#at;
    if (parent === null && this.#root !== null) this.#refuse('a second root element');
    this.#at += 1;
    const name = this.#name();
    if (name === null) {
      this.#at = start;
      this.#refuse('an unfinished or misspelled tag');
    }
    const nameEnd = this.#at;
    const attributes = this.#attributes();
    const selfClosing = text.charCodeAt(this.#at) === SLASH;
    if (text.charCodeAt(selfClosing ? this.#at + 1 : this.#at) !== GT) {
      const cut = !text.includes('>', this.#at);
      this.#refuse(cut ? 'the file is cut off' : `<${name}> has an unfinished or misspelled attribute`);
    }
    this.#at += selfClosing ? 2 : 1;
    this.#nodes += 1 + attributes.length;
    if (this.#nodes > MAX_NODES) {
      throw new SidecarRefusal(
        `The sidecar has more than ${MAX_NODES} elements and attributes: that is no XMP sidecar. Move it away and write again.`,
      );
    }
    const element: XmlElement = {
      name,
      parent,
      attributes,
      children: [],
      texts: [],
      scope: this.#scopeOf(name, attributes, parent?.scope ?? OUTERMOST),
      selfClosing,
      start,
      nameEnd,
      contentStart: this.#at,
      contentEnd: this.#at,
      end: this.#at,
    };
    if (parent === null) this.#root = element;
    else parent.children.push(element);
    if (selfClosing) return;
    this.#open = element;
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      throw new SidecarRefusal(
        `The sidecar's elements are nested more than ${MAX_DEPTH} deep: that is no XMP sidecar. Move it away and write again.`,
      );
    }
  }

  /** Leaves the position behind the white space after the last attribute. */
  #attributes(): XmlAttribute[] {
    const text = this.#text;
    const attributes: XmlAttribute[] = [];
    for (;;) {
      const before = this.#at;
      this.#skipSpace();
      const start = this.#at;
      if (start === before) return attributes;
      const name = this.#name();
      if (name === null) return attributes;
      this.#skipSpace();
      const isAssigned = text.charCodeAt(this.#at) === EQUALS;
      this.#at += isAssigned ? 1 : 0;
      this.#skipSpace();
      const quote = text.charCodeAt(this.#at);
      const valueStart = this.#at + 1;
      const valueEnd =
        isAssigned && (quote === QUOTE || quote === APOSTROPHE)
          ? text.indexOf(quote === QUOTE ? '"' : "'", valueStart)
          : -1;
      const raw = valueEnd < 0 ? '<' : text.slice(valueStart, valueEnd);
      if (raw.includes('<')) {
        this.#at = start;
        return attributes;
      }
      this.#checkCharacters(valueStart, valueEnd, false);
      this.#at = valueEnd + 1;
      attributes.push({ name, raw, start, end: this.#at });
    }
  }

  /** Undeclared prefixes and attributes that stand twice, by their prefix or by their namespace, are refused. */
  #scopeOf(name: string, attributes: readonly XmlAttribute[], outer: NamespaceScope): NamespaceScope {
    let scope = outer;
    if (attributes.some(isNamespaceDeclaration)) {
      const own = new Map<string, string>();
      for (const attribute of attributes) {
        if (!isNamespaceDeclaration(attribute)) continue;
        const prefix = attribute.name.slice('xmlns:'.length);
        if (own.has(prefix)) this.#refuse(`the attribute ${attribute.name} stands twice`);
        own.set(prefix, decodeText(attribute.raw));
      }
      scope = new Scope(outer, own);
    }
    const own = prefixOf(name);
    if (own !== '' && !scope.has(own)) this.#refuse(`"${own}:" has no namespace`);
    if (attributes.length > 0) this.#checkAttributeNames(attributes, scope);
    return scope;
  }

  /** Two names are the same by their letters, or by the namespace that two prefixes share, which is rare. */
  #checkAttributeNames(attributes: readonly XmlAttribute[], scope: NamespaceScope): void {
    const names = new Set<string>();
    let last = '';
    const prefixes = new Map<string, string>();
    for (const { name } of attributes) {
      if (names.has(name)) this.#refuse(`the attribute ${name} stands twice`);
      names.add(name);
      // Most attributes of an element share their prefix.
      if (last !== '' && name.startsWith(last)) continue;
      const prefix = prefixOf(name);
      if (prefix === '' || prefix === 'xmlns' || prefixes.has(prefix)) continue;
      last = `${prefix}:`;
      const namespace = scope.get(prefix);
      if (namespace === undefined) this.#refuse(`"${prefix}:" has no namespace`);
      prefixes.set(prefix, namespace);
    }
    if (new Set(prefixes.values()).size === prefixes.size) return;
    const expanded = new Set<string>();
    for (const { name } of attributes) {
      const prefix = prefixOf(name);
      if (!prefixes.has(prefix)) continue;
      const full = `${prefixes.get(prefix)} ${name.slice(prefix.length + 1)}`;
      if (expanded.has(full)) this.#refuse(`the attribute ${name} stands twice`);
      expanded.add(full);
    }
  }

  #skipSpace(): void {
    while (CLASS[this.#text.charCodeAt(this.#at)] === SPACE) this.#at += 1;
  }

  /** A name with at most one colon, which it passes; null where there is none, passing nothing. */
  #name(): string | null {
    const start = this.#at;
    if (!this.#passNamePart()) return null;
    if (this.#text.charCodeAt(this.#at) === COLON) {
      this.#at += 1;
      if (!this.#passNamePart()) {
        this.#at = start;
        return null;
      }
    }
    return this.#text.slice(start, this.#at);
  }

  #passNamePart(): boolean {
    const text = this.#text;
    let at = this.#at;
    if (((CLASS[text.charCodeAt(at)] ?? 0) & NAME_START) === 0) return false;
    at += 1;
    while (((CLASS[text.charCodeAt(at)] ?? 0) & NAME_CHAR) !== 0) at += 1;
    this.#at = at;
    return true;
  }
}
