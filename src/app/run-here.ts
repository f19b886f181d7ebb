import type { Library } from './library.ts';
import { runStages } from './run.ts';
import type { Runner } from './run-desk.ts';

/** Runs in this process: for a library that is small, and for tests. */
export const runHere =
  (library: () => Library): Runner =>
  (order, hear, signal) =>
    runStages(library(), {
      ...order,
      signal,
      onStage: (stage) => hear({ event: 'stage', stage }),
      onSteps: (steps, shared) => hear({ event: 'steps', steps, shared }),
      onProgress: (progress) => hear({ event: 'progress', progress }),
      onNotice: (notice) => hear({ event: 'notice', notice }),
    });
