import { Button } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { ProblemText } from '../../shell/problem-text.tsx';
import { decisionQueue } from '../../state/queue-of-page.ts';
import { useWords } from '../../words/index.ts';
import classes from './review.module.css';

export const useDecisions = () => useSyncExternalStore(decisionQueue.subscribe, () => decisionQueue.state);

/** Whether all that was decided has arrived. */
export function Saving() {
  const words = useWords().review;
  const { entries, waitsFor } = useDecisions();
  const text =
    entries.length === 0
      ? words.saved
      : waitsFor === null
        ? words.saving(entries.length)
        : words.waiting(entries.length);
  return (
    <span className={classes.saving} data-waits={waitsFor !== null || undefined} data-count={entries.length}>
      {text}
    </span>
  );
}

/** What was not taken, and why; and why the rest waits, where the connection is not the reason. */
export function Refusals() {
  const words = useWords();
  const { refusals, waitsFor } = useDecisions();
  const waits = waitsFor !== null && waitsFor.status !== 0 ? waitsFor : null;
  if (refusals.length === 0 && waits === null) return null;
  return (
    <div className={classes.refusals} role="alert">
      {waits !== null && (
        <div className={classes.refusal}>
          <ProblemText problem={{ ...waits, message: waits.detail }} />
          <Button size="compact-sm" variant="default" onClick={() => decisionQueue.wake()}>
            {words.shell.tryNow}
          </Button>
        </div>
      )}
      {refusals.map(({ id, words: deed, code, detail, remedy }) => (
        <div key={id} className={classes.refusal}>
          <div>
            <b>
              {words.review.refused}: {deed}.
            </b>
            <ProblemText problem={{ code, message: detail, remedy }} />
          </div>
          <Button size="compact-sm" variant="default" onClick={() => decisionQueue.dismiss(id)}>
            {words.review.dismiss}
          </Button>
        </div>
      ))}
    </div>
  );
}
