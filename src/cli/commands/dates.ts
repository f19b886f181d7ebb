import { relative, resolve, sep } from 'node:path';
import type { Command } from 'commander';
import { listDateRuns, type RunFilter } from '../../app/dates/date-runs.ts';
import { type DecidedTarget, decideDates } from '../../app/dates/decide-dates.ts';
import {
  decidedForPrograms,
  deedForPrograms,
  deedInWords,
  isoWallTime,
  runForPrograms,
} from '../../app/dates/in-words.ts';
import { datesWithReasons } from '../../app/dates/photo-dates.ts';
import { plotDates } from '../../app/dates/plot-dates.ts';
import { type ReadDeed, readDeed, type TypedDeed } from '../../app/dates/read-deed.ts';
import { settleDates } from '../../app/dates/settle-dates.ts';
import { type DateTarget, findTargets } from '../../app/dates/targets.ts';
import { surveyTrust, uncertainPhotos } from '../../app/dates/trust-survey.ts';
import type { Library } from '../../app/library.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import { type CliContext, globalOptions, withLibrary } from '../context.ts';
import { dateListing } from '../date-listing.ts';
import { whyInWords } from '../date-reasons.ts';
import { EXIT } from '../exit-codes.ts';
import { json, printable } from '../output.ts';
import { progressView } from '../progress-view.ts';
import { abandonedNote } from '../run-summary.ts';
import { widthOf } from '../wrap.ts';

interface DatesOptions extends Omit<TypedDeed, 'targets'> {
  readonly recursive?: boolean;
  readonly dryRun?: boolean;
  readonly folder?: string;
  readonly camera?: string;
  readonly uncertain?: boolean;
  readonly why?: boolean;
  readonly plot?: string | true;
  readonly all?: boolean;
}

const DEEDS = ['accept', 'keep', 'shift', 'set', 'forget'] as const;
/** Enough to start with; `--all` shows the rest. */
const SHOWN = 40;

const EXAMPLES = `
A RUN is an id that the list shows, or its first characters; a FOLDER is one of the library.

  photo-tag dates                                   the runs of photos whose camera's clock was wrong, or may have been
  photo-tag dates --accept all                      all that was put right by itself is right
  photo-tag dates --accept RUN                      so is this one; of a doubtful run, take the best guess
  photo-tag dates RUN --set 2008-07-05T14:30        its first photo was taken then; the others keep their distance
  photo-tag dates "scans/box 3" --set 1998          all photos in the folder are of 1998 (or 1998-12, or 1998-12-24)
  photo-tag dates RUN --shift +5h30m                by so much the clock was behind (-1d: ahead; +8y2d, +1mo)
  photo-tag dates --keep RUN                        the clock was right
  photo-tag dates --forget RUN                      take back what was decided
  photo-tag dates --plot dates.html                 a picture of all cameras, before and after

Decisions are kept for good, and nothing is written to photos.`;

/** `dates`: the stage, and what a photographer does by hand about wrong clocks. */
export function addDatesCommand(program: Command, context: CliContext, title: string): void {
  const command = program
    .command('dates [targets...]')
    .description(`one stage: ${title}; lists suspicious clocks, and puts them right by hand`)
    .option('--accept', 'take what is proposed for these runs, or for `all` that were put right')
    .option('--keep', 'the clock of these runs or folders was right')
    .option('--shift <shift>', 'the clock was off by this: +5h30m, -1d, +8y2d')
    .option(
      '--set <time>',
      'when it was: 2008-07-05T14:30 for the first photo; 2008-07-05, 2008-07, 2008 for all',
    )
    .option('--forget', 'take decisions back')
    .option('--recursive', 'of a folder, the folders below it too')
    .option('--dry-run', 'only say what would be done')
    .option('--folder <folder>', 'list and accept only runs in this folder or below')
    .option('--camera <name>', 'only this camera (a part of its name)')
    .option('--all', `list all runs, not the first ${SHOWN}`)
    .option('--uncertain', 'list photos with an uncertain date or none')
    .option('--why', 'list every photo, or those of runs and folders: its date, and what each witness says')
    .option(
      '--plot [file]',
      'a page with all cameras, before and after (default: dates.html in the data folder)',
    )
    .addHelpText('after', EXAMPLES);
  for (const option of command.options) {
    const deed = DEEDS.find((name) => option.attributeName() === name);
    if (deed !== undefined)
      option.conflicts([...DEEDS.filter((name) => name !== deed), 'plot', 'uncertain', 'why']);
  }
  command.action((targets: string[], options: DatesOptions) =>
    withLibrary(context, command, [], (library) => dates(context, command, library, targets, options)),
  );
}

async function dates(
  context: CliContext,
  command: Command,
  library: Library,
  typed: readonly string[],
  options: DatesOptions,
): Promise<void> {
  // A mistake in what was typed is told before anything is worked out.
  const read = readDeed({ ...options, targets: typed });
  const filter = filterOf(context, options);
  const isSettled = await settle(context, command, library).catch((error: unknown) => {
    if (read !== null || !(error instanceof PhotoTagError) || error.code !== 'LOCKED') throw error;
    context.stderr.write(`${printable(error.message)}.\nThis is how dates stood before it.\n`);
    return true;
  });
  if (!isSettled) return;
  if (read !== null) return decide(context, command, library, read, filter, options);
  if (options.plot !== undefined) return plot(context, command, library, options.plot);
  if (options.uncertain) return listUncertain(context, command, library);
  if (options.why) return listWhy(context, command, library, typed, options);
  await list(context, command, library, typed, filter, options);
}

function filterOf(context: CliContext, { folder, camera }: DatesOptions): RunFilter {
  return { folder: folder === undefined ? undefined : resolve(context.folder, folder), camera };
}

/** Brings dates up to date; false where that was stopped. */
async function settle(context: CliContext, command: Command, library: Library): Promise<boolean> {
  const view = progressView(context.stderr);
  const { cancelled } = await settleDates(library, {
    command: command.name(),
    signal: context.signal,
    onProgress: view.update,
    onAbandoned: (holder) => context.stderr.write(abandonedNote(holder)),
  }).finally(view.end);
  if (cancelled) process.exitCode = EXIT.interrupted;
  return !cancelled;
}

async function list(
  context: CliContext,
  command: Command,
  library: Library,
  typed: readonly string[],
  filter: RunFilter,
  options: DatesOptions,
): Promise<void> {
  const { runs, decided } = await listDateRuns(library, filter);
  const named = typed.length === 0 ? runs : await namedRuns(context, library, typed, options, runs);
  const shown = { runs: named, decided: typed.length === 0 ? decided : [] };
  const survey = await surveyTrust(library);
  if (globalOptions(command).json) {
    context.stdout.write(
      json({
        library: survey,
        runs: shown.runs.map(runForPrograms),
        decided: shown.decided.map(decidedForPrograms),
      }),
    );
    return;
  }
  context.stdout.write(
    dateListing(shown, survey, {
      width: widthOf(context.stdout),
      folderName: folderNamer(context, library),
      most: options.all ? Number.POSITIVE_INFINITY : SHOWN,
      isFiltered: typed.length > 0 || filter.folder !== undefined || filter.camera !== undefined,
    }),
  );
}

/** The runs that were named, and those with a photo in a folder that was named. */
async function namedRuns<Run extends { id: string; folders: readonly string[] }>(
  context: CliContext,
  library: Library,
  typed: readonly string[],
  options: DatesOptions,
  runs: readonly Run[],
): Promise<readonly Run[]> {
  const targets = await findTargets(library, typed, {
    workingFolder: context.folder,
    recursive: options.recursive ?? false,
  });
  return runs.filter(({ id, folders }) =>
    targets.some(
      (target) =>
        (target.kind === 'run' && target.run.id === id) ||
        (target.kind === 'folder' && folders.includes(target.folder)),
    ),
  );
}

async function decide(
  context: CliContext,
  command: Command,
  library: Library,
  { deed, targets: typed }: ReadDeed,
  filter: RunFilter,
  options: DatesOptions,
): Promise<void> {
  const dryRun = options.dryRun ?? false;
  const isAll = deed.kind === 'accept' && typed.length === 1 && typed[0] === 'all';
  const targets = isAll
    ? await openProposals(library, filter)
    : await findTargets(library, typed, {
        workingFolder: context.folder,
        recursive: options.recursive ?? false,
      });
  const { targets: reports } = await decideDates(library, {
    deed,
    targets,
    camera: options.camera,
    dryRun,
  });
  const asJson = globalOptions(command).json;
  const undo = (report: DecidedTarget) => undoCommand(command, report, options);
  if (!asJson) {
    const folderName = folderNamer(context, library);
    for (const report of reports) {
      const words = deedInWords(deed, report, folderName, dryRun);
      const tail =
        dryRun || deed.kind === 'forget' || report.photos === 0 ? '' : `; undo with: ${undo(report)}`;
      context.stdout.write(`${printable(words)}${printable(tail)}\n`);
    }
  }
  const photos = reports.reduce((sum, report) => sum + report.photos, 0);
  const isSettled = dryRun || photos === 0 || (await settle(context, command, library));
  if (asJson) {
    context.stdout.write(
      json({
        dryRun,
        photos,
        targets: reports.map((report) => ({ ...deedForPrograms(report), undo: undo(report) })),
      }),
    );
  } else if (isAll && reports.length === 0) {
    context.stdout.write('Nothing to accept: no run was put right that you have not decided.\n');
  } else if (dryRun) context.stdout.write('Nothing was changed.\n');
  else if (photos > 0 && isSettled) {
    context.stdout.write('Dates are up to date; clusters and tags follow with the next `photo-tag run`.\n');
  }
}

/** Runs that were put right by themselves and wait for a word. A doubtful run's guess is taken only where it is named. */
async function openProposals(library: Library, filter: RunFilter): Promise<DateTarget[]> {
  const { runs } = await listDateRuns(library, filter);
  const open = runs.filter(({ state }) => state === 'shifted').map(({ id }) => id);
  return open.length === 0
    ? []
    : findTargets(library, open, { workingFolder: library.settings.dataFolder, recursive: false });
}

function undoCommand(command: Command, { target }: DecidedTarget, { camera }: DatesOptions): string {
  const { config, data } = globalOptions(command);
  const words = ['photo-tag', 'dates', '--forget', quoted(target.name)];
  if (target.recursive) words.push('--recursive');
  if (camera !== undefined) words.push('--camera', quoted(camera));
  if (config !== undefined) words.push('--config', quoted(config));
  if (data !== undefined) words.push('--data', quoted(data));
  return words.join(' ');
}

/** As a shell takes it. */
function quoted(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

async function listUncertain(context: CliContext, command: Command, library: Library): Promise<void> {
  const asJson = globalOptions(command).json;
  let count = 0;
  for await (const { path, wallMillis, trustScore, reasons } of uncertainPhotos(library)) {
    count++;
    const time = wallMillis === null ? null : isoWallTime(wallMillis);
    context.stdout.write(
      asJson
        ? `${JSON.stringify({ path, time, trustScore, reasons })}\n`
        : `${printable(path)}  ${time?.replace('T', ' ') ?? 'no date'}  ${printable(reasons.join('; '))}\n`,
    );
  }
  context.stderr.write(count === 1 ? '1 photo\n' : `${count} photos\n`);
}

async function listWhy(
  context: CliContext,
  command: Command,
  library: Library,
  typed: readonly string[],
  options: DatesOptions,
): Promise<void> {
  const asJson = globalOptions(command).json;
  const place = { workingFolder: context.folder, recursive: options.recursive ?? false };
  for await (const { path, camera, time, decision } of datesWithReasons(library, typed, place)) {
    if (time === null) continue;
    context.stdout.write(
      asJson ? `${JSON.stringify({ path, camera, time, decision })}\n` : whyInWords(path, time),
    );
  }
}

async function plot(
  context: CliContext,
  command: Command,
  library: Library,
  typed: string | true,
): Promise<void> {
  const file =
    typed === true ? resolve(library.settings.dataFolder, 'dates.html') : resolve(context.folder, typed);
  const report = await plotDates(library, file);
  if (globalOptions(command).json) context.stdout.write(json(report));
  else context.stdout.write(`${printable(file)}\n`);
}

/** Short where the program was started above it, or where there is one root; either is good as a target. */
function folderNamer({ folder: here }: CliContext, { settings }: Library): (folder: string) => string {
  const places = settings.roots.length === 1 ? [here, settings.roots[0]!] : [here];
  return (folder) => {
    for (const place of places) {
      const short = relative(place, folder);
      if (short !== '' && short !== '..' && !short.startsWith(`..${sep}`)) return short;
    }
    return folder;
  };
}
