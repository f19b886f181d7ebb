import type { Truth } from '../../algorithms/evaluation/label-tally.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { Decision, TagLayer } from '../../domain/tag.ts';
import type { LabelledRow } from './read-labels.ts';

/** What a label is called before its layer: `CK:`. */
export type Prefixes = Readonly<Record<TagLayer, string>>;

/** What is known to be on photos. */
export interface Truths {
  /** The label that a tag counts as, as it is shown; null where nothing is known of it. */
  labelOf(layer: TagLayer, name: string): string | null;
  /** All that is known of a photo, by label; what is not in it is `otherwise`. */
  of(
    sha1: Sha1,
    decisions: readonly Decision[],
  ): { readonly said: ReadonlyMap<string, Truth>; readonly otherwise: Truth };
}

/** What the user decided: accepted and added tags are there, rejected ones are not, and of all others nothing is known. */
export function truthsOfDecisions(prefixes: Prefixes): Truths {
  const labelOf = (layer: TagLayer, name: string) => `${prefixes[layer]}${name}`;
  return {
    labelOf,
    of: (_, decisions) => ({
      said: new Map(
        decisions.map(({ layer, name, verdict }) => [
          labelOf(layer, name),
          verdict === 'rejected' ? 'no' : 'yes',
        ]),
      ),
      otherwise: null,
    }),
  };
}

/**
 * What a table says. A label with a prefix is meant in that layer alone, any other in both; case and double spaces do
 * not matter.
 *
 * @param complete what a photo's rows do not speak of is a no
 * @throws PhotoTagError USAGE where rows contradict each other
 */
export function truthsOfRows(
  rows: readonly LabelledRow[],
  sha1s: ReadonlyMap<string, Sha1>,
  {
    prefixes,
    complete,
    table,
  }: { readonly prefixes: Prefixes; readonly complete: boolean; readonly table: string },
): Truths & { readonly labels: readonly string[]; readonly photos: number } {
  const shown = new Map<string, string>();
  const photos = new Map<Sha1, Map<string, { truth: Truth; line: number }>>();
  for (const { photo, label, verdict, line } of rows) {
    const key = keyOf(label);
    if (label !== '' && !shown.has(key)) shown.set(key, label);
    const sha1 = sha1s.get(photo);
    if (sha1 === undefined) continue;
    const said = photos.get(sha1) ?? new Map<string, { truth: Truth; line: number }>();
    photos.set(sha1, said);
    if (label === '') continue;
    const earlier = said.get(shown.get(key)!);
    if (earlier !== undefined && earlier.truth !== verdict)
      throw contradiction(table, photo, label, earlier.line, line);
    said.set(shown.get(key)!, { truth: verdict, line });
  }
  return {
    labels: [...shown.values()],
    photos: photos.size,
    labelOf: (layer, name) => shown.get(keyOf(`${prefixes[layer]}${name}`)) ?? shown.get(keyOf(name)) ?? null,
    of: (sha1) => {
      const said = photos.get(sha1);
      return {
        said: new Map([...(said ?? [])].map(([label, { truth }]) => [label, truth])),
        otherwise: complete && said !== undefined ? 'no' : null,
      };
    },
  };
}

const keyOf = (label: string): string => label.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();

function contradiction(
  table: string,
  photo: string,
  label: string,
  first: number,
  second: number,
): PhotoTagError {
  return new PhotoTagError(
    'USAGE',
    `${table}, line ${second}: it says something else of “${label}” on ${photo} than line ${first}`,
    { file: table, remedy: 'Leave one of the two lines in.' },
  );
}
