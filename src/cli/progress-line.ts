import type { Progress } from '../pipeline/progress.ts';
import { duration } from './output.ts';

/** How far something is: a stage, or the sample library. */
export type ShownProgress = Omit<Progress, 'stage' | 'unit'> & {
  readonly stage: string;
  readonly unit: string;
};

const LABEL_COLUMNS = 11;
/** A twelfth of it is 8 %: enough to see it move. */
const BAR_COLUMNS = { most: 24, least: 6 };
/** Room for `59 min left`, kept also where less is said, so that the bar does not change its length all the time. */
const TIME_LEFT_COLUMNS = 11;

/** Rates of shorter times are noise: 3654 photos a second, because all three were done in a millisecond. */
const SHORTEST_RATED_SECONDS = 0.1;

/** A line with a bar; the narrower the terminal, the less it says, but never half a number. */
export function progressLine(progress: ShownProgress, columns: number): string {
  const { done, total, unit } = progress;
  const count = `${String(done).padStart(String(total).length)}/${total}`;
  const rate = (progress.ratePerSecond > 0 ? rateInWords(progress.ratePerSecond) : '').padStart(6);
  const left = timeLeft(progress).padEnd(TIME_LEFT_COLUMNS);
  const texts = [
    `${count} ${unit} ${rate}  ${left}`,
    `${count} ${unit}  ${left}`,
    `${count}  ${left}`,
    count,
  ];
  for (const text of texts) {
    const bar = Math.min(BAR_COLUMNS.most, columns - LABEL_COLUMNS - 1 - text.length);
    if (bar < BAR_COLUMNS.least) continue;
    return `${label(progress)}${barOf(total > 0 ? done / total : 1, bar)} ${text}`.trimEnd();
  }
  return [`${progress.stage} ${count}`, count].find((text) => text.length <= columns) ?? '';
}

/** What is said when it is done: one line, or one for each note where the terminal is narrow. */
export function summaryLines(progress: ShownProgress, columns: number): string {
  const { done, total, unit, failed, skipped, elapsedSeconds } = progress;
  const notes = [
    failed > 0 ? `${failed} failed` : null,
    skipped > 0 ? `${skipped} skipped` : null,
    done < total ? `${total - done} left for the next run` : null,
  ].filter((note) => note !== null);
  const rate = elapsedSeconds < SHORTEST_RATED_SECONDS ? '' : `, ${rateInWords(done / elapsedSeconds)}`;
  const said = `${done} ${unit} in ${duration(elapsedSeconds)}${rate}`;
  const line = `${label(progress)}${said}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
  if (line.length <= columns) return `${line}\n`;
  return [
    `${label(progress)}${said}`,
    ...notes.map((note) => `${' '.repeat(LABEL_COLUMNS)}${note}`),
    '',
  ].join('\n');
}

export const rateInWords = (perSecond: number): string =>
  `${perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond)}/s`;

/** An estimate, so no tenths of seconds; empty where nothing is known. */
export function timeLeft({ secondsLeft, done, total }: ShownProgress): string {
  if (secondsLeft === null || done >= total) return '';
  return `${secondsLeft < 59.5 ? `${Math.max(1, Math.round(secondsLeft))} s` : duration(Math.max(60, secondsLeft))} left`;
}

const label = ({ stage }: ShownProgress): string => stage.padEnd(LABEL_COLUMNS);

function barOf(share: number, columns: number): string {
  const full = Math.floor(Math.min(1, share) * columns);
  return '█'.repeat(full) + '░'.repeat(columns - full);
}
