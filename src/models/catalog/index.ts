import { nearMiss } from '../../config/near-miss.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import { type ModelEntry, modelLabel } from '../../domain/model.ts';
import { CLIP } from './clip.ts';
import { FLORENCE2 } from './florence2.ts';
import { MOBILECLIP2 } from './mobileclip2.ts';
import { OBJECT_DETECTORS } from './object-detectors.ts';
import { SIGLIP2 } from './siglip2.ts';
import { YUNET } from './yunet.ts';

/** Every network that `photo-tag models pull` can bring: vectors first, then what finds and describes things. */
export const CATALOG: readonly ModelEntry[] = [
  ...CLIP,
  ...SIGLIP2,
  ...MOBILECLIP2,
  ...OBJECT_DETECTORS,
  ...YUNET,
  ...FLORENCE2,
];

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** As a configuration has it, in upper or lower case; undefined where there is none. */
export function findModel(
  name: string,
  pretrained: string,
  catalog: readonly ModelEntry[] = CATALOG,
): ModelEntry | undefined {
  return catalog.find((entry) => isSame(entry.name, name) && isSame(entry.pretrained, pretrained));
}

/**
 * As a command line has it: `ViT-L-14/openai`, or `ViT-L-14` for the first of that name.
 * @throws PhotoTagError USAGE, with the name that was probably meant.
 */
export function modelNamed(label: string, catalog: readonly ModelEntry[] = CATALOG): ModelEntry {
  const [name = '', ...rest] = label.split('/');
  const named = catalog.filter((entry) => isSame(entry.name, name));
  const found = rest.length === 0 ? named[0] : findModel(name, rest.join('/'), named);
  if (found !== undefined) return found;
  throw new PhotoTagError('USAGE', `There is no model ${label} in the catalogue`, {
    remedy: `${hint(name, named, catalog)}\`photo-tag models list\` shows all.`,
  });
}

function hint(name: string, named: readonly ModelEntry[], catalog: readonly ModelEntry[]): string {
  if (named.length > 0) return `There is ${named.map(modelLabel).join(', ')}. `;
  const near = nearMiss(
    name,
    catalog.map((entry) => entry.name),
  );
  const meant = catalog.find((entry) => entry.name === near);
  return meant === undefined ? '' : `Did you mean ${modelLabel(meant)}? `;
}
