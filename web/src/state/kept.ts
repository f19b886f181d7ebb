import { useSyncExternalStore } from 'react';

/**
 * A setting of this browser, kept in its storage under `photo-tag.` and the name; for the page alone where storage is
 * switched off.
 */
export class Kept<Value extends string> {
  readonly #key: string;
  #value: Value;
  readonly #hearers = new Set<() => void>();

  constructor(name: string, values: readonly Value[], otherwise: Value) {
    this.#key = `photo-tag.${name}`;
    const found = read(this.#key) as Value | null;
    this.#value = found !== null && values.includes(found) ? found : otherwise;
  }

  get value(): Value {
    return this.#value;
  }

  set(value: Value): void {
    this.#value = value;
    try {
      localStorage.setItem(this.#key, value);
    } catch {
      // Kept until the page is closed.
    }
    for (const hear of this.#hearers) hear();
  }

  readonly subscribe = (hear: () => void): (() => void) => {
    this.#hearers.add(hear);
    return () => this.#hearers.delete(hear);
  };
}

export const useKept = <Value extends string>(kept: Kept<Value>): Value =>
  useSyncExternalStore(kept.subscribe, () => kept.value);

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
