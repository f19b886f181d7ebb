import { Button, Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import { guardLeaving } from '../../shell/leaving.ts';
import { useWords } from '../../words/index.ts';
import classes from './config.module.css';

/** Asks before another panel is opened while something is not saved. */
export function LeaveDialog(props: { readonly isDirty: boolean; readonly onReview: () => void }) {
  const { isDirty, onReview } = props;
  const { config, shell } = useWords();
  const [go, setGo] = useState<(() => void) | null>(null);
  useEffect(() => {
    if (!isDirty) return;
    return guardLeaving((go) => {
      setGo(() => go);
      return true;
    });
  }, [isDirty]);
  const stay = (): void => setGo(null);
  return (
    <Modal
      opened={go !== null}
      onClose={stay}
      title={config.leaveTitle}
      lockScroll={false}
      closeButtonProps={{ 'aria-label': shell.close }}
    >
      <p>{config.leave}</p>
      <div className={classes.answers}>
        <Button
          variant="default"
          onClick={() => {
            stay();
            go?.();
          }}
        >
          {config.leaveAnyway}
        </Button>
        <Button variant="default" onClick={stay}>
          {config.stay}
        </Button>
        <Button
          data-autofocus
          onClick={() => {
            stay();
            onReview();
          }}
        >
          {config.deeds.review}
        </Button>
      </div>
    </Modal>
  );
}
