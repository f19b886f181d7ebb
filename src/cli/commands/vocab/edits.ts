import { type Command, Option } from 'commander';
import type { Library } from '../../../app/library.ts';
import {
  type NewTerm,
  type ThoughtEdit,
  thinkAdd,
  thinkAlias,
  thinkExclude,
  thinkLanguageName,
  thinkParent,
  thinkRemove,
} from '../../../app/vocabulary/think-edits.ts';
import { PhotoTagError } from '../../../domain/errors.ts';
import type { CliContext } from '../../context.ts';
import { type ApplyOptions, collected, withApply, withVocabulary } from './options.ts';
import { showOrMake } from './show-change.ts';

interface AddOptions {
  readonly kind: NewTerm['kind'];
  readonly parent?: string;
  readonly alias?: string[];
  readonly pt?: string;
  readonly en?: string;
  readonly prompt?: string[];
  readonly model?: string[];
}

/** Commands that edit the file: done at once where no sidecar is concerned. */
export function addEditCommands(vocab: Command, context: CliContext): void {
  const now = (
    command: Command,
    think: (library: Library) => Promise<ThoughtEdit>,
    options: ApplyOptions = { apply: true },
  ) =>
    withVocabulary(context, command, async (library, asJson) => {
      const { change, hasSidecars, said } = await think(library);
      // A new place in the hierarchy is in sidecars too: shown first.
      const how = hasSidecars ? options : { ...options, apply: true };
      await showOrMake(context, library, { begun: null, change }, how, { asJson, said, hasSidecars });
    });

  vocab
    .command('add')
    .argument('<term>')
    .addOption(
      new Option('--kind <kind>', 'what it is')
        .choices(['subject', 'place', 'gear', 'people'])
        .default('subject'),
    )
    .option('--parent <term>', 'below this term')
    .option('--alias <word>', 'another word for it; may be given several times', collected)
    .option('--pt <name>', 'its name in Portuguese')
    .option('--en <name>', 'its name in English')
    .option('--prompt <text>', 'what a text model is told instead of the name; several times', collected)
    .option('--model <exif>', 'gear: the EXIF model; several times', collected)
    .description('add a term')
    .action((term: string, options: AddOptions, command: Command) =>
      now(command, (library) =>
        thinkAdd(library, term, {
          ...{ kind: options.kind, parent: options.parent, pt: options.pt, en: options.en },
          ...{ aliases: options.alias ?? [], prompts: options.prompt ?? [], models: options.model ?? [] },
        }),
      ),
    );

  withApply(
    vocab
      .command('remove')
      .argument('<term>')
      .description('take a term out of the vocabulary; what was decided and written stays'),
  ).action((term: string, options: ApplyOptions, command: Command) =>
    now(command, (library) => thinkRemove(library, term), options),
  );

  vocab
    .command('alias')
    .argument('<term>')
    .argument('<words...>')
    .option('--remove', 'take these aliases out')
    .description('add other words for a term')
    .action((term: string, words: string[], options: { remove?: boolean }, command: Command) =>
      now(command, (library) => thinkAlias(library, term, words, options.remove ?? false)),
    );

  vocab
    .command('name')
    .argument('<term>')
    .option('--pt <name>', "in Portuguese; '' takes it out")
    .option('--en <name>', "in English; '' takes it out")
    .description('say what a term is called in a language')
    .action((term: string, { pt, en }: { pt?: string; en?: string }, command: Command) => {
      const [language, word] = pt !== undefined ? (['pt', pt] as const) : (['en', en] as const);
      if (word === undefined || (pt !== undefined && en !== undefined)) {
        throw new PhotoTagError('USAGE', 'One language at a time is named', {
          remedy: `photo-tag vocab name ${term} --pt flor`,
        });
      }
      return now(command, (library) => thinkLanguageName(library, term, language, word.trim() || null));
    });

  withApply(
    vocab
      .command('parent')
      .argument('<term>')
      .argument('[above]', 'the term above it')
      .option('--none', 'it stands at the top')
      .description('put a term below another: it is written as CK|above|term, in sidecars that have it too'),
  ).action(
    (
      term: string,
      above: string | undefined,
      options: ApplyOptions & { none?: boolean },
      command: Command,
    ) => {
      if ((above === undefined) !== (options.none ?? false)) {
        throw new PhotoTagError('USAGE', 'Either the term above is named, or --none', {
          remedy: `photo-tag vocab parent ${term} flower`,
        });
      }
      return now(command, (library) => thinkParent(library, term, above ?? null), options);
    },
  );

  vocab
    .command('exclude')
    .argument('<term>')
    .argument('<terms...>')
    .option('--remove', 'they may be on one photo again')
    .description('say which terms cannot be on the same photo; it holds both ways')
    .action((term: string, others: string[], options: { remove?: boolean }, command: Command) =>
      now(command, (library) => thinkExclude(library, term, others, options.remove ?? false)),
    );
}
