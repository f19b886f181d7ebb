import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedPath } from '../test/shared.ts';

export interface LabelledPhoto {
  readonly path: string;
  /** `dog`, `bird`, `vehicle`…; null for a photo of none of the super-classes. */
  readonly superclass: string | null;
}

export const LABELLED_MISSING =
  'The labelled photos are missing: photos/labelled of the development data, see test/shared.ts.';

/** By name; null where the development data is not beside the project. */
export function labelledPhotos(): LabelledPhoto[] | null {
  const folder = sharedPath('photos/labelled');
  if (!existsSync(folder)) return null;
  const classes = JSON.parse(readFileSync(sharedPath('photos/labelled-superclasses.json'), 'utf8')) as Record<
    string,
    string | null
  >;
  return readdirSync(folder)
    .filter((name) => name in classes)
    .sort()
    .map((name) => ({ path: join(folder, name), superclass: classes[name] ?? null }));
}

/** `count` of the items in a seeded order (Fisher and Yates). */
export function drawn<Item>(items: readonly Item[], count: number, random: () => number): Item[] {
  const all = [...items];
  for (let i = 0; i < Math.min(count, all.length); i++) {
    const j = i + Math.floor(random() * (all.length - i));
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all.slice(0, count);
}
