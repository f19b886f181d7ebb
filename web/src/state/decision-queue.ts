import type { DateDeed, DateTargets, Decision, PeopleFlag, Problem } from '../api/wire.ts';

/** What is asked of the server. Verdicts are absolute, so that asking twice does no harm. */
export type Order =
  | { readonly kind: 'decide'; readonly decisions: readonly Decision[] }
  | { readonly kind: 'people'; readonly clusters: readonly string[]; readonly flag: PeopleFlag }
  | { readonly kind: 'dates'; readonly of: DateTargets; readonly deed: DateDeed }
  /** `deed`: whose turn it was when it was first asked; a lost answer must not take back a second one. */
  | { readonly kind: 'undo' | 'redo'; readonly deed: number | null };

export interface Entry {
  readonly id: string;
  readonly order: Order;
  /** Clusters that it changes, as far as the page knows. */
  readonly clusters: readonly string[];
  /** For when it is refused. */
  readonly words: string;
  /** Whether it was sent before, and no answer came. */
  readonly wasSent: boolean;
}

export interface Refusal {
  readonly id: string;
  readonly words: string;
  /** None of what was kept before there was one. */
  readonly code?: string;
  readonly detail: string;
  readonly remedy: string;
}

/** What came of sending an entry. `later`: nobody answered, or not now; it stays at the head. */
export type Sent =
  | { readonly kind: 'done'; readonly answer: unknown }
  | { readonly kind: 'refused'; readonly problem: Problem }
  | { readonly kind: 'later'; readonly problem: Problem };

export interface QueueState {
  readonly entries: readonly Entry[];
  readonly refusals: readonly Refusal[];
  /** Why the head waits; null while it does not. */
  readonly waitsFor: Problem | null;
}

export interface QueueTools {
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  /** @param remember keeps the order as it is about to be sent, before it is */
  send(entry: Entry, remember: (order: Order) => void): Promise<Sent>;
  /** Until so much time is over, or somebody wakes it. */
  sleep(millis: number, woken: Promise<void>): Promise<void>;
  /** One window at a time sends. */
  exclusively(work: () => Promise<void>): Promise<void>;
  newId(): string;
  /** Hears of changes by other windows. */
  onForeignChange?(hear: () => void): void;
}

const KEY = 'photo-tag.decisions';
const LONGEST_SLEEP_MILLIS = 15_000;
const EMPTY: QueueState = { entries: [], refusals: [], waitsFor: null };

/**
 * What was decided, on its way to the server: one after the other in the order in which it was done, kept by the browser
 * until the server has it. Nothing is lost by a reload, by a server that was killed, or by being offline, and nothing
 * overtakes. All windows of the browser share one queue.
 */
export class DecisionQueue {
  readonly #tools: QueueTools;
  readonly #hearers = new Set<() => void>();
  readonly #doneHearers = new Set<(entry: Entry, answer: unknown) => void>();
  #state: QueueState = EMPTY;
  #isDraining = false;
  #wake: () => void = () => undefined;

  constructor(tools: QueueTools) {
    this.#tools = tools;
    this.#state = { ...EMPTY, ...this.#stored() };
    tools.onForeignChange?.(() => {
      this.#show({ ...this.#state, ...this.#stored() });
    });
  }

  get state(): QueueState {
    return this.#state;
  }

  readonly subscribe = (hear: () => void): (() => void) => {
    this.#hearers.add(hear);
    return () => this.#hearers.delete(hear);
  };

  /** Hears what the server took, with its answer, before it leaves the queue. */
  onDone(hear: (entry: Entry, answer: unknown) => void): () => void {
    this.#doneHearers.add(hear);
    return () => this.#doneHearers.delete(hear);
  }

  add(order: Order, clusters: readonly string[], words: string): void {
    const entry = { id: this.#tools.newId(), order, clusters, words, wasSent: false };
    this.#change(({ entries, refusals }) => ({ entries: [...entries, entry], refusals }));
    void this.drain();
  }

  dismiss(id: string): void {
    this.#change(({ entries, refusals }) => ({ entries, refusals: refusals.filter((one) => one.id !== id) }));
  }

  /** Tries again at once. */
  wake(): void {
    this.#wake();
    void this.drain();
  }

  /** Sends until the queue is empty; resolves then. */
  async drain(): Promise<void> {
    if (this.#isDraining || this.#stored().entries.length === 0) return;
    this.#isDraining = true;
    try {
      await this.#tools.exclusively(() => this.#drain());
    } finally {
      this.#isDraining = false;
    }
    // What was added between the last look and the end.
    if (this.#stored().entries.length > 0) await this.drain();
  }

  async #drain(): Promise<void> {
    for (let tries = 0; ; ) {
      const [entry] = this.#stored().entries;
      if (entry === undefined) return;
      const sent = await this.#tools.send(entry, (order) =>
        this.#replace({ ...entry, order, wasSent: true }),
      );
      if (sent.kind === 'later') {
        this.#show({ ...this.#state, ...this.#stored(), waitsFor: sent.problem });
        const woken = new Promise<void>((wake) => {
          this.#wake = wake;
        });
        await this.#tools.sleep(Math.min(LONGEST_SLEEP_MILLIS, 500 * 2 ** tries++), woken);
        continue;
      }
      tries = 0;
      if (sent.kind === 'done') for (const hear of this.#doneHearers) hear(entry, sent.answer);
      this.#change(({ entries, refusals }) => ({
        entries: entries.filter((one) => one.id !== entry.id),
        refusals: sent.kind === 'refused' ? [...refusals, refusalOf(entry, sent.problem)] : refusals,
      }));
    }
  }

  #replace(entry: Entry): void {
    this.#change(({ entries, refusals }) => ({
      entries: entries.map((one) => (one.id === entry.id ? entry : one)),
      refusals,
    }));
  }

  /** Reads, changes and writes in one go: the storage is what all windows go by. */
  #change(change: (stored: Pick<QueueState, 'entries' | 'refusals'>) => typeof stored): void {
    const next = change(this.#stored());
    this.#write(next);
    this.#show({ ...next, waitsFor: next.entries.length === 0 ? null : this.#waitsFor(next) });
  }

  #waitsFor({ entries }: Pick<QueueState, 'entries'>): Problem | null {
    // A new head has not failed yet.
    return entries[0]?.id === this.#state.entries[0]?.id ? this.#state.waitsFor : null;
  }

  #fallback: Pick<QueueState, 'entries' | 'refusals'> | null = null;

  #stored(): Pick<QueueState, 'entries' | 'refusals'> {
    if (this.#fallback !== null) return this.#fallback;
    try {
      const text = this.#tools.storage.getItem(KEY);
      return text === null ? { entries: [], refusals: [] } : JSON.parse(text);
    } catch {
      return { entries: [], refusals: [] };
    }
  }

  #write(next: Pick<QueueState, 'entries' | 'refusals'>): void {
    try {
      this.#tools.storage.setItem(KEY, JSON.stringify(next));
      this.#fallback = null;
    } catch {
      // No room, or switched off: then it is kept as long as the page is open.
      this.#fallback = next;
    }
  }

  #show(state: QueueState): void {
    this.#state = state;
    for (const hear of this.#hearers) hear();
  }
}

const refusalOf = ({ id, words }: Entry, { code, detail, remedy }: Problem): Refusal => ({
  id,
  words,
  code,
  detail,
  remedy,
});
