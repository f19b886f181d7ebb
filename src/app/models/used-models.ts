import { type ModelEntry, type ModelKind, modelLabel } from '../../domain/model.ts';
import type { ModelStore } from '../../models/model-store.ts';

/** What the configuration says of networks. */
export interface ModelSettings {
  readonly embeddings: { readonly model: string; readonly pretrained: string };
}

/** The name of the model that needs no download. */
export const EMBEDDED = 'embedded';

/** The entry that `embeddings.model` names; null for the embedded one and for names that the catalogue lacks. */
export function configuredModel(
  catalog: readonly ModelEntry[],
  { embeddings: { model, pretrained } }: ModelSettings,
): ModelEntry | null {
  if (model === EMBEDDED) return null;
  const wanted = `${model}/${pretrained}`.toLowerCase();
  return catalog.find((entry) => modelLabel(entry).toLowerCase() === wanted) ?? null;
}

/**
 * What a pull without names offers: the model of the configuration, and the recommended ones of the other kinds.
 * @throws PhotoTagError USAGE where the configuration names none of the catalogue.
 */
export function offeredModels(store: ModelStore, { embeddings }: ModelSettings): ModelEntry[] {
  const { model, pretrained } = embeddings;
  const configured = model === EMBEDDED ? [] : [store.find(`${model}/${pretrained}`)];
  const taken = new Set<ModelKind>(configured.map(({ kind }) => kind));
  return [...configured, ...store.catalog.filter((entry) => entry.recommended && !taken.has(entry.kind))];
}
