import { Button, Modal } from '@mantine/core';
import type { WriteState } from '../../api/wire.ts';
import { countText } from '../../format/numbers.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import classes from './write.module.css';

/** The last question before sidecars change; it names how many. */
export function Confirm(props: {
  readonly job: WriteState;
  readonly opened: boolean;
  readonly onYes: () => void;
  readonly onNo: () => void;
}) {
  const { job, opened, onYes, onNo } = props;
  const { write, shell } = useWords();
  const language = useLanguage();
  const sidecars = write.sidecars(job.sidecars, countText(job.sidecars, language));
  const yes = write.yes[job.kind](job.sidecars, sidecars);
  return (
    <Modal
      opened={opened}
      onClose={onNo}
      title={yes}
      lockScroll={false}
      closeButtonProps={{ 'aria-label': shell.close }}
    >
      <p>{write.confirm[job.kind](job.sidecars, sidecars)}</p>
      <div className={classes.answers}>
        <Button variant="default" onClick={onNo}>
          {write.no}
        </Button>
        <Button data-autofocus onClick={onYes}>
          {yes}
        </Button>
      </div>
    </Modal>
  );
}
