import type { Command } from 'commander';
import type { Library } from '../../app/library.ts';
import { type RunReport, runStages } from '../../app/run.ts';
import { visionHint } from '../../app/vision/estimate.ts';
import type { StageName } from '../../domain/stage-name.ts';
import { PIPELINE, STAGE_NAMES } from '../../stages/index.ts';
import { type CliContext, globalOptions, withLibrary } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { json } from '../output.ts';
import { progressView } from '../progress-view.ts';
import { abandonedNote, runSummary } from '../run-summary.ts';
import { hintText, nothingDueText, type VisionOptions, visionOrder } from '../vision-offer.ts';
import { addClusterViews } from './clusters.ts';
import { addDatesCommand } from './dates.ts';
import { addPeopleFlags } from './people-flags.ts';
import { addPushProxies } from './push-proxies.ts';

/** `run` for the whole pipeline, and one command a stage. */
export function addRunCommands(program: Command, context: CliContext): void {
  program
    .command('run [folders...]')
    .description('run the whole pipeline up to proposals; goes on where a run was stopped')
    .option('--retry-failed', 'try again what failed before')
    .option('--queued', 'leave the work to workers, or in one process let stages work at the same time')
    .option('--vision', 'ask the vision service about medoids, after showing what it costs')
    .option('--yes', 'do not ask before medoids are sent')
    .option('--retry-unknown', 'also those that a killed run may have paid for without an answer')
    .action((folders: string[], options: RunOptions, command: Command) =>
      run(context, command, folders, STAGE_NAMES, options),
    );
  for (const { name, title } of PIPELINE) {
    if (name === 'dates') {
      addDatesCommand(program, context, title);
      continue;
    }
    if (name === 'vision') {
      addVisionCommand(program, context, title);
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
    if (name === 'proxies') addPushProxies(stage, context, (command) => runStage(context, command, [], name));
    if (name === 'clusters') {
      addClusterViews(stage, context, (command) => runStage(context, command, [], name));
    }
  }
}

interface RunOptions extends VisionOptions {
  readonly retryFailed?: boolean;
  readonly queued?: boolean;
}

/** The yes is part of the command's name; answers become proposals at once. */
function addVisionCommand(program: Command, context: CliContext, title: string): void {
  program
    .command('vision')
    .description(`one stage: ${title}`)
    .option('--yes', 'do not ask before medoids are sent')
    .option('--retry-unknown', 'also those that a killed run may have paid for without an answer')
    .action((options: VisionOptions, command: Command) =>
      run(context, command, [], VISION_STAGES, { ...options, vision: true }),
    );
}

/** What it takes to ask, and to make proposals of the answers. */
export const VISION_STAGES: readonly StageName[] = ['vision', 'ai-tags'];

function runStage(
  context: CliContext,
  command: Command,
  folders: readonly string[],
  name: StageName,
): Promise<void> {
  return run(context, command, folders, [name], command.opts<RunOptions>());
}

async function run(
  context: CliContext,
  command: Command,
  folders: readonly string[],
  stages: readonly StageName[],
  options: RunOptions,
): Promise<void> {
  await withLibrary(context, command, folders, async (library) => {
    const view = progressView(context.stderr);
    const asJson = globalOptions(command).json ?? false;
    const vision = options.vision ? visionOrder(context, options, view, asJson) : undefined;
    const report = await runStages(library, {
      stages,
      command: [command.name(), ...folders].join(' '),
      retryFailed: options.retryFailed,
      queued: options.queued,
      onSteps: view.together,
      vision,
      signal: context.signal,
      onProgress: view.update,
      onNotice: view.note,
      onAbandoned: (holder) => context.stderr.write(abandonedNote(holder)),
    }).finally(view.end);
    context.stdout.write(
      asJson
        ? json({ ...report, visionProblem: report.visionProblem?.message ?? null })
        : runSummary(report, context.stdout),
    );
    if (!asJson) await tellOfVision(context, library, stages, report);
    if (report.visionProblem !== null) throw report.visionProblem;
    if (report.cancelled) process.exitCode = EXIT.interrupted;
  });
}

/** What came of the order, or what could be ordered. */
async function tellOfVision(
  { stderr }: CliContext,
  library: Library,
  stages: readonly StageName[],
  { vision, cancelled, stages: worked }: RunReport,
): Promise<void> {
  if (vision !== null) {
    if (vision.estimate.due === 0) stderr.write(nothingDueText(vision.estimate));
    else if (!vision.isAgreed) stderr.write('No picture was sent.\n');
    return;
  }
  // Looking takes a while in a large library, and where nothing was done nothing is new.
  if (cancelled || !stages.includes('vision') || worked.every((stage) => stage.done === 0)) return;
  const estimate = await visionHint(library.cloud);
  if (estimate !== null) stderr.write(hintText(estimate));
}
