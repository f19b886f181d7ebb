import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { firstClusterQuery } from '../api/queries.ts';
import { useWords } from '../words/index.ts';
import { Trouble } from './notice.tsx';
import { navigate } from './router.tsx';
import classes from './shell.module.css';

/** Goes where there is something to do: to the review as soon as there are clusters. */
export function Home() {
  const words = useWords();
  const { data, error, refetch } = useQuery(firstClusterQuery);
  useEffect(() => {
    if (data !== undefined) navigate(data.total > 0 ? '/review' : '/run', { replace: true });
  }, [data]);
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />;
  return <p className={classes.loading}>{words.shell.loading}</p>;
}
