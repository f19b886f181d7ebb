import { type Command, Option } from 'commander';
import { groupProblems } from '../../app/group-problems.ts';
import { bringHome, countPlaces, planBringHome } from '../../app/sidecar-home.ts';
import { readOnlyPlaces } from '../../app/sidecar-places.ts';
import { type CliContext, globalOptions, withLibrary } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { json, printable } from '../output.ts';
import { countLine, problemLines, readOnlyNote, sidecars } from '../sidecar-summary.ts';

interface SidecarsOptions {
  readonly bringHome?: boolean;
  readonly dryRun?: boolean;
  readonly apply?: boolean;
  readonly all?: boolean;
}

/** Enough to see what would happen; `--all` shows the rest. */
const SHOWN = 40;

export function addSidecarsCommand(program: Command, context: CliContext): void {
  program
    .command('sidecars')
    .description('where our sidecars lie; --bring-home brings those of the mirror to their photos')
    .option(
      '--bring-home',
      'show which sidecars of the mirror would go to which place; with --apply, bring them',
    )
    .option('--dry-run', 'only show it (the default)')
    .addOption(new Option('--apply', 'move and merge the sidecars').conflicts('dryRun'))
    .option('--all', `list every sidecar, not the first ${SHOWN}`)
    .action((options: SidecarsOptions, command: Command) =>
      withLibrary(context, command, [], async (library) => {
        const asJson = globalOptions(command).json ?? false;
        const all = options.all ?? false;
        if (!options.bringHome) {
          const counts = await countPlaces(library);
          const places = await readOnlyPlaces(library);
          if (asJson) context.stdout.write(json({ ...counts, readOnly: places }));
          else {
            context.stdout.write(
              `${counts.beside} ${sidecars(counts.beside)} with keywords of ours beside the photos, ${counts.mirrored} in the mirror.\n`,
            );
            if (places !== null) context.stdout.write(readOnlyNote(places));
          }
          return;
        }
        if (!options.apply) {
          const { sidecars: found, problems } = await planBringHome(library);
          const listed = found.map(({ sidecar, home, way }) => ({ sidecar, home, way }));
          if (asJson) {
            context.stdout.write(
              json({ dryRun: true, sidecars: listed, problems, reasons: groupProblems(problems) }),
            );
            return;
          }
          for (const { sidecar, home, way } of listed.slice(0, all ? undefined : SHOWN)) {
            context.stdout.write(
              `${printable(sidecar)}\n  → ${printable(home)}${way === 'merge' ? '  (merged on top of the one that is there)' : ''}\n`,
            );
          }
          if (!all && listed.length > SHOWN) context.stdout.write('… (--all shows every sidecar)\n');
          context.stderr.write(problemLines(problems, all));
          context.stdout.write(
            `${listed.length} ${sidecars(listed.length)} would be brought home. Nothing was written.\n`,
          );
          if (listed.length > 0)
            context.stdout.write('Bring them with: photo-tag sidecars --bring-home --apply\n');
          return;
        }
        const report = await bringHome(library, {
          command: 'sidecars --bring-home --apply',
          signal: context.signal,
        });
        if (asJson) context.stdout.write(json({ ...report, reasons: groupProblems(report.problems) }));
        else {
          context.stdout.write(
            `${countLine(report.brought, report.wanted, 'brought home')} (${report.merged} merged).\n`,
          );
          context.stderr.write(problemLines(report.problems, all));
        }
        if (report.cancelled) process.exitCode = EXIT.interrupted;
        else if (report.problems.length > 0) process.exitCode = EXIT.incomplete;
      }),
    );
}
