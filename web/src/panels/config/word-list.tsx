import { Button } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { CROSS } from '../../shell/icons.tsx';
import { useWords } from '../../words/index.ts';
import classes from './form.module.css';
import { textOf } from './inputs.tsx';
import type { InputProps } from './setting-field.tsx';
import { isFound } from './settings.ts';

/** So many and more are looked through by typing. */
const MANY = 12;

/** A list of words or patterns, each with a cross; several may be pasted, one a line. */
export function WordList({ setting, value, onChange, id, isWrong, describedBy }: InputProps) {
  const words = useWords().config;
  const [typed, type] = useState('');
  const list = Array.isArray(value) ? value.map(textOf) : [];
  const add = (text: string): void => {
    const added = text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !list.includes(line));
    if (added.length > 0) onChange([...list, ...new Set(added)]);
    type('');
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    add(typed);
  };
  const isMany = list.length >= MANY;
  const shown = isMany && typed !== '' ? list.filter((word) => isFound(typed, [word])) : list;
  const isThere = list.includes(typed.trim());
  return (
    <div className={classes.wordList}>
      <div className={classes.addRow}>
        <input
          id={id}
          className={classes.input}
          value={typed}
          placeholder={isMany ? words.findOrAdd : words.addOne}
          aria-invalid={isWrong || undefined}
          aria-describedby={describedBy}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => type(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const text = event.clipboardData.getData('text');
            if (!text.includes('\n')) return;
            event.preventDefault();
            add(text);
          }}
        />
        <Button
          variant="default"
          disabled={typed.trim() === '' || isThere}
          aria-label={words.addTo(setting.key)}
          onClick={() => add(typed)}
        >
          {words.add}
        </Button>
        {isMany && <span className={classes.facts}>{words.ofMany(shown.length, list.length)}</span>}
      </div>
      <ul className={classes.chips} aria-label={setting.key}>
        {shown.map((word) => (
          <li key={word}>
            {word}
            <button
              type="button"
              aria-label={words.removeOne(word)}
              title={words.removeOne(word)}
              onClick={() => onChange(list.filter((one) => one !== word))}
            >
              {CROSS}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
