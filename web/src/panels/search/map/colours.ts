import type { ClusterMap } from '../../../api/wire.ts';
import type { Words } from '../../../words/index.ts';

export const COLOURINGS = ['label', 'people', 'reviewed'] as const;
export type Colouring = (typeof COLOURINGS)[number];

export interface LegendEntry {
  readonly label: string;
  readonly colour: string;
  /** Of the clusters that have it. */
  readonly places: readonly number[];
}

/** Told apart on a light and on a dark ground, also by those who see red and green alike (after Okabe and Ito). */
const PALETTE = ['#0f82c4', '#d9730d', '#159c77', '#c2569b', '#a8870b', '#4aa3df', '#8a63d2', '#d64545'];
const GREY = '#8d9096';

/** What colours mean, and which clusters have each. */
export function legendOf(
  { points, labels }: ClusterMap,
  colouring: Colouring,
  words: Words['map'],
): LegendEntry[] {
  const where = (column: readonly number[], value: number): number[] =>
    column.flatMap((one, i) => (one === value ? [i] : []));
  if (colouring === 'people') {
    return [
      { label: words.people.people, colour: PALETTE[1]!, places: where(points.people, 2) },
      { label: words.people.undecided, colour: PALETTE[4]!, places: where(points.people, 1) },
      { label: words.people.none, colour: PALETTE[0]!, places: where(points.people, 0) },
    ];
  }
  if (colouring === 'reviewed') {
    return [
      { label: words.reviewed.yes, colour: PALETTE[2]!, places: where(points.reviewed, 1) },
      { label: words.reviewed.no, colour: GREY, places: where(points.reviewed, 0) },
    ];
  }
  return [
    ...labels.map(({ name }, place) => ({
      label: name,
      colour: PALETTE[place % PALETTE.length]!,
      places: where(points.label, place),
    })),
    { label: words.otherLabel, colour: GREY, places: where(points.label, -1) },
  ].filter(({ places }) => places.length > 0);
}
