import { errorPt } from '../words/errors-pt.ts';
import { useLanguage, useWords } from '../words/index.ts';
import classes from './shell.module.css';

export interface SaidProblem {
  /** None of what an older page kept. */
  readonly code?: string | undefined;
  readonly message: string;
  readonly remedy: string;
}

/**
 * What went wrong and what can be done, in the language of the page; the sentence of the program, which is English and
 * names what it is about, is one press away.
 */
export function ProblemText({ problem: { code, message, remedy } }: { readonly problem: SaidProblem }) {
  const words = useWords().shell;
  const known = useLanguage() === 'pt' ? errorPt(code) : null;
  if (known === null) {
    return (
      <div className={classes.said} lang="en">
        <strong>{sentence(message)}</strong> <span>{remedy}</span>
      </div>
    );
  }
  return (
    <div className={classes.said}>
      <strong>{sentence(known.title)}</strong> <span>{known.remedy}</span>
      <details open={known.isVague}>
        <summary>{words.itsWords}</summary>
        <p lang="en">
          {sentence(message)} {remedy}
        </p>
      </details>
    </div>
  );
}

const sentence = (text: string): string => (/[.!?:]$/.test(text) ? text : `${text}.`);
