import type { Command } from 'commander';
import { initConfig } from '../../app/init.ts';
import { renderExampleConfig } from '../../config/render.ts';
import { type CliContext, globalOptions } from '../context.ts';
import { json } from '../output.ts';

export function addInitCommand(program: Command, context: CliContext): void {
  program
    .command('init [folders...]')
    .description('write config/config.yaml and config/ck_vocab.yaml with every setting explained')
    .option('--print', 'show the configuration instead of writing it')
    .option('--force', 'replace existing files')
    .action((folders: string[], options: { print?: boolean; force?: boolean }, command: Command) => {
      if (options.print) {
        context.stdout.write(renderExampleConfig(folders));
        return;
      }
      const { config, json: asJson } = globalOptions(command);
      const written = initConfig({
        folder: context.folder,
        configFile: config,
        roots: folders,
        force: options.force ?? false,
      });
      if (asJson) context.stdout.write(json({ written }));
      else {
        for (const file of written) context.stdout.write(`Wrote ${file}\n`);
        context.stdout.write('Next: photo-tag run\n');
      }
    });
}
