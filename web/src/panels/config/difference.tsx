import { useMemo } from 'react';
import { useWords } from '../../words/index.ts';
import common from './config.module.css';
import classes from './difference.module.css';
import { hunksOf, lineDiff } from './line-diff.ts';

/** What a text was and would be, line by line, with a few lines around (as a unified diff). */
export function Difference(props: {
  readonly before: string;
  readonly after: string;
  readonly label: string;
}) {
  const { before, after, label } = props;
  const words = useWords().config;
  const hunks = useMemo(() => hunksOf(lineDiff(before, after)), [before, after]);
  if (hunks.length === 0) return <p className={common.dim}>{words.noDifference}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it
    <section className={classes.difference} aria-label={label} tabIndex={0}>
      {hunks.map((hunk) => (
        <table key={`${hunk[0]!.before} ${hunk[0]!.after}`}>
          <tbody>
            {hunk.map(({ kind, text, before, after }) => (
              <tr key={`${before} ${after}`} data-kind={kind}>
                <td className={classes.lineNumber}>{after ?? before}</td>
                <td>
                  <span aria-hidden="true">{SIGN[kind]} </span>
                  {kind !== 'same' && <span className="hidden">{words.lineKinds[kind]} </span>}
                  {text === '' ? ' ' : text}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </section>
  );
}

const SIGN = { same: ' ', added: '+', removed: '−' };
