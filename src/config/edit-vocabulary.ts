import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  Scalar,
  YAMLMap,
  YAMLSeq,
} from 'yaml';
import type { ConfigProblem } from './problem.ts';
import { termInFile } from './render-vocabulary.ts';
import type { SeedTerm } from './seed-vocabulary.ts';
import { readVocabulary, SECTIONS, type VocabularySection } from './vocabulary-file.ts';

/** What a term may say of itself in the file, beside its name. */
export type TermField =
  | 'names'
  | 'aliases'
  | 'parent'
  | 'prompts'
  | 'excludes'
  | 'not_on_people_sets'
  | 'no_export'
  | 'models';

export type EditedVocabulary =
  | { readonly ok: true; readonly text: string; readonly terms: readonly SeedTerm[] }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/**
 * Edits the text of a vocabulary file. Comments, order and what is not touched stay; the result is checked as a file
 * that is loaded is.
 *
 * @param text a vocabulary without a mistake.
 */
export function editVocabulary(text: string, edit: (draft: VocabularyDraft) => void): EditedVocabulary {
  const draft = new VocabularyDraft(text);
  edit(draft);
  const edited = draft.text();
  const read = readVocabulary(edited);
  if (!read.ok) return read;
  return { ok: true, text: edited, terms: read.entries.map(({ term }) => term) };
}

/** A vocabulary file that is being edited. */
export class VocabularyDraft {
  readonly #document: Document.Parsed;
  readonly #format: { readonly crlf: boolean; readonly bom: boolean; readonly indentSeq: boolean };

  constructor(text: string) {
    this.#document = parseDocument(text);
    this.#format = {
      crlf: text.includes('\r\n'),
      bom: text.startsWith('\ufeff'),
      indentSeq: !/^[a-z]+:[^\n]*\n(\s*#[^\n]*\n|\s*\n)*- /m.test(text.replaceAll('\r\n', '\n')),
    };
  }

  text(): string {
    const { crlf, bom, indentSeq } = this.#format;
    // No width: what a term says is not to be broken into lines that the user did not break.
    const text = this.#document.toString({ lineWidth: 0, indentSeq, flowCollectionPadding: false });
    return (bom ? '\ufeff' : '') + (crlf ? text.replace(/\r?\n/g, '\r\n') : text);
  }

  /** Puts a term at the end of its section. */
  add(term: SeedTerm): void {
    this.#section(sectionOf(term)).add(this.#node(termInFile(term)));
  }

  /** Takes a term out, also where it stands in two sections. */
  remove(name: string): void {
    for (const { list, index } of this.#places(name)) list.items.splice(index, 1);
  }

  /** Gives a term another name, also where others speak of it. */
  rename(from: string, to: string): void {
    for (const { list, index } of this.#places(from)) {
      const item = list.items[index];
      if (isScalar(item)) item.value = to;
      else if (isMap(item)) item.set('name', to);
    }
    this.#renameLinks(from, to);
  }

  /** Sets what a term says of itself where it stands first; undefined takes it out. */
  set(name: string, field: TermField, value: unknown): void {
    const [place] = this.#places(name);
    if (place === undefined) return;
    const term = this.#asMap(place.list, place.index);
    const isEmpty =
      value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
    if (isEmpty) term.delete(field);
    else term.set(field, this.#node(value, ['names', 'aliases', 'excludes', 'models'].includes(field)));
  }

  /** Takes a term out of the links of all others: parents become `instead`, exclusions too, or go. */
  replaceLinks(name: string, instead: string | null): void {
    if (instead !== null) {
      this.#renameLinks(name, instead);
      return;
    }
    for (const term of this.#maps()) {
      if (String(term.get('parent')) === name) term.delete('parent');
      const excludes = term.get('excludes');
      if (!isSeq(excludes)) continue;
      excludes.items = excludes.items.filter((item) => textOf(item) !== name);
      if (excludes.items.length === 0) term.delete('excludes');
    }
  }

  /** Puts terms back as they stand in another text of the file; those that do not stand there go. */
  restore(names: readonly string[], from: VocabularyDraft): void {
    for (const name of names) {
      const there = from.#places(name);
      if (there.length === 0) {
        this.remove(name);
        continue;
      }
      const here = this.#places(name);
      for (const [position, { section, list, index }] of there.entries()) {
        const node = this.#node((list.items[index] as Node).toJS(from.#document));
        const place = here[position];
        if (place === undefined) this.#section(section).add(node);
        else place.list.items[place.index] = node;
      }
    }
  }

  #renameLinks(from: string, to: string): void {
    for (const term of this.#maps()) {
      if (String(term.get('parent')) === from) term.set('parent', to);
      const excludes = term.get('excludes');
      if (!isSeq(excludes)) continue;
      const names = excludes.items.map((item) => (textOf(item) === from ? to : textOf(item)));
      if (names.includes(to) && excludes.items.some((item) => textOf(item) === from)) {
        term.set('excludes', this.#node([...new Set(names)], true));
      }
    }
  }

  #maps(): YAMLMap[] {
    return SECTIONS.flatMap(({ key }) => {
      const list = this.#document.get(key);
      return isSeq(list) ? list.items.filter((item): item is YAMLMap => isMap(item)) : [];
    });
  }

  #places(name: string): { section: VocabularySection; list: YAMLSeq; index: number }[] {
    return SECTIONS.flatMap(({ key: section }) => {
      const list = this.#document.get(section);
      if (!isSeq(list)) return [];
      return list.items.flatMap((item, index) =>
        (isMap(item) ? String(item.get('name')) : textOf(item)) === name ? [{ section, list, index }] : [],
      );
    });
  }

  #section(key: VocabularySection): YAMLSeq {
    const there = this.#document.get(key);
    if (isSeq(there)) {
      // A short form on one line is for a few names: with more it is opened.
      if (there.flow && there.items.length === 0) there.flow = false;
      return there;
    }
    const list = new YAMLSeq(this.#document.schema);
    this.#document.set(key, list);
    return list;
  }

  /** A bare name becomes a term that can say more; its comments stay with it. */
  #asMap(list: YAMLSeq, index: number): YAMLMap {
    const item = list.items[index];
    if (isMap(item)) return item;
    const scalar = isScalar(item) ? item : new Scalar(item);
    const map = new YAMLMap(this.#document.schema);
    map.commentBefore = scalar.commentBefore ?? null;
    if (scalar.spaceBefore) map.spaceBefore = true;
    scalar.commentBefore = null;
    delete scalar.spaceBefore;
    if (list.flow) map.flow = true;
    map.set('name', scalar);
    list.items[index] = map;
    return map;
  }

  #node(value: unknown, inline = false): Node {
    const node = this.#document.createNode(value) as Node;
    if (inline && (isSeq(node) || isMap(node))) node.flow = true;
    if (isMap(node)) {
      for (const field of ['names', 'aliases', 'excludes', 'models']) {
        const part = node.get(field);
        if (isSeq(part) || isMap(part)) part.flow = true;
      }
    }
    return node;
  }
}

const sectionOf = ({ kind }: SeedTerm): VocabularySection =>
  SECTIONS.find((section) => section.kind === kind)!.key;

const textOf = (item: unknown): string => String(isScalar(item) ? item.value : item);
