import { StateEvents } from './state-events.ts';
import type { Run } from './wire.ts';

/** The run of the pipeline. */
class RunEvents extends StateEvents<Run> {
  get run(): Run | null {
    return this.state;
  }
}

export const runEvents = new RunEvents('run');
