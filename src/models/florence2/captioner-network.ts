import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ModelEntry, modelLabel, type Precision } from '../../domain/model.ts';
import { modelFolder } from '../model-folder.ts';

/** Where the files of a captioner lie, all of one precision. */
export interface CaptionerNetwork {
  readonly label: string;
  readonly folder: string;
  readonly precision: Precision;
}

/** On a CPU int8 is the quickest, and a quarter of the size. */
const PRECISIONS: readonly Precision[] = ['int8', 'fp32', 'fp16'];

/** The first captioner of the catalogue whose files are all there in one precision; null where none is. */
export function presentCaptioner(catalog: readonly ModelEntry[], modelsDir: string): CaptionerNetwork | null {
  for (const entry of catalog.filter(({ kind }) => kind === 'captioner')) {
    const folder = modelFolder(modelsDir, entry);
    for (const precision of PRECISIONS) {
      const networks = entry.files.filter((file) => file.precision === precision);
      const needed = [...networks, ...entry.files.filter((file) => file.precision === null)];
      if (networks.length > 0 && needed.every(({ path }) => existsSync(join(folder, path)))) {
        return { label: modelLabel(entry), folder, precision };
      }
    }
  }
  return null;
}
