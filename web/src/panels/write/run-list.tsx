import { Button } from '@mantine/core';
import { useState } from 'react';
import { DeedButton } from '../../deeds/deed-button.tsx';
import { KeyCap } from '../../deeds/key-cap.tsx';
import { momentText } from '../../format/moment.ts';
import { countText } from '../../format/numbers.ts';
import { Trouble } from '../../shell/notice.tsx';
import { Link } from '../../shell/router.tsx';
import { useLanguage, useWords } from '../../words/index.ts';
import { commandOf, type ShownRun } from './runs.ts';
import classes from './write.module.css';
import { getAudit, takeBack, type WriteContext } from './write-deeds.ts';

const FEW = 20;

/** Everything that ever changed sidecars, each with its way back. */
export function Runs(props: {
  readonly context: WriteContext;
  readonly error: Error | null;
  readonly onRetry: () => void;
}) {
  const { context, error, onRetry } = props;
  const words = useWords().write;
  const language = useLanguage();
  const [showsAll, showAll] = useState(false);
  const { runs, marked } = context;
  const shown = showsAll ? runs : runs.slice(0, Math.max(FEW, marked + 1));
  return (
    <section className={classes.runs}>
      <div className={classes.head}>
        <h2 className={classes.standing}>{words.runs}</h2>
        {runs.length > 0 && (
          <a href="/api/audit.csv" download="audit.csv">
            {words.audit} <KeyCap shortcut={getAudit.keys[0]!} isDecoration />
          </a>
        )}
      </div>
      {error && <Trouble error={error} onRetry={onRetry} />}
      {runs.length === 0 && !error && <p className={classes.hint}>{words.noRuns}</p>}
      <ol>
        {shown.map((run, at) => (
          <RunLine key={run.id} run={run} isMarked={at === marked} context={context} />
        ))}
      </ol>
      {shown.length < runs.length && (
        <Button variant="default" size="compact-sm" onClick={() => showAll(true)}>
          {words.allRuns(countText(runs.length, language))}
        </Button>
      )}
    </section>
  );
}

function RunLine(props: {
  readonly run: ShownRun;
  readonly isMarked: boolean;
  readonly context: WriteContext;
}) {
  const { run, isMarked, context } = props;
  const words = useWords().write;
  const language = useLanguage();
  const command = commandOf(run);
  return (
    <li
      className={classes.run}
      aria-current={isMarked || undefined}
      ref={(line) => {
        if (isMarked && context.marked > 0) line?.scrollIntoView({ block: 'nearest' });
      }}
    >
      <div className={classes.runText}>
        <span>
          <b>{words.run(String(run.id))}</b>{' '}
          {[
            words.kinds[run.kind] ?? run.kind,
            ...(run.of === null ? [] : [words.ofRun(String(run.of))]),
            `· ${words.sidecars(run.sidecars, countText(run.sidecars, language))}`,
          ].join(' ')}
        </span>
        <span className={classes.dim}>{momentText(run.startedAt, language)}</span>
        {command !== null && <code className={classes.command}>{command}</code>}
        {run.redoneBy !== null && <span className={classes.dim}>{words.redoneBy(String(run.redoneBy))}</span>}
        {run.back === 'config' && (
          <span className={classes.dim}>
            {words.inConfig} <Link to="/config?view=vocabulary">{words.toConfig}</Link>
          </span>
        )}
        {run.back === 'moved' && <span className={classes.dim}>{words.broughtHome(String(run.id))}</span>}
      </div>
      {(run.back === 'undo' || run.back === 'redo') && (
        <DeedButton deed={takeBack(run, run.back)} context={context} size="compact-sm" />
      )}
    </li>
  );
}
