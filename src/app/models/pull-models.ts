import { mkdir } from 'node:fs/promises';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';
import { type ModelEntry, modelLabel, type Precision } from '../../domain/model.ts';
import type { ModelStore, PulledFile, PullOptions, PullPlan } from '../../models/model-store.ts';
import { acquireRunLock } from '../../pipeline/run-lock.ts';

export interface PulledModel {
  readonly label: string;
  readonly precision: Precision;
  readonly files: readonly PulledFile[];
}

/** @throws PhotoTagError USAGE where a model is for research alone and nobody said that this is research. */
export function refuseResearchOnly(entries: readonly ModelEntry[], isAccepted: boolean): void {
  const restricted = entries.find(({ licence }) => licence.use === 'research-only');
  if (restricted === undefined || isAccepted) return;
  const { name, source } = restricted.licence;
  throw new PhotoTagError(
    'USAGE',
    `${modelLabel(restricted)} may be used for research alone: ${name}, ${source}`,
    { remedy: 'Read the licence; --accept-research-only says that your use is research.' },
  );
}

/** Brings what the plans lack, one model after the other. Nobody else pulls into the same folder meanwhile. */
export async function pullModels(
  store: ModelStore,
  plans: readonly PullPlan[],
  options: PullOptions,
): Promise<PulledModel[]> {
  return alone(store, 'models pull', async () => {
    const pulled: PulledModel[] = [];
    for (const plan of plans) {
      const files = await store.pull(plan, options);
      pulled.push({ label: modelLabel(plan.entry), precision: plan.precision, files });
    }
    return pulled;
  });
}

/** The same from a folder. */
export async function copyModels(
  store: ModelStore,
  request: {
    readonly source: string;
    readonly entries: readonly ModelEntry[];
    readonly precision: Precision | null;
  },
  options: PullOptions,
): Promise<PulledModel[]> {
  const { source, entries, precision } = request;
  return alone(store, 'models pull --from', async () => {
    const copied: PulledModel[] = [];
    for (const entry of entries) {
      const done = await store.copyFrom(source, entry, precision, options);
      copied.push({ label: modelLabel(entry), ...done });
    }
    return copied;
  });
}

export function removeModel(store: ModelStore, entry: ModelEntry, options: { readonly forget: boolean }) {
  return alone(store, 'models remove', () => store.remove(entry, options));
}

async function alone<Result>(
  { folder }: ModelStore,
  command: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw new PhotoTagError('DATA_FOLDER', `${folder} cannot be made: ${messageOf(cause)}`, {
      file: folder,
      cause,
      remedy: 'Allow your user to write there, or set models.dir to another folder.',
    });
  }
  const lock = acquireRunLock(folder, command, '');
  try {
    return await work();
  } finally {
    lock.release();
  }
}
