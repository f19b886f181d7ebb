import type { Command } from 'commander';
import { accountFiles } from '../../app/account.ts';
import { workStatus } from '../../app/queued/work-status.ts';
import { libraryStatus } from '../../app/status.ts';
import { type CliContext, globalOptions, withLibrary } from '../context.ts';
import { bytes, json, printable, table } from '../output.ts';
import { workText } from '../work-listing.ts';

export function addStatusCommand(program: Command, context: CliContext): void {
  program
    .command('status')
    .description('where the library stands, stage by stage')
    .option('--files', 'a line for every file with its state and reason')
    .option('--problems', 'only files that are skipped, failed, missing or damaged, with the reason')
    .action((options: { files?: boolean; problems?: boolean }, command: Command) =>
      withLibrary(context, command, [], async (library) => {
        const asJson = globalOptions(command).json;
        if (options.files || options.problems) {
          for await (const file of accountFiles(library.store)) {
            const problem =
              ['skipped', 'failed', 'missing', 'waiting'].includes(file.state) ||
              file.reason.startsWith('damaged');
            if (options.problems && !problem) continue;
            const reason = file.reason === '' ? '' : `  ${printable(file.reason)}`;
            context.stdout.write(
              asJson
                ? `${JSON.stringify(file)}\n`
                : `${file.state.padEnd(9)}  ${printable(file.path)}${reason}\n`,
            );
          }
          return;
        }
        const status = await libraryStatus(library);
        const work = await workStatus(library);
        if (asJson) {
          context.stdout.write(json(work.isShared ? { ...status, ...work } : status));
          return;
        }
        const states = Object.entries(status.files.byState).filter(([, count]) => count > 0);
        context.stdout.write(
          [
            `Photos      ${status.photos} in ${status.files.total} files (${bytes(status.bytes)})`,
            `Files       ${states.map(([state, count]) => `${count} ${state}`).join(', ') || 'none yet'}`,
            `Clusters    ${status.clusters}`,
            `Tags        ${status.tags} different`,
            `Data        ${printable(status.dataFolder)}`,
            `Library     ${printable(status.database)}`,
            '',
            table(
              ['stage', 'done', 'skipped', 'failed'],
              status.stages.map((stage) => [
                stage.stage,
                String(stage.done),
                String(stage.skipped),
                String(stage.failed),
              ]),
            ),
            ...(work.isShared ? [workText(work)] : []),
            '',
          ].join('\n'),
        );
      }),
    );
}
