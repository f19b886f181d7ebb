import { foldKey } from './fold-words.ts';

interface NamedTerm {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** Of places. */
  readonly words?: readonly string[];
  readonly names?: Readonly<Record<string, string | undefined>>;
}

/** All that terms of a vocabulary and places are called, as `foldKey` gives it: what is controlled is not freeform as well. */
export function controlledWords(terms: readonly NamedTerm[]): ReadonlySet<string> {
  return new Set(
    terms.flatMap(({ name, aliases = [], words = [], names = {} }) =>
      [name, ...aliases, ...words, ...Object.values(names)].filter((word) => word !== undefined).map(foldKey),
    ),
  );
}
