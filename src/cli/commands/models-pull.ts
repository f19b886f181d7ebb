import type { Command } from 'commander';
import { findGpus } from '../../app/gpu/find-gpus.ts';
import { sizeIn } from '../../app/models/list-models.ts';
import { modelDevice } from '../../app/models/model-device.ts';
import {
  copyModels,
  type PulledModel,
  pullModels,
  refuseResearchOnly,
} from '../../app/models/pull-models.ts';
import { offeredModels } from '../../app/models/used-models.ts';
import type { Settings } from '../../config/load.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import { type ModelEntry, modelLabel, type Precision } from '../../domain/model.ts';
import { defaultPrecision } from '../../models/catalog/default-precision.ts';
import type { PullOptions, PullPlan } from '../../models/model-store.ts';
import { type CliContext, globalOptions, modelsOf } from '../context.ts';
import { bytes, json, printable, table } from '../output.ts';
import { type ProgressView, progressView } from '../progress-view.ts';

export interface PullCommandOptions {
  readonly precision?: Precision;
  readonly from?: string;
  readonly yes?: boolean;
  readonly acceptResearchOnly?: boolean;
}

/** Says what would come, how large it is and under which licence; asks; brings it. */
export async function pullCommand(
  context: CliContext,
  command: Command,
  names: readonly string[],
  options: PullCommandOptions,
): Promise<void> {
  const { settings, store } = modelsOf(context, command);
  const entries = names.length > 0 ? names.map((name) => store.find(name)) : offeredModels(store, settings);
  refuseResearchOnly(entries, options.acceptResearchOnly ?? false);
  const asJson = globalOptions(command).json ?? false;
  const view = progressView(context.stderr);
  const pull: PullOptions = {
    signal: context.signal,
    onNote: (note) => context.stderr.write(`${printable(note)}\n`),
  };
  if (options.from !== undefined) {
    const request = { source: options.from, entries, precision: options.precision ?? null };
    const copied = await copyModels(store, request, { ...pull, ...shown(view) }).finally(view.end);
    tell(context, asJson, copied);
    return;
  }
  const device = await modelDevice(settings.embeddings.device, findGpus);
  const plans: PullPlan[] = [];
  for (const entry of entries) {
    const precision =
      options.precision ?? configuredPrecision(entry, settings) ?? defaultPrecision(entry, device);
    plans.push(await store.plan(entry, precision, pull));
  }
  const wanted = plans.filter(({ files }) => files.length > 0);
  if (wanted.length === 0) {
    if (asJson) context.stdout.write(json([]));
    else context.stdout.write(`${entries.map(modelLabel).join(', ')}: everything is there already.\n`);
    return;
  }
  if (!asJson) context.stderr.write(offer(wanted, store.folder));
  await agree(context, options.yes ?? false, asJson);
  const pulled = await pullModels(store, wanted, { ...pull, ...shown(view) }).finally(view.end);
  tell(context, asJson, pulled);
}

/** Of the embedder that the configuration names, in the precision that it names. */
function configuredPrecision({ name, pretrained }: ModelEntry, { embeddings }: Settings): Precision | null {
  const isConfigured = name === embeddings.model && pretrained === embeddings.pretrained;
  return isConfigured && embeddings.precision !== 'auto' ? embeddings.precision : null;
}

/** What would come, before it comes. */
function offer(plans: readonly PullPlan[], folder: string): string {
  const rows = plans.map(({ entry, precision, files }) => [
    modelLabel(entry),
    precision,
    String(files.length),
    sizeOf(entry, precision, files),
    `${entry.licence.name}${entry.licence.use === 'any' ? '' : ' (research only)'}`,
    entry.licence.source,
  ]);
  const head = ['model', 'precision', 'files', 'to download', 'licence', ''];
  return `${table(head, rows)}\ninto ${printable(folder)}\n`;
}

function sizeOf(entry: ModelEntry, precision: Precision, files: PullPlan['files']): string {
  const left = files.reduce((sum, one) => sum + Math.max(0, (one.bytes ?? 0) - one.partBytes), 0);
  if (files.every((file) => file.bytes !== null)) return bytes(left);
  return `about ${bytes(Math.max(left, sizeIn(entry, precision).bytes))}`;
}

async function agree({ confirm }: CliContext, yes: boolean, asJson: boolean): Promise<void> {
  if (yes) return;
  if (confirm === undefined || asJson) {
    throw new PhotoTagError('USAGE', 'Nothing is downloaded without a yes, and nobody can be asked here', {
      remedy: 'Say --yes, or run it on a terminal.',
    });
  }
  if (await confirm('Download?')) return;
  throw new PhotoTagError('CANCELLED', 'Nothing was downloaded', { remedy: 'Say y next time, or --yes.' });
}

/** The progress line counts megabytes: bytes would be too many digits to read. */
const MEGABYTE = 1e6;

function shown(view: ProgressView): Pick<PullOptions, 'onProgress'> {
  const started = Date.now();
  let before: number | null = null;
  return {
    onProgress: ({ doneBytes, totalBytes }) => {
      before ??= doneBytes;
      const elapsedSeconds = (Date.now() - started) / 1000;
      const rate = elapsedSeconds > 0 ? Math.max(0, doneBytes - before) / elapsedSeconds : 0;
      const total = Math.max(1, Math.round(totalBytes / MEGABYTE));
      view.update({
        stage: 'pull',
        unit: 'MB',
        done: doneBytes >= totalBytes ? total : Math.min(total, Math.floor(doneBytes / MEGABYTE)),
        total,
        failed: 0,
        skipped: 0,
        elapsedSeconds,
        ratePerSecond: rate / MEGABYTE,
        secondsLeft: rate > 0 ? (totalBytes - doneBytes) / rate : null,
      });
    },
  };
}

function tell(context: CliContext, asJson: boolean, pulled: readonly PulledModel[]): void {
  if (asJson) {
    context.stdout.write(json(pulled));
    return;
  }
  for (const { label, precision, files } of pulled) {
    const size = files.reduce((sum, file) => sum + file.bytes, 0);
    const count = `${files.length} ${files.length === 1 ? 'file' : 'files'}`;
    context.stdout.write(`${label}: ${precision}, ${count}, ${bytes(size)}, checked.\n`);
  }
}
