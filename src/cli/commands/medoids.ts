import type { Command } from 'commander';
import { writeAudit } from '../../app/audit.ts';
import type { Library } from '../../app/library.ts';
import { listMedoids } from '../../app/list-medoids.ts';
import { runStages } from '../../app/run.ts';
import type { PhotoTagError } from '../../domain/errors.ts';
import { type CliContext, globalOptions, withLibrary } from '../context.ts';
import { json, printable } from '../output.ts';
import { progressView } from '../progress-view.ts';
import { type VisionOptions, visionOrder } from '../vision-offer.ts';
import { VISION_STAGES } from './run.ts';

export function addMedoidsCommand(program: Command, context: CliContext): void {
  program
    .command('medoids')
    .description('the medoid of every cluster with its proposals; writes the audit table, and no sidecar')
    .option('--vision', 'ask the vision service about them first, after showing what it costs')
    .option('--yes', 'do not ask before medoids are sent')
    .option('--retry-unknown', 'also those that a killed run may have paid for without an answer')
    .action((options: VisionOptions, command: Command) =>
      withLibrary(context, command, [], async (library) => {
        const problem = options.vision ? await askAboutThem(context, command, options, library) : null;
        const medoids = await listMedoids(library);
        await writeAudit(library);
        if (globalOptions(command).json) {
          context.stdout.write(json(medoids));
          if (problem !== null) throw problem;
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
        if (problem !== null) throw problem;
      }),
    );
}

async function askAboutThem(
  context: CliContext,
  command: Command,
  options: VisionOptions,
  library: Library,
): Promise<PhotoTagError | null> {
  const view = progressView(context.stderr);
  const vision = visionOrder(context, options, view, globalOptions(command).json ?? false);
  const report = await runStages(library, {
    stages: VISION_STAGES,
    command: 'medoids --vision',
    vision,
    signal: context.signal,
    onProgress: view.update,
    onNotice: view.note,
  }).finally(view.end);
  return report.visionProblem;
}
