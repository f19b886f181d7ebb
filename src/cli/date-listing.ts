import type { DateRun, DateRuns } from '../app/dates/date-runs.ts';
import { decidedInWords, runInWords, surveyInWords } from '../app/dates/in-words.ts';
import type { TrustSurvey } from '../app/dates/trust-survey.ts';
import { printable } from './output.ts';
import { wrapped } from './wrap.ts';

export interface ListingOptions {
  /** Columns. */
  readonly width: number;
  /** How a folder is called: short, and good as a target. */
  readonly folderName: (folder: string) => string;
  /** Runs that are shown. */
  readonly most: number;
  readonly isFiltered: boolean;
}

const HEADINGS: Readonly<Record<DateRun['state'], string>> = {
  doubtful: 'To be decided',
  shifted: 'Put right by itself: have a look',
  decided: 'Decided by you',
};

/** The suspicious runs as a person reads them: a block each, those to be looked at first. */
export function dateListing(
  { runs, decided }: DateRuns,
  survey: TrustSurvey,
  options: ListingOptions,
): string {
  if (survey.photos === 0) return 'No photos yet: run `photo-tag run FOLDER` first.\n';
  const lines: string[] = [];
  const shown = runs.slice(0, options.most);
  for (const state of ['doubtful', 'shifted', 'decided'] as const) {
    const count = runs.filter((run) => run.state === state).length;
    const own = shown.filter((run) => run.state === state);
    if (own.length === 0) continue;
    lines.push(`${HEADINGS[state]} (${count})\n\n`, ...own.map((run) => runBlock(run, options)));
  }
  if (shown.length < runs.length) {
    lines.push(`… ${runs.length - shown.length} more: --all, --folder or --camera shows them\n\n`);
  }
  if (decided.length > 0) {
    lines.push('Decided by you in other folders\n\n');
    for (const photos of decided) {
      const name = printable(options.folderName(photos.folder));
      lines.push(`  ${name}\n`, wrapped('    ', decidedInWords(photos), options.width));
    }
    lines.push('\n');
  }
  if (runs.length === 0)
    lines.push(options.isFiltered ? 'No suspicious clocks there.\n' : 'No suspicious clocks.\n');
  lines.push(`${surveyInWords(survey)}.\n`, ...hints(runs, survey));
  return lines.join('');
}

function runBlock(run: DateRun, { width, folderName }: ListingOptions): string {
  const { photos, state, clock, times, reasons } = runInWords(run);
  const more = run.folders.length > 1 ? ` and ${run.folders.length - 1} more` : '';
  const label = (name: string) => `  ${name.padEnd(11)} `;
  return [
    wrapped('', `${run.id}  ${run.camera}, ${photos}: ${state}`, width),
    wrapped(label('in'), `${folderName(run.folders[0] ?? '')}${more}`, width),
    wrapped(label('clock said'), clock, width),
    ...times.map(([name, text]) => wrapped(label(name), text, width)),
    reasons === '' ? '' : wrapped(label('because'), reasons, width),
    '\n',
  ].join('');
}

/** What can be done now, with the commands. */
function hints(runs: readonly DateRun[], { uncertain, undated }: TrustSurvey): string[] {
  const has = (state: DateRun['state']) => runs.some((run) => run.state === state);
  const commands: (readonly [string, string] | null)[] = [
    has('shifted') ? ['What was put right is right', '--accept all   (or --accept RUN)'] : null,
    has('shifted') ? ['A clock was right after all', '--keep RUN'] : null,
    has('shifted') || has('doubtful')
      ? ['Say when it was', 'RUN --set 2008-07-05T14:30   (its first photo; or 2008-07)']
      : null,
    has('doubtful') ? ['Say how far it was off', 'RUN --shift +5h30m   (or -1d, +8y2d)'] : null,
    has('decided') ? ['Take a decision back', '--forget RUN'] : null,
    uncertain + undated > 0 ? ['See which are uncertain', '--uncertain'] : null,
  ];
  return commands
    .filter((command) => command !== null)
    .map(([what, command]) => `  ${what.padEnd(28)} photo-tag dates ${command}\n`);
}
