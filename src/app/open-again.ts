import type { Library } from './library.ts';

/** A library that is opened anew when its configuration was changed. */
export class OpenAgain {
  readonly #open: () => Promise<Library>;
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

  /** The one that was open stays where the new one cannot be opened. */
  async again(): Promise<void> {
    const next = await this.#open();
    const former = this.#library;
    this.#library = next;
    await former.close();
  }

  close(): Promise<void> {
    return this.#library.close();
  }
}
