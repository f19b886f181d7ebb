import { Switch } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../../words/index.ts';
import classes from './form.module.css';
import type { InputProps } from './setting-field.tsx';

/** Sent on when typing rests this long, or the field is left. */
const REST_MILLIS = 350;

/** What is typed is shown as it is typed, and told a little later. */
export function useTyped(value: string, tell: (typed: string) => void) {
  const [typed, setTyped] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const waiting = useRef<string | null>(null);
  const flush = (): void => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    if (waiting.current !== null && waiting.current !== value) tell(waiting.current);
    waiting.current = null;
  };
  const newest = useRef(flush);
  newest.current = flush;
  useEffect(() => () => newest.current(), []);
  return {
    value: typed ?? value,
    onChange: (event: { currentTarget: { value: string } }): void => {
      setTyped(event.currentTarget.value);
      waiting.current = event.currentTarget.value;
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = setTimeout(() => newest.current(), REST_MILLIS);
    },
    onBlur: (): void => {
      flush();
      setTyped(null);
    },
  };
}

export function TextInput({ value, onChange, id, isWrong, describedBy }: InputProps) {
  const typed = useTyped(textOf(value), onChange);
  return (
    <input
      {...typed}
      id={id}
      className={classes.input}
      aria-invalid={isWrong || undefined}
      aria-describedby={describedBy}
      spellCheck={false}
      autoComplete="off"
    />
  );
}

/** What is no number goes on as it was typed, and the server says so at the field. */
export function NumberInput({ setting, value, onChange, id, isWrong, describedBy }: InputProps) {
  const typed = useTyped(textOf(value), (text) => {
    const number = Number(text.trim().replace(',', '.'));
    if (text.trim() !== '') onChange(Number.isNaN(number) ? text.trim() : number);
  });
  return (
    <input
      {...typed}
      id={id}
      className={classes.number}
      inputMode={setting.isInteger ? 'numeric' : 'decimal'}
      aria-invalid={isWrong || undefined}
      aria-describedby={describedBy}
      autoComplete="off"
    />
  );
}

export function OnOff({ value, onChange, id, describedBy }: InputProps) {
  const words = useWords().config;
  return (
    <Switch
      id={id}
      checked={value === true}
      label={value === true ? words.on : words.off}
      aria-describedby={describedBy}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

export function Choice({ setting, value, onChange, id, isWrong, describedBy }: InputProps) {
  const text = textOf(value);
  return (
    <select
      id={id}
      className={classes.input}
      value={text}
      aria-invalid={isWrong || undefined}
      aria-describedby={describedBy}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      {/* A value that is none of them is shown too, so that it can be seen what is wrong. */}
      {[...new Set([...setting.choices, text])].map((choice) => (
        <option key={choice}>{choice}</option>
      ))}
    </select>
  );
}

/** Some of a few; in the order of the schema. */
export function Choices({ setting, value, onChange, id, describedBy }: InputProps) {
  const chosen = Array.isArray(value) ? (value as unknown[]) : [];
  return (
    <fieldset className={classes.choices} aria-labelledby={`${id}-label`} aria-describedby={describedBy}>
      {setting.choices.map((choice, index) => (
        <label key={choice} className={classes.check}>
          <input
            type="checkbox"
            id={index === 0 ? id : undefined}
            checked={chosen.includes(choice)}
            onChange={(event) => {
              const isOn = event.currentTarget.checked;
              onChange(setting.choices.filter((one) => (one === choice ? isOn : chosen.includes(one))));
            }}
          />
          {choice}
        </label>
      ))}
    </fieldset>
  );
}

export function Pair({ value, onChange, id, isWrong, describedBy }: InputProps) {
  const words = useWords().config;
  const [from, to] = Array.isArray(value) ? value.map(textOf) : ['', ''];
  const first = useTyped(from ?? '', (text) => onChange([text, to]));
  const second = useTyped(to ?? '', (text) => onChange([from, text]));
  return (
    <span className={classes.pair}>
      <input
        {...first}
        id={id}
        className={classes.number}
        aria-invalid={isWrong || undefined}
        aria-describedby={describedBy}
      />
      <span aria-hidden="true">–</span>
      <input
        {...second}
        className={classes.number}
        aria-label={words.until}
        aria-invalid={isWrong || undefined}
        aria-describedby={describedBy}
      />
    </span>
  );
}

export const textOf = (value: unknown): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
