import { type KeyboardEvent, memo, useEffect, useLayoutEffect, useRef } from 'react';
import type { ConfigProblem } from '../../api/wire.ts';
import { useWords } from '../../words/index.ts';
import common from './config.module.css';
import classes from './yaml.module.css';

/** The same as in config.module.css: marks are laid over lines. */
const LINE_PX = 20;
const PAD_PX = 10;

interface Props {
  readonly text: string;
  readonly problems: readonly ConfigProblem[];
  readonly isReadOnly: boolean;
  /** The line to be shown first, 1-based; null: as it was. */
  readonly goTo: number | null;
  readonly onType: (text: string) => void;
}

/** The file as text: lines with their numbers, and what is wrong at the line where it is. */
export function YamlView({ text, problems, isReadOnly, goTo, onType }: Props) {
  const words = useWords().config;
  const area = useRef<HTMLTextAreaElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const lines = text.split('\n');
  const widest = lines.reduce((most, line) => Math.max(most, line.length), 0);
  const show = (line: number): void => {
    const field = area.current;
    if (field === null) return;
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    field.focus({ preventScroll: true });
    field.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
    scroller.current?.scrollTo({ top: Math.max(0, (line - 4) * LINE_PX), left: 0 });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is opened at a line
  useEffect(() => {
    if (goTo !== null) show(goTo);
  }, [goTo]);
  // The field is as high as its text: one thing scrolls, and lines, marks and text stay together.
  useLayoutEffect(() => {
    const field = area.current;
    if (field !== null) field.style.height = `${lines.length * LINE_PX + 2 * PAD_PX}px`;
  }, [lines.length]);
  const at = problems.flatMap((problem) =>
    problem.line === null ? [] : [{ ...problem, line: problem.line }],
  );
  return (
    <div className={classes.yaml}>
      {problems.length > 0 && (
        <ul className={classes.yamlProblems} aria-label={words.problems(problems.length)}>
          {problems.map(({ line, key, problem, remedy }) => (
            <li key={`${line} ${key} ${problem}`}>
              {line !== null && (
                <button type="button" className={common.link} onClick={() => show(line)}>
                  {words.line(line)}
                </button>
              )}{' '}
              <b>
                {key === '' ? '' : `${key}: `}
                {problem}.
              </b>{' '}
              {remedy}
            </li>
          ))}
        </ul>
      )}
      <div ref={scroller} className={classes.editor}>
        <div className={classes.gutter} aria-hidden="true" style={{ paddingBlock: PAD_PX }}>
          {lines.map((_, index) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number here
              key={index}
              data-wrong={at.some(({ line }) => line === index + 1) || undefined}
            >
              {index + 1}
            </span>
          ))}
        </div>
        <div className={classes.page} style={{ minWidth: `calc(${widest}ch + 24px)` }}>
          <Coloured text={text} />
          {at.map(({ line, key, problem, remedy }) => (
            <span
              key={`${line} ${key} ${problem}`}
              className={classes.mark}
              aria-hidden="true"
              style={{
                top: PAD_PX + (line - 1) * LINE_PX,
                paddingLeft: `calc(${lines[line - 1]?.length ?? 0}ch + 28px)`,
              }}
            >
              {problem}. {remedy}
            </span>
          ))}
          <textarea
            ref={area}
            className={classes.text}
            aria-label={words.yamlLabel}
            aria-invalid={problems.length > 0 || undefined}
            value={text}
            readOnly={isReadOnly}
            spellCheck={false}
            autoCapitalize="off"
            autoComplete="off"
            wrap="off"
            onChange={(event) => onType(event.currentTarget.value)}
            onKeyDown={keepIndent}
          />
        </div>
      </div>
    </div>
  );
}

/** A new line begins where the one above does. Tab is left to the browser: it leaves the field. */
function keepIndent(event: KeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const { value, selectionStart } = event.currentTarget;
  const line = value.slice(value.lastIndexOf('\n', selectionStart - 1) + 1, selectionStart);
  const indent = /^\s*/.exec(line)![0];
  if (indent === '') return;
  event.preventDefault();
  // Through the browser, so that Ctrl-Z takes it back.
  document.execCommand('insertText', false, `\n${indent}`);
}

/** The same text behind the field, which is without colour itself. */
const Coloured = memo(function Coloured({ text }: { readonly text: string }) {
  return (
    <pre className={classes.coloured} aria-hidden="true">
      {text.split('\n').map((line, index) => {
        const { key, rest, comment } = partsOf(line);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number here
          <span key={index} className={classes.colouredLine}>
            {key !== '' && <b>{key}</b>}
            {rest}
            {comment !== '' && <i>{comment}</i>}
          </span>
        );
      })}
    </pre>
  );
});

/** Key, value and comment of a line, as far as a look at the line tells: it is colour, and no more. */
export function partsOf(line: string): { key: string; rest: string; comment: string } {
  const key = /^\s*(?:- )?[\w.-]+(?=\s*:(\s|$))/.exec(line)?.[0] ?? '';
  const behind = line.slice(key.length);
  const quotes = /(?:^|\s)#.*$/.exec(
    behind.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, (quoted) => '_'.repeat(quoted.length)),
  );
  const at = quotes === null ? behind.length : quotes.index;
  return { key, rest: behind.slice(0, at), comment: behind.slice(at) };
}
