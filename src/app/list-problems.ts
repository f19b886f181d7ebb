import type { StageName } from '../domain/stage-name.ts';
import type { OutcomeRow } from '../store/store.ts';
import type { Library } from './library.ts';

export interface ProblemQuery {
  readonly stage?: StageName | undefined;
  readonly status?: 'failed' | 'skipped' | undefined;
  readonly offset: number;
  readonly limit: number;
}

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
  { store }: Library,
  { stage, status, offset, limit }: ProblemQuery,
): Promise<{ rows: ProblemRow[]; total: number }> {
  const meant = (await store.outcomes.problems()).filter(
    (row) => (stage === undefined || row.stage === stage) && (status === undefined || row.status === status),
  );
  meant.sort((a, b) => Number(b.status === 'failed') - Number(a.status === 'failed'));
  const page = meant.slice(offset, offset + limit);
  const files = await store.files.ofPhotos(page.map(({ item }) => item).filter((item) => SHA1.test(item)));
  return { rows: page.map((row) => ({ ...problemOf(row), path: pathOf(row) })), total: meant.length };

  function pathOf({ item }: OutcomeRow): string | null {
    if (SHA1.test(item)) return files.get(item)?.[0]?.path ?? null;
    return item.startsWith('/') || /^[A-Za-z]:[\\/]/.test(item) ? item : null;
  }
}

function problemOf({ item, stage, status, reason }: OutcomeRow): Omit<ProblemRow, 'path'> {
  return { item, stage, status: status === 'failed' ? 'failed' : 'skipped', reason: reason ?? '' };
}
