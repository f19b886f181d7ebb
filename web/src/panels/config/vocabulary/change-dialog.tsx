import { Button, Modal } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { VocabularyJob, VocabularyOrder, VocabularyTerm } from '../../../api/wire.ts';
import { Trouble } from '../../../shell/notice.tsx';
import { ProblemText } from '../../../shell/problem-text.tsx';
import { useWords } from '../../../words/index.ts';
import classes from '../config.module.css';
import { ChangePreview, ChangeProblems, ChangeReport } from './change-preview.tsx';
import { Progress } from './job-line.tsx';
import { TermForm } from './term-form.tsx';
import { isAtWork } from './terms.ts';
import type { VocabularyState } from './use-vocabulary.ts';
import type { Begun } from './vocabulary-tab.tsx';

/** From what is wanted by what it would bring to what was done. */
export function ChangeDialog(props: {
  readonly begun: Begun;
  readonly typed: string;
  readonly terms: readonly VocabularyTerm[];
  readonly state: VocabularyState;
  readonly onUndo: (change: number) => void;
  readonly onClose: () => void;
}) {
  const { begun, typed, terms, state, onUndo, onClose } = props;
  const { config, shell } = useWords();
  const words = config.vocabulary;
  const [order, setOrder] = useState<VocabularyOrder | null>(null);
  const asked = begun.kind === 'order' ? begun.order : order;
  const { job } = state;
  // The job of another window is no answer to what was asked here.
  const own = begun.kind === 'job' || (job !== null && job.startedAt === state.asked) ? job : null;
  const isForm = begun.kind !== 'order' && begun.kind !== 'job';
  const kind =
    begun.kind === 'order' ? begun.order.kind : begun.kind === 'job' ? (job?.kind ?? '') : begun.kind;
  const look = (order: VocabularyOrder): void => {
    setOrder(order);
    state.ask(order, true);
  };
  const about = isForm ? begun.term?.name : undefined;
  return (
    <Modal
      opened
      onClose={onClose}
      title={`${words.titles[kind] ?? kind}${about === undefined ? '' : `: ${about}`}`}
      size={760}
      lockScroll={false}
      closeButtonProps={{ 'aria-label': shell.close }}
    >
      <div className={classes.dialog}>
        {state.error && <Trouble error={state.error} />}
        {isForm && (
          // It stays, so that what was typed is there when one goes back.
          <div hidden={own !== null}>
            <TermForm
              kind={begun.kind}
              term={begun.term}
              typed={typed}
              terms={terms}
              isAsking={state.isAsking}
              onLook={look}
              onClose={onClose}
            />
          </div>
        )}
        {own === null ? (
          !isForm && !state.error && <p role="status">{words.looking}</p>
        ) : (
          <Answer
            job={own}
            onBack={isForm ? state.forget : null}
            onYes={() => asked !== null && state.ask(asked, false)}
            {...{ state, onUndo, onClose }}
          />
        )}
      </div>
    </Modal>
  );
}

function Answer(props: {
  readonly job: VocabularyJob;
  readonly state: VocabularyState;
  readonly onBack: (() => void) | null;
  readonly onYes: () => void;
  readonly onUndo: (change: number) => void;
  readonly onClose: () => void;
}) {
  const { job, state, onBack, onYes, onUndo, onClose } = props;
  const words = useWords().config.vocabulary;
  if (isAtWork(job)) {
    return (
      <>
        <Progress job={job} />
        <div className={classes.answers}>
          <Button variant="default" disabled={job.state !== 'running'} onClick={state.cancel}>
            {words.cancelJob}
          </Button>
        </div>
      </>
    );
  }
  if (job.state === 'failed') {
    return (
      <>
        <div className={classes.warning} role="alert">
          <b>{words.failed}.</b>
          {job.problem && <ProblemText problem={job.problem} />}
        </div>
        <div className={classes.answers}>
          <Button data-autofocus onClick={onClose}>
            {words.close}
          </Button>
        </div>
      </>
    );
  }
  if (!job.dryRun) {
    return (
      <>
        <ChangeReport job={job} />
        <ChangeProblems job={job} />
        <div className={classes.answers}>
          {job.changeId !== null && job.kind !== 'undo' && (
            <Button variant="default" onClick={() => onUndo(job.changeId!)}>
              {words.takeBack}
            </Button>
          )}
          <Button data-autofocus onClick={onClose}>
            {words.close}
          </Button>
        </div>
      </>
    );
  }
  const isNothing =
    job.file === 'same' && job.sidecars === 0 && job.words.every(({ photos }) => photos === 0);
  return (
    <>
      <ChangePreview job={job} />
      <ChangeProblems job={job} />
      <div className={classes.answers}>
        {onBack === null ? (
          <Button variant="default" onClick={onClose}>
            {words.no}
          </Button>
        ) : (
          <Button variant="default" onClick={onBack}>
            {words.back}
          </Button>
        )}
        <YesButton
          label={words.yes[job.kind] ?? words.yes.add!}
          isAsking={state.isAsking}
          isAllowed={job.state === 'done' && !isNothing}
          onYes={onYes}
        />
      </div>
    </>
  );
}

/** It takes the focus when the answer is there; the key that asked for the answer must not press it too. */
function YesButton(props: {
  readonly label: string;
  readonly isAsking: boolean;
  readonly isAllowed: boolean;
  readonly onYes: () => void;
}) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <Button
      ref={button}
      loading={props.isAsking}
      disabled={!props.isAllowed}
      onKeyDown={(event) => {
        if (event.repeat) event.preventDefault();
      }}
      onClick={props.onYes}
    >
      {props.label}
    </Button>
  );
}
