import { setImmediate as otherWork } from 'node:timers/promises';
import { CandidateCollector, type Candidates } from '../algorithms/nearest/candidates.ts';
import { exactNearest, product } from '../algorithms/nearest/exact-nearest.ts';
import { encodeQuery } from '../algorithms/nearest/query-codes.ts';
import { encodeRow, meanOf } from '../algorithms/nearest/row-codes.ts';
import { messageOf } from '../domain/errors.ts';
import type { Sha1 } from '../domain/photo.ts';
import type { VectorSpace, VectorStore } from '../store/store.ts';
import { BLOCK_ROWS } from './code-memory.ts';
import { loadPacked, type PackedSegment, savePacked } from './packed-files.ts';
import { RowTable } from './row-table.ts';
import { scoreAllRows } from './score-all-rows.ts';
import type { AllScores, NearestRequest, Neighbour, RefreshProgress, VectorIndex } from './vector-index.ts';

/** Vectors read from the store at once: some megabytes. */
const PAGE = 2048;
/** The mean of so many is the mean of all, as near as codes need it. */
const ROWS_FOR_MEAN = 4096;
/** A mean of fewer rows is made anew when there are so many times as many. */
const GROWTH_FOR_NEW_MEAN = 4;
/** Rows that are gone cost time in each scan; closing their gaps costs writing all of them once. */
const MOST_GONE_SHARE = 0.25;
const FEW_GONE = 1024;
/** Vectors of the index that are compared with the store's before a file is believed. */
const CHECKED_ROWS = 32;
/** Blocks scanned before other work is let in: some ten milliseconds. */
const BLOCKS_AT_ONCE = 64;
/** Where some may be refused, so many times as many are looked for at once, and then again as many times. */
const REFUSED_FACTOR = 4;

export interface PackedIndexOptions {
  readonly store: VectorStore;
  readonly model: string;
  /** Where it is kept between two starts. */
  readonly folder: string;
}

/**
 * All vectors of a model as codes of eight bits a number in memory, with a bound of what each code leaves out. A query
 * scans the codes; the few rows that by their bounds may be among the nearest are then compared exactly, with the
 * vectors as the store has them. So the answer is the one that comparing with every vector would give.
 */
export class PackedVectorIndex implements VectorIndex {
  readonly #options: PackedIndexOptions;
  #table: RowTable | null = null;
  #segments: PackedSegment[] = [];
  #token = '';
  #turn: Promise<unknown> = Promise.resolve();
  unsavedBecause: string | null = null;

  constructor(options: PackedIndexOptions) {
    this.#options = options;
  }

  refresh(onProgress?: RefreshProgress): Promise<number> {
    return this.#inTurn(() => this.#refresh(onProgress));
  }

  nearest(request: NearestRequest): Promise<Neighbour[][]> {
    return this.#inTurn(() => this.#nearest(request));
  }

  scoreAll(queries: readonly Float32Array[]): Promise<AllScores> {
    return this.#inTurn(() => scoreAllRows(this.#table, queries));
  }

  /** One after the other: a refresh may move rows, and scans would only share the same core. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #nearest(request: NearestRequest): Promise<Neighbour[][]> {
    const table = this.#table;
    if (table === null || table.length === table.goneCount) return request.queries.map(() => []);
    const skipped = request.among === undefined ? table.gone : allBut(table, request.among);
    let count = request.accept === undefined ? request.count : request.count * REFUSED_FACTOR;
    for (;;) {
      const scan = { table, skipped, count: Math.min(count, table.length) };
      const candidates = await candidatesOf(request.queries, scan);
      const found = await Promise.all(
        candidates.map((one, i) => this.#compareExactly(request, table, request.queries[i]!, one)),
      );
      const isComplete = found.every(
        (best, i) =>
          candidates[i]!.beyond === -Infinity ||
          (best.length >= request.count && best.at(-1)!.score >= candidates[i]!.beyond),
      );
      // Otherwise rows that were refused hide others behind them.
      if (isComplete) return found;
      count *= REFUSED_FACTOR;
    }
  }

  async #compareExactly(
    { count, accept }: NearestRequest,
    table: RowTable,
    query: Float32Array,
    candidates: Candidates,
  ): Promise<Neighbour[]> {
    const best = await exactNearest<Sha1>({
      candidates,
      count,
      score: async (rows) => {
        const found = await this.#options.store.get(rows.map((row) => table.ids[row]!));
        const vectors = [...found.values()];
        const accepted = await accept?.(vectors.map((row) => row.sha1));
        return vectors
          .filter((row) => accepted === undefined || accepted.has(row.sha1))
          .map((row) => ({ item: row.sha1, score: product(query, row.vector) }));
      },
      compare: (one, other) => (one < other ? -1 : 1),
    });
    return best.map(({ item, score }) => ({ sha1: item, score }));
  }

  async #refresh(onProgress: RefreshProgress | undefined): Promise<number> {
    const { store, model, folder } = this.#options;
    await halveEarlier(store, onProgress);
    const space = await this.#space();
    if (space === undefined) {
      this.#forget('');
      return 0;
    }
    if (space.token !== this.#token) this.#forget(space.token);
    if (this.#table === null) {
      const packed = await loadPacked(folder, { model, token: space.token });
      if (packed !== null && (await isOfStore(packed.table, store))) {
        this.#table = packed.table;
        this.#segments = packed.segments;
      }
    }
    const changed = await this.#bringUpToDate(space, onProgress);
    if (changed) await this.#save(space);
    return this.#table!.length - this.#table!.goneCount;
  }

  async #space(): Promise<VectorSpace | undefined> {
    return (await this.#options.store.spaces()).find((space) => space.model === this.#options.model);
  }

  /** Whether there was anything to do. */
  async #bringUpToDate(space: VectorSpace, onProgress: RefreshProgress | undefined): Promise<boolean> {
    const { store, model } = this.#options;
    let table = this.#table;
    if (table === null || isOutgrown(table, space.vectors)) {
      const first = await store.page(model, { after: 0, limit: ROWS_FOR_MEAN });
      table = new RowTable(meanOf(first.map((row) => row.vector)), first.length);
      this.#table = table;
      this.#segments = [];
    }
    const before = table.length;
    const total = Math.max(space.vectors, before);
    table.reserve(total);
    for (;;) {
      const rows = await store.page(model, { after: table.lastId, limit: PAGE });
      table.append(rows);
      if (rows.length < PAGE) break;
      onProgress?.(table.length, Math.max(total, table.length));
    }
    const goneBefore = table.goneCount;
    const { vectors } = table.length === before ? space : ((await this.#space()) ?? { vectors: 0 });
    if (table.length - table.goneCount !== vectors) table.keepOnly(await store.ids(model));
    if (table.goneCount > Math.max(FEW_GONE, table.length * MOST_GONE_SHARE)) {
      table.compact();
      this.#segments = [];
      return true;
    }
    return table.length !== before || table.goneCount !== goneBefore;
  }

  /** A full or read-only disk is no reason not to search. */
  async #save(space: VectorSpace): Promise<void> {
    const { folder, model } = this.#options;
    try {
      this.#segments = await savePacked(folder, {
        model,
        token: space.token,
        table: this.#table!,
        segments: this.#segments,
      });
      this.unsavedBecause = null;
    } catch (error) {
      this.unsavedBecause = messageOf(error);
    }
  }

  #forget(token: string): void {
    this.#table = null;
    this.#segments = [];
    this.#token = token;
  }
}

/** One pass over the codes for all queries. */
async function candidatesOf(
  queries: readonly Float32Array[],
  { table, skipped, count }: { table: RowTable; skipped: Uint8Array; count: number },
): Promise<Candidates[]> {
  const coded = queries.map((query) => encodeQuery(query, table.mean, table.codes.stride));
  const collectors = coded.map((query) => new CandidateCollector(query, count));
  for (let from = 0, block = 1; from < table.length; from += BLOCK_ROWS, block++) {
    const rows = Math.min(BLOCK_ROWS, table.length - from);
    coded.forEach((query, i) => {
      collectors[i]!.add(table.codes.products(from, rows, query.codes), table, from, rows, skipped);
    });
    if (block % BLOCKS_AT_ONCE === 0) await otherWork();
  }
  return collectors.map((collector) => collector.take());
}

async function halveEarlier(store: VectorStore, onProgress: RefreshProgress | undefined): Promise<void> {
  const total = await store.countEarlier();
  for (let done = 0; done < total; ) {
    const halved = await store.halveEarlier(PAGE);
    if (halved === 0) return;
    done += halved;
    onProgress?.(Math.min(done, total), total);
  }
}

function isOutgrown(table: RowTable, vectors: number): boolean {
  const rowsOfMean = Math.max(1, table.rowsOfMean);
  return rowsOfMean < ROWS_FOR_MEAN && vectors >= rowsOfMean * GROWTH_FOR_NEW_MEAN;
}

/** Whether rows here and there, and the last one, are those of this store; those that are gone say nothing. */
async function isOfStore(table: RowTable, store: VectorStore): Promise<boolean> {
  if (table.length === 0) return true;
  const rows = Array.from({ length: CHECKED_ROWS }, (_, i) =>
    Math.floor((i * (table.length - 1)) / (CHECKED_ROWS - 1)),
  );
  const found = await store.get(rows.map((row) => table.ids[row]!));
  const codes = new Int8Array(table.codes.stride);
  for (const row of rows) {
    const vector = found.get(table.ids[row]!)?.vector;
    if (vector === undefined) continue;
    if (vector.length !== table.dimensions) return false;
    const { scale, error } = encodeRow(vector, table.mean, codes);
    const isSame =
      scale === table.scales[row] &&
      error === table.errors[row] &&
      Buffer.compare(new Uint8Array(codes.buffer), new Uint8Array(table.codes.view(row, 1))) === 0;
    if (!isSame) return false;
  }
  return true;
}

function allBut(table: RowTable, ids: Iterable<number>): Uint8Array {
  const skipped = new Uint8Array(table.length).fill(1);
  for (const id of ids) {
    const row = table.rowOf(id);
    if (row >= 0) skipped[row] = 0;
  }
  return skipped;
}
