import type { Command } from 'commander';
import { type SearchHit, searchPhotos } from '../../app/search/index.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import { type CliContext, globalOptions, withLibrary } from '../context.ts';
import { json, printable } from '../output.ts';

interface SearchOptions {
  readonly text?: string[];
  readonly like?: string[];
  readonly unlike?: string[];
  readonly tags?: boolean;
  readonly limit?: string;
  readonly from?: string;
  readonly to?: string;
  readonly trust?: string;
  readonly camera?: string;
  readonly place?: string;
  readonly people?: string;
  readonly reviewed?: string;
}

/** Packing fewer is done before anybody wonders. */
const WORTH_A_WORD = 20_000;

export function addSearchCommand(program: Command, context: CliContext): void {
  program
    .command('search [pattern]')
    .description('photos by tag, by words, by other photos, and by what is known of them')
    .option(
      '--text <words>',
      'what pictures show: --text "beach +sunset -people" (several add up)',
      collected,
    )
    .option(
      '--like <photo>',
      'looks like this photo: a path or SHA-1, or any other file (several add up)',
      collected,
    )
    .option('--unlike <photo>', 'looks unlike this photo (several add up)', collected)
    .option('--tags', 'look for the pattern in tags alone')
    .option('--limit <n>', 'photos shown (by looks: 50 where it is left out; otherwise all)')
    .option('--from <date>', 'taken on this date or later: 2014, 2014-05, 2014-05-03')
    .option('--to <date>', 'taken on this date or before')
    .option('--trust <n>', 'trust of the date of at least this, 0 to 1')
    .option('--camera <name>', 'part of make and model')
    .option('--place <name>', 'a place or city of the vocabulary')
    .option('--people <yes|no>', 'in a people set, or in a cluster that is proven to be none')
    .option('--reviewed <yes|no>', 'with a decision of yours on a tag')
    .addHelpText(
      'after',
      '\nphoto-tag search "flower|plants" is a regular expression over tags. Plain words, as in\n' +
        'photo-tag search "blue door", are looked for in tags first and then, where the model takes words, in the\n' +
        'pictures. With --text or --like the pattern is a filter: photo-tag search rio --like IMG_1.jpg',
    )
    .action((pattern: string | undefined, options: SearchOptions, command: Command) =>
      withLibrary(context, command, [], async (library) => {
        const { text, like, unlike, tags, limit, ...filters } = options;
        let told = false;
        const { hits, notes } = await searchPhotos(library, {
          pattern,
          texts: text,
          like,
          unlike,
          tagsOnly: tags,
          limit: limit === undefined ? undefined : limitOf(limit),
          filters,
          workingFolder: context.folder,
          onProgress: (_, total) => {
            if (told || total < WORTH_A_WORD) return;
            told = true;
            context.stderr.write(
              `Packing ${total.toLocaleString('en')} vectors for this search and later ones…\n`,
            );
          },
        });
        if (globalOptions(command).json) context.stdout.write(json(hits));
        else for (const hit of hits) context.stdout.write(`${line(hit)}\n`);
        for (const note of notes) context.stderr.write(`${printable(note)}\n`);
        if (!globalOptions(command).json)
          context.stderr.write(hits.length === 1 ? '1 photo\n' : `${hits.length} photos\n`);
      }),
    );
}

const collected = (value: string, earlier: string[] = []): string[] => [...earlier, value];

function line({ score, path, paths, day, tags }: SearchHit): string {
  const parts = [printable(path), day ?? 'no date', tags.join(', ')];
  const others = paths.slice(1).map((other) => `\n    also ${printable(other)}`);
  return (
    (score === null ? '' : `${score.toFixed(3)}  `) +
    parts.filter((part) => part !== '').join('  ') +
    others.join('')
  );
}

function limitOf(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 100_000) return limit;
  throw new PhotoTagError('USAGE', `--limit ${text} is no number of photos`, {
    remedy: 'Write a whole number from 1 to 100000.',
  });
}
