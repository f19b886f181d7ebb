import {
  type ModelDevice,
  type ModelEntry,
  type ModelFile,
  modelLabel,
  PRECISIONS,
  type Precision,
} from '../../domain/model.ts';
import { defaultPrecision, filesOf, precisionsOf } from '../../models/catalog/default-precision.ts';
import type { ModelStatus, ModelStore } from '../../models/model-store.ts';
import { configuredModel, type ModelSettings } from './used-models.ts';

/** What a precision of a model weighs. */
export interface ModelSize {
  readonly precision: Precision;
  /** Of the files whose size is known, exactly or rounded. */
  readonly bytes: number;
  /** False where some sizes are rounded or not known. */
  readonly isExact: boolean;
  /** Files of which nothing is known before the hub is asked. */
  readonly unknown: number;
}

export interface ListedModel {
  readonly label: string;
  readonly entry: ModelEntry;
  readonly sizes: readonly ModelSize[];
  /** What a pull brings on this machine where nobody says anything else. */
  readonly precision: Precision;
  readonly status: ModelStatus;
  readonly isRecommended: boolean;
  /** `embeddings.model` names it. */
  readonly isConfigured: boolean;
}

export async function listModels(
  store: ModelStore,
  settings: ModelSettings,
  device: ModelDevice,
): Promise<ListedModel[]> {
  const configured = configuredModel(store.catalog, settings);
  return Promise.all(
    store.catalog.map(async (entry) => ({
      label: modelLabel(entry),
      entry,
      sizes: precisionsOf(entry).map((precision) => sizeIn(entry, precision)),
      precision: defaultPrecision(entry, device),
      status: await store.status(entry),
      isRecommended: entry.recommended ?? false,
      isConfigured: entry === configured,
    })),
  );
}

export function sizeIn(entry: ModelEntry, precision: Precision): ModelSize {
  const files = filesOf(entry, precision);
  const known = (file: ModelFile) => file.bytes ?? file.roughBytes ?? null;
  return {
    precision,
    bytes: files.reduce((sum, file) => sum + (known(file) ?? 0), 0),
    isExact: files.every(({ bytes }) => bytes !== null),
    unknown: files.filter((file) => known(file) === null).length,
  };
}

export function isPrecision(word: string): word is Precision {
  return (PRECISIONS as readonly string[]).includes(word);
}
