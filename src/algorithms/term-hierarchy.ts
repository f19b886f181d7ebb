/** As much of a term as its place in the hierarchy needs. */
export interface PlacedTerm {
  readonly name: string;
  /** The name of the term above it. */
  readonly parent?: string | undefined;
}

/** Of each term that has one, the name of the term above it. */
export const parentsOf = (terms: readonly PlacedTerm[]): ReadonlyMap<string, string> =>
  new Map(terms.flatMap(({ name, parent }) => (parent === undefined ? [] : [[name, parent] as const])));

/** The terms above one, nearest first. Of a circle, which no checked vocabulary has, each once, the term itself last. */
export function ancestorsOf(name: string, parents: ReadonlyMap<string, string>): string[] {
  const above: string[] = [];
  let at = parents.get(name);
  while (at !== undefined && !above.includes(at)) {
    above.push(at);
    at = parents.get(at);
  }
  return above;
}

/** The terms above one as a path is written, topmost first; none for a word that is no term. */
export const levelsAbove = (name: string, parents: ReadonlyMap<string, string>): string[] =>
  ancestorsOf(name, parents).reverse();

/** The terms below one, at any depth. */
export function descendantsOf(name: string, terms: readonly PlacedTerm[]): string[] {
  const parents = parentsOf(terms);
  return terms.flatMap((term) => (ancestorsOf(term.name, parents).includes(name) ? term.name : []));
}
