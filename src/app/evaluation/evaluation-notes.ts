import { editDistance } from '../../config/near-miss.ts';
import { type Evaluation, judgedOf, type LabelResult } from './evaluation.ts';
import type { UnknownPhoto } from './find-labelled-photos.ts';
import type { LabelledRow } from './read-labels.ts';

/** What must be known of figures that come from decisions. */
export function notesOnDecisions({ all, basis }: Pick<Evaluation, 'all' | 'basis'>): string[] {
  if (judgedOf(all) === 0)
    return ['Nothing is decided yet: accept and reject proposals first, or give a table with --labels FILE.'];
  const notes = [
    'Recall counts only what was looked at: a tag that nobody added by hand is not known to be missing. The true recall is lower.',
  ];
  if (basis.kind === 'decisions' && basis.now) {
    notes.push(
      'Proposals as they stand may have learned from these very decisions, and what was rejected is not proposed again: these figures flatter. Without --now, or with a table of other photos, they do not.',
    );
  }
  return notes;
}

/** What must be known of figures that come from a table. */
export function notesOnTable(given: {
  readonly rows: readonly LabelledRow[];
  readonly unknown: readonly UnknownPhoto[];
  readonly complete: boolean;
}): string[] {
  const { rows, unknown, complete } = given;
  const notes: string[] = [];
  if (unknown.length > 0) {
    const shown = unknown.slice(0, 3).map(({ name, line }) => `${name} (line ${line})`);
    const more = unknown.length > 3 ? ` and ${unknown.length - 3} more` : '';
    notes.push(`Not in this library, and left out: ${shown.join(', ')}${more}.`);
  }
  if (!complete && !rows.some(({ verdict }) => verdict === 'no')) {
    notes.push(
      'The table says only what is there, so nothing can be wrong: add rows with “no”, or --complete if it names all that is on its photos.',
    );
  }
  return notes;
}

/**
 * Labels of a table that nothing proposes, where another spelling of them is known.
 * @param names that are proposed, decided or in the vocabulary
 */
export function notesOnLabels(
  labels: readonly LabelResult[],
  names: readonly { readonly name: string; readonly prefix: string }[],
): string[] {
  const known = [...new Set(names.flatMap(({ name, prefix }) => [name, `${prefix}${name}`]))];
  const isKnown = new Set(known.map((name) => name.toLowerCase()));
  return labels
    .filter(({ label, proposed }) => proposed === 0 && !isKnown.has(label.toLowerCase()))
    .flatMap(({ label }) => {
      const meant = known.find((name) => isSpelling(foldOf(label), foldOf(name)));
      return meant === undefined ? [] : [`“${label}” is proposed nowhere. Did you mean “${meant}”?`];
    });
}

const foldOf = (label: string): string => label.toLowerCase().replace(/[\s_-]+/g, '');

/** In short words one letter makes another word: boat and goat. */
const LONG_ENOUGH = 6;

const isSpelling = (one: string, other: string): boolean =>
  one === other ||
  `${one}s` === other ||
  one === `${other}s` ||
  (Math.min(one.length, other.length) >= LONG_ENOUGH && editDistance(one, other) === 1);
