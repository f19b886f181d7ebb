import { ancestorsOf, parentsOf } from '../algorithms/term-hierarchy.ts';
import { plainWord } from '../algorithms/words/plain-word.ts';
import { nearMiss } from './near-miss.ts';
import type { LineOf } from './parse.ts';
import type { ConfigProblem } from './problem.ts';
import type { SeedTerm } from './seed-vocabulary.ts';
import type { TermEntry } from './vocabulary-file.ts';

/**
 * Programs cut keywords at 64 bytes where they write them as IPTC as well (IIM 4.2, dataset 2:25), and two long names
 * would become one.
 */
const MOST_NAME_BYTES = 64;

/**
 * What is wrong with a vocabulary beyond its form: doubles, links to terms that are not there, circles, names that
 * sidecars cannot hold. None where all is well.
 */
export function checkVocabulary(entries: readonly TermEntry[], lineOf: LineOf): ConfigProblem[] {
  const at = (entry: TermEntry, ...rest: (string | number)[]) => {
    const path = [...entry.path, ...rest];
    return { line: lineOf(path), key: path.join('.') };
  };
  return [
    ...entries.flatMap((entry) => nameProblems(entry, at)),
    ...doubleProblems(entries, at),
    ...linkProblems(entries, at),
    ...circleProblems(entries, at),
  ];
}

type At = (entry: TermEntry, ...rest: (string | number)[]) => { line: number | null; key: string };

function nameProblems(entry: TermEntry, at: At): ConfigProblem[] {
  const { name, aliases = [], names = {} } = entry.term;
  const problem = nameProblem(name);
  const others = [
    ...aliases.map((word, index) => ({ word, path: ['aliases', index] as (string | number)[] })),
    ...Object.entries(names).map(([language, word]) => ({ word: word ?? '', path: ['names', language] })),
  ];
  return [
    ...(problem === null ? [] : [{ ...at(entry, 'name'), ...problem }]),
    ...others.flatMap(({ word, path }) => {
      const wrong = wordProblem(word);
      return wrong === null ? [] : [{ ...at(entry, ...path), ...wrong }];
    }),
  ];
}

type Wrong = Pick<ConfigProblem, 'problem' | 'remedy'>;

/** Why a name cannot be a term of the vocabulary; null where it can. */
export function nameProblem(name: string): Wrong | null {
  const shown = JSON.stringify(name);
  const common = wordProblem(name);
  if (common !== null) return common;
  const separator = /[|/\\,;]/.exec(name)?.[0];
  if (separator !== undefined) {
    return {
      problem: `the name ${shown} has a "${separator}", at which programs part keywords`,
      remedy: `Write a "-" or a space; what is above it in a hierarchy is said with parent.`,
    };
  }
  if (/^(CK|AI)\s*:/i.test(name)) {
    return {
      problem: `the name ${shown} has a prefix`,
      remedy: `Write ${JSON.stringify(name.replace(/^[A-Za-z]+\s*:\s*/, ''))}: the prefix is put before it when it is written.`,
    };
  }
  if (Buffer.byteLength(name) > MOST_NAME_BYTES) {
    return {
      problem: `the name ${shown} is ${Buffer.byteLength(name)} bytes long`,
      remedy: `Programs cut keywords at ${MOST_NAME_BYTES} bytes: choose a shorter one, and keep the long one as an alias.`,
    };
  }
  return null;
}

function wordProblem(word: string): Wrong | null {
  const shown = JSON.stringify(word);
  if (!/[\p{L}\p{N}]/u.test(word)) {
    return {
      problem: `${shown} has neither letter nor digit`,
      remedy: 'Write a word, or take the line out.',
    };
  }
  if (/[\p{Cc}\u2028\u2029\ufffe\uffff]/u.test(word) || !word.isWellFormed()) {
    return {
      problem: `${shown} has a character that keywords cannot hold`,
      remedy: 'Take out line ends, tabs and control characters.',
    };
  }
  if (word !== word.trim() || /\s{2}/u.test(word)) {
    return {
      problem: `${shown} has spaces at its ends, or several in a row`,
      remedy: `Write ${JSON.stringify(word.replace(/\s+/gu, ' ').trim())}.`,
    };
  }
  return null;
}

/** Which term a word means must be clear; case and accents make no difference. */
function doubleProblems(entries: readonly TermEntry[], at: At): ConfigProblem[] {
  const owners = new Map<string, TermEntry>();
  const problems: ConfigProblem[] = [];
  for (const entry of entries) {
    const key = plainWord(entry.term.name);
    const other = owners.get(key);
    if (other === undefined) owners.set(key, entry);
    else if (!isSharedWithPeople(entry, other)) {
      problems.push({
        ...at(entry, 'name'),
        problem: `the term ${entry.term.name} stands twice, first as ${other.term.name} in ${other.path.join('.')}`,
        remedy: 'Take one of them out; case and accents make no difference.',
      });
    }
  }
  for (const entry of entries) {
    for (const { word, path } of otherWords(entry.term)) {
      const key = plainWord(word);
      const other = owners.get(key);
      if (other === undefined) owners.set(key, entry);
      else if (plainWord(other.term.name) !== plainWord(entry.term.name)) {
        const isName = plainWord(other.term.name) === key;
        problems.push({
          ...at(entry, ...path),
          problem: `${word}, of ${entry.term.name}, ${isName ? 'is the name of another term' : `means ${other.term.name} already`}`,
          remedy: isName
            ? `Take it out here, or merge the two: photo-tag vocab merge ${quoted(other.term.name)} --into ${quoted(entry.term.name)}`
            : 'A word can mean one term only: take it out of one of them.',
        });
      }
    }
  }
  return problems;
}

/** `face` may be a subject and, with what is only proposed on people sets, a people concept: one keyword. */
const isSharedWithPeople = (one: TermEntry, other: TermEntry): boolean =>
  one.term.name === other.term.name && (one.term.kind === 'people') !== (other.term.kind === 'people');

function otherWords({ aliases = [], names = {} }: SeedTerm): { word: string; path: (string | number)[] }[] {
  return [
    ...aliases.map((word, index) => ({ word, path: ['aliases', index] })),
    ...Object.entries(names).flatMap(([language, word]) =>
      word === undefined ? [] : { word, path: ['names', language] },
    ),
  ];
}

function linkProblems(entries: readonly TermEntry[], at: At): ConfigProblem[] {
  const known = [...new Set(entries.map(({ term }) => term.name))];
  const parents = parentsOf(entries.map(({ term }) => term));
  const unknown = (
    name: string,
    entry: TermEntry,
    path: (string | number)[],
    what: string,
  ): ConfigProblem[] => {
    if (known.includes(name)) return [];
    const meant = nearMiss(name, known);
    return [
      {
        ...at(entry, ...path),
        problem: `${entry.term.name} has the ${what} ${name}, which is no term`,
        remedy: meant === null ? 'Add the term first, or take this out.' : `Did you mean ${meant}?`,
      },
    ];
  };
  return entries.flatMap((entry) => {
    const { name, parent, excludes = [] } = entry.term;
    return [
      ...(parent === undefined ? [] : unknown(parent, entry, ['parent'], 'parent')),
      ...excludes.flatMap((other, index) => {
        const path = ['excludes', index];
        const above = ancestorsOf(name, parents);
        if (other !== name && !above.includes(other)) return unknown(other, entry, path, 'exclusion');
        return [
          {
            ...at(entry, ...path),
            problem: `${name} excludes ${other === name ? 'itself' : `${other}, which is above it`}`,
            remedy: 'Take it out: every photo of the one has the other.',
          },
        ];
      }),
    ];
  });
}

function circleProblems(entries: readonly TermEntry[], at: At): ConfigProblem[] {
  const parents = parentsOf(entries.map(({ term }) => term));
  return entries.flatMap((entry) => {
    const { name, parent } = entry.term;
    if (parent === undefined || !ancestorsOf(name, parents).includes(name)) return [];
    const circle = [name, ...ancestorsOf(name, parents)].join(' below ');
    return [
      {
        ...at(entry, 'parent'),
        problem: `the parents go in a circle: ${circle}`,
        remedy: 'Take one of them out.',
      },
    ];
  });
}

const quoted = (name: string): string => (/^[\p{L}\p{N}-]+$/u.test(name) ? name : JSON.stringify(name));
