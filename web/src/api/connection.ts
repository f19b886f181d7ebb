/** Whether the program answers. Everybody who asks it says what came of it; the banner and the queue listen. */
export class Connection {
  #isLost = false;
  readonly #hearers = new Set<() => void>();

  get isLost(): boolean {
    return this.#isLost;
  }

  lost(): void {
    this.#set(true);
  }

  found(): void {
    this.#set(false);
  }

  readonly subscribe = (hear: () => void): (() => void) => {
    this.#hearers.add(hear);
    return () => this.#hearers.delete(hear);
  };

  #set(isLost: boolean): void {
    if (this.#isLost === isLost) return;
    this.#isLost = isLost;
    for (const hear of this.#hearers) hear();
  }
}

export const connection = new Connection();
