import { Button } from '@mantine/core';
import type { VocabularyChanges } from '../../../api/wire.ts';
import { momentText } from '../../../format/moment.ts';
import { Trouble } from '../../../shell/notice.tsx';
import { useLanguage, useWords } from '../../../words/index.ts';
import common from '../config.module.css';
import fields from '../form.module.css';
import type { VocabularyState } from './use-vocabulary.ts';
import classes from './vocabulary.module.css';

type Row = VocabularyChanges['rows'][number];

/** Every change, newest first, with its way back. */
export function History(props: {
  readonly changes: VocabularyState['changes'];
  readonly isAtWork: boolean;
  readonly onUndo: (change: number) => void;
}) {
  const { changes, isAtWork, onUndo } = props;
  const words = useWords().config.vocabulary;
  const language = useLanguage();
  const rows = changes.data?.rows.toReversed() ?? [];
  const stateOf = ({ id, undoneBy, undoes }: Row): string => {
    if (undoneBy === id) return words.rolledBack;
    if (undoneBy !== null) return words.undoneBy(String(undoneBy));
    return undoes === null ? '' : words.undoes(String(undoes));
  };
  return (
    <section className={classes.history}>
      <h2>{words.history}</h2>
      {changes.error && <Trouble error={changes.error} onRetry={() => void changes.refetch()} />}
      {changes.data !== undefined && rows.length === 0 && <p className={common.dim}>{words.noHistory}</p>}
      <ul className={fields.rows}>
        {rows.map((row) => (
          <li key={row.id}>
            <span className={classes.historyHead}>
              <b>{words.change(String(row.id))}</b>
              <span className={fields.facts}>{momentText(row.at, language)}</span>
            </span>
            <code className={classes.command}>{row.command.replace(/ --apply$/, '')}</code>
            <span className={fields.facts}>{stateOf(row)}</span>
            {row.undoneBy === null && row.undoes === null && (
              <Button
                size="compact-sm"
                variant="default"
                disabled={isAtWork}
                aria-label={`${words.takeBack} ${words.change(String(row.id))}`}
                onClick={() => onUndo(row.id)}
              >
                {words.takeBack}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
