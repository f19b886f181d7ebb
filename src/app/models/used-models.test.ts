import { expect, it } from 'vitest';
import { modelLabel } from '../../domain/model.ts';
import { HubModelStore } from '../../models/pull/hub-model-store.ts';
import { configuredModel, offeredModels } from './used-models.ts';

const store = new HubModelStore({ folder: '/nowhere', mirror: 'https://example.org' });
const settings = (model: string, pretrained = 'openai') => ({ embeddings: { model, pretrained } });

it.each([
  { model: 'embedded', pretrained: 'openai', first: 'ViT-B-16-SigLIP2-256/webli' },
  { model: 'ViT-L-14', pretrained: 'openai', first: 'ViT-L-14/openai' },
  { model: 'vit-b-16-siglip2-256', pretrained: 'webli', first: 'ViT-B-16-SigLIP2-256/webli' },
])('with $model a pull offers $first, and one network of each other kind', ({ model, pretrained, first }) => {
  const offered = offeredModels(store, settings(model, pretrained));
  expect(offered.map(modelLabel)[0]).toBe(first);
  const kinds = offered.map(({ kind }) => kind);
  expect(kinds.toSorted()).toEqual(['captioner', 'embedder', 'face-detector', 'object-detector']);
});

it('a model that nobody knows is not passed over', () => {
  expect(() => offeredModels(store, settings('ViT-Z-99'))).toThrow(/There is no model ViT-Z-99\/openai/);
  expect(configuredModel(store.catalog, settings('ViT-Z-99'))).toBe(null);
});
