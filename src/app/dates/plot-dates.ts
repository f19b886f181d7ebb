import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';
import type { PlotRun } from '../../export/date-plot/date-plot.ts';
import { renderDatePlot } from '../../export/date-plot/render-date-plot.ts';
import type { Library } from '../library.ts';
import { type DateRun, listDateRuns } from './date-runs.ts';
import { runInWords } from './in-words.ts';
import { allPhotoDates } from './photo-dates.ts';
import { type Lanes, plotLanes } from './plot-lanes.ts';
import { surveyTrust, type TrustSurvey } from './trust-survey.ts';

export interface PlotReport {
  readonly file: string;
  readonly photos: number;
  readonly cameras: number;
  readonly runs: number;
}

/** Half a kilobyte each; who has more sees those with the most photos. */
const MOST_RUNS = 1000;

/** Writes one self-contained page: each camera's photos as its clock said, and as they are dated. */
export async function plotDates(library: Library, file: string): Promise<PlotReport> {
  // A slip of the hand (`--plot IMG_1.jpg`) must not cost an original.
  if (!['.html', '.htm'].includes(extname(file).toLowerCase())) {
    throw new PhotoTagError('USAGE', `${file}: the picture is an HTML page`, {
      file,
      remedy: 'Name a file that ends in .html, or none: it goes to the data folder.',
    });
  }
  const survey = await surveyTrust(library);
  const { runs } = await listDateRuns(library);
  const lanes = await plotLanes(allPhotoDates(library.store));
  writeWhole(file, datePlotPage(lanes, runs, survey, library.settings.roots, new Date()));
  return { file, photos: survey.photos, cameras: lanes.lanes.length, runs: runs.length };
}

export function datePlotPage(
  { lanes, stepMillis, originMillis }: Lanes,
  runs: readonly DateRun[],
  survey: TrustSurvey,
  libraryFolders: readonly string[],
  now: Date,
): string {
  const shown = runs.toSorted((a, b) => b.photos - a.photos).slice(0, MOST_RUNS);
  const kept = runs.filter((run) => shown.includes(run));
  const countOf = (state: DateRun['state']) => runs.filter((run) => run.state === state).length;
  const laneOf = new Map(lanes.map(({ name }, index) => [name, index]));
  return renderDatePlot({
    title: 'Dates, before and after',
    generatedAt: now.toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' }),
    libraryFolders,
    summary: {
      ...survey,
      shifted: countOf('shifted'),
      doubtful: countOf('doubtful'),
      decided: countOf('decided'),
    },
    stepMillis,
    originMillis,
    lanes,
    runs: kept.map((run) => plotRun(run, laneOf.get(run.camera) ?? -1)),
    moreRuns: runs.length - kept.length,
  });
}

function plotRun(run: DateRun, lane: number): PlotRun {
  const { id, camera, folders, state, clock, now, proposal, decision } = run;
  const { photos, state: stateWords, clock: clockWords, times, reasons } = runInWords(run);
  const taken = state === 'doubtful' ? (proposal?.proposed ?? null) : now;
  const more = folders.length > 1 ? ` and ${folders.length - 1} more` : '';
  return {
    id,
    lane,
    camera,
    folder: `${folders[0] ?? ''}${more}`,
    photos,
    state,
    stateWords: stateWords.replace(' %', '\u00a0%'),
    from: [clock.startMillis, clock.endMillis],
    to: taken && [taken.startMillis, taken.endMillis],
    clockWords,
    takenWords: times[0]?.[1] ?? '',
    shiftWords: (state === 'decided' ? decision?.words : proposal?.words) ?? '',
    reasons,
  };
}

/** To a temporary file first: an older page stays whole until the new one is. */
function writeWhole(file: string, html: string): void {
  const temporary = `${file}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(temporary, html);
    renameSync(temporary, file);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw new PhotoTagError('DATA_FOLDER', `The picture could not be written: ${messageOf(cause)}`, {
      file,
      cause,
      remedy: 'Choose another file, or make the folder writable.',
    });
  }
}
