import { ask } from './ask.ts';
import { connection } from './connection.ts';

const AGAIN_MILLIS = 2000;

/**
 * A state as the server tells it, one stream for all who hear. The first event is the state, so that a reload loses
 * nothing. While nobody looks at the page the stream is closed: browsers keep only six connections a server.
 */
export class StateEvents<State> {
  readonly #name: string;
  readonly #place: string;
  #state: State | null = null;
  /** False until the server has said once how things are. */
  #isKnown = false;
  #source: EventSource | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  readonly #hearers = new Set<() => void>();

  /**
   * @param name of the events, and of the state in them
   * @param place that they come from: `/api/PLACE/events`
   */
  constructor(name: string, place: string = name) {
    this.#name = name;
    this.#place = place;
  }

  get state(): State | null {
    return this.#state;
  }

  get isKnown(): boolean {
    return this.#isKnown;
  }

  readonly subscribe = (hear: () => void): (() => void) => {
    this.#hearers.add(hear);
    return () => this.#hearers.delete(hear);
  };

  /** Listens from now on, until what it returns is called. */
  open(): () => void {
    const onVisibility = (): void => (document.hidden ? this.#close() : this.#connect());
    document.addEventListener('visibilitychange', onVisibility);
    this.#connect();
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      this.#close();
      // What is told later may be another state than this one.
      this.#isKnown = false;
    };
  }

  #connect(): void {
    this.#close();
    const source = new EventSource(`/api/${this.#place}/events`);
    this.#source = source;
    source.addEventListener(this.#name, (event) => {
      connection.found();
      this.tell(
        (JSON.parse((event as MessageEvent<string>).data) as Record<string, State | null>)[this.#name]!,
      );
    });
    source.addEventListener('error', () => {
      // Whether nobody answers or only this was refused, a question of its own says.
      void ask(`/${this.#place}`).catch(() => undefined);
      // The browser's own new try does not come after every error; ours does.
      this.#close();
      this.#timer = setTimeout(() => this.#connect(), AGAIN_MILLIS);
    });
  }

  /** The state as an answer said it, which may be here before its event. */
  tell(state: State | null): void {
    this.#state = state;
    this.#isKnown = true;
    for (const hear of this.#hearers) hear();
  }

  #close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#source?.close();
    this.#source = null;
  }
}
