import type { QueryClient } from '@tanstack/react-query';
import { ask } from '../../api/ask.ts';
import type { DateRunDetails, DateRuns } from '../../api/wire.ts';

const ALL = ['date-summary', 'date-runs', 'date-run', 'date-doubted'] as const;

/** Asks for everything about dates anew. */
export function askAgain(queries: QueryClient): void {
  for (const key of ALL) void queries.invalidateQueries({ queryKey: [key] });
}

/**
 * Asks for one run anew. The list keeps its rows and their order, so that what was decided can still be looked at; the
 * row says what the run is now.
 */
export async function lookAgain(queries: QueryClient, id: string): Promise<void> {
  const found = await ask<DateRunDetails>(`/dates/runs/${id}`).catch(() => null);
  if (found === null) return;
  queries.setQueryData(['date-run', id], found);
  queries.setQueriesData<{ pages: DateRuns[]; pageParams: unknown[] }>(
    { queryKey: ['date-runs'] },
    (before) =>
      before === undefined
        ? before
        : {
            ...before,
            pages: before.pages.map((page) => ({
              ...page,
              runs: page.runs.map((one) => (one.id === id ? found.run : one)),
            })),
          },
  );
}
