import { foldKey } from './fold-words.ts';

interface NamedTerm {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly names?: Readonly<Record<string, string | undefined>>;
}

/** All that terms of a vocabulary are called, as `foldKey` gives it: what is controlled is not freeform as well. */
export function controlledWords(terms: readonly NamedTerm[]): ReadonlySet<string> {
  return new Set(
    terms.flatMap(({ name, aliases = [], names = {} }) =>
      [name, ...aliases, ...Object.values(names)].filter((word) => word !== undefined).map(foldKey),
    ),
  );
}
