import { messageOf, PhotoTagError } from '../../domain/errors.ts';
import { type ModelEntry, modelLabel } from '../../domain/model.ts';
import type { ModelStatus, ModelStore } from '../../models/model-store.ts';
import type { Check } from '../doctor.ts';
import { configuredModel, type ModelSettings } from './used-models.ts';

/** Installed networks as `doctor` tells them. Sizes are compared; `models verify` reads every byte. */
export async function modelChecks(store: ModelStore, settings: ModelSettings): Promise<Check[]> {
  const configured = configuredModel(store.catalog, settings);
  const checks: Check[] = [];
  for (const entry of store.catalog) {
    const status = await store.status(entry).catch((error: unknown) => error);
    if (!isStatus(status)) checks.push(brokenCheck(entry, status));
    else if (status.files.length > 0 || status.partBytes > 0) checks.push(installedCheck(status));
    else if (entry === configured) {
      checks.push({
        what: `model ${modelLabel(entry)}`,
        state: 'missing',
        finding: 'embeddings.model names it, and it is not there',
        remedy: `Run \`photo-tag models pull ${modelLabel(entry)}\`.`,
      });
    }
  }
  if (checks.length > 0) return checks;
  return [
    {
      what: 'models',
      state: 'optional',
      finding: `none in ${store.folder}: vectors and objects come from the embedded model`,
      remedy: '`photo-tag models pull` brings those that understand words, and find and describe more.',
    },
  ];
}

const isStatus = (status: unknown): status is ModelStatus => !(status instanceof Error);

function brokenCheck(entry: ModelEntry, error: unknown): Check {
  return {
    what: `model ${modelLabel(entry)}`,
    state: 'warning',
    finding: messageOf(error),
    remedy: error instanceof PhotoTagError ? error.remedy : 'Check the disk of models.dir.',
  };
}

function installedCheck({ entry, installed, files, partBytes }: ModelStatus): Check {
  const label = modelLabel(entry);
  const what = `model ${label}`;
  const pull = `Run \`photo-tag models pull ${label}\`: it brings what is missing or damaged.`;
  const wrong = files.filter(({ state }) => state === 'changed' || state === 'missing');
  if (wrong.length > 0) {
    const told = wrong.map(
      ({ path, state }) => `${path} ${state === 'changed' ? 'has another size' : 'is missing'}`,
    );
    return { what, state: 'warning', finding: told.join(', '), remedy: pull };
  }
  if (installed.length === 0) {
    const part = partBytes > 0 ? 'a download was stopped' : 'some files are missing';
    return { what, state: 'warning', finding: part, remedy: pull };
  }
  const bytes = files.reduce((sum, file) => sum + (file.bytes ?? 0), 0);
  const unpinned = files.filter(({ state }) => state === 'unpinned').length;
  return {
    what,
    state: 'ok',
    finding: `${installed.join(', ')}, ${(bytes / 1e6).toFixed(0)} MB${unpinned > 0 ? `, ${unpinned} files brought by hand and not checked` : ''}`,
    remedy: unpinned > 0 ? `\`photo-tag models pull ${label}\` checks them against the hub.` : '',
  };
}
