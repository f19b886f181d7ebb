import { type Command, InvalidArgumentError } from 'commander';
import { listQuarantine, type Quarantine } from '../../app/quarantine/list-words.ts';
import { type RuleWordReport, ruleWord } from '../../app/quarantine/rule-word.ts';
import type { WordVerdict } from '../../domain/quarantine.ts';
import { type CliContext, globalOptions, withLibrary } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { json, printable, table } from '../output.ts';
import { progressView } from '../progress-view.ts';
import { abandonedNote } from '../run-summary.ts';

interface ListOptions {
  readonly limit: number;
  readonly examples: number;
}

/** Words that a captioner or a vision service said and that nothing corroborates. */
export function addQuarantineCommand(program: Command, context: CliContext): void {
  const quarantine = program
    .command('quarantine')
    .description('words that a captioner said and that nothing corroborates: they are no proposals')
    .option('--limit <number>', 'at most this many words, most photos first', wholeNumber, 50)
    .option('--examples <number>', 'photos to show of each word', wholeNumber, 2)
    .action((options: ListOptions, command: Command) => list(context, command, options));
  const deed = (name: string, verdict: WordVerdict | null, description: string): void => {
    quarantine
      .command(`${name} <word...>`)
      .description(description)
      .action((words: string[], _options: unknown, command: Command) =>
        rule(context, command, name, words.join(' '), verdict),
      );
  };
  deed('release', 'released', 'propose the word wherever it is said, on these photos and on those to come');
  deed('ban', 'banned', 'never propose the word as a freeform tag, and show it here no more');
  deed('forget', null, 'take back what was said of the word: it waits again');
}

function list(context: CliContext, command: Command, options: ListOptions): Promise<void> {
  return withLibrary(context, command, [], async (library) => {
    const quarantine = await listQuarantine(library, options);
    if (globalOptions(command).json) {
      context.stdout.write(json(quarantine));
      return;
    }
    if (quarantine.words.length > 0) {
      const rows = quarantine.words.map(({ word, photos, examples, reasons }) => [
        word,
        String(photos),
        reasons.join('; '),
        examples.join(', '),
      ]);
      context.stdout.write(`${table(['word', 'photos', 'why', 'for example'], rows)}\n`);
    }
    context.stderr.write(summary(quarantine));
  });
}

function summary({ words, total, rules }: Quarantine): string {
  const of = (verdict: WordVerdict) => rules.filter((one) => one.verdict === verdict).map(({ word }) => word);
  const said = (['released', 'banned'] as const)
    .filter((verdict) => of(verdict).length > 0)
    .map((verdict) => `${verdict}: ${printable(of(verdict).join(', '))}\n`);
  if (total === 0) return `No word waits.\n${said.join('')}`;
  const shown =
    words.length < total ? `${words.length} of ${total} words` : `${total} ${total === 1 ? 'word' : 'words'}`;
  return `${shown}; release or ban one with \`photo-tag quarantine release WORD\`, \`… ban WORD\`\n${said.join('')}`;
}

function rule(
  context: CliContext,
  command: Command,
  deed: string,
  word: string,
  verdict: WordVerdict | null,
): Promise<void> {
  return withLibrary(context, command, [], async (library) => {
    const view = progressView(context.stderr);
    const report = await ruleWord(library, {
      word,
      verdict,
      command: `quarantine ${deed} ${word}`,
      signal: context.signal,
      onProgress: view.update,
      onAbandoned: (holder) => context.stderr.write(abandonedNote(holder)),
    }).finally(view.end);
    context.stdout.write(globalOptions(command).json ? json(report) : inWords(report));
    if (report.cancelled) process.exitCode = EXIT.interrupted;
  });
}

function inWords({ word, verdict, proposed, waiting, cancelled }: RuleWordReport): string {
  const stopped = cancelled ? ' Stopped: some photos follow with the next run.' : '';
  const photos = `${proposed} ${proposed === 1 ? 'photo' : 'photos'}`;
  const but = waiting === 0 ? '' : `, and not for ${waiting} where GPS contradicts it`;
  if (verdict === 'released') return `“${printable(word)}” is proposed for ${photos}${but}.${stopped}\n`;
  if (verdict === 'banned') return `“${printable(word)}” is banned: it is shown no more.${stopped}\n`;
  return `“${printable(word)}” waits again.${stopped}\n`;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('Give a whole number.');
  return value;
}
