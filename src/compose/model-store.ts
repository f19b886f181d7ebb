import { type ConfigSources, loadSettings, type Settings } from '../config/load.ts';
import type { ModelStore } from '../models/model-store.ts';
import { HubModelStore } from '../models/pull/hub-model-store.ts';

/** The networks of a configuration, for `photo-tag models`; no library is opened. */
export function openModels(sources: ConfigSources): { settings: Settings; store: ModelStore } {
  const settings = loadSettings(sources);
  return { settings, store: modelStoreOf(settings) };
}

export function modelStoreOf({ models: { dir, mirror } }: Settings): ModelStore {
  return new HubModelStore({ folder: dir, mirror, token: process.env.HF_TOKEN });
}
