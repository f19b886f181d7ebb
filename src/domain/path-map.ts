/** What the library calls one folder, and where this machine sees it. Both absolute, without a slash at the end. */
export interface PlaceRule {
  readonly from: string;
  readonly to: string;
}

/**
 * Between the paths of the library, which are the same on all machines, and those of this machine. Whole folders only:
 * `/photos` says nothing of `/photos-old`. What no rule names is the same in both.
 */
export class PathMap {
  readonly #rules: readonly PlaceRule[];

  constructor(rules: readonly PlaceRule[] = []) {
    this.#rules = rules;
  }

  get isEmpty(): boolean {
    return this.#rules.length === 0;
  }

  get rules(): readonly PlaceRule[] {
    return this.#rules;
  }

  /** Where this machine finds a path of the library. */
  readonly toLocal = (path: string): string => {
    for (const { from, to } of this.#rules) {
      if (isWithin(path, from)) return to + path.slice(from.length);
    }
    return path;
  };

  /** What the library calls a path of this machine. */
  readonly toLibrary = (path: string): string => {
    for (const { from, to } of this.#rules) {
      if (isWithin(path, to)) return from + path.slice(to.length);
    }
    return path;
  };
}

/**
 * Rules by which a path would have two meanings, as sentences; none where all is well. No two may name one folder, or a
 * folder and one inside it, on the same side; and what is a path of the library for one is none of the machine for another.
 */
export function pathMapProblems(rules: readonly PlaceRule[]): string[] {
  const problems: string[] = [];
  for (const [i, rule] of rules.entries()) {
    for (const side of ['from', 'to'] as const) {
      const path = rule[side];
      if (!path.startsWith('/')) problems.push(`${side}: ${path} is not an absolute path`);
      else if (path === '/') problems.push(`${side}: / is every folder; name the ones that are meant`);
    }
    for (const other of rules.slice(i + 1)) {
      for (const side of ['from', 'to'] as const) {
        if (overlap(rule[side], other[side])) {
          problems.push(
            `${side}: ${rule[side]} and ${other[side]} overlap, so that a photo would lie in two places`,
          );
        }
      }
    }
    for (const other of rules) {
      if (other !== rule && overlap(rule.to, other.from)) {
        problems.push(
          `to: ${rule.to} overlaps from: ${other.from}, so that nobody could tell a path of the library from one of this machine`,
        );
      }
    }
  }
  return problems;
}

/** The rules without slashes at the end. */
export const trimmedRules = (rules: readonly PlaceRule[]): PlaceRule[] =>
  rules.map(({ from, to }) => ({ from: trimmed(from), to: trimmed(to) }));

const trimmed = (path: string): string => path.replace(/\/+$/u, '') || '/';

const isWithin = (path: string, folder: string): boolean =>
  path.startsWith(folder) && (path.length === folder.length || path[folder.length] === '/');

const overlap = (one: string, other: string): boolean => isWithin(one, other) || isWithin(other, one);
