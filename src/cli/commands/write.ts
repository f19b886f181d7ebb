import { type Command, Option } from 'commander';
import { applyWrite } from '../../app/apply-write.ts';
import { type PlannedFolder, planWrite, type WriteProblem } from '../../app/plan-write.ts';
import type { TagChoice } from '../../app/wanted-tags.ts';
import { type CliContext, globalOptions, withLibrary } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { json, printable } from '../output.ts';

interface WriteOptions {
  readonly dryRun?: boolean;
  readonly apply?: boolean;
  readonly reviewed?: boolean;
  readonly all?: boolean;
}

/** Enough to see what would happen; `--all` shows the rest. */
const SHOWN = 40;

export function addWriteCommand(program: Command, context: CliContext): void {
  program
    .command('write')
    .description('show what would be appended to sidecars; with --apply, append it')
    .option('--dry-run', 'only show the difference (the default)')
    .addOption(new Option('--apply', 'write the sidecars').conflicts('dryRun'))
    .option('--reviewed', 'only tags that were accepted or added by hand')
    .option('--all', `list every sidecar, not the first ${SHOWN}`)
    .action((options: WriteOptions, command: Command) =>
      withLibrary(context, command, [], async (library) => {
        const choice: TagChoice = options.reviewed ? 'reviewed' : 'proposed';
        const asJson = globalOptions(command).json ?? false;
        const printer = differencePrinter(context, asJson, options.all ?? false);
        if (!options.apply) {
          const problems: WriteProblem[] = [];
          for await (const folder of planWrite(library, choice)) {
            printer.folder(folder);
            problems.push(...folder.problems);
          }
          printer.planned(problems);
          return;
        }
        const report = await applyWrite(library, {
          choice,
          command: 'write --apply',
          signal: context.signal,
          onFolder: printer.folder,
        });
        if (asJson) context.stdout.write(json({ ...report, sidecars: printer.sidecars }));
        else {
          printProblems(context, report.problems);
          context.stdout.write(
            `${report.written} sidecars written (${report.created} new), ${report.unchanged} already held everything, ${report.problems.length} failed.\n`,
          );
        }
        if (report.cancelled) process.exitCode = EXIT.interrupted;
        else if (report.problems.length > 0) process.exitCode = EXIT.incomplete;
      }),
    );
}

function differencePrinter(context: CliContext, asJson: boolean, all: boolean) {
  let writes = 0;
  let unchanged = 0;
  const sidecars: { original: string; sidecar: string; creates: boolean; adds: readonly string[] }[] = [];
  return {
    sidecars,
    folder(folder: PlannedFolder): void {
      unchanged += folder.unchanged;
      if (folder.mirror !== null && folder.writes.length > 0) {
        context.stderr.write(
          `${printable(folder.folder)} cannot be written: its sidecars go to ${printable(folder.mirror)}\n`,
        );
      }
      for (const { original, change } of folder.writes) {
        writes++;
        if (asJson) {
          const { sidecar, creates, addsSubject } = change;
          sidecars.push({ original, sidecar, creates, adds: addsSubject });
        } else if (all || writes <= SHOWN) {
          context.stdout.write(`${printable(change.sidecar)}${change.creates ? '  (new)' : ''}\n`);
          for (const keyword of change.addsSubject) context.stdout.write(`  + ${printable(keyword)}\n`);
        } else if (writes === SHOWN + 1) {
          context.stdout.write('… (--all shows every sidecar)\n');
        }
      }
    },
    planned(problems: readonly WriteProblem[]): void {
      if (asJson) {
        context.stdout.write(json({ dryRun: true, wouldWrite: writes, unchanged, problems, sidecars }));
        return;
      }
      printProblems(context, problems);
      context.stdout.write(
        `${writes} sidecars would change, ${unchanged} hold everything already. Nothing was written.\n`,
      );
      if (writes > 0) context.stdout.write('Write them with: photo-tag write --apply\n');
    },
  };
}

function printProblems(context: CliContext, problems: readonly WriteProblem[]): void {
  for (const { original, reason } of problems) {
    context.stderr.write(`${printable(original)}: ${printable(reason)}\n`);
  }
}
