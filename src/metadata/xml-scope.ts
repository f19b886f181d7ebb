import type { XmlAttribute } from './xml-tree.ts';

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';

/**
 * Prefix to namespace, everything in scope at one element; the prefix '' is the default namespace. Kept as a chain of
 * what each element declares: copies of everything would take quadratic time where every element declares something.
 */
export class NamespaceScope {
  readonly #outer: NamespaceScope | null;
  readonly #own: ReadonlyMap<string, string>;

  constructor(outer: NamespaceScope | null, own: ReadonlyMap<string, string>) {
    this.#outer = outer;
    this.#own = own;
  }

  get(prefix: string): string | undefined {
    for (let scope: NamespaceScope | null = this; scope !== null; scope = scope.#outer) {
      const namespace = scope.#own.get(prefix);
      if (namespace !== undefined) return namespace;
    }
    return undefined;
  }

  has(prefix: string): boolean {
    return this.get(prefix) !== undefined;
  }

  /** Outer declarations first; what is declared anew inside counts there, in its first place. */
  entries(): Map<string, string> {
    const all = this.#outer?.entries() ?? new Map<string, string>();
    for (const [prefix, namespace] of this.#own) all.set(prefix, namespace);
    return all;
  }
}

/** What is in scope around the root element. */
export const OUTERMOST = new NamespaceScope(null, new Map([['xml', XML_NAMESPACE]]));

export const isNamespaceDeclaration = ({ name }: XmlAttribute): boolean =>
  name === 'xmlns' || name.startsWith('xmlns:');
