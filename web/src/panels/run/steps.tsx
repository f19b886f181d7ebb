import type { Run, Stage, Status } from '../../api/wire.ts';
import { DeedButton } from '../../deeds/deed-button.tsx';
import { countText, durationText, rateText } from '../../format/numbers.ts';
import { ProgressBar } from '../../shell/progress-bar.tsx';
import { useLanguage, useWords } from '../../words/index.ts';
import { type Asked, Problems } from './problems.tsx';
import classes from './run.module.css';
import { type RunContext, runOnly } from './run-deeds.ts';

type Step = Run['steps'][number];
type Counts = Status['stages'][number];

interface Props {
  readonly stages: readonly Stage[];
  readonly status: Status;
  readonly run: Run | null;
  readonly context: RunContext;
  readonly asked: Asked | null;
  readonly onProblems: (asked: Asked | null) => void;
}

/** The stages, one after the other, as a line of steps. */
export function Steps({ stages, status, run, context, asked, onProblems }: Props) {
  return (
    <ol className={classes.steps}>
      {stages.map(({ name, title }) => (
        <StepLine
          key={name}
          name={name}
          title={title}
          step={run?.steps.find(({ stage }) => stage === name) ?? null}
          counts={status.stages.find(({ stage }) => stage === name) ?? null}
          photos={status.photos}
          context={context}
          asked={asked}
          onProblems={onProblems}
        />
      ))}
    </ol>
  );
}

function StepLine(props: {
  readonly name: string;
  readonly title: string;
  readonly step: Step | null;
  readonly counts: Counts | null;
  readonly photos: number;
  readonly context: RunContext;
  readonly asked: Asked | null;
  readonly onProblems: (asked: Asked | null) => void;
}) {
  const { name, title, step, counts, photos, context, asked, onProblems } = props;
  const words = useWords().run;
  const language = useLanguage();
  const label = words.stages[name] ?? name;
  const count = (number: number): string => countText(number, language);
  const show = (status: Asked['status']) => () =>
    onProblems(asked?.stage === name && asked.status === status ? null : { stage: name, status });
  return (
    <li className={classes.step} data-state={step?.state ?? 'none'}>
      <div className={classes.stepName}>
        <h2 title={title}>{label}</h2>
        {step !== null && <span className={classes.stepState}>{words.stepStates[step.state]}</span>}
      </div>
      <Bar step={step} share={photos === 0 ? 0 : Math.min(1, handledIn(counts) / photos)} label={label} />
      <p className={classes.pace}>{step === null ? '' : <Pace step={step} />}</p>
      <div className={classes.counts}>
        <span>
          <b>{count(counts?.done ?? 0)}</b> {words.done}
        </span>
        {(['skipped', 'failed'] as const).map((status) =>
          (counts?.[status] ?? 0) === 0 ? null : (
            <button
              key={status}
              type="button"
              className={classes.reasons}
              data-status={status}
              aria-expanded={asked?.stage === name && asked.status === status}
              aria-label={words.showProblems(count(counts![status]), words[status], label)}
              onClick={show(status)}
            >
              <b>{count(counts![status])}</b> {words[status]}
            </button>
          ),
        )}
      </div>
      <DeedButton
        deed={runOnly(name)}
        context={context}
        size="compact-xs"
        variant="subtle"
        color="gray"
        className={classes.only}
      />
      {asked?.stage === name && (
        <Problems key={asked.status} asked={asked} onClose={() => onProblems(null)} />
      )}
    </li>
  );
}

const handledIn = (counts: Counts | null): number =>
  counts === null ? 0 : counts.done + counts.skipped + counts.failed;

/** How far the run is in this stage; where no run was, which share of the library is through. */
function Bar(props: { readonly step: Step | null; readonly share: number; readonly label: string }) {
  const { step, label } = props;
  const { done, total } = step?.progress ?? { done: 0, total: 0 };
  const share =
    step === null || step.state === 'waiting'
      ? props.share
      : step.state === 'done'
        ? 1
        : total > 0
          ? Math.min(1, done / total)
          : 0;
  return (
    <ProgressBar
      label={label}
      share={share}
      isStill={step === null || step.state === 'waiting'}
      className={classes.bar}
    />
  );
}

/** How far, how fast, how long still. */
function Pace({ step }: { readonly step: Step }) {
  const words = useWords().run;
  const language = useLanguage();
  const { progress, unit, state } = step;
  if (progress === null) return null;
  const { done, total, ratePerSecond, secondsLeft, elapsedSeconds } = progress;
  const parts = [words.of(countText(done, language), countText(total, language))];
  if (state === 'running') {
    if (ratePerSecond > 0) {
      parts.push(words.rate(rateText(ratePerSecond, language), words.units[unit ?? ''] ?? unit ?? ''));
    }
    if (secondsLeft !== null && secondsLeft >= 1) parts.push(words.left(durationText(secondsLeft)));
  } else if (elapsedSeconds >= 1) {
    parts.push(words.took(durationText(elapsedSeconds)));
  }
  return <>{parts.join(' · ')}</>;
}
