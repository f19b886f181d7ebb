import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { exportKeywordList, thinkImport } from '../../../app/vocabulary/keyword-exchange.ts';
import { messageOf, PhotoTagError } from '../../../domain/errors.ts';
import type { CliContext } from '../../context.ts';
import { printable } from '../../output.ts';
import { type ApplyOptions, withApply, withVocabulary } from './options.ts';
import { showOrMake } from './show-change.ts';

type Kind = 'subject' | 'place' | 'people';

/** Keyword lists as Lightroom Classic reads and writes them. */
export function addExchangeCommands(vocab: Command, context: CliContext): void {
  withApply(
    vocab
      .command('import')
      .argument('<file>', 'a keyword list of Lightroom Classic (Metadata → Export Keywords)')
      .addOption(
        new Option('--kind <kind>', 'what new terms are')
          .choices(['subject', 'place', 'people'])
          .default('subject'),
      )
      .description('add the keywords of a Lightroom list, with hierarchy and synonyms'),
  ).action((file: string, options: ApplyOptions & { kind: Kind }, command: Command) =>
    withVocabulary(context, command, async (library, asJson) => {
      const thought = await thinkImport(library, resolve(context.folder, file), options.kind);
      const { added, extended, skipped } = thought;
      const count = (words: readonly string[]) =>
        `${words.length}${words.length > 0 && words.length <= 12 ? ` (${words.map(printable).join(', ')})` : ''}`;
      const said = `${count(added)} terms added, ${count(extended)} extended, ${skipped.length} lines left out`;
      if (!asJson) {
        for (const { line, name, reason } of skipped) {
          context.stderr.write(
            `line ${line}: ${printable(name)} was left out, or part of it: ${printable(reason)}\n`,
          );
        }
        if (!options.apply) context.stdout.write(`${said}.\n`);
      }
      if (added.length + extended.length === 0) {
        if (options.apply && !asJson) context.stdout.write('Nothing is new.\n');
        return;
      }
      await showOrMake(context, library, { begun: null, change: thought.change }, options, {
        ...{ asJson, said, hasSidecars: extended.length > 0 },
      });
    }),
  );

  vocab
    .command('export')
    .argument('[file]', 'where to; the terminal where it is left out')
    .description('the vocabulary as a keyword list that Lightroom Classic imports')
    .action((file: string | undefined, _: object, command: Command) =>
      withVocabulary(context, command, async (library) => {
        const list = await exportKeywordList(library);
        if (file === undefined) {
          context.stdout.write(list);
          return;
        }
        const path = resolve(context.folder, file);
        try {
          // Never over something else that the user has.
          await writeFile(path, list, { flag: 'wx' });
        } catch (cause) {
          throw new PhotoTagError('USAGE', `${path} cannot be written: ${messageOf(cause)}`, {
            file: path,
            cause,
            remedy: 'Name a file that is not there yet, in a folder that can be written.',
          });
        }
        context.stdout.write(`${list.split('\n').length - 1} lines in ${printable(path)}\n`);
      }),
    );
}
