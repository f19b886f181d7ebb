import { useEffect } from 'react';
import { DeedButton } from '../../deeds/deed-button.tsx';
import { showInHelp } from '../../deeds/help.tsx';
import { KeyCap } from '../../deeds/key-cap.tsx';
import { useDeedKeys } from '../../deeds/use-deed-keys.ts';
import frame from '../../look/frame.module.css';
import { Trouble } from '../../shell/notice.tsx';
import shell from '../../shell/shell.module.css';
import { useWords } from '../../words/index.ts';
import { Confirm } from './confirm.tsx';
import { isAtWork } from './job.ts';
import { Job } from './job-view.tsx';
import { Runs } from './run-list.tsx';
import { useWrite } from './use-write.ts';
import classes from './write.module.css';
import { cancel, chooseProposed, chooseReviewed, compare, toggleAgain, WRITE_DEEDS } from './write-deeds.ts';

export default function WritePanel() {
  const words = useWords();
  const { context, isKnown, isConfirming, error, failedRuns, apply, dismiss, retryRuns } = useWrite();
  useEffect(() => showInHelp(WRITE_DEEDS), []);
  useDeedKeys(WRITE_DEEDS, context);
  if (!isKnown) return <p className={shell.loading}>{words.shell.loading}</p>;
  const { job, choice } = context;
  return (
    <div className={frame.page}>
      <div className={classes.order}>
        <h1>{words.write.title}</h1>
        <p className={classes.about}>{words.write.about}</p>
        <fieldset className={classes.choice} disabled={isAtWork(job)}>
          <legend>{words.write.what}</legend>
          {[chooseProposed, chooseReviewed].map((deed) => (
            <label key={deed.id}>
              <input
                type="radio"
                name="choice"
                checked={choice.reviewed === (deed === chooseReviewed)}
                onChange={() => deed.run(context)}
              />
              <span>
                {deed.label(words)} <KeyCap shortcut={deed.keys[0]!} isDecoration />
                <small>{deed === chooseReviewed ? words.write.reviewedHelp : words.write.proposedHelp}</small>
              </span>
            </label>
          ))}
          <label>
            <input type="checkbox" checked={choice.again} onChange={() => toggleAgain.run(context)} />
            <span>
              {toggleAgain.label(words)} <KeyCap shortcut={toggleAgain.keys[0]!} isDecoration />
            </span>
          </label>
        </fieldset>
        <div className={classes.deeds}>
          {isAtWork(job) ? (
            <DeedButton deed={cancel} context={context} />
          ) : (
            <DeedButton deed={compare} context={context} variant="filled" />
          )}
        </div>
      </div>
      {error && <Trouble error={error} />}
      <div className={classes.columns}>
        <Job context={context} />
        <Runs context={context} error={failedRuns} onRetry={retryRuns} />
      </div>
      {job !== null && <Confirm job={job} opened={isConfirming} onYes={apply} onNo={dismiss} />}
    </div>
  );
}
