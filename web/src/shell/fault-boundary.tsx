import { Component, type ReactNode } from 'react';
import { DICTIONARY } from '../words/index.ts';
import { language } from '../words/language.ts';
import classes from './shell.module.css';

/** A fault of the page itself is shown, never a white page. */
export class FaultBoundary extends Component<{ readonly children: ReactNode }, { error: unknown }> {
  override state = { error: null as unknown };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const words = DICTIONARY[language.value].shell;
    return (
      <div className={classes.empty} role="alert">
        <h1>{words.broken}</h1>
        <p>{words.brokenRemedy}</p>
        <code>{String(error)}</code>
        <div className={classes.emptyDeeds}>
          <button type="button" onClick={() => location.reload()}>
            {words.reload}
          </button>
        </div>
      </div>
    );
  }
}
