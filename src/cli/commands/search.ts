import type { Command } from 'commander';
import { searchTags } from '../../app/search.ts';
import { type CliContext, globalOptions, withLibrary } from '../context.ts';
import { json, printable } from '../output.ts';

export function addSearchCommand(program: Command, context: CliContext): void {
  program
    .command('search <pattern>')
    .description('photos with a tag that matches a regular expression: photo-tag search "flower|plants"')
    .action((pattern: string, _options: unknown, command: Command) =>
      withLibrary(context, command, [], async (library) => {
        const hits = await searchTags(library, pattern);
        if (globalOptions(command).json) {
          context.stdout.write(json(hits));
          return;
        }
        for (const hit of hits) {
          context.stdout.write(`${printable(hit.path)}  ${hit.day ?? 'no date'}  ${hit.tags.join(', ')}\n`);
        }
        context.stderr.write(hits.length === 1 ? '1 file\n' : `${hits.length} files\n`);
      }),
    );
}
