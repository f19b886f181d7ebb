import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelEntry, ModelFile, ModelFileRole, Precision } from '../domain/model.ts';

/** Where the files of a model lie: `<models.dir>/ViT-L-14/openai`. */
export function modelFolder(modelsDir: string, { name, pretrained }: ModelEntry): string {
  return join(modelsDir, name, pretrained);
}

/** The file of that role, present on disk, in the first of those precisions that is there; null where none is. */
export function presentFile(
  modelsDir: string,
  entry: ModelEntry,
  role: ModelFileRole,
  precisions: readonly Precision[],
): { readonly file: ModelFile; readonly path: string } | null {
  for (const precision of precisions) {
    for (const file of entry.files) {
      if (file.role !== role) continue;
      if (file.precision !== null && file.precision !== precision) continue;
      const path = join(modelFolder(modelsDir, entry), file.path);
      if (existsSync(path)) return { file, path };
    }
  }
  return null;
}

/** Beside a file of weights whose checksum nobody published: the one that was reckoned here. */
export const hashNotePath = (path: string): string => `${path}.sha256.json`;
