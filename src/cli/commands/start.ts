import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { refreshContactSheet } from '../../app/contact-sheet/index.ts';
import { runStages } from '../../app/run.ts';
import { readOnlyPlaces } from '../../app/sidecar-places.ts';
import { STAGE_NAMES } from '../../stages/index.ts';
import { type CliContext, globalOptions, withLibrary } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { json } from '../output.ts';
import { progressView } from '../progress-view.ts';
import { abandonedNote, runSummary } from '../run-summary.ts';
import { readOnlyNote } from '../sidecar-summary.ts';
import { PAGE_PORT, portNumber, serve } from './serve.ts';

interface StartOptions {
  readonly port: number;
  readonly serve: boolean;
}

export function addStartCommand(program: Command, context: CliContext, version: string): void {
  program
    .command('start [folders...]')
    .description(
      'run everything up to proposals and serve the page to review them; without photos, on a sample library',
    )
    .option('--port <number>', 'port of the page', portNumber, PAGE_PORT)
    .option('--no-serve', 'end when the contact sheet is made, without the page')
    .action((folders: string[], options: StartOptions, command: Command) =>
      start(context, command, folders, options, version),
    );
}

async function start(
  context: CliContext,
  command: Command,
  folders: readonly string[],
  options: StartOptions,
  version: string,
): Promise<void> {
  const { config, data, json: asJson } = globalOptions(command);
  const sample =
    folders.length === 0 && !config && !existsSync(join(context.folder, 'config', 'config.yaml'));
  if (sample) {
    const photos = await renderSamples(context);
    folders = [photos];
    if (data === undefined) command.setOptionValueWithSource('data', join(photos, '..', 'data'), 'implied');
  }
  const isComplete = await withLibrary(context, command, folders, async (library) => {
    const view = progressView(context.stderr);
    const report = await runStages(library, {
      stages: STAGE_NAMES,
      command: 'start',
      signal: context.signal,
      onProgress: view.update,
      onNotice: view.note,
      onAbandoned: (holder) => context.stderr.write(abandonedNote(holder)),
    }).finally(view.end);
    const sheetFolder = join(library.settings.dataFolder, 'contact-sheet');
    context.stdout.write(asJson ? json(report) : runSummary(report, context.stdout));
    if (report.cancelled) {
      process.exitCode = EXIT.interrupted;
      return false;
    }
    const places = await readOnlyPlaces(library);
    if (places !== null) context.stderr.write(readOnlyNote(places));
    await refreshContactSheet(library, sheetFolder);
    if (!asJson) context.stdout.write(`\nContact sheet: ${join(sheetFolder, 'index.html')}\n`);
    return true;
  });
  if (!isComplete || !options.serve) return;
  await serve(context, command, folders, { port: options.port, address: '127.0.0.1' }, version);
}

async function renderSamples(context: CliContext): Promise<string> {
  const folder = resolve(context.folder, 'sample-library');
  const view = progressView(context.stderr);
  const started = Date.now();
  let said = false;
  const photos = await context
    .renderSamples(folder, (done, total) => {
      if (!said) context.stderr.write('No folder was named: rendering a sample library…\n');
      said = true;
      const elapsedSeconds = (Date.now() - started) / 1000;
      const ratePerSecond = done / elapsedSeconds;
      const counts = { stage: 'sample', unit: 'pictures', done, total, failed: 0, skipped: 0 };
      view.update({ ...counts, elapsedSeconds, ratePerSecond, secondsLeft: (total - done) / ratePerSecond });
    })
    .finally(view.end);
  if (said) context.stderr.write(`Sample library: ${folder}\n`);
  return photos;
}
