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

/**
 * The entry of that name, in upper or lower case.
 * @param pretrained undefined: the first of that name.
 * @throws PhotoTagError USAGE, with the name that was probably meant.
 */
export function findModel(
  name: string,
  pretrained?: string | undefined,
  catalog: readonly ModelEntry[] = CATALOG,
): ModelEntry {
  const isSame = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  const named = catalog.filter((entry) => isSame(entry.name, name));
  const found = named.find((entry) => pretrained === undefined || isSame(entry.pretrained, pretrained));
  if (found !== undefined) return found;
  const asked = pretrained === undefined ? name : `${name}/${pretrained}`;
  throw new PhotoTagError('USAGE', `There is no model ${asked} in the catalogue`, {
    remedy: `${hint(name, named, catalog)}\`photo-tag models list\` shows all.`,
  });
}

/** As a command line has it: `ViT-L-14/openai`, or `ViT-L-14` for the first of that name. */
export function findModelByLabel(label: string, catalog: readonly ModelEntry[] = CATALOG): ModelEntry {
  const [name = '', ...rest] = label.split('/');
  return findModel(name, rest.length > 0 ? rest.join('/') : undefined, catalog);
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
