import { type Command, InvalidArgumentError, Option } from 'commander';
import { whenThere, work } from '../../app/queued/work.ts';
import type { StageName } from '../../domain/stage-name.ts';
import { STAGE_NAMES } from '../../stages/index.ts';
import { type CliContext, openFor, sourcesOf } from '../context.ts';
import { printable } from '../output.ts';

interface WorkerOptions {
  readonly stages?: StageName[];
  readonly concurrency?: number;
}

export function addWorkerCommand(program: Command, context: CliContext): void {
  program
    .command('worker')
    .description('work for the runs of a library in Postgres, beside other workers, until it is stopped')
    .option('--stages <names>', 'only these stages, with commas between them', stageNames)
    .addOption(
      new Option('--device <device>', 'what networks run on, whatever the configuration says').choices([
        'auto',
        'cpu',
        'cuda',
      ]),
    )
    .option('--concurrency <number>', 'jobs at the same time (default: runtime.workers)', positive)
    .addHelpText(
      'after',
      '\nSIGTERM and Ctrl-C finish the batches at work; what is not done in a minute is given to others.\n' +
        'Nothing is lost however it ends. See docs/workers.md.',
    )
    .action((options: WorkerOptions, command: Command) => beWorker(context, options, command));
}

async function beWorker(context: CliContext, options: WorkerOptions, command: Command): Promise<void> {
  const { signal } = context;
  const note = (notice: string): void => void context.stderr.write(`${printable(notice)}\n`);
  const order = { ...options, signal, onNotice: note };
  const library = await whenThere(() => openFor(context, sourcesOf(context, command, [])), order);
  try {
    if (library === null) return;
    note(`Worker ${process.pid} is ready. Runs are started with \`photo-tag run\` or in the page.`);
    await work(library, order);
  } finally {
    await library?.close();
  }
  note('Stopped; nothing is left half-done.');
}

function stageNames(text: string): StageName[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !(STAGE_NAMES as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(`There is no stage ${unknown}; there are ${STAGE_NAMES.join(', ')}.`);
  }
  return STAGE_NAMES.filter((name) => names.includes(name));
}

function positive(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 64) {
    throw new InvalidArgumentError('It is a number from 1 to 64.');
  }
  return number;
}
