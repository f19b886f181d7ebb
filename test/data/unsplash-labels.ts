import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How many photos were looked at: `image_0.jpg` to `image_124.jpg`. */
export const LABELLED_PHOTOS = 125;

export interface PhotoLabels {
  /** A name of LVIS as its list writes it: `soccer_ball`. */
  readonly label: string;
  /** Numbers of the photos that show it, ascending; row i of the vectors is photo i. */
  readonly yes: readonly number[];
  /** Photos where it is small, cut or doubtful: leave them out of every count of this label. All others are a no. */
  readonly unsure: readonly number[];
}

/** What is on the 125 photos of clip/unsplash, seen by eye; unsplash-labels.md beside this file says how. By label. */
export function unsplashLabels(): readonly PhotoLabels[] {
  const labels = new Map<string, { yes: number[]; unsure: number[] }>();
  for (const { photo, label, verdict } of labelRows()) {
    if (label === '') continue;
    const photos = labels.get(label) ?? { yes: [], unsure: [] };
    labels.set(label, photos);
    photos[verdict as 'yes' | 'unsure'].push(photo);
  }
  return [...labels]
    .map(([label, photos]) => ({ label, ...photos }))
    .sort((a, b) => (a.label < b.label ? -1 : 1));
}

/** The rows as they stand in the file; a photo that shows none of the labels has one row with both fields empty. */
export function labelRows(): readonly { photo: number; label: string; verdict: string }[] {
  const text = readFileSync(join(import.meta.dirname, 'unsplash-labels.csv'), 'utf8');
  const [header, ...rows] = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  if (header !== 'photo,label,verdict') throw new Error(`unsplash-labels.csv has the header ${header}`);
  return rows.map((row) => {
    const [name, label, verdict] = row.split(',') as [string, string, string];
    return { photo: Number(/^image_(\d+)\.jpg$/.exec(name)?.[1]), label, verdict };
  });
}
