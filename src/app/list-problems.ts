import type { StageName } from '../domain/stage-name.ts';
import type { OutcomeRow, ProblemQuery } from '../store/store.ts';
import type { Library } from './library.ts';

export interface ProblemRow {
  /** A path, a SHA-1, or the id of a folder, window or cluster. */
  readonly item: string;
  /** Of the file, where the item is one. */
  readonly path: string | null;
  readonly stage: StageName;
  readonly status: 'failed' | 'skipped';
  readonly reason: string;
}

const SHA1 = /^[0-9a-f]{40}$/;

/** What failed or was skipped, with reasons and paths; failed ones first. */
export async function listProblems(
  { store, reading }: Library,
  { offset, limit, ...query }: ProblemQuery & { readonly offset: number; readonly limit: number },
): Promise<{ rows: ProblemRow[]; total: number }> {
  const page = await reading.outcomes.problems({ ...query, offset, limit });
  const total = await reading.outcomes.countProblems(query);
  const files = await store.files.ofPhotos(page.map(({ item }) => item).filter((item) => SHA1.test(item)));
  return { rows: page.map((row) => ({ ...problemOf(row), path: pathOf(row) })), total };

  function pathOf({ item }: OutcomeRow): string | null {
    if (SHA1.test(item)) return files.get(item)?.[0]?.path ?? null;
    return item.startsWith('/') || /^[A-Za-z]:[\\/]/.test(item) ? item : null;
  }
}

function problemOf({ item, stage, status, reason }: OutcomeRow): Omit<ProblemRow, 'path'> {
  return { item, stage, status: status === 'failed' ? 'failed' : 'skipped', reason: reason ?? '' };
}
