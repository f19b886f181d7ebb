import { Button, CloseButton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { ask, queryOf } from '../../api/ask.ts';
import type { ProblemRows } from '../../api/wire.ts';
import { Trouble } from '../../shell/notice.tsx';
import { useWords } from '../../words/index.ts';
import classes from './run.module.css';

export interface Asked {
  readonly stage: string;
  readonly status: 'failed' | 'skipped';
}

/** Which items a stage did not do, and why. */
export function Problems({ asked, onClose }: { readonly asked: Asked; readonly onClose: () => void }) {
  const words = useWords();
  const { stage, status } = asked;
  const place = useRef<HTMLElement>(null);
  useEffect(() => place.current?.scrollIntoView({ block: 'nearest' }), []);
  const { data, error, fetchNextPage, hasNextPage, isFetching, refetch } = useInfiniteQuery({
    queryKey: ['problems', stage, status],
    queryFn: ({ pageParam, signal }) =>
      ask<ProblemRows>(`/problems${queryOf({ stage, status, cursor: pageParam })}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const rows = data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <section ref={place} className={classes.problems} aria-busy={isFetching}>
      <div className={classes.stepHead}>
        <h2>{words.run.problems(words.run.stages[stage] ?? stage)}</h2>
        <CloseButton aria-label={words.shell.close} onClick={onClose} />
      </div>
      {error && <Trouble error={error} onRetry={() => void refetch()} />}
      {data && rows.length === 0 && <p>{words.run.noProblems}</p>}
      <ul>
        {rows.map((row) => (
          <li key={`${row.stage} ${row.item}`}>
            <span className={classes.path}>{row.path ?? row.item}</span>
            <span lang="en">{row.reason}</span>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button variant="default" size="compact-sm" loading={isFetching} onClick={() => void fetchNextPage()}>
          {words.run.more}
        </Button>
      )}
    </section>
  );
}
