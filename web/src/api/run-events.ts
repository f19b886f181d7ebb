import { ask } from './ask.ts';
import { connection } from './connection.ts';
import type { Run, RunState } from './wire.ts';

const AGAIN_MILLIS = 2000;

/**
 * The run as the server tells it, one stream for the whole page. The first event is the state, so that a reload loses
 * nothing. While nobody looks at the page the stream is closed: browsers keep only six connections a server.
 */
export class RunEvents {
  #run: Run | null = null;
  /** False until the server has said once how things are. */
  #isKnown = false;
  #source: EventSource | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  readonly #hearers = new Set<() => void>();

  get run(): Run | null {
    return this.#run;
  }

  get isKnown(): boolean {
    return this.#isKnown;
  }

  readonly subscribe = (hear: () => void): (() => void) => {
    this.#hearers.add(hear);
    return () => this.#hearers.delete(hear);
  };

  /** Listens from now on. */
  open(): void {
    document.addEventListener('visibilitychange', () => (document.hidden ? this.#close() : this.#connect()));
    this.#connect();
  }

  #connect(): void {
    this.#close();
    const source = new EventSource('/api/run/events');
    this.#source = source;
    source.addEventListener('run', (event) => {
      connection.found();
      this.#run = (JSON.parse((event as MessageEvent<string>).data) as RunState).run;
      this.#isKnown = true;
      for (const hear of this.#hearers) hear();
    });
    source.addEventListener('error', () => {
      // Whether nobody answers or only this was refused, a question of its own says.
      void ask('/run').catch(() => undefined);
      // The browser's own new try does not come after every error; ours does.
      this.#close();
      this.#timer = setTimeout(() => this.#connect(), AGAIN_MILLIS);
    });
  }

  #close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#source?.close();
    this.#source = null;
  }
}

export const runEvents = new RunEvents();
