import type { Command } from 'commander';
import { shownTag } from '../../app/decide/tag-name.ts';
import { type LabelRow, listLabels } from '../../app/labels/list-labels.ts';
import { type CliContext, globalOptions, withLibrary } from '../context.ts';
import { json, printable, table } from '../output.ts';

/** `labels`: what the tags of each word come from. */
export function addLabelsCommand(program: Command, context: CliContext): void {
  program
    .command('labels')
    .description(
      'the words of vocabulary and concept bank: scored by text, taught by your decisions, or by rules alone',
    )
    .addHelpText(
      'after',
      '\nAs of the last time that tags were made (photo-tag ck-tags). docs/tags.md explains the columns.',
    )
    .action((_options: unknown, command: Command) =>
      withLibrary(context, command, [], async (library) => {
        const list = await listLabels(library);
        const shown = (row: LabelRow) => shownTag(library, row);
        if (globalOptions(command).json) {
          context.stdout.write(json(list));
          return;
        }
        context.stdout.write(
          `${table(
            HEAD,
            list.labels.map((row) => cells(shown(row), row)),
          )}\n`,
        );
        context.stderr.write(
          list.space === null
            ? 'No word is scored by looks yet: that needs a model that takes words, or decisions, and photo-tag ck-tags.\n'
            : `${list.vectors.toLocaleString('en')} photos with vectors of ${printable(list.space)}\n`,
        );
      }),
    );
}

const HEAD = ['word', 'by', 'accepted', 'rejected', 'from', 'photos', 'right', 'why it is not proposed'];

const cells = (name: string, row: LabelRow): string[] => [
  name,
  row.basis,
  String(row.accepted),
  String(row.rejected),
  row.threshold === null ? '' : percent(row.threshold),
  row.expectedPhotos === null || row.withheld !== null ? '' : about(row.expectedPhotos),
  row.expectedPrecision === null || row.withheld !== null ? '' : percent(row.expectedPrecision),
  row.withheld ?? '',
];

export const percent = (share: number): string => `${(share * 100).toFixed(share > 0.99 ? 1 : 0)} %`;

/** Two digits: an estimate is no better. */
export const about = (count: number): string =>
  count < 100 ? String(count) : Number(count.toPrecision(2)).toLocaleString('en');
