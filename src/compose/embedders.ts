import { join } from 'node:path';
import type { Settings } from '../config/load.ts';
import { PhotoTagError } from '../domain/errors.ts';
import { type ModelEntry, modelLabel, PRECISIONS } from '../domain/model.ts';
import { openOrAbsent } from '../models/absent-model.ts';
import { CATALOG, findModel } from '../models/catalog/index.ts';
import { createEmbeddedEmbedder, EMBEDDED_ID } from '../models/embedded/embedder.ts';
import type { Embedder } from '../models/embedder.ts';
import { createOnnxEmbedder } from '../models/onnx/embedder.ts';

/**
 * The embedder that the configuration names. Nothing is loaded before its first picture or text.
 * @throws PhotoTagError MODEL_MISSING where its files are not there
 */
export async function openEmbedder(
  settings: Settings,
  onNotice: (notice: string) => void,
): Promise<Embedder> {
  const { embeddings, runtime } = settings;
  if (embeddings.model === 'embedded') return createEmbeddedEmbedder({ workers: runtime.workers });
  const entry = entryOf(settings);
  return createOnnxEmbedder({ ...onnxOptions(settings), entry, precision: embeddings.precision, onNotice });
}

/** What all embedders of ONNX networks of a configuration have in common. */
function onnxOptions({ embeddings, runtime, models, dataFolder }: Settings) {
  return {
    modelsDir: models.dir,
    device: embeddings.device,
    batchSize: embeddings.batch_size,
    workers: runtime.workers,
    textFolder: join(dataFolder, 'text-vectors'),
  };
}

/** The embedder that made vectors of that id, while a change of model is under way; null where its files are gone. */
export async function openEarlier(model: string, settings: Settings): Promise<Embedder | null> {
  if (model === EMBEDDED_ID) return createEmbeddedEmbedder({ workers: settings.runtime.workers });
  const entry = CATALOG.find(
    (one) => one.kind === 'embedder' && model.startsWith(`onnx/${modelLabel(one)}/`),
  );
  const precision = PRECISIONS.find((one) => model.includes(`/${one}/`));
  if (entry === undefined || precision === undefined) return null;
  const open = () => createOnnxEmbedder({ ...onnxOptions(settings), entry, precision });
  const opened = await openOrAbsent<Embedder | null>(open, () => null);
  if (opened === null || opened.id === model) return opened;
  await opened.close();
  return null;
}

function entryOf({ embeddings: { model, pretrained }, configFile }: Settings): ModelEntry {
  const entry = findModel(model, pretrained);
  if (entry?.kind === 'embedder') return entry;
  const known = CATALOG.filter(({ kind }) => kind === 'embedder').map(
    (one) => `${one.name}/${one.pretrained}`,
  );
  throw new PhotoTagError('CONFIG_INVALID', `embeddings.model: no network ${model}/${pretrained} is known`, {
    file: configFile ?? undefined,
    remedy: `Use embedded, or one of ${known.join(', ')} (embeddings.model / embeddings.pretrained).`,
  });
}
