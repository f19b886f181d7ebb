import { Button, Modal } from '@mantine/core';
import { useWords } from '../../words/index.ts';
import classes from './config.module.css';
import { Difference } from './difference.tsx';
import type { ConfigState } from './use-config.ts';

/** Somebody else saved the file: what they changed, and three ways on. None of them saves anything yet. */
export function ConflictDialog({ state }: { readonly state: ConfigState }) {
  const { config, shell } = useWords();
  const { theirs, draft, isDirty, differing } = state;
  if (theirs === null) return null;
  const isWhole = isDirty && differing.length > 0 && draft.checked.given !== null && theirs.given !== null;
  return (
    <Modal
      opened
      onClose={state.keepMine}
      title={config.conflictTitle}
      size={920}
      lockScroll={false}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': `${shell.close}: ${config.keepMine}` }}
    >
      <div className={classes.dialog}>
        <p>{config.conflict}</p>
        <Difference
          before={draft.base.exists ? draft.base.text : ''}
          after={theirs.text}
          label={config.theirChanges}
        />
        <ul className={classes.ways}>
          {isWhole && (
            <li>
              <Button data-autofocus onClick={state.mergeIntoTheirs}>
                {config.mergeIntoTheirs}
              </Button>
              <span>{config.mergeHelp(differing.map(({ setting }) => setting.key).join(', '))}</span>
            </li>
          )}
          <li>
            <Button variant="default" onClick={state.takeTheirs}>
              {config.takeTheirs}
            </Button>
            <span>{config.takeTheirsHelp}</span>
          </li>
          <li>
            <Button variant="default" onClick={state.keepMine}>
              {config.keepMine}
            </Button>
            <span>{config.keepMineHelp}</span>
          </li>
        </ul>
      </div>
    </Modal>
  );
}
