import { resolve } from 'node:path';
import type { Command } from 'commander';
import { writeContactSheet } from '../../app/contact-sheet/index.ts';
import { exportTables, MANY_PHOTOS } from '../../app/export/index.ts';
import { type CliContext, globalOptions, withLibrary } from '../context.ts';
import { json, printable } from '../output.ts';

export function addExportCommand(program: Command, context: CliContext): void {
  program
    .command('export')
    .description('Parquet tables, the medoid list and a contact sheet (self-contained HTML)')
    .option('--out <folder>', 'where they go (default: export/ in the data folder)')
    .option(
      '--parts',
      `each table as a folder of files in the order of time, to be read as one (default from ${MANY_PHOTOS} photos on)`,
    )
    .option('--no-parts', 'each table as one file, however large')
    .option('--no-contact-sheet', 'only the tables')
    .action((options: { out?: string; contactSheet: boolean; parts?: boolean }, command: Command) =>
      withLibrary(context, command, [], async (library) => {
        const folder = options.out
          ? resolve(context.folder, options.out)
          : resolve(library.settings.dataFolder, 'export');
        const tables = await exportTables(library, folder, { inParts: options.parts });
        const sheets = options.contactSheet ? await writeContactSheet(library, folder) : [];
        if (globalOptions(command).json) {
          context.stdout.write(json({ tables, contactSheet: sheets }));
          return;
        }
        for (const { file, rows, parts } of tables) {
          const inParts = parts === null ? '' : ` in ${parts === 1 ? '1 part' : `${parts} parts`}`;
          context.stdout.write(`${printable(file)}  ${rows} rows${inParts}\n`);
        }
        for (const file of sheets) context.stdout.write(`${printable(file)}\n`);
      }),
    );
}
