import type { Command } from 'commander';
import { type PushReport, pushProxies } from '../../app/proxies/push-proxies.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import { type CliContext, globalOptions, withLibrary } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { json } from '../output.ts';
import { progressView } from '../progress-view.ts';

interface PushOptions {
  readonly push?: boolean;
  readonly makeAgain?: boolean;
}

/** `proxies --push`: what lies in the folder, into the bucket. @param runStage what the command does without */
export function addPushProxies(
  proxies: Command,
  context: CliContext,
  runStage: (command: Command) => Promise<void>,
): void {
  proxies
    .option('--push', 'bring proxies of this machine into the bucket (proxy.bucket) that are not there')
    .option('--make-again', 'with --push: have the next run make those that are neither here nor there')
    .action((options: PushOptions, command: Command) => {
      if (options.push) return push(context, command, options.makeAgain ?? false);
      if (options.makeAgain) {
        throw new PhotoTagError('USAGE', '--make-again goes with --push', {
          remedy: 'Run `photo-tag proxies --push --make-again`.',
        });
      }
      return runStage(command);
    });
}

async function push(context: CliContext, command: Command, makeAgain: boolean): Promise<void> {
  await withLibrary(context, command, [], async (library) => {
    const view = progressView(context.stderr);
    const started = performance.now();
    const report = await pushProxies(library, {
      makeAgain,
      signal: context.signal,
      onProgress(done, total) {
        const elapsedSeconds = (performance.now() - started) / 1000;
        const ratePerSecond = elapsedSeconds > 0 ? done / elapsedSeconds : 0;
        view.update({
          ...{ stage: 'proxies --push', unit: 'photos', done, total, failed: 0, skipped: 0 },
          ...{ elapsedSeconds, ratePerSecond },
          secondsLeft: ratePerSecond > 0 ? Math.max(0, total - done) / ratePerSecond : null,
        });
      },
    }).finally(view.end);
    context.stdout.write(globalOptions(command).json ? json(report) : inWords(report));
    if (report.cancelled) process.exitCode = EXIT.interrupted;
  });
}

function inWords({ proxies, there, sent, sentBytes, nowhere, madeDue, cancelled }: PushReport): string {
  const lines = [
    `${sent} of ${proxies} proxies sent (${(sentBytes / 1e6).toFixed(1)} MB), ${there} were in the bucket.`,
  ];
  if (madeDue > 0) lines.push(`${madeDue} are nowhere: the next run makes them again.`);
  else if (nowhere > 0) {
    lines.push(
      `${nowhere} are neither here nor in the bucket. Run this on the machine that made them, or with --make-again.`,
    );
  }
  if (cancelled) lines.push('Stopped: the same command goes on from here.');
  return `${lines.join('\n')}\n`;
}
