import type { Command } from 'commander';
import { runStages } from '../../app/run.ts';
import type { StageName } from '../../domain/stage-name.ts';
import { PIPELINE, STAGE_NAMES } from '../../stages/index.ts';
import { type CliContext, globalOptions, withLibrary } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { json } from '../output.ts';
import { progressView } from '../progress-view.ts';
import { abandonedNote, runSummary } from '../run-summary.ts';
import { addClusterViews } from './clusters.ts';
import { addDatesCommand } from './dates.ts';
import { addPeopleFlags } from './people-flags.ts';

/** `run` for the whole pipeline, and one command a stage. */
export function addRunCommands(program: Command, context: CliContext): void {
  program
    .command('run [folders...]')
    .description('run the whole pipeline up to proposals; goes on where a run was stopped')
    .option('--retry-failed', 'try again what failed before')
    .action((folders: string[], options: { retryFailed?: boolean }, command: Command) =>
      run(context, command, folders, STAGE_NAMES, options.retryFailed),
    );
  for (const { name, title } of PIPELINE) {
    if (name === 'dates') {
      addDatesCommand(program, context, title);
      continue;
    }
    const takesFolders = name === 'scan';
    const stage = program
      .command(takesFolders ? `${name} [folders...]` : name)
      .description(`one stage: ${title}`)
      .option('--retry-failed', 'try again what failed before')
      .action((...parameters: unknown[]) => {
        const command = parameters.at(-1) as Command;
        const folders = takesFolders ? (parameters[0] as string[]) : [];
        return runStage(context, command, folders, name);
      });
    if (name === 'people') addPeopleFlags(stage, context);
    if (name === 'clusters') {
      addClusterViews(stage, context, (command) => runStage(context, command, [], name));
    }
  }
}

function runStage(
  context: CliContext,
  command: Command,
  folders: readonly string[],
  name: StageName,
): Promise<void> {
  return run(context, command, folders, [name], command.opts<{ retryFailed?: boolean }>().retryFailed);
}

async function run(
  context: CliContext,
  command: Command,
  folders: readonly string[],
  stages: readonly StageName[],
  retryFailed: boolean | undefined,
): Promise<void> {
  await withLibrary(context, command, folders, async (library) => {
    const view = progressView(context.stderr);
    const report = await runStages(library, {
      stages,
      command: [command.name(), ...folders].join(' '),
      retryFailed,
      signal: context.signal,
      onProgress: view.update,
      onNotice: view.note,
      onAbandoned: (holder) => context.stderr.write(abandonedNote(holder)),
    }).finally(view.end);
    context.stdout.write(globalOptions(command).json ? json(report) : runSummary(report, context.stdout));
    if (report.cancelled) process.exitCode = EXIT.interrupted;
  });
}
