import { Button } from '@mantine/core';
import { type Ref, useEffect, useState } from 'react';
import { AskProblem } from '../../api/ask.ts';
import { DeedButton } from '../../deeds/deed-button.tsx';
import frame from '../../look/frame.module.css';
import { FILTER, MAP } from '../../shell/icons.tsx';
import { ProblemText } from '../../shell/problem-text.tsx';
import { useWords } from '../../words/index.ts';
import { thumbnailUrl } from '../review/pictures.ts';
import { filtersOf, NO_QUESTION, type Question } from './question.ts';
import classes from './search.module.css';
import { filter, map, type SearchContext } from './search-deeds.ts';

interface Props {
  readonly question: Question;
  readonly context: SearchContext;
  readonly error: unknown;
  readonly field: Ref<HTMLInputElement>;
  readonly onAsk: (question: Question) => void;
}

/** What the server could not make sense of is the user's to mend, here; all else is a trouble of its own. */
export const isOfQuestion = (error: unknown): error is AskProblem =>
  error instanceof AskProblem && error.problem.status === 400;

export function SearchBar({ question, context, error, field, onAsk }: Props) {
  const words = useWords().search;
  const [typed, type] = useState(question.q);
  useEffect(() => type(question.q), [question.q]);
  const problem = isOfQuestion(error) ? error.problem : null;
  const count = filtersOf(question);
  return (
    <search className={classes.bar}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          // Words of their own are another question than photos that look alike.
          onAsk({ ...question, q: typed, like: '' });
          (document.activeElement as HTMLElement | null)?.blur();
        }}
      >
        <input
          ref={field}
          type="search"
          className={classes.field}
          aria-label={words.field}
          aria-invalid={problem !== null || undefined}
          aria-describedby="search-hint"
          aria-keyshortcuts="/"
          placeholder={words.placeholder}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={500}
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            // The browser would empty the field.
            event.preventDefault();
            event.currentTarget.blur();
          }}
        />
        <Button type="submit" className={classes.submit!}>
          {words.submit}
        </Button>
        <span className={`${frame.counted} ${classes.counted}`} data-count={count > 0 ? count : undefined}>
          <DeedButton deed={filter} context={context} icon={FILTER} hidesKey />
        </span>
        <span className={`${frame.counted} ${classes.counted}`}>
          <DeedButton deed={map} context={context} icon={MAP} isPressed={context.isMap} hidesKey />
        </span>
      </form>
      {problem === null ? (
        <p id="search-hint" className={classes.hint}>
          {words.hint}
        </p>
      ) : (
        <div id="search-hint" className={classes.mistake} role="alert">
          <ProblemText problem={{ ...problem, message: problem.detail }} />
        </div>
      )}
      {question.like !== '' && (
        <p className={classes.like}>
          <img src={thumbnailUrl(question.like)} width="40" height="40" alt="" />
          <span>{words.likeThis}</span>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => onAsk({ ...NO_QUESTION, ...question, like: '' })}
          >
            {words.endLike}
          </Button>
        </p>
      )}
    </search>
  );
}
