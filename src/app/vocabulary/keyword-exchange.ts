import { readFile } from 'node:fs/promises';
import { formatKeywordList, type ListedKeyword, parseKeywordList } from '../../algorithms/keyword-list.ts';
import { plainWord } from '../../algorithms/words/plain-word.ts';
import { nameProblem } from '../../config/check-vocabulary.ts';
import { editVocabulary, type VocabularyDraft } from '../../config/edit-vocabulary.ts';
import type { SeedTerm, SeedTermKind } from '../../config/seed-vocabulary.ts';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';
import type { Library } from '../library.ts';
import { currentVocabulary, type ThoughtChange } from './change-vocabulary.ts';
import { findTerm, shellWord } from './term-words.ts';

/** The vocabulary as a list that Lightroom imports. */
export async function exportKeywordList(library: Library): Promise<string> {
  const { terms } = await currentVocabulary(library);
  const once = [...new Map(terms.map((term) => [term.name, term])).values()];
  return formatKeywordList(
    once.map(({ name, parent, aliases = [], names = {}, noExport }) => ({
      name,
      parent,
      isExported: !noExport,
      synonyms: [
        ...new Map([...aliases, ...Object.values(names)].map((word) => [plainWord(word), word])).values(),
      ].filter((word) => plainWord(word) !== plainWord(name)),
    })),
  );
}

export interface ThoughtImport {
  readonly change: ThoughtChange;
  readonly added: readonly string[];
  /** Terms that were there and get words, or a place below another. */
  readonly extended: readonly string[];
  readonly skipped: readonly { readonly line: number; readonly name: string; readonly reason: string }[];
}

/**
 * What a keyword list of Lightroom adds to the vocabulary: terms, synonyms as aliases, places in the hierarchy. What is
 * there stays; a keyword that cannot be a term is left out and said.
 * @throws PhotoTagError USAGE where the list cannot be read
 */
export async function thinkImport(
  library: Library,
  file: string,
  kind: SeedTermKind,
): Promise<ThoughtImport> {
  const { text, terms } = await currentVocabulary(library);
  const listed = parseKeywordList(await listText(file));
  const skipped: { line: number; name: string; reason: string }[] = [];
  const added: string[] = [];
  const extended: string[] = [];
  let now: readonly SeedTerm[] = terms;
  let draftText = text;
  const edits: ((draft: VocabularyDraft) => void)[] = [];
  const names = new Map<string, string>();
  for (const keyword of listed) {
    const step = stepOf(
      now,
      keyword,
      keyword.parent === null ? null : (names.get(keyword.parent) ?? null),
      kind,
    );
    if (step.name !== null) names.set(keyword.name, step.name);
    if (step.reason !== null) skipped.push({ line: keyword.line, name: keyword.name, reason: step.reason });
    if (step.edit === null) continue;
    // One at a time: what the file would say against one of them must not keep the others out.
    const edited = editVocabulary(draftText, step.edit);
    if (!edited.ok) {
      skipped.push({ line: keyword.line, name: keyword.name, reason: edited.problems[0]!.problem });
      if (step.isNew) names.delete(keyword.name);
      continue;
    }
    draftText = edited.text;
    now = edited.terms;
    edits.push(step.edit);
    (step.isNew ? added : extended).push(step.name!);
  }
  const command = `vocab import ${shellWord(file)} --apply`;
  return {
    change: {
      ...{ kind: 'edit', command, moves: [], names: [...new Set([...added, ...extended])] },
      edit: (draft) => {
        for (const edit of edits) edit(draft);
      },
    },
    added,
    extended: [...new Set(extended)],
    skipped,
  };
}

interface Step {
  /** The term that the keyword is; null where it is none. */
  readonly name: string | null;
  readonly isNew: boolean;
  readonly edit: ((draft: VocabularyDraft) => void) | null;
  readonly reason: string | null;
}

function stepOf(
  terms: readonly SeedTerm[],
  { name, synonyms, isExported }: ListedKeyword,
  parent: string | null,
  kind: SeedTermKind,
): Step {
  const known = findTerm(terms, name);
  const free = synonyms.filter(
    (word) => findTerm(terms, word) === null && nameProblem(word.replace(/[|/\\,;]/g, '')) === null,
  );
  const taken = synonyms.filter((word) => {
    const term = findTerm(terms, word);
    return term !== null && term.name !== known?.name;
  });
  const reason =
    taken.length === 0
      ? null
      : `${taken.join(', ')} of it ${taken.length === 1 ? 'means' : 'mean'} another term already`;
  if (known === null) {
    const wrong = nameProblem(name);
    if (wrong !== null) return { name: null, isNew: false, edit: null, reason: wrong.problem };
    const edit = (draft: VocabularyDraft) =>
      draft.add({
        ...{ kind, name, aliases: free },
        ...(parent !== null && { parent }),
        ...(!isExported && { noExport: true }),
      });
    return { name, isNew: true, edit, reason };
  }
  const isPlaced = parent === null || known.parent === parent || known.name === parent;
  if (free.length === 0 && isPlaced) return { name: known.name, isNew: false, edit: null, reason };
  const edit = (draft: VocabularyDraft) => {
    if (free.length > 0) draft.set(known.name, 'aliases', [...(known.aliases ?? []), ...free]);
    if (!isPlaced) draft.set(known.name, 'parent', parent);
  };
  return { name: known.name, isNew: false, edit, reason };
}

async function listText(file: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    throw new PhotoTagError('USAGE', `The keyword list ${file} cannot be read: ${messageOf(cause)}`, {
      file,
      cause,
      remedy: 'Check the name; in Lightroom Classic it is made by Metadata → Export Keywords.',
    });
  }
  // Notepad's "Unicode", and what some programs export on Windows.
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le');
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? bytes.toString('latin1') : text;
}
