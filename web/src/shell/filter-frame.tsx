import { Button, Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../words/index.ts';
import classes from './filter-frame.module.css';

/** A drawer at the left, with what a panel's list is narrowed down by; the form in it begins anew when it is opened. */
export function FilterFrame(props: {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const { opened, onClose, children } = props;
  const words = useWords();
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      title={words.review.filters}
      position="left"
      size={360}
      lockScroll={false}
      closeButtonProps={{ 'aria-label': words.shell.close }}
    >
      {children}
    </Drawer>
  );
}

/** Its fields, and the two deeds at their end. */
export function FilterFields(props: {
  readonly onApply: () => void;
  readonly onClear: () => void;
  readonly children: ReactNode;
}) {
  const words = useWords().review.filter;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        props.onApply();
      }}
    >
      {props.children}
      <div className={classes.deeds}>
        <Button type="submit">{words.apply}</Button>
        <Button variant="default" onClick={props.onClear}>
          {words.clear}
        </Button>
      </div>
    </form>
  );
}

/** Two fields side by side. */
export const Two = ({ children }: { readonly children: ReactNode }) => (
  <div className={classes.two}>{children}</div>
);

export function Field({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className={classes.field}>
      <span>{label}</span>
      {children}
    </label>
  );
}

interface FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function Choice(props: FieldProps & { readonly choices: Readonly<Record<string, string>> }) {
  const { value, onChange, choices } = props;
  return (
    <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      {Object.entries(choices).map(([choice, label]) => (
        <option key={choice} value={choice}>
          {label}
        </option>
      ))}
    </select>
  );
}

/** A day, a month or a year. */
export function DateField({ value, onChange }: FieldProps) {
  return (
    <input
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      placeholder="2014-05"
      pattern="\d{4}(-\d{2}(-\d{2})?)?"
      title={useWords().review.filter.dateHint}
    />
  );
}

/** The least trust of a date. */
export function TrustChoice(props: FieldProps) {
  const { any } = useWords().review.filter;
  return <Choice {...props} choices={{ '': any, '0.5': '50 %', '0.8': '80 %', '0.95': '95 %' }} />;
}
