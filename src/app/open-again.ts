import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../domain/errors.ts';
import type { Library } from './library.ts';

/** What takes longer than that is a fault, or somebody who listens to events. */
const LONGEST_USE_MILLIS = 30_000;

/** A library that is opened anew when its configuration was changed. */
export class OpenAgain {
  readonly #open: () => Promise<Library>;
  readonly #uses = new Map<Library, Set<Promise<void>>>();
  /** Former ones that somebody may still ask. */
  readonly #leaving = new Map<Library, Promise<void>>();
  readonly #ending = new AbortController();
  #library: Library;

  private constructor(open: () => Promise<Library>, library: Library) {
    this.#open = open;
    this.#library = library;
  }

  static async first(open: () => Promise<Library>): Promise<OpenAgain> {
    return new OpenAgain(open, await open());
  }

  get library(): Library {
    return this.#library;
  }

  /** @returns what ends it: until then the library that is open now is not closed */
  hold(): () => void {
    const uses = this.#uses.get(this.#library) ?? new Set();
    this.#uses.set(this.#library, uses);
    const { promise, resolve } = Promise.withResolvers<void>();
    uses.add(promise);
    return () => {
      uses.delete(promise);
      resolve();
    };
  }

  /** The one that was open stays where the new one cannot be opened; else it is closed when nobody holds it. */
  async again(): Promise<void> {
    const next = await this.#open();
    const former = this.#library;
    this.#library = next;
    const left = this.#letGo(former).finally(() => this.#leaving.delete(former));
    this.#leaving.set(former, left);
  }

  async close(): Promise<void> {
    this.#ending.abort();
    await Promise.all([...this.#leaving.values(), this.#library.close()]);
  }

  async #letGo(former: Library): Promise<void> {
    const { signal } = this.#ending;
    const longest = sleep(LONGEST_USE_MILLIS, undefined, { signal, ref: false }).catch(() => undefined);
    await Promise.race([Promise.all(this.#uses.get(former) ?? []), longest]);
    this.#uses.delete(former);
    // Nobody asks it any more: that it does not close well is no reason to end a server.
    await former.close().catch((error: unknown) => process.emitWarning(messageOf(error), 'ClosingWarning'));
  }
}
