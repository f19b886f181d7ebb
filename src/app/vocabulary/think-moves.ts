import { isDeepStrictEqual } from 'node:util';
import type { VocabularyDraft } from '../../config/edit-vocabulary.ts';
import type { SeedTerm, SeedTermKind } from '../../config/seed-vocabulary.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { TagKey, TagMove, VocabularyChange } from '../../domain/vocabulary-change.ts';
import type { Library } from '../library.ts';
import { currentVocabulary, type ThoughtChange } from './change-vocabulary.ts';
import { newName, shellWord, termCalled } from './term-words.ts';

/** A change to be made, or one that was begun and whose sidecars are to be finished. */
export type Thought =
  | { readonly begun: null; readonly change: ThoughtChange }
  | { readonly begun: VocabularyChange; readonly change: ThoughtChange };

const ck = (name: string): TagKey => ({ layer: 'CK', name });
const ai = (name: string): TagKey => ({ layer: 'AI', name });

/** A term gets another name; the old one stays as another word for it, so that searches and rules still find it. */
export async function thinkRename(library: Library, typedFrom: string, typedTo: string): Promise<Thought> {
  const { terms } = await currentVocabulary(library);
  const command = `vocab rename ${shellWord(typedFrom)} ${shellWord(typedTo)} --apply`;
  const begun = await begunChange(library, 'rename', [move(ck(typedFrom), ck(typedTo))]);
  if (begun !== null && !terms.some(({ name }) => name === typedFrom)) return goOn(begun);
  const term = termCalled(terms, typedFrom);
  const to = newName(terms, typedTo, term.name);
  if (to === term.name) {
    throw new PhotoTagError('USAGE', `${to} is its name already`, { remedy: 'Nothing is to be done.' });
  }
  const edit = (draft: VocabularyDraft) => {
    draft.rename(term.name, to);
    draft.set(to, 'aliases', wordsBut(to, [...(term.aliases ?? []), term.name]));
  };
  const names = [term.name, to];
  const moves = [move(ck(term.name), ck(to))];
  return { begun: null, change: { kind: 'rename', command, moves, names, edit } };
}

/** Terms and freeform words become part of another, which takes their words along. */
export async function thinkMerge(
  library: Library,
  typedFrom: readonly string[],
  typedInto: string,
): Promise<Thought> {
  const { terms } = await currentVocabulary(library);
  const command = `vocab merge ${typedFrom.map(shellWord).join(' ')} --into ${shellWord(typedInto)} --apply`;
  const into = tagTyped(library, terms, typedInto);
  const isGone = (typed: string) => freeformTyped(library, typed) === null && !isName(terms, typed);
  const begun = await begunChange(
    library,
    'merge',
    typedFrom.map((typed) => move(tagAsTyped(library, typed), into)),
  );
  if (begun !== null && (typedFrom.every(isGone) || (await isUnknown(library, begun)))) return goOn(begun);
  const parts = typedFrom.map((typed) => tagTyped(library, terms, typed));
  if (parts.some((part) => isDeepStrictEqual(part, into))) {
    throw new PhotoTagError('USAGE', `${into.name} cannot be merged with itself`, {
      remedy: 'Name two different words: photo-tag vocab merge auto --into cars',
    });
  }
  const moves = parts.map((part) => move(part, into));
  const controlled = terms.filter((term) => parts.some((part) => isDeepStrictEqual(part, ck(term.name))));
  const names = [...parts.map(({ name }) => name), into.name];
  const isFileTouched = into.layer === 'CK' || controlled.length > 0;
  return {
    begun: null,
    change: {
      ...{ kind: 'merge', command, moves },
      names: [...new Set([...names, ...linkedTo(terms, controlled)])],
      edit: isFileTouched ? (draft) => mergeInFile(draft, terms, controlled, parts, into) : null,
    },
  };
}

function mergeInFile(
  draft: VocabularyDraft,
  terms: readonly SeedTerm[],
  controlled: readonly SeedTerm[],
  parts: readonly TagKey[],
  into: TagKey,
): void {
  const gone = new Set(controlled.map(({ name }) => name));
  const target = into.layer === 'CK' ? terms.find(({ name }) => name === into.name)! : null;
  if (target !== null) {
    // One that stood below a part of itself moves up.
    let above = target.parent;
    while (above !== undefined && gone.has(above)) above = terms.find(({ name }) => name === above)?.parent;
    if (above !== target.parent) draft.set(target.name, 'parent', above);
  }
  for (const name of gone) {
    draft.remove(name);
    draft.replaceLinks(name, target?.name ?? null);
  }
  if (target === null) return;
  const words = parts.flatMap((part) => {
    const term = controlled.find(({ name }) => name === part.name);
    return [part.name, ...(term?.aliases ?? []), ...Object.values(term?.names ?? {})];
  });
  const { aliases = [], names = {}, excludes = [], name } = target;
  draft.set(name, 'aliases', wordsBut(name, [...aliases, ...words], Object.values(names)));
  const without = [...new Set([...excludes, ...controlled.flatMap((term) => term.excludes ?? [])])];
  draft.set(
    name,
    'excludes',
    without.filter((other) => other !== name && !gone.has(other)),
  );
}

/** Terms that speak of these: what they say changes with them. */
const linkedTo = (terms: readonly SeedTerm[], others: readonly SeedTerm[]): string[] => {
  const names = new Set(others.map(({ name }) => name));
  return terms.flatMap(({ name, parent, excludes = [] }) =>
    (parent !== undefined && names.has(parent)) || excludes.some((other) => names.has(other)) ? name : [],
  );
};

const isName = (terms: readonly SeedTerm[], typed: string): boolean =>
  terms.some(({ name }) => name === typed);

/** Whether nothing is known of the words that a change moved. */
async function isUnknown({ store }: Library, { moves }: VocabularyChange): Promise<boolean> {
  const counts = await Promise.all(moves.map(({ from }) => store.vocabulary.countsOf(from)));
  return counts.every(({ photos }) => photos === 0);
}

/** Some photos of a term get another one, which may be new; it comes below the first. */
export async function thinkSplit(
  library: Library,
  typedFrom: string,
  typedInto: string,
  {
    photos,
    said,
    below,
  }: { readonly photos: readonly Sha1[]; readonly said: string; readonly below: boolean },
): Promise<Thought> {
  const { terms } = await currentVocabulary(library);
  const from = termCalled(terms, typedFrom);
  const known = terms.find(({ name }) => name === typedInto);
  const into = known?.name ?? newName(terms, typedInto);
  const command = `vocab split ${shellWord(typedFrom)} --into ${shellWord(typedInto)} ${said} --apply`;
  const knowing = new Set(await library.store.vocabulary.photosKnowing(ck(from.name)));
  const parted = photos.filter((sha1) => knowing.has(sha1));
  const edit =
    known !== undefined
      ? null
      : (draft: VocabularyDraft) =>
          draft.add({
            kind: from.kind,
            name: into,
            ...(below && { parent: from.name }),
            ...(from.exif && { exif: from.exif }),
          });
  const change: ThoughtChange = {
    ...{ kind: 'split', command, moves: [move(ck(from.name), ck(into), true)] },
    ...{ names: [from.name, into], photos: parted, edit },
  };
  if (parted.length === 0) {
    const begun = await begunChange(library, 'split', change.moves);
    if (begun !== null) return goOn(begun);
    throw new PhotoTagError('USAGE', `None of these photos has ${from.name}`, {
      remedy: 'Name other clusters, or another --where.',
    });
  }
  return { begun: null, change };
}

/** A freeform word becomes a term of the vocabulary. */
export async function thinkPromote(
  library: Library,
  typed: string,
  {
    kind,
    as,
    parent,
  }: { readonly kind: SeedTermKind; readonly as?: string | undefined; readonly parent?: string | undefined },
): Promise<Thought> {
  const { terms } = await currentVocabulary(library);
  const word = freeform(library, typed);
  const name = as ?? word;
  const moves = [move(ai(word), ck(name))];
  const begun = await begunChange(library, 'promote', moves);
  if (begun !== null && terms.some((term) => term.name === name)) return goOn(begun);
  const command = `vocab promote ${shellWord(typed)}${as === undefined ? '' : ` --as ${shellWord(as)}`} --apply`;
  const known = terms.find((term) => term.name === name);
  // A word that is a term in both layers, as macro is: the freeform one becomes the controlled one.
  const checked = known?.name ?? newName(terms, name);
  const above = parent === undefined ? undefined : termCalled(terms, parent).name;
  const aliases = checked === word ? [] : [word];
  const edit =
    known !== undefined
      ? null
      : (draft: VocabularyDraft) =>
          draft.add({ kind, name: checked, aliases, ...(above !== undefined && { parent: above }) });
  const real = [move(ai(word), ck(checked))];
  // Into a term that was there, it is a merge: what was known of the term stays apart when it is taken back.
  const what = known === undefined ? 'promote' : 'merge';
  return {
    begun: null,
    change: { kind: what, command, moves: real, names: [...new Set([word, checked])], edit },
  };
}

/** A term becomes a freeform word. */
export async function thinkDemote(library: Library, typed: string): Promise<Thought> {
  const { terms } = await currentVocabulary(library);
  const begun = await begunChange(library, 'demote', [move(ck(typed), ai(typed))]);
  if (begun !== null && !terms.some(({ name }) => name === typed)) return goOn(begun);
  const { name } = termCalled(terms, typed);
  const command = `vocab demote ${shellWord(typed)} --apply`;
  const word = name.toLowerCase();
  const term = terms.filter((one) => one.name === name);
  const edit = (draft: VocabularyDraft) => {
    draft.remove(name);
    draft.replaceLinks(name, null);
  };
  const moves = [move(ck(name), ai(word))];
  return {
    begun: null,
    change: {
      kind: 'demote',
      command,
      moves,
      names: [...new Set([name, word, ...linkedTo(terms, term)])],
      edit,
    },
  };
}

const move = (from: TagMove['from'], to: TagMove['to'], some = false): TagMove => ({ from, to, some });

/** A change of that kind with those moves that stands: what is left of it are sidecars. */
async function begunChange(
  { store }: Library,
  kind: ThoughtChange['kind'],
  moves: readonly TagMove[],
): Promise<VocabularyChange | null> {
  const all = await store.vocabulary.all();
  return (
    all.findLast(
      (one) => one.kind === kind && one.undoneBy === null && isDeepStrictEqual(one.moves, moves),
    ) ?? null
  );
}

const goOn = (begun: VocabularyChange): Thought => ({ begun, change: { ...begun, edit: null } });

/** Words for a term, each once and none that is its name or its name in a language. */
function wordsBut(
  name: string,
  words: readonly string[],
  taken: readonly (string | undefined)[] = [],
): string[] {
  return [...new Set(words)].filter((word) => word !== name && !taken.includes(word));
}

/** What stands behind the prefix of freeform words; null where the prefix does not stand there. */
function freeformTyped({ settings }: Library, typed: string): string | null {
  const text = typed.normalize('NFC').trim().replace(/\s+/gu, ' ');
  const prefix = settings.xmp.prefix_ai;
  if (prefix === '' || !text.toLowerCase().startsWith(prefix.toLowerCase())) return null;
  return text.slice(prefix.length).trim();
}

function freeform(library: Library, typed: string): string {
  const word = freeformTyped(library, typed) ?? typed.normalize('NFC').trim().replace(/\s+/gu, ' ');
  if (word !== '') return word;
  throw new PhotoTagError('USAGE', 'No word is named', {
    remedy: "Name it: photo-tag vocab promote 'blue glass'",
  });
}

/** `AI:blue glass` is a freeform word, everything else a term. */
function tagTyped(library: Library, terms: readonly SeedTerm[], typed: string): TagKey {
  const word = freeformTyped(library, typed);
  return word === null ? ck(termCalled(terms, typed).name) : ai(freeform(library, word));
}

const tagAsTyped = (library: Library, typed: string): TagKey => {
  const word = freeformTyped(library, typed);
  return word === null ? ck(typed) : ai(word);
};
