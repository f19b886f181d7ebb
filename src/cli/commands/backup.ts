import { join, resolve, sep } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { makeBackup } from '../../app/backup/make-backup.ts';
import { type Restored, restoreBackup } from '../../app/backup/restore-backup.ts';
import type { BackupContent } from '../../store/database-backup.ts';
import { type CliContext, globalOptions, sourcesOf } from '../context.ts';
import { json, printable } from '../output.ts';
import { progressView } from '../progress-view.ts';

export function addBackupCommands(program: Command, context: CliContext, version: string): void {
  program
    .command('backup [place]')
    .description('one file with all of the library that cannot be made again, also while a run is at work')
    .option('--keep <number>', 'keep that many in the folder, and remove older ones', keepNumber)
    .addHelpText(
      'after',
      '\nPLACE is a file, or a folder in which the file gets a name with its time (default: backups/ in the data folder;\n' +
        'better another disk). In it: decisions, dates, journal, egress log, vectors, configuration and vocabulary.\n' +
        'Not in it: photos, sidecars, proxies, networks. docs/backup.md',
    )
    .action((place: string | undefined, options: { keep?: number }, command: Command) =>
      backup(context, command, place, options.keep, version),
    );
  program
    .command('restore <file>')
    .description('make the library as it was in a backup; what is there now is kept aside')
    .option('--replace', 'also where the library holds something')
    .addHelpText(
      'after',
      '\nKeywords that were written to sidecars since stay there, and undo still knows them where the library of now can\n' +
        'be read. docs/backup.md',
    )
    .action((file: string, options: { replace?: boolean }, command: Command) =>
      restore(context, command, file, options.replace ?? false),
    );
}

async function backup(
  context: CliContext,
  command: Command,
  place: string | undefined,
  keep: number | undefined,
  version: string,
): Promise<void> {
  const tools = context.backups(sourcesOf(context, command, []));
  const settings = tools.settings();
  const view = progressView(context.stderr);
  const started = performance.now();
  const made = await makeBackup(settings, tools.database, {
    place: placed(context, place) ?? join(settings.dataFolder, 'backups') + sep,
    keep,
    version,
    now: new Date(),
    signal: context.signal,
    onProgress: (share) => {
      const elapsedSeconds = (performance.now() - started) / 1000;
      const [done, total] = [Math.round(share * 100), 100];
      const ratePerSecond = done / Math.max(elapsedSeconds, 0.001);
      view.update({
        ...{ stage: 'backup', unit: '%', done, total, failed: 0, skipped: 0 },
        ...{ elapsedSeconds, ratePerSecond, secondsLeft: (total - done) / Math.max(ratePerSecond, 0.001) },
      });
    },
  }).finally(view.end);
  if (globalOptions(command).json) {
    context.stdout.write(json({ ...made, files: made.files.map(({ name }) => name) }));
    return;
  }
  context.stdout.write(`${printable(made.file)}: ${inWords(made)}, whole and checked\n`);
  for (const file of made.removed) context.stdout.write(`Removed ${printable(file)}\n`);
  if (place === undefined) {
    context.stderr.write(
      'It lies on the disk of the library: copy it to another one, or name a folder there.\n',
    );
  }
}

/** With the sign at its end by which a folder that is not there yet is told from a file. */
function placed(context: CliContext, place: string | undefined): string | undefined {
  if (place === undefined) return undefined;
  return resolve(context.folder, place) + (/[/\\]$/.test(place) ? sep : '');
}

async function restore(context: CliContext, command: Command, file: string, replace: boolean): Promise<void> {
  const tools = context.backups(sourcesOf(context, command, []));
  const { configFile } = tools;
  const restored = await restoreBackup(tools.settings, tools.database, {
    file: resolve(context.folder, file),
    configFile,
    replace,
    now: new Date(),
  });
  if (globalOptions(command).json) {
    const { content, ...rest } = restored;
    context.stdout.write(
      json({ ...rest, content: { ...content, files: content.files.map(({ name }) => name) } }),
    );
    return;
  }
  context.stdout.write(`${printable(restored.database)}: ${inWords(restored.content)}\n`);
  for (const line of remarks(restored)) context.stdout.write(`${printable(line)}\n`);
}

function* remarks({ content, files, aside, otherConfig, carried }: Restored): Generator<string> {
  if (content.madeAt !== null) yield `As of ${content.madeAt}, by photo-tag ${content.version}.`;
  for (const file of files) yield `In its place: ${file}`;
  for (const file of aside) yield `Kept aside: ${file}`;
  if (otherConfig !== null) {
    yield `The configuration of this machine stays; that of the backup is beside it: ${otherConfig}`;
  }
  if (carried.problem !== null) {
    yield `Sidecars written since the backup are not known to undo: ${carried.problem}.`;
  } else if (carried.sidecarChanges > 0 || carried.sent > 0) {
    yield `Taken over from the library before: ${carried.sidecarChanges} changes of sidecars, which undo knows, and ${carried.sent} lines of the egress log.`;
  }
  yield 'Next: photo-tag run (files may have changed since), then photo-tag write shows how sidecars differ.';
}

function inWords({ counts, bytes, files }: BackupContent): string {
  const names = files.map(({ name }) => name).join(', ');
  return (
    `${counts.files} files, ${counts.decisions} decisions, ${counts.sidecarChanges} changes of sidecars` +
    `${names === '' ? '' : `, ${names}`} (${(bytes / 1e6).toFixed(1)} MB)`
  );
}

function keepNumber(text: string): number {
  const keep = Number(text);
  if (!Number.isInteger(keep) || keep < 1) throw new InvalidArgumentError('At least 1 is kept.');
  return keep;
}
