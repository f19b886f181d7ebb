import { type Command, InvalidArgumentError } from 'commander';
import { type TriedCluster, type TriedWord, tryWord } from '../../app/labels/try-word.ts';
import { wordTyped } from '../../app/labels/word-typed.ts';
import { type CliContext, globalOptions, withLibrary } from '../context.ts';
import { json, printable, table } from '../output.ts';
import { wholeNumber } from './decide.ts';
import { about, percent } from './labels.ts';

interface TryOptions {
  readonly precision?: number;
  readonly limit: number;
}

/** Packing fewer is done before anybody wonders. */
const WORTH_A_WORD = 20_000;

/** `try-word`: what a word would bring, over the whole library, before it is in the vocabulary. */
export function addTryWordCommand(program: Command, context: CliContext): void {
  program
    .command('try-word <word>')
    .description('what a word would bring: scores the whole library at once, and keeps nothing')
    .option('--precision <percent>', 'show clusters for this share of right ones, as 95', share)
    .option('--limit <n>', 'clusters shown', wholeNumber, 20)
    .addHelpText(
      'after',
      '\nThe word may be new where the model takes words (photo-tag models), or one of the vocabulary that you taught.\n' +
        'To have it proposed: put it into the vocabulary, then photo-tag ck-tags.',
    )
    .action((word: string, { precision, limit }: TryOptions, command: Command) =>
      withLibrary(context, command, [], async (library) => {
        let told = false;
        const tried = await tryWord(library, {
          ...wordTyped(library, word),
          precision,
          limit,
          onProgress: (_, total) => {
            if (told || total < WORTH_A_WORD) return;
            told = true;
            context.stderr.write(`Packing ${total.toLocaleString('en')} vectors, for this time and later…\n`);
          },
        });
        context.stdout.write(globalOptions(command).json ? json(tried) : inWords(tried));
      }),
    );
}

function share(text: string): number {
  const value = Number(text.replace('%', ''));
  if (text.trim() !== '' && value > 0 && value <= 100) return value / 100;
  throw new InvalidArgumentError('It must be a percentage, as 95.');
}

function inWords(tried: TriedWord): string {
  const { name, isKnown, basis, accepted, rejected, withheld, scored, seconds } = tried;
  const by = basis === 'text' ? 'by text' : `by ${basis}: ${accepted} right, ${rejected} wrong`;
  const lines = [
    `${printable(name)} (${isKnown ? 'in your vocabulary' : 'not in your vocabulary'}), ${by}: ${scored.toLocaleString('en')} photos scored in ${seconds.toFixed(1)} s`,
  ];
  if (withheld !== null) lines.push(`It would not be proposed: ${printable(withheld)}.`);
  lines.push(
    '',
    table(
      ['expected right', 'photos', 'probability from'],
      tried.levels.map(({ precision, photos, from }) => [
        percent(precision),
        about(photos),
        from === null ? '–' : percent(from),
      ]),
    ),
    '',
  );
  if (tried.photos === 0) lines.push('No photo reaches that.');
  else {
    const mean = percent(tried.right / tried.photos);
    lines.push(
      `about ${about(tried.photos)} photos at ${mean}, in ${tried.clusterCount.toLocaleString('en')} clusters:`,
      table(['cluster', 'photos', 'of', 'right', 'likeliest'], tried.clusters.map(cells)),
    );
  }
  return `${lines.join('\n')}\n`;
}

const cells = ({ cluster, photos, members, precision, paths }: TriedCluster): string[] => [
  cluster,
  String(photos),
  String(members),
  percent(precision),
  paths[0] ?? '',
];
