import { type Command, InvalidArgumentError } from 'commander';
import { changeRun, type RunDeed, workStatus } from '../../app/queued/work-status.ts';
import { type CliContext, globalOptions, withLibrary } from '../context.ts';
import { json } from '../output.ts';
import { workText } from '../work-listing.ts';

type QueueOptions = Partial<Record<RunDeed, number>>;

const DEEDS: readonly RunDeed[] = ['pause', 'resume', 'cancel'];

export function addQueueCommand(program: Command, context: CliContext): void {
  program
    .command('queue')
    .description('workers of a library in Postgres, their runs, and batches that were given up')
    .option('--pause <run>', 'finish the batches at work and begin no other until it is resumed', runNumber)
    .option('--resume <run>', 'go on with a paused run', runNumber)
    .option('--cancel <run>', 'finish the batches at work and end the run', runNumber)
    .action((options: QueueOptions, command: Command) =>
      withLibrary(context, command, [], async (library) => {
        for (const deed of DEEDS) {
          const id = options[deed];
          if (id !== undefined) await changeRun(library, id, deed);
        }
        const status = await workStatus(library);
        context.stdout.write(globalOptions(command).json ? json(status) : workText(status));
      }),
    );
}

function runNumber(text: string): number {
  const id = Number(text);
  if (!Number.isInteger(id) || id < 1) throw new InvalidArgumentError('It is the number of a run.');
  return id;
}
