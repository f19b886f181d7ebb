import type { Command } from 'commander';
import { writeAudit } from '../../app/audit.ts';
import { listMedoids } from '../../app/list-medoids.ts';
import { type CliContext, globalOptions, withLibrary } from '../context.ts';
import { json, printable } from '../output.ts';

export function addMedoidsCommand(program: Command, context: CliContext): void {
  program
    .command('medoids')
    .description('the medoid of every cluster with its proposals; writes the audit table, and no sidecar')
    .action((_options: unknown, command: Command) =>
      withLibrary(context, command, [], async (library) => {
        const medoids = await listMedoids(library);
        await writeAudit(library);
        if (globalOptions(command).json) {
          context.stdout.write(json(medoids));
          return;
        }
        for (const medoid of medoids) {
          const people = medoid.people === 'people' ? '  [people set]' : '';
          context.stdout.write(
            `${medoid.clusterId}  ${medoid.start ?? 'no date'}  ${medoid.members} photos${people}  ${printable(medoid.path)}\n`,
          );
          const tags = [...medoid.ckTags, ...medoid.aiTags];
          context.stdout.write(`    ${tags.length > 0 ? tags.join(', ') : 'no proposals'}\n`);
        }
        context.stderr.write(
          medoids.length === 0
            ? 'No clusters yet: run `photo-tag run FOLDER` first.\n'
            : `${medoids.length} medoids; proposals of all photos are in ${library.settings.review.audit_csv}\n`,
        );
      }),
    );
}
