import type { Command } from 'commander';
import { shownTag, tagNamed } from '../../app/decide/tag-name.ts';
import { type QuestionPage, whatToAsk } from '../../app/labels/what-to-ask.ts';
import { type CliContext, globalOptions, withLibrary } from '../context.ts';
import { json, printable, table } from '../output.ts';
import { wholeNumber } from './decide.ts';
import { percent } from './labels.ts';

/** `teach`: the clusters whose answer teaches most. */
export function addTeachCommand(program: Command, context: CliContext): void {
  program
    .command('teach [word]')
    .description('the clusters whose answer teaches most: of one word of the vocabulary, or of all')
    .option('--limit <n>', 'clusters shown', wholeNumber, 20)
    .addHelpText(
      'after',
      '\nAnswer with photo-tag accept WORD CLUSTER and photo-tag reject WORD CLUSTER, then ask again: ten or twenty answers\n' +
        'make a word. photo-tag ck-tags then proposes it elsewhere.',
    )
    .action((word: string | undefined, { limit }: { limit: number }, command: Command) =>
      withLibrary(context, command, [], async (library) => {
        const tag = word === undefined ? undefined : tagNamed(library, word);
        const page = await whatToAsk(library, { tag, offset: 0, limit });
        if (globalOptions(command).json) {
          context.stdout.write(json(page));
          return;
        }
        context.stdout.write(inWords(page, tag === undefined ? null : shownTag(library, tag)));
      }),
    );
}

function inWords({ questions, isScored }: QuestionPage, tag: string | null): string {
  if (questions.length === 0) {
    return tag === null
      ? 'No word is scored by looks yet: photo-tag teach WORD begins with one.\n'
      : 'There is no cluster without an answer.\n';
  }
  const rows = questions.map(({ cluster, label, photos, probability, path }) => [
    cluster,
    ...(tag === null ? [label] : []),
    String(photos),
    probability === null ? '' : percent(probability),
    path,
  ]);
  const head = ['cluster', ...(tag === null ? ['word'] : []), 'photos', 'likely', 'medoid'];
  const [first] = questions;
  const name = printable(tag ?? first!.label);
  const lines = [
    ...(isScored ? [] : [`Nothing is known of ${name} yet: large clusters that look unlike each other.`]),
    table(head, rows),
    `Answer with: photo-tag accept ${name.includes(' ') ? `"${name}"` : name} ${first!.cluster}   (or reject)`,
  ];
  return `${lines.join('\n')}\n`;
}
