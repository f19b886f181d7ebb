import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Config } from '../../api/wire.ts';
import { useWords } from '../../words/index.ts';
import common from './config.module.css';
import classes from './form.module.css';
import { textOf } from './inputs.tsx';
import type { InputProps } from './setting-field.tsx';
import { valueAt } from './settings.ts';

/** The folders with photos: which are there, which may be added, and what the start of the program said of them. */
export function Roots({
  setting,
  value,
  onChange,
  id,
  isWrong,
  describedBy,
  base,
}: InputProps & { readonly base: Config }) {
  const words = useWords().config;
  const [typed, type] = useState('');
  const roots = Array.isArray(value) ? value.map(textOf) : [];
  // In the order of the file, and absolute.
  const saved = (valueAt(base.given, setting.path) as readonly unknown[] | undefined) ?? [];
  const add = (): void => {
    // As it is copied from a terminal or a file manager.
    const path = typed.trim().replace(/^(['"])(.*)\1$/, '$2');
    if (path !== '' && !roots.includes(path)) onChange([...roots, path]);
    type('');
  };
  return (
    <div className={classes.wordList}>
      {base.rootsFromStart && (
        <p className={common.note}>
          {words.rootsFromStart} <code>{base.roots.map(({ path }) => path).join(' ')}</code>
        </p>
      )}
      {base.allowedFolders !== null && (
        <p className={common.note}>
          {words.allowedFolders} <code>{base.allowedFolders.join(', ') || '–'}</code>
        </p>
      )}
      <ul className={classes.rows}>
        {roots.map((root) => {
          const known = base.rootsFromStart ? undefined : base.roots[saved.indexOf(root)];
          return (
            <li key={root}>
              <span className={classes.rowPath}>{root}</span>
              {known?.isThere === false && <span className={common.bad}>{words.rootMissing}</span>}
              {known === undefined && !base.rootsFromStart && (
                <span className={classes.facts}>{words.rootNew}</span>
              )}
              <Button
                size="compact-sm"
                variant="default"
                aria-label={words.removeOne(root)}
                onClick={() => onChange(roots.filter((one) => one !== root))}
              >
                {words.remove}
              </Button>
            </li>
          );
        })}
        {roots.length === 0 && <li className={common.dim}>{words.noRoots}</li>}
      </ul>
      <div className={classes.addRow}>
        <input
          id={id}
          className={classes.input}
          value={typed}
          placeholder="/photos/2026"
          aria-invalid={isWrong || undefined}
          aria-describedby={describedBy}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => type(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            add();
          }}
        />
        <Button variant="default" disabled={typed.trim() === ''} onClick={add}>
          {words.addFolder}
        </Button>
      </div>
    </div>
  );
}
