import { Button, Drawer } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useWords } from '../../words/index.ts';
import { type Filter, NO_FILTER } from './filter.ts';
import classes from './review.module.css';

interface Props {
  readonly filter: Filter;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onApply: (filter: Filter) => void;
}

export function FilterDrawer({ filter, opened, onClose, onApply }: Props) {
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
      <FilterForm filter={filter} onApply={onApply} />
    </Drawer>
  );
}

function FilterForm({ filter, onApply }: Pick<Props, 'filter' | 'onApply'>) {
  const words = useWords().review.filter;
  const [draft, change] = useState(filter);
  const set =
    (key: keyof Filter) =>
    (event: { currentTarget: { value: string } }): void =>
      change({ ...draft, [key]: event.currentTarget.value });
  const choice = (key: 'order' | 'state' | 'people' | 'leastTrust', choices: Record<string, string>) => (
    <select value={draft[key]} onChange={set(key)}>
      {Object.entries(choices).map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
  const date = (key: 'from' | 'to') => (
    <input
      value={draft[key]}
      onChange={set(key)}
      placeholder="2014-05"
      pattern="\d{4}(-\d{2}(-\d{2})?)?"
      title={words.dateHint}
    />
  );
  return (
    <form
      className={classes.filterForm}
      onSubmit={(event) => {
        event.preventDefault();
        onApply(draft);
      }}
    >
      <Field label={words.state}>{choice('state', words.states)}</Field>
      <Field label={words.order}>{choice('order', words.orders)}</Field>
      <div className={classes.two}>
        <Field label={words.from}>{date('from')}</Field>
        <Field label={words.to}>{date('to')}</Field>
      </div>
      <Field label={words.tag}>
        <input value={draft.tag} onChange={set('tag')} placeholder="CK:flower" maxLength={200} />
      </Field>
      <Field label={words.camera}>
        <input value={draft.camera} onChange={set('camera')} maxLength={200} />
      </Field>
      <Field label={words.people}>{choice('people', words.peoples)}</Field>
      <div className={classes.two}>
        <Field label={words.leastTrust}>
          {choice('leastTrust', { '': words.any, '0.5': '50 %', '0.8': '80 %', '0.95': '95 %' })}
        </Field>
        <Field label={words.leastMembers}>
          <input
            type="number"
            min={1}
            max={100000}
            value={draft.leastMembers}
            onChange={set('leastMembers')}
          />
        </Field>
      </div>
      <div className={classes.filterDeeds}>
        <Button type="submit">{words.apply}</Button>
        <Button variant="default" onClick={() => onApply(NO_FILTER)}>
          {words.clear}
        </Button>
      </div>
    </form>
  );
}

export function Field({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className={classes.field}>
      <span>{label}</span>
      {children}
    </label>
  );
}
