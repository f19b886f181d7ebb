import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { findGpus } from '../../app/gpu/find-gpus.ts';
import { isPrecision, listModels } from '../../app/models/list-models.ts';
import { modelDevice } from '../../app/models/model-device.ts';
import { removeModel } from '../../app/models/pull-models.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import { modelLabel, type Precision } from '../../domain/model.ts';
import type { ModelStatus } from '../../models/model-store.ts';
import { type CliContext, globalOptions, modelsOf } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { listedForPrograms, modelListing, stateInWords } from '../model-listing.ts';
import { bytes, json, printable, table } from '../output.ts';
import { widthOf } from '../wrap.ts';
import { type PullCommandOptions, pullCommand } from './models-pull.ts';

/** `photo-tag models`: what there is, and the ways to get and check it. */
export function addModelsCommand(program: Command, context: CliContext): void {
  const models = program
    .command('models')
    .description('networks that understand more than the embedded one: list, pull, verify, path, remove');
  models
    .command('list', { isDefault: true })
    .description('all of the catalogue: size, licence, what each is for, and what is installed')
    .action((_options: unknown, command: Command) => list(context, command));
  models
    .command('pull [names...]')
    .description('download networks; without a name what the configuration needs and what is recommended')
    .option('--precision <format>', 'fp32, fp16 or int8 (default: what suits this GPU or CPU)', precision)
    .option('--from <folder>', 'copy them from a folder instead, for machines without internet')
    .option('--yes', 'do not ask')
    .option('--accept-research-only', 'your use is research, as some licences demand')
    .action((names: string[], options: PullCommandOptions, command: Command) =>
      pullCommand(context, command, names, {
        ...options,
        ...(options.from === undefined ? {} : { from: resolve(context.folder, options.from) }),
      }),
    );
  models
    .command('verify [names...]')
    .description('read every byte of what is installed, and compare with what was pulled')
    .action((names: string[], _options: unknown, command: Command) => verify(context, command, names));
  models
    .command('path <name>')
    .description('the folder of an installed network')
    .action((name: string, _options: unknown, command: Command) => path(context, command, name));
  models
    .command('remove <name>')
    .description('delete the files of a network; what was pinned stays, so that the same may come back')
    .option('--forget', 'also what was pinned: the next pull may bring another version')
    .action((name: string, options: { readonly forget?: boolean }, command: Command) =>
      remove(context, command, name, options.forget ?? false),
    );
}

async function list(context: CliContext, command: Command): Promise<void> {
  const { settings, store } = modelsOf(context, command);
  const device = await modelDevice(settings.embeddings.device, findGpus);
  const models = await listModels(store, settings, device);
  if (globalOptions(command).json) {
    context.stdout.write(json({ folder: store.folder, device, models: models.map(listedForPrograms) }));
    return;
  }
  context.stdout.write(modelListing(models, store.folder, widthOf(context.stdout)));
}

async function verify(context: CliContext, command: Command, names: readonly string[]): Promise<void> {
  const { store } = modelsOf(context, command);
  const asked = names.map((name) => store.find(name));
  const verified: ModelStatus[] = [];
  for (const entry of asked.length > 0 ? asked : store.catalog) {
    const status = await store.verify(entry, context.signal);
    if (asked.length > 0 || status.files.length > 0) verified.push(status);
  }
  const isWrong = ({ files }: ModelStatus) =>
    files.length === 0 || files.some(({ state }) => state === 'changed' || state === 'missing');
  const wrong = verified.filter(isWrong);
  if (globalOptions(command).json) {
    context.stdout.write(
      json(verified.map(({ entry, ...status }) => ({ label: modelLabel(entry), ...status }))),
    );
  } else if (verified.length === 0) {
    context.stdout.write('No networks are installed: photo-tag models pull brings some.\n');
  } else {
    const rows = verified.flatMap((status) => {
      const label = modelLabel(status.entry);
      if (status.files.length === 0) return [[label, '', '', 'not there']];
      return status.files.map(({ path: file, bytes: size, state }) => [
        label,
        file,
        size === null ? '' : bytes(size),
        STATES[state],
      ]);
    });
    context.stdout.write(`${table(['model', 'file', 'size', 'state'], rows)}\n`);
    for (const { entry } of wrong) {
      context.stderr.write(`Bring what is wrong anew with: photo-tag models pull ${modelLabel(entry)}\n`);
    }
  }
  if (wrong.length > 0) process.exitCode = EXIT.broken;
}

const STATES = {
  ok: 'as it was pulled',
  changed: 'CHANGED since it was pulled',
  missing: 'MISSING',
  unpinned: 'brought by hand, nothing to compare with',
} as const;

async function path(context: CliContext, command: Command, name: string): Promise<void> {
  const { store } = modelsOf(context, command);
  const entry = store.find(name);
  const status = await store.status(entry);
  const label = modelLabel(entry);
  if (status.installed.length === 0) {
    throw new PhotoTagError('MODEL_MISSING', `${label} is not installed: ${stateInWords(status)}`, {
      file: status.folder,
      remedy: `Run \`photo-tag models pull ${label}\`.`,
    });
  }
  const { folder, installed } = status;
  context.stdout.write(
    globalOptions(command).json ? json({ label, folder, installed }) : `${printable(folder)}\n`,
  );
}

async function remove(context: CliContext, command: Command, name: string, forget: boolean): Promise<void> {
  const { store } = modelsOf(context, command);
  const entry = store.find(name);
  const report = await removeModel(store, entry, { forget });
  if (globalOptions(command).json) {
    context.stdout.write(json({ label: modelLabel(entry), ...report }));
    return;
  }
  const { removed, left, bytes: freed } = report;
  const count = `${removed.length} ${removed.length === 1 ? 'file' : 'files'}`;
  context.stdout.write(`${modelLabel(entry)}: ${count} deleted, ${bytes(freed)} freed.\n`);
  for (const other of left) context.stdout.write(`  ${printable(other)} is not of photo-tag and stays\n`);
}

function precision(text: string): Precision {
  if (isPrecision(text)) return text;
  throw new InvalidArgumentError('It is fp32, fp16 or int8.');
}
