import { CANCEL, type ErrorByWire, type RunAssignment, type RunMessage } from './app/run-apart.ts';
import { runHere } from './app/run-here.ts';
import { openLibrary } from './compose.ts';
import { messageOf, PhotoTagError } from './domain/errors.ts';

/** The process of one run that the page started; see app/run-apart.ts. */
const stop = new AbortController();
process.on('disconnect', () => stop.abort());
// Ctrl-C in the terminal reaches this process as well; the server says what is to become of the run.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => stop.abort());

const tell = (message: RunMessage): void => {
  if (process.connected) process.send?.(message);
};

process.on('message', (message: RunAssignment | typeof CANCEL) => {
  if (message === CANCEL) stop.abort();
  else void run(message).finally(() => process.exit());
});

async function run({ sources, order }: RunAssignment): Promise<void> {
  try {
    const library = await openLibrary(sources);
    try {
      const report = await runHere(() => library)(order, tell, stop.signal);
      await told({ event: 'report', report });
    } finally {
      await library.close();
    }
  } catch (error) {
    await told({ event: 'error', error: byWire(error) });
  }
}

/** The last word must be out before the process ends. */
const told = (message: RunMessage): Promise<void> =>
  new Promise((done) => {
    if (process.connected && process.send !== undefined) process.send(message, () => done());
    else done();
  });

function byWire(error: unknown): ErrorByWire {
  return error instanceof PhotoTagError
    ? { code: error.code, message: error.message, file: error.file ?? null, remedy: error.remedy }
    : { code: 'INTERNAL', message: messageOf(error), file: null, remedy: 'Please report this.' };
}
