import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { AskProblem } from '../api/ask.ts';
import { useWords } from '../words/index.ts';
import { ProblemText } from './problem-text.tsx';
import classes from './shell.module.css';

/** A state without content, with what can be done about it. */
export function Empty(props: {
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className={classes.empty}>
      <h1>{props.title}</h1>
      <p>{props.text}</p>
      <div className={classes.emptyDeeds}>{props.children}</div>
    </div>
  );
}

/** What the server said no to: what happened, what can be done. */
export function Trouble({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const words = useWords();
  const problem = error instanceof AskProblem ? error.problem : null;
  return (
    <div className={classes.trouble} role="alert">
      <ProblemText
        problem={{
          code: problem?.code,
          message: problem?.detail ?? words.shell.somethingWrong,
          remedy: problem?.remedy ?? String(error),
        }}
      />
      {onRetry && (
        <Button size="compact-sm" variant="default" onClick={onRetry}>
          {words.shell.tryAgain}
        </Button>
      )}
    </div>
  );
}
