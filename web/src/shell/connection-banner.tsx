import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { ask } from '../api/ask.ts';
import { connection } from '../api/connection.ts';
import { useWords } from '../words/index.ts';
import classes from './shell.module.css';

const EVERY_MILLIS = 2000;
const ping = (): void => void ask('/run').catch(() => undefined);

export const useIsLost = (): boolean => useSyncExternalStore(connection.subscribe, () => connection.isLost);

/** Says that nobody answers, and asks until somebody does. */
export function ConnectionBanner() {
  const words = useWords();
  const isLost = useIsLost();
  const queries = useQueryClient();
  useEffect(() => {
    if (!isLost) return;
    const timer = setInterval(ping, EVERY_MILLIS);
    return () => {
      clearInterval(timer);
      void queries.invalidateQueries();
    };
  }, [isLost, queries]);
  return (
    <div role="status" aria-live="polite">
      {isLost && (
        <div className={classes.banner}>
          <span>{words.shell.lost}</span>
          <Button size="compact-sm" variant="default" onClick={ping}>
            {words.shell.tryNow}
          </Button>
        </div>
      )}
    </div>
  );
}
