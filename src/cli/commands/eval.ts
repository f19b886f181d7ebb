import { resolve } from 'node:path';
import type { Command } from 'commander';
import { evaluateTags } from '../../app/evaluation/index.ts';
import { checkPageName, writeEvaluationPage } from '../../app/evaluation/write-evaluation-page.ts';
import { type CliContext, globalOptions, withLibrary } from '../context.ts';
import { comparisonInWords, evaluationInWords } from '../evaluation-listing.ts';
import { json, printable } from '../output.ts';

interface EvalOptions {
  readonly labels?: string;
  readonly complete?: boolean;
  readonly now?: boolean;
  readonly save?: string;
  readonly against?: string;
  /** True where no file is named. */
  readonly html?: string | true;
}

export function addEvalCommand(program: Command, context: CliContext): void {
  program
    .command('eval')
    .description(
      'How well tags are proposed: precision and recall by label, from your decisions or from a table',
    )
    .option('--labels <file>', 'a table (CSV) with photo, label and verdict: yes, no, unsure')
    .option('--complete', 'the table says all that is on its photos: what it leaves out is a no')
    .option('--now', 'hold decisions against proposals as they stand now, not as they were when you decided')
    .option('--save <name>', 'keep this evaluation, to compare later ones with')
    .option('--against <name>', 'show what changed since a kept one, label by label')
    .option(
      '--html [file]',
      'a page with the calibration plot and the confusion matrix (default: evaluation.html in the data folder)',
    )
    .addHelpText('after', '\nWhat the table looks like and what the figures mean: docs/evaluation.md')
    .action((options: EvalOptions, command: Command) =>
      withLibrary(context, command, [], async (library) => {
        const page =
          options.html === undefined ? null : pageOf(options.html, library.settings.dataFolder, context);
        if (page !== null) checkPageName(page);
        const report = await evaluateTags(library, {
          table: options.labels,
          complete: options.complete,
          now: options.now,
          saveAs: options.save,
          against: options.against,
          workingFolder: context.folder,
          onProgress: progressLines(context.stderr),
        });
        if (page !== null) writeEvaluationPage(library, report, page);
        if (globalOptions(command).json) {
          context.stdout.write(json({ ...report, page }));
          return;
        }
        context.stdout.write(evaluationInWords(report.evaluation));
        if (report.comparison !== null) context.stdout.write(`\n${comparisonInWords(report.comparison)}`);
        for (const note of report.notes) context.stderr.write(`${printable(note)}\n`);
        if (report.savedAs !== null) context.stderr.write(`Kept: ${printable(report.savedAs)}\n`);
        if (page !== null) context.stderr.write(`${printable(page)}\n`);
      }),
    );
}

const pageOf = (named: string | true, dataFolder: string, context: CliContext): string =>
  named === true ? resolve(dataFolder, 'evaluation.html') : resolve(context.folder, named);

/** Small libraries are done before a line could be read. */
const SAID_EVERY = 50_000;

function progressLines(stream: NodeJS.WritableStream) {
  let said = 0;
  return (photos: number): void => {
    if (photos - said < SAID_EVERY) return;
    said = photos;
    stream.write(`${photos.toLocaleString('en')} photos…\n`);
  };
}
