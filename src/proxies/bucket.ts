/** A store of objects by key, as little of it as proxies need. Keys have characters alone that need no encoding. */
export interface Bucket {
  /** For people, in a sentence: where it is, without keys. */
  readonly name: string;
  /** Null where there is no such object. */
  get(key: string, patience?: Patience): Promise<StoredObject | null>;
  /** Whole or not at all; what was there under that key goes. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  remove(key: string): Promise<void>;
  /** Keys that begin so, in their order, as they are read: some hundred a request. */
  list(prefix: string): AsyncIterable<ListedObject>;
  /** One request for a key that begins so, or none: throws where the bucket cannot be used. */
  look(prefix: string, patience?: Patience): Promise<ListedObject | null>;
}

export interface StoredObject {
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes that were put, in hex; null where another program put them. */
  readonly sha256: string | null;
}

export interface ListedObject {
  readonly key: string;
  readonly sizeBytes: number;
}

/** How long a request is tried. */
export interface Patience {
  readonly attempts: number;
  /** One attempt, answer included. */
  readonly timeoutMillis: number;
}

/** A name at the beginning of a sentence. */
export const atBeginning = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
