import { type Command, Option } from 'commander';
import { applyWrite } from '../../app/apply-write.ts';
import { groupProblems, sidecarsNotWritten } from '../../app/group-problems.ts';
import {
  type PlannedFolder,
  planWrite,
  type SidecarFinding,
  type WriteProblem,
} from '../../app/plan-write.ts';
import { readOnlyPlaces } from '../../app/sidecar-places.ts';
import type { TagChoice } from '../../app/wanted-tags.ts';
import { type CliContext, globalOptions, withLibrary } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { json, printable } from '../output.ts';
import { countLine, keywords, problemLines, readOnlyNote, sidecars } from '../sidecar-summary.ts';

interface WriteOptions {
  readonly dryRun?: boolean;
  readonly apply?: boolean;
  readonly reviewed?: boolean;
  readonly again?: boolean;
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
    .option('--again', 'also keywords of ours that another program took out of the sidecars')
    .option('--all', `list every sidecar, not the first ${SHOWN}`)
    .action((options: WriteOptions, command: Command) =>
      withLibrary(context, command, [], async (library) => {
        const choice: TagChoice = options.reviewed ? 'reviewed' : 'proposed';
        const again = options.again ?? false;
        const all = options.all ?? false;
        const asJson = globalOptions(command).json ?? false;
        const places = await readOnlyPlaces(library);
        if (places !== null) context.stderr.write(readOnlyNote(places));
        const printer = differencePrinter(context, asJson, all);
        if (!options.apply) {
          const plan = {
            problems: [] as WriteProblem[],
            findings: [] as SidecarFinding[],
            undone: 0,
            otherwise: 0,
          };
          for await (const folder of planWrite(library, { choice, again })) {
            printer.folder(folder);
            plan.problems.push(...folder.problems);
            plan.findings.push(...folder.findings);
            plan.undone += folder.undone;
            plan.otherwise += folder.otherwise;
          }
          printer.planned(plan, again);
          return;
        }
        const report = await applyWrite(library, {
          choice,
          again,
          command: again ? 'write --again --apply' : 'write --apply',
          signal: context.signal,
          onFolder: printer.folder,
        });
        if (asJson) {
          const reasons = groupProblems(report.problems);
          context.stdout.write(json({ ...report, reasons, sidecars: printer.sidecars }));
        } else {
          context.stdout.write(findingLines(report, again));
          const { written, wanted, created, unchanged, problems } = report;
          context.stdout.write(
            `${countLine(written, wanted, 'written')} (${created} new), ${unchanged} already held everything.\n`,
          );
          context.stderr.write(problemLines(problems, all));
          if (problems.length > 0) {
            context.stderr.write('The same command writes the rest once that is put right.\n');
          }
        }
        if (report.cancelled) process.exitCode = EXIT.interrupted;
        else if (report.problems.length > 0) process.exitCode = EXIT.incomplete;
      }),
    );
}

interface Findings {
  readonly findings: readonly SidecarFinding[];
  readonly undone: number;
  readonly otherwise: number;
}

/** What other programs and undos did to our keywords, and how to have them all the same. */
function findingLines({ findings, undone, otherwise }: Findings, again: boolean): string {
  const count = (of: (finding: SidecarFinding) => number) =>
    findings.reduce((sum, finding) => sum + of(finding), 0);
  const takenOut = count(({ takenOut: tags }) => tags.length);
  const lost = findings.filter((finding) => finding.lost.length > 0);
  const gone = lost.filter((finding) => finding.sidecarGone).length;
  const lines: string[] = [];
  if (takenOut > 0) {
    lines.push(
      `${takenOut} ${keywords(takenOut)} ${takenOut === 1 ? 'was' : 'were'} taken out by another program: ` +
        (again
          ? 'written again.'
          : 'not written again, and counted as rejected.\nphoto-tag write --again --apply writes them all the same.'),
    );
  }
  if (gone > 0) {
    lines.push(
      `${gone} ${sidecars(gone)} of ours ${gone === 1 ? 'is' : 'are'} not there any more: made anew.`,
    );
  }
  if (lost.length > gone) {
    const replaced = lost.length - gone;
    lines.push(
      `${replaced} ${sidecars(replaced)} lost keywords of ours all at once (an older file was put back, or a program saved\nits own list over them): written again.`,
    );
  }
  if (undone > 0) {
    lines.push(
      `${undone} ${keywords(undone)} ${undone === 1 ? 'was' : 'were'} taken back by undo: not written again (photo-tag undo --redo).`,
    );
  }
  if (otherwise > 0) {
    lines.push(
      `${otherwise} ${sidecars(otherwise)} ${otherwise === 1 ? 'has' : 'have'} tags under an older name or path, which were left as they are:\nphoto-tag vocab follow --apply spells them anew.`,
    );
  }
  return lines.map((line) => `${line}\n`).join('');
}

function differencePrinter(context: CliContext, asJson: boolean, all: boolean) {
  let writes = 0;
  const originals = new Set<string>();
  let unchanged = 0;
  const listed: { original: string; sidecar: string; creates: boolean; adds: readonly string[] }[] = [];
  return {
    sidecars: listed,
    folder(folder: PlannedFolder): void {
      unchanged += folder.unchanged;
      for (const { original, change } of folder.writes) {
        writes++;
        originals.add(original);
        if (asJson) {
          const { sidecar, creates, addsSubject } = change;
          listed.push({ original, sidecar, creates, adds: addsSubject });
        } else if (all || writes <= SHOWN) {
          context.stdout.write(`${printable(change.sidecar)}${change.creates ? '  (new)' : ''}\n`);
          for (const keyword of change.addsSubject) context.stdout.write(`  + ${printable(keyword)}\n`);
        } else if (writes === SHOWN + 1) {
          context.stdout.write('… (--all shows every sidecar)\n');
        }
      }
    },
    planned(plan: Findings & { readonly problems: readonly WriteProblem[] }, again: boolean): void {
      const { problems, findings, undone, otherwise } = plan;
      if (asJson) {
        const reasons = groupProblems(problems);
        const counts = { dryRun: true, wouldWrite: writes, unchanged, undone, otherwise };
        context.stdout.write(json({ ...counts, problems, reasons, findings, sidecars: listed }));
        return;
      }
      context.stdout.write(findingLines(plan, again));
      context.stderr.write(problemLines(problems, all));
      const stuck = sidecarsNotWritten(problems, originals).length;
      context.stdout.write(
        `${writes} ${sidecars(writes)} would change, ${unchanged} hold everything already${stuck > 0 ? `, ${stuck} cannot be written` : ''}. Nothing was written.\n`,
      );
      if (writes > 0) {
        context.stdout.write(`Write them with: photo-tag write ${again ? '--again ' : ''}--apply\n`);
      }
    },
  };
}
