import { type Command, Option } from 'commander';
import { groupProblems } from '../../../app/group-problems.ts';
import type { Library } from '../../../app/library.ts';
import { followVocabulary, planFollow } from '../../../app/vocabulary/follow-vocabulary.ts';
import { photosForSplit } from '../../../app/vocabulary/photos-for-split.ts';
import {
  thinkDemote,
  thinkMerge,
  thinkPromote,
  thinkRename,
  thinkSplit,
} from '../../../app/vocabulary/think-moves.ts';
import { changeToUndo, planUndoChange, undoChange } from '../../../app/vocabulary/undo-change.ts';
import type { CliContext } from '../../context.ts';
import { json, printable } from '../../output.ts';
import { problemLines, sidecars } from '../../sidecar-summary.ts';
import { type ApplyOptions, collected, withApply, withVocabulary } from './options.ts';
import { showOrMake, sidecarPrinter, tellReport } from './show-change.ts';

/** Commands that take what is known of a word, and the sidecars, to another word. */
export function addMoveCommands(vocab: Command, context: CliContext): void {
  withApply(
    vocab
      .command('rename')
      .argument('<term>')
      .argument('<name>')
      .description('give a term another name, in sidecars too; the old one stays as an alias'),
  ).action((from: string, to: string, options: ApplyOptions, command: Command) =>
    withVocabulary(context, command, async (library, asJson) => {
      const thought = await thinkRename(library, from, to);
      await showOrMake(context, library, thought, options, { asJson, said: `${from} is called ${to} now` });
    }),
  );
  withApply(
    vocab
      .command('merge')
      .argument('<terms...>', 'terms, and freeform words as AI:word')
      .requiredOption('--into <term>', 'the term (or AI:word) that stays')
      .description('make several words one; the others stay as its aliases'),
  ).action((from: string[], options: ApplyOptions & { into: string }, command: Command) =>
    withVocabulary(context, command, async (library, asJson) => {
      const thought = await thinkMerge(library, from, options.into);
      const said = `${from.join(', ')} became part of ${options.into}`;
      await showOrMake(context, library, thought, options, { asJson, said });
    }),
  );
  withApply(
    vocab
      .command('split')
      .argument('<term>')
      .requiredOption(
        '--into <term>',
        'the term that some photos get instead; new ones stand below the first',
      )
      .option('--clusters <ids>', 'the photos of these clusters: ID,ID')
      .option(
        '--where <filter>',
        "photos that are such: 'camera: pentax; place: rio; from: 2014; tag: ^AI:orchid$'",
        collected,
      )
      .option('--beside', 'a new term stands beside the first, not below it')
      .description('give some photos of a term another term instead'),
  ).action(
    (
      from: string,
      options: ApplyOptions & { into: string; clusters?: string; where?: string[]; beside?: boolean },
      command: Command,
    ) =>
      withVocabulary(context, command, async (library, asJson) => {
        const chosen = await photosForSplit(library, options);
        const thought = await thinkSplit(library, from, options.into, { ...chosen, below: !options.beside });
        const said = `${thought.change.photos?.length ?? 0} photos of ${from} have ${options.into} instead`;
        await showOrMake(context, library, thought, options, { asJson, said });
      }),
  );
  withApply(
    vocab
      .command('promote')
      .argument('<word>', 'a freeform word: "blue glass"')
      .option('--as <name>', 'under another name')
      .option('--parent <term>', 'below this term')
      .addOption(
        new Option('--kind <kind>', 'what it is').choices(['subject', 'place', 'people']).default('subject'),
      )
      .description('make a freeform word (AI) a term of the vocabulary (CK), in sidecars too'),
  ).action(
    (
      word: string,
      options: ApplyOptions & { as?: string; parent?: string; kind: 'subject' | 'place' | 'people' },
      command: Command,
    ) =>
      withVocabulary(context, command, async (library, asJson) => {
        const thought = await thinkPromote(library, word, options);
        const said = `${word} is a term of the vocabulary now`;
        await showOrMake(context, library, thought, options, { asJson, said });
      }),
  );
  withApply(
    vocab
      .command('demote')
      .argument('<term>')
      .description('make a term of the vocabulary (CK) a freeform word (AI), in sidecars too'),
  ).action((term: string, options: ApplyOptions, command: Command) =>
    withVocabulary(context, command, async (library, asJson) => {
      const thought = await thinkDemote(library, term);
      await showOrMake(context, library, thought, options, {
        asJson,
        said: `${term} is a freeform word now`,
      });
    }),
  );
  withApply(
    vocab
      .command('follow')
      .description(
        'spell keywords of ours in sidecars as the vocabulary says now: parents edited in the file, drives that were away',
      ),
  ).action((options: ApplyOptions, command: Command) =>
    withVocabulary(context, command, (library, asJson) => follow(context, library, options, asJson)),
  );
  withApply(
    vocab
      .command('undo')
      .argument('[change]', 'a number of `vocab history`; the last change where it is left out')
      .description('take a change back: vocabulary, decisions and sidecars'),
  ).action((change: string | undefined, options: ApplyOptions, command: Command) =>
    withVocabulary(context, command, (library, asJson) =>
      undo(context, library, change === undefined ? {} : { change: Number(change) }, options, asJson),
    ),
  );
}

async function follow(
  context: CliContext,
  library: Library,
  options: ApplyOptions,
  asJson: boolean,
): Promise<void> {
  const printer = sidecarPrinter(context, asJson, options.all ?? false);
  if (!options.apply) {
    for await (const page of planFollow(library)) printer.page(page);
    tellPlan(context, printer, options, asJson);
    return;
  }
  const command = 'vocab follow --apply';
  const report = await followVocabulary(library, command, { signal: context.signal, onPage: printer.page });
  const said = 'Sidecars are spelled as the vocabulary says';
  tellReport(context, report, { said, asJson, all: options.all ?? false, listed: printer.listed, command });
}

/** Also `photo-tag undo --run N` of a run that changed the vocabulary. */
export async function undo(
  context: CliContext,
  library: Library,
  meant: { readonly change?: number; readonly run?: number },
  options: ApplyOptions,
  asJson: boolean,
): Promise<void> {
  const change = await changeToUndo(library, meant);
  const printer = sidecarPrinter(context, asJson, options.all ?? false);
  if (!asJson) context.stdout.write(`Change ${change.id}: photo-tag ${printable(change.command)}\n`);
  if (!options.apply) {
    for await (const page of planUndoChange(library, change)) printer.page(page);
    tellPlan(context, printer, options, asJson);
    return;
  }
  const command = `vocab undo ${change.id} --apply`;
  const report = await undoChange(library, change, command, { signal: context.signal, onPage: printer.page });
  const said = `Change ${change.id} was taken back`;
  const all = options.all ?? false;
  tellReport(context, report, { said, asJson, all, listed: printer.listed, command, isUndo: true });
}

function tellPlan(
  context: CliContext,
  printer: ReturnType<typeof sidecarPrinter>,
  options: ApplyOptions,
  asJson: boolean,
): void {
  const { problems, listed } = printer;
  const count = printer.count();
  if (asJson) {
    const reasons = groupProblems(problems);
    context.stdout.write(json({ dryRun: true, wouldChange: count, problems, reasons, sidecars: listed }));
    return;
  }
  context.stderr.write(problemLines(problems, options.all ?? false));
  context.stdout.write(`${count} ${sidecars(count)} would change. Nothing was written.\n`);
  context.stdout.write('Do it with the same command and --apply\n');
}
