import { isDeepStrictEqual } from 'node:util';
import { descendantsOf } from '../../algorithms/term-hierarchy.ts';
import type { VocabularyDraft } from '../../config/edit-vocabulary.ts';
import type { SeedTerm, SeedTermKind } from '../../config/seed-vocabulary.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import type { Library } from '../library.ts';
import { currentVocabulary, type ThoughtChange } from './change-vocabulary.ts';
import { newName, shellWord, termCalled } from './term-words.ts';

/** What an edit of the file does; only a new place in the hierarchy is also in sidecars. */
export interface ThoughtEdit {
  readonly change: ThoughtChange;
  readonly hasSidecars: boolean;
  /** In words, for whoever gave the command. */
  readonly said: string;
}

export interface NewTerm {
  readonly kind: SeedTermKind;
  readonly aliases: readonly string[];
  readonly parent?: string | undefined;
  readonly pt?: string | undefined;
  readonly en?: string | undefined;
  readonly prompts: readonly string[];
  /** Gear alone: EXIF models. */
  readonly models: readonly string[];
}

const edited = (
  command: string,
  names: readonly string[],
  said: string,
  edit: (draft: VocabularyDraft) => void,
  hasSidecars = false,
): ThoughtEdit => ({ change: { kind: 'edit', command, moves: [], names, edit }, hasSidecars, said });

export async function thinkAdd(library: Library, typed: string, options: NewTerm): Promise<ThoughtEdit> {
  const { terms } = await currentVocabulary(library);
  const name = newName(terms, typed);
  const { kind, aliases, parent, pt, en, prompts, models } = options;
  if (kind === 'gear' && models.length === 0) {
    throw new PhotoTagError('USAGE', 'A camera is found by its EXIF model, and none is given', {
      remedy: `photo-tag vocab add ${shellWord(name)} --kind gear --model 'PENTAX 67'`,
    });
  }
  const term: SeedTerm = {
    ...{ name, kind, aliases, prompts },
    ...(parent !== undefined && { parent: termCalled(terms, parent).name }),
    names: { ...(en !== undefined && { en }), ...(pt !== undefined && { pt }) },
    ...(kind === 'gear' && { exif: { models } }),
  };
  const below = term.parent === undefined ? '' : ` below ${term.parent}`;
  return edited(`vocab add ${shellWord(typed)}`, [name], `${name} was added${below}`, (draft) =>
    draft.add(term),
  );
}

export async function thinkRemove(library: Library, typed: string): Promise<ThoughtEdit> {
  const { terms } = await currentVocabulary(library);
  const { name } = termCalled(terms, typed);
  const below = descendantsOf(name, terms);
  const linked = terms.filter(({ excludes = [] }) => excludes.includes(name)).map((term) => term.name);
  return edited(
    `vocab remove ${shellWord(typed)}`,
    [name, ...below, ...linked],
    `${name} was removed. Keywords that were written stay (photo-tag undo --tag CK:${name} takes them out)`,
    (draft) => {
      draft.remove(name);
      draft.replaceLinks(name, null);
    },
    below.length > 0,
  );
}

export async function thinkAlias(
  library: Library,
  typed: string,
  words: readonly string[],
  take: boolean,
): Promise<ThoughtEdit> {
  const { terms } = await currentVocabulary(library);
  const { name, aliases = [] } = termCalled(terms, typed);
  const command = `vocab alias ${shellWord(typed)} ${words.map(shellWord).join(' ')}${take ? ' --remove' : ''}`;
  const left = take
    ? aliases.filter((word) => !words.some((gone) => gone.toLowerCase() === word.toLowerCase()))
    : [...aliases, ...words.filter((word) => !aliases.includes(word))];
  if (left.length === aliases.length) {
    throw new PhotoTagError(
      'USAGE',
      take ? `${name} has no such alias` : `${name} has these aliases already`,
      {
        remedy: `Its aliases are: ${aliases.join(', ') || 'none'}.`,
      },
    );
  }
  const said = `${name} is also called: ${left.join(', ') || 'nothing else'}`;
  return edited(command, [name], said, (draft) => draft.set(name, 'aliases', left));
}

export async function thinkLanguageName(
  library: Library,
  typed: string,
  language: 'en' | 'pt',
  word: string | null,
): Promise<ThoughtEdit> {
  const { terms } = await currentVocabulary(library);
  const { name, names = {} } = termCalled(terms, typed);
  const { [language]: _, ...others } = names;
  const now = word === null ? others : { ...names, [language]: word };
  const command = `vocab name ${shellWord(typed)} --${language} ${word === null ? "''" : shellWord(word)}`;
  const inWords = { en: 'English', pt: 'Portuguese' }[language];
  const said =
    word === null ? `${name} has no name in ${inWords} any more` : `${name} is ${word} in ${inWords}`;
  return edited(command, [name], said, (draft) => draft.set(name, 'names', now));
}

/** All that a form says of a term at once; what is left out stays. */
export interface TermDetails {
  readonly aliases?: readonly string[] | undefined;
  readonly en?: string | null | undefined;
  readonly pt?: string | null | undefined;
  readonly parent?: string | null | undefined;
  readonly prompts?: readonly string[] | undefined;
}

export async function thinkDetails(
  library: Library,
  typed: string,
  details: TermDetails,
): Promise<ThoughtEdit> {
  const { terms } = await currentVocabulary(library);
  const term = termCalled(terms, typed);
  const { name } = term;
  const named = { ...term.names };
  for (const language of ['en', 'pt'] as const) {
    const word = details[language];
    if (word === null || word === '') delete named[language];
    else if (word !== undefined) named[language] = word;
  }
  const above = details.parent ?? null;
  const parent =
    details.parent === undefined ? term.parent : above === null ? undefined : termCalled(terms, above).name;
  const aliases = (details.aliases ?? term.aliases ?? []).filter((word) => word !== name);
  const fields = [
    { field: 'aliases', before: term.aliases ?? [], after: aliases },
    { field: 'names', before: term.names ?? {}, after: named },
    { field: 'parent', before: term.parent, after: parent },
    { field: 'prompts', before: term.prompts ?? [], after: details.prompts ?? term.prompts ?? [] },
  ] as const;
  const changed = fields.filter(({ before, after }) => !isDeepStrictEqual(before, after));
  if (changed.length === 0) {
    throw new PhotoTagError('USAGE', `${name} says all of that already`, {
      remedy: 'Nothing is to be done.',
    });
  }
  const what = changed.map(({ field }) => field).join(', ');
  return edited(
    `vocab: ${what} of ${shellWord(name)}`,
    [name],
    `${name}: ${what} changed`,
    (draft) => {
      for (const { field, after } of changed) draft.set(name, field, after);
    },
    changed.some(({ field }) => field === 'parent'),
  );
}

export async function thinkParent(
  library: Library,
  typed: string,
  above: string | null,
): Promise<ThoughtEdit> {
  const { terms } = await currentVocabulary(library);
  const { name } = termCalled(terms, typed);
  const parent = above === null ? undefined : termCalled(terms, above).name;
  const command = `vocab parent ${shellWord(typed)} ${parent === undefined ? '--none' : shellWord(above!)} --apply`;
  const said = parent === undefined ? `${name} stands at the top` : `${name} stands below ${parent}`;
  return edited(command, [name], said, (draft) => draft.set(name, 'parent', parent), true);
}

export async function thinkExclude(
  library: Library,
  typed: string,
  others: readonly string[],
  take: boolean,
): Promise<ThoughtEdit> {
  const { terms } = await currentVocabulary(library);
  const { name, excludes = [] } = termCalled(terms, typed);
  const named = others.map((other) => termCalled(terms, other).name);
  const now = take
    ? excludes.filter((other) => !named.includes(other))
    : [...new Set([...excludes, ...named])];
  const command = `vocab exclude ${shellWord(typed)} ${others.map(shellWord).join(' ')}${take ? ' --remove' : ''}`;
  const said = now.length === 0 ? `${name} goes with every term` : `${name} is never with: ${now.join(', ')}`;
  return edited(command, [name], said, (draft) => {
    draft.set(name, 'excludes', now);
    if (!take) return;
    // It holds both ways, wherever it is written.
    for (const other of terms.filter((term) => named.includes(term.name))) {
      const rest = (other.excludes ?? []).filter((one) => one !== name);
      if (rest.length !== (other.excludes ?? []).length) draft.set(other.name, 'excludes', rest);
    }
  });
}
