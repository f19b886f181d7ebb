import { Button, Modal } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { runEvents } from '../../api/run-events.ts';
import { Trouble } from '../../shell/notice.tsx';
import { useWords } from '../../words/index.ts';
import classes from './config.module.css';
import { Difference } from './difference.tsx';
import { Effects } from './effects.tsx';
import type { ConfigState } from './use-config.ts';

const AUTOFOCUS = { 'data-autofocus': true };

/** The difference and what it brings, before anything is saved. */
export function SaveDialog(props: {
  readonly state: ConfigState;
  readonly opened: boolean;
  readonly onClose: () => void;
}) {
  const { state, opened, onClose } = props;
  const { config, shell } = useWords();
  const run = useSyncExternalStore(runEvents.subscribe, () => runEvents.run);
  const isRunning = run !== null && run.endedAt === null;
  const { base, text, checked } = state.draft;
  const isWrong = checked.problems.length > 0;
  const mayNot = isWrong || isRunning || base.obstacle !== null;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={config.saveTitle(base.file)}
      size={920}
      lockScroll={false}
      closeButtonProps={{ 'aria-label': shell.close }}
    >
      <div className={classes.dialog}>
        {!base.exists && <p className={classes.note}>{config.makesFile}</p>}
        {base.exists ? (
          <Difference before={base.text} after={text} label={config.difference} />
        ) : (
          <Difference before={base.text} after={text} label={config.differenceFromDefaults} />
        )}
        <section>
          <h3>{config.whatItBrings}</h3>
          <Effects effects={checked.effects} />
        </section>
        {isWrong && (
          <div className={classes.warning} role="alert">
            {checked.problems.map(({ line, key, problem, remedy }) => (
              <p key={`${line} ${key}`}>
                <b>
                  {line === null ? '' : `${config.line(line)}: `}
                  {key === '' ? '' : `${key}: `}
                  {problem}.
                </b>{' '}
                {remedy}
              </p>
            ))}
          </div>
        )}
        {isRunning && <p className={classes.warning}>{config.runAtWork}</p>}
        {base.obstacle !== null && <Obstacle obstacle={base.obstacle} text={text} />}
        {state.saveError && <Trouble error={state.saveError} />}
        <div className={classes.answers}>
          <Button variant="default" {...(mayNot && AUTOFOCUS)} onClick={onClose}>
            {config.notYet}
          </Button>
          <Button {...(!mayNot && AUTOFOCUS)} loading={state.isSaving} disabled={mayNot} onClick={state.save}>
            {config.save}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

/** The file cannot be saved from here: what one can do, with the text at hand. */
export function Obstacle(props: {
  readonly obstacle: NonNullable<ConfigState['draft']['base']['obstacle']>;
  readonly text: string;
}) {
  const { obstacle, text } = props;
  const words = useWords().config;
  return (
    <div className={classes.warning} role="status">
      <b>{obstacle.problem}.</b> {obstacle.remedy}{' '}
      <button type="button" className={classes.link} onClick={() => download(text)}>
        {words.downloadText}
      </button>
    </div>
  );
}

function download(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'config.yaml';
  link.click();
  URL.revokeObjectURL(url);
}
