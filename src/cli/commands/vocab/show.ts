import type { Command } from 'commander';
import { checkWords, type MergeCandidate } from '../../../app/vocabulary/check-words.ts';
import { listTerms, type ShownTerm, showTerm } from '../../../app/vocabulary/list-terms.ts';
import type { VocabularyChange } from '../../../domain/vocabulary-change.ts';
import type { CliContext } from '../../context.ts';
import { json, printable, table } from '../../output.ts';
import { sidecars } from '../../sidecar-summary.ts';
import { withVocabulary } from './options.ts';

/** Commands that show and change nothing. */
export function addShowCommands(vocab: Command, context: CliContext): void {
  const print = (text: string) => context.stdout.write(`${text}\n`);
  vocab
    .command('list')
    .description('all terms, with how many photos have them')
    .action((_: object, command: Command) =>
      withVocabulary(context, command, async (library, asJson) => {
        const listed = await listTerms(library);
        if (asJson) {
          print(JSON.stringify(listed, null, 2));
          return;
        }
        const rows = listed.terms.map(({ term, photos }) => [
          term.name,
          term.kind,
          String(photos),
          term.names?.pt ?? '',
          term.parent ?? '',
          (term.aliases ?? []).join(', '),
        ]);
        print(table(['term', 'kind', 'photos', 'Portuguese', 'below', 'also'], rows));
        const where = listed.isSeed
          ? `the seed; \`photo-tag vocab add\` makes ${printable(listed.file)} from it`
          : printable(listed.file);
        print(`${rows.length} terms (${where}).`);
      }),
    );

  vocab
    .command('show')
    .argument('<term>')
    .description('all that is known of one term')
    .action((term: string, _: object, command: Command) =>
      withVocabulary(context, command, async (library, asJson) => {
        const shown = await showTerm(library, term);
        print(asJson ? JSON.stringify(shown, null, 2) : termText(shown));
      }),
    );

  vocab
    .command('history')
    .description('all changes of the vocabulary')
    .action((_: object, command: Command) =>
      withVocabulary(context, command, async (library, asJson) => {
        const changes = await library.store.vocabulary.all();
        if (asJson) {
          context.stdout.write(
            json({ changes: changes.map(({ fileBefore: _before, fileAfter: _after, ...rest }) => rest) }),
          );
          return;
        }
        if (changes.length === 0) {
          print('The vocabulary was not changed by this program yet.');
          return;
        }
        print(table(['change', 'time (UTC)', 'run', 'command', ''], changes.map(changeRow)));
        print('Take one back with: photo-tag vocab undo NUMBER (shows it), and --apply (does it)');
      }),
    );

  vocab
    .command('check')
    .description('words that may be one, terms that nobody uses, sidecars that are spelled otherwise')
    .action((_: object, command: Command) =>
      withVocabulary(context, command, async (library, asJson) => {
        const check = await checkWords(library);
        if (asJson) {
          context.stdout.write(json(check));
          return;
        }
        const { candidates, unused, strangers, otherwise, hasTexts } = check;
        const sure = candidates.filter(({ likeness }) => likeness !== 'meaning');
        const near = candidates.filter(({ likeness }) => likeness === 'meaning');
        if (sure.length > 0) print(`The same word, perhaps:\n${sure.map(candidateText).join('\n')}`);
        if (near.length > 0)
          print(`Near in meaning, as a model of texts sees it:\n${near.map(candidateText).join('\n')}`);
        if (unused.length > 0) print(`No photo has: ${unused.map(printable).join(', ')}`);
        if (strangers.length > 0) {
          const names = strangers.map(({ name, photos }) => `${printable(name)} (${photos})`);
          print(`On photos, and no term of the vocabulary: ${names.join(', ')}`);
        }
        if (otherwise > 0) {
          print(
            `${otherwise} ${sidecars(otherwise)} ${otherwise === 1 ? 'is' : 'are'} spelled otherwise than the vocabulary says: photo-tag vocab follow`,
          );
        }
        if (!hasTexts) print('The model of embeddings knows no texts: near meanings were not looked for.');
        if (candidates.length + unused.length + strangers.length + otherwise === 0) print('All is tidy.');
      }),
    );
}

const DIFFERENCE: Record<MergeCandidate['likeness'], string> = {
  case: 'case or accents',
  number: 'singular and plural',
  spelling: 'spelling',
  synonym: 'synonyms',
  meaning: 'meaning',
};

function candidateText({ one, other, likeness, cosine, photos, both, command }: MergeCandidate): string {
  const how = cosine === null ? DIFFERENCE[likeness] : `cosine ${cosine.toFixed(3)}`;
  const name = ({ layer, name: word }: typeof one) => printable(`${layer}:${word}`);
  return `  ${name(one)} (${photos[0]} photos) and ${name(other)} (${photos[1]}): ${how}; ${both} ${both === 1 ? 'photo has' : 'photos have'} both\n    ${printable(command)}`;
}

function termText({ entries, below, counts, changes }: ShownTerm): string {
  const [term] = entries;
  const { name, names = {}, aliases = [], parent, prompts = [], excludes = [], exif } = term!;
  const lines: [string, string][] = [
    ['term', name],
    ['kind', entries.map(({ kind }) => kind).join(' and ')],
    ['English', names.en ?? ''],
    ['Portuguese', names.pt ?? ''],
    ['also', aliases.join(', ')],
    ['below', parent ?? ''],
    ['above', below.join(', ')],
    ['never with', excludes.join(', ')],
    ['people sets', entries.some((one) => one.notOnPeopleSets) ? 'never proposed there' : ''],
    ['export', entries.some((one) => one.noExport) ? 'kept out of exports' : ''],
    ['text model', prompts.join(' / ')],
    ['EXIF', exif?.models.join(', ') ?? ''],
    [
      'photos',
      `${counts.photos}: ${counts.proposed} proposals, ${counts.accepted} accepted, ${counts.rejected} rejected`,
    ],
    ['changes', changes.map(({ id, command }) => `${id}: ${command}`).join('; ')],
  ];
  return lines
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key.padEnd(12)}${printable(value)}`)
    .join('\n');
}

function changeRow({ id, at, runId, command, undoneBy, state }: VocabularyChange): string[] {
  const end =
    undoneBy === id
      ? 'rolled back'
      : undoneBy !== null
        ? `taken back by ${undoneBy}`
        : state === 'announced'
          ? 'not finished'
          : '';
  return [String(id), at.slice(0, 19).replace('T', ' '), runId === null ? '' : String(runId), command, end];
}
