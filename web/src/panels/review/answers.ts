import type { QueryClient } from '@tanstack/react-query';
import { ask } from '../../api/ask.ts';
import type { Cluster, Decided, Flagged, TakenBack } from '../../api/wire.ts';
import type { Entry } from '../../state/decision-queue.ts';
import { tagOf, withEntry } from '../../state/pending.ts';
import type { Words } from '../../words/index.ts';
import { isLoaded, patchCluster } from './cluster-queue.ts';

/** Decisions that follow one another quickly are looked up together. */
const LOOK_AFTER_MILLIS = 150;

/**
 * Brings what the server took into what was loaded: at once as it was expected, so that nothing flickers, and then as it
 * really is.
 */
export class LoadedClusters {
  readonly #queries: QueryClient;
  /** How often each was changed: an answer that was asked before a newer change is old. */
  readonly #changes = new Map<string, number>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  readonly #due = new Set<string>();

  constructor(queries: QueryClient) {
    this.#queries = queries;
  }

  take(entry: Entry): void {
    const { kind } = entry.order;
    if (kind === 'undo' || kind === 'redo') {
      // Which clusters it changed only the server knows.
      void this.#queries.invalidateQueries({ queryKey: ['queue'] });
      return;
    }
    // A deed may be for hundreds, of which a few are on the screen.
    for (const id of entry.clusters) {
      if (!isLoaded(this.#queries, id)) continue;
      patchCluster(this.#queries, id, (cluster) => withEntry(cluster, entry));
      this.#changes.set(id, (this.#changes.get(id) ?? 0) + 1);
      this.#due.add(id);
    }
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), LOOK_AFTER_MILLIS);
  }

  #look(): void {
    const ids = [...this.#due];
    this.#due.clear();
    for (const id of ids) void this.#lookUp(id);
  }

  async #lookUp(id: string): Promise<void> {
    const before = this.#changes.get(id);
    const cluster = await ask<Cluster>(`/clusters/${id}`).catch(() => null);
    if (cluster !== null && this.#changes.get(id) === before) patchCluster(this.#queries, id, () => cluster);
  }
}

/** What came of a deed, in a sentence; null where there is nothing to say. */
export function toldOf(entry: Entry, answer: unknown, words: Words): string | null {
  const { told } = words.review;
  const { order } = entry;
  // What is said of dates the panel Dates tells.
  if (answer === null || order.kind === 'dates') return null;
  if (order.kind === 'people') {
    const { photos } = answer as Flagged;
    return photos === 0 ? told.unchanged : told.people(photos);
  }
  if (order.kind === 'decide') {
    const { deed, decisions } = answer as Decided;
    if (deed === null) return told.unchanged;
    const held = Math.max(...decisions.map((one) => one.held.length));
    if (decisions.length > 1 && entry.clusters.length > 1)
      return told.clusters(entry.clusters.length, decisions.length, held);
    if (decisions.length > 1) return told.several(decisions.length, held);
    const [one] = decisions;
    return told[order.decisions[0]!.verdict](tagOf(order.decisions[0]!).name, one!.applied, held);
  }
  const { deed } = answer as TakenBack;
  if (deed === null) return order.kind === 'undo' ? told.nothingToUndo : told.nothingToRedo;
  return told[order.kind](deed.words);
}
