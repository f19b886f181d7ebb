import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { statusQuery } from '../api/queries.ts';
import { useWords } from '../words/index.ts';
import { Trouble } from './notice.tsx';
import { navigate } from './router.tsx';
import classes from './shell.module.css';

/** Goes where there is something to do: to the review as soon as there are clusters. */
export function Home() {
  const words = useWords();
  const { data, error, refetch } = useQuery(statusQuery);
  useEffect(() => {
    if (data !== undefined) navigate(data.clusters > 0 ? '/review' : '/run', { replace: true });
  }, [data]);
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />;
  return <p className={classes.loading}>{words.shell.loading}</p>;
}
