import { SingleBar } from 'cli-progress';
import type { Progress } from '../pipeline/progress.ts';
import { duration } from './output.ts';

/** Shows how far a run is: a bar on a terminal, a line a stage elsewhere. Writes to stderr alone. */
export interface ProgressView {
  update(progress: Progress): void;
  end(): void;
}

/** A log file should tell that a long stage lives, not fill up. */
const LINE_EVERY_MILLIS = 30_000;

export function progressView(stream: NodeJS.WritableStream): ProgressView {
  return (stream as NodeJS.WriteStream).isTTY ? barView(stream) : lineView(stream);
}

function barView(stream: NodeJS.WritableStream): ProgressView {
  let bar: SingleBar | null = null;
  let last: Progress | null = null;
  const finish = (): void => {
    bar?.stop();
    bar = null;
    if (last && last.total > 0) stream.write(`${summary(last)}\n`);
    last = null;
  };
  return {
    update(progress) {
      if (last && last.stage !== progress.stage) finish();
      if (!bar && progress.total > 0) {
        bar = new SingleBar({
          stream,
          format: '{stage} {bar} {value}/{total} {unit}  {rate}/s  {left}',
          barCompleteChar: '█',
          barIncompleteChar: '░',
          barsize: 24,
          hideCursor: true,
          clearOnComplete: true,
          forceRedraw: true,
        });
        bar.start(progress.total, 0, fields(progress));
      }
      bar?.setTotal(progress.total);
      bar?.update(progress.done, fields(progress));
      last = progress;
    },
    end: finish,
  };
}

function lineView(stream: NodeJS.WritableStream): ProgressView {
  let last: Progress | null = null;
  let shownAt = Date.now();
  const finish = (): void => {
    if (last && last.total > 0) stream.write(`${summary(last)}\n`);
    last = null;
  };
  return {
    update(progress) {
      if (last && last.stage !== progress.stage) finish();
      last = progress;
      if (Date.now() - shownAt < LINE_EVERY_MILLIS || progress.done === progress.total) return;
      shownAt = Date.now();
      const { rate, left } = fields(progress);
      stream.write(
        `${progress.stage}: ${progress.done}/${progress.total} ${progress.unit}, ${rate}/s, ${left}\n`,
      );
    },
    end: finish,
  };
}

const fields = (progress: Progress) => ({
  stage: progress.stage.padEnd(10),
  unit: progress.unit,
  rate: progress.ratePerSecond < 10 ? progress.ratePerSecond.toFixed(1) : Math.round(progress.ratePerSecond),
  left: progress.secondsLeft === null ? '' : `${duration(progress.secondsLeft)} left`,
});

function summary({ stage, done, total, unit, failed, skipped, elapsedSeconds }: Progress): string {
  const notes = [
    failed > 0 ? `${failed} failed` : null,
    skipped > 0 ? `${skipped} skipped` : null,
    done < total ? `${total - done} left for the next run` : null,
  ].filter((note) => note !== null);
  const rate =
    elapsedSeconds > 0 ? `, ${(done / elapsedSeconds).toFixed(done / elapsedSeconds < 10 ? 1 : 0)}/s` : '';
  return `${stage.padEnd(10)} ${done} ${unit} in ${duration(elapsedSeconds)}${rate}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
}
