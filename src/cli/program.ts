import { Command, CommanderError, Option } from 'commander';
import { messageOf, PhotoTagError } from '../domain/errors.ts';
import { addBackupCommands } from './commands/backup.ts';
import { addDecideCommands } from './commands/decide.ts';
import { addDeedsCommand } from './commands/deeds.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addEvalCommand } from './commands/eval.ts';
import { addExportCommand } from './commands/export.ts';
import { addInitCommand } from './commands/init.ts';
import { addLabelsCommand } from './commands/labels.ts';
import { addMedoidsCommand } from './commands/medoids.ts';
import { addModelsCommand } from './commands/models.ts';
import { addQuarantineCommand } from './commands/quarantine.ts';
import { addQueueCommand } from './commands/queue.ts';
import { addRunCommands } from './commands/run.ts';
import { addSearchCommand } from './commands/search.ts';
import { addServeCommand } from './commands/serve.ts';
import { addSidecarsCommand } from './commands/sidecars.ts';
import { addStartCommand } from './commands/start.ts';
import { addStatusCommand } from './commands/status.ts';
import { addStoreCommand } from './commands/store.ts';
import { addTeachCommand } from './commands/teach.ts';
import { addTryWordCommand } from './commands/try-word.ts';
import { addUndoCommand } from './commands/undo.ts';
import { addVocabCommand } from './commands/vocab/index.ts';
import { addWorkerCommand } from './commands/worker.ts';
import { addWriteCommand } from './commands/write.ts';
import type { CliContext } from './context.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import { chooseLog } from './log/choose-log.ts';
import { LOG_LEVELS, LogLines } from './log/json-log.ts';
import { json, printable } from './output.ts';

/** All commands. Each is thin: it reads its options, calls one use case and shows the result. */
export function createProgram(context: CliContext, version: string): Command {
  const program = new Command('photo-tag')
    .description('Durable keywords for a whole photo library, a cluster at a time, in XMP sidecars.')
    .version(version)
    .option('--config <file>', 'configuration (default: config/config.yaml, else the defaults)')
    .option('--data <folder>', 'data folder of this library (default: data)')
    .option('--json', 'output for programs')
    .addOption(new Option('--log <format>', 'what is said on stderr').choices(['text', 'json']))
    .addOption(new Option('--log-level <level>', 'the least that --log json tells').choices(LOG_LEVELS))
    .showHelpAfterError('(photo-tag COMMAND --help shows what it takes)')
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
    })
    .exitOverride();
  addStartCommand(program, context, version);
  addInitCommand(program, context);
  addRunCommands(program, context);
  addServeCommand(program, context, version);
  addWorkerCommand(program, context);
  addQueueCommand(program, context);
  addStatusCommand(program, context);
  addMedoidsCommand(program, context);
  addLabelsCommand(program, context);
  addTeachCommand(program, context);
  addTryWordCommand(program, context);
  addQuarantineCommand(program, context);
  addDecideCommands(program, context);
  addDeedsCommand(program, context);
  addVocabCommand(program, context);
  addWriteCommand(program, context);
  addUndoCommand(program, context);
  addSidecarsCommand(program, context);
  addSearchCommand(program, context);
  addEvalCommand(program, context);
  addExportCommand(program, context);
  addBackupCommands(program, context, version);
  addModelsCommand(program, context);
  addStoreCommand(program, context);
  addDoctorCommand(program, context);
  program.addHelpText(
    'after',
    '\nExit codes: 0 done, 1 a tool is broken, 2 wrong usage or configuration, 3 another run is at work,\n' +
      '4 some sidecars could not be written, 130 stopped by Ctrl-C.',
  );
  return program;
}

/** Runs one command line; the exit code. Errors go to stderr, as JSON where --json was asked for. */
export async function runProgram(
  given: CliContext,
  version: string,
  args: readonly string[],
): Promise<number> {
  const { folder, stderr } = given;
  const log = given.log ?? chooseLog({ args, folder, environment: process.env, stderr, version });
  const context = log === null ? given : { ...given, log, stderr: new LogLines(log) };
  const program = createProgram(context, version);
  process.exitCode = EXIT.done;
  try {
    await program.parseAsync([...args], { from: 'user' });
    return Number(process.exitCode ?? EXIT.done);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (log !== null) {
      const { code, message } = errorForPrograms(error);
      log.error({ event: 'command-failed', code }, message);
    } else if (args.includes('--json')) context.stderr.write(json({ error: errorForPrograms(error) }));
    else context.stderr.write(errorForPeople(error));
    return exitCodeOf(error);
  }
}

function errorForPrograms(error: unknown) {
  return error instanceof PhotoTagError
    ? { code: error.code, message: error.message, file: error.file ?? null, remedy: error.remedy }
    : { code: 'UNEXPECTED', message: messageOf(error), file: null, remedy: '' };
}

function errorForPeople(error: unknown): string {
  if (error instanceof PhotoTagError) {
    const lines = error.message.split('\n').map(printable).join('\n');
    return `${lines}\n→ ${error.remedy}\n`;
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `Something unexpected happened:\n${trace}\n→ What was done is kept. Please report this with the output of \`photo-tag doctor\`.\n`;
}
