import { printable } from './output.ts';
import { progressLine, rateInWords, type ShownProgress, summaryLines, timeLeft } from './progress-line.ts';
import { StatusLine } from './status-line.ts';

/** Shows how far a run is: a bar on a terminal, a line a stage elsewhere. Writes to stderr alone. */
export interface ProgressView {
  update(progress: ShownProgress): void;
  /** Stages that are at work at the same time. */
  together(steps: readonly ShownStep[]): void;
  /** A line of its own, above the bar. */
  note(notice: string): void;
  end(): void;
}

export interface ShownStep {
  readonly state: 'waiting' | 'running' | 'done';
  readonly progress: ShownProgress | null;
}

/** A log file should tell that a long stage lives, not fill up. */
const LINE_EVERY_MILLIS = 30_000;

export function progressView(stream: NodeJS.WritableStream): ProgressView {
  const terminal = stream as NodeJS.WriteStream;
  // A dumb terminal (an editor's, for example) cannot go back to the beginning of a line.
  return terminal.isTTY && process.env.TERM !== 'dumb' ? barView(terminal) : lineView(stream);
}

function barView(terminal: NodeJS.WriteStream): ProgressView {
  const status = new StatusLine(terminal);
  const newlyDone = doneSteps();
  let last: ShownProgress | null = null;
  const finish = (): void => {
    status.clear();
    if (last && last.total > 0) terminal.write(summaryLines(last, terminal.columns || Infinity));
    last = null;
  };
  return {
    update(progress) {
      if (last && last.stage !== progress.stage) finish();
      last = progress;
      if (progress.total > 0) status.show((columns) => progressLine(progress, columns));
    },
    together(steps) {
      for (const progress of newlyDone(steps)) {
        status.clear();
        terminal.write(summaryLines(progress, terminal.columns || Infinity));
      }
      const running = steps.flatMap(({ state, progress }) => (state === 'running' && progress) || []);
      if (running.length > 0) status.show(() => running.map(inShort).join('  '));
    },
    note(notice) {
      status.clear();
      terminal.write(`${printable(notice)}\n`);
    },
    end: finish,
  };
}

function lineView(stream: NodeJS.WritableStream): ProgressView {
  const newlyDone = doneSteps();
  let last: ShownProgress | null = null;
  let shownAt = Date.now();
  const finish = (): void => {
    if (last && last.total > 0) stream.write(summaryLines(last, Infinity));
    last = null;
  };
  return {
    update(progress) {
      if (last && last.stage !== progress.stage) finish();
      last = progress;
      if (Date.now() - shownAt < LINE_EVERY_MILLIS || progress.done === progress.total) return;
      shownAt = Date.now();
      const { stage, done, total, unit, ratePerSecond } = progress;
      const notes = [`${done}/${total} ${unit}`, rateInWords(ratePerSecond), timeLeft(progress)];
      stream.write(`${stage}: ${notes.filter((note) => note !== '').join(', ')}\n`);
    },
    together(steps) {
      for (const progress of newlyDone(steps)) stream.write(summaryLines(progress, Infinity));
      if (Date.now() - shownAt < LINE_EVERY_MILLIS) return;
      shownAt = Date.now();
      const running = steps.flatMap(({ state, progress }) => (state === 'running' && progress) || []);
      if (running.length > 0) stream.write(`${running.map(inShort).join(', ')}\n`);
    },
    note: (notice) => void stream.write(`${printable(notice)}\n`),
    end: finish,
  };
}

const inShort = ({ stage, done, total }: ShownProgress): string => `${stage} ${done}/${total}`;

/** Of steps that it is shown again and again, those that have just come to their end with something done. */
function doneSteps(): (steps: readonly ShownStep[]) => ShownProgress[] {
  const seen = new Set<string>();
  return (steps) =>
    steps.flatMap(({ state, progress }) => {
      if (state !== 'done' || progress === null || progress.total === 0 || seen.has(progress.stage))
        return [];
      seen.add(progress.stage);
      return [progress];
    });
}
