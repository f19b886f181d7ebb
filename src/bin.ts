import { readFileSync } from 'node:fs';
import { runApart } from './app/run-apart.ts';
import { confirmOnTerminal } from './cli/confirm.ts';
import { chooseLog } from './cli/log/choose-log.ts';
import { runProgram } from './cli/program.ts';
import { widthOf, wrapped } from './cli/wrap.ts';
import { backupTools } from './compose/backup.ts';
import { examineMachine } from './compose/doctor.ts';
import { openModels } from './compose/model-store.ts';
import { openLibrary, renderSamples } from './compose.ts';
import { copyStore } from './store/copy/copy-store.ts';

const packageFile = new URL('../package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };

const args = process.argv.slice(2);
const log = chooseLog({
  args,
  folder: process.cwd(),
  environment: process.env,
  stderr: process.stderr,
  version,
});

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // A second Ctrl-C ends at once, which loses no more than kill -9 would: nothing.
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
    if (log !== null) {
      log.info({ event: 'stopping' }, 'Stopping after the work in hand');
      return;
    }
    // On a terminal in the place of the progress line and of the ^C behind it.
    const back = process.stderr.isTTY ? '\r\x1b[K' : '';
    const words = 'Stopping after the work in hand; again to stop at once.';
    process.stderr.write(back + wrapped('', words, widthOf(process.stderr)));
  });
}

// `photo-tag search x | head` closes the pipe early; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await runProgram(
  {
    folder: process.cwd(),
    openLibrary: (sources, options) => openLibrary(sources, undefined, undefined, options),
    examine: examineMachine,
    backups: backupTools,
    openModels,
    copyStore,
    renderSamples,
    runner: (sources) => runApart(new URL('./run-child.ts', import.meta.url), () => sources),
    confirm: confirmOnTerminal(process.stdin, process.stderr, stop.signal),
    log: log ?? undefined,
    stdout: process.stdout,
    stderr: process.stderr,
    signal: stop.signal,
  },
  version,
  args,
);
// Tools that were left running by an error must not keep the program alive.
process.exit();
