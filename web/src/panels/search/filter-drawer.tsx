import { Button, Drawer } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../../words/index.ts';
import { Field } from '../review/filter-form.tsx';
import shared from '../review/review.module.css';
import { type Question, withoutFilters } from './question.ts';

interface Props {
  readonly question: Question;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onApply: (question: Question) => void;
}

/** What photos must be besides what is typed. */
export function FilterDrawer({ question, opened, onClose, onApply }: Props) {
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
      <FilterForm question={question} onApply={onApply} />
    </Drawer>
  );
}

function FilterForm({ question, onApply }: Pick<Props, 'question' | 'onApply'>) {
  const { review, search } = useWords();
  const [draft, change] = useState(question);
  const set =
    (key: keyof Question) =>
    (event: { currentTarget: { value: string } }): void =>
      change({ ...draft, [key]: event.currentTarget.value });
  const choice = (
    key: 'trust' | 'people' | 'reviewed' | 'tagsOnly',
    choices: Readonly<Record<string, string>>,
  ) => (
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
      title={review.filter.dateHint}
    />
  );
  return (
    <form
      className={shared.filterForm}
      onSubmit={(event) => {
        event.preventDefault();
        onApply(draft);
      }}
    >
      <div className={shared.two}>
        <Field label={review.filter.from}>{date('from')}</Field>
        <Field label={review.filter.to}>{date('to')}</Field>
      </div>
      <Field label={review.filter.leastTrust}>
        {choice('trust', { '': review.filter.any, '0.5': '50 %', '0.8': '80 %', '0.95': '95 %' })}
      </Field>
      <Field label={review.filter.camera}>
        <input value={draft.camera} onChange={set('camera')} maxLength={200} />
      </Field>
      <Field label={search.filter.place}>
        <input
          value={draft.place}
          onChange={set('place')}
          placeholder="Rio"
          title={search.filter.placeHint}
          maxLength={200}
        />
      </Field>
      <Field label={review.filter.people}>{choice('people', search.filter.peoples)}</Field>
      <Field label={search.filter.reviewed}>{choice('reviewed', search.filter.reviewedChoices)}</Field>
      <Field label={search.filter.tagsOnly}>{choice('tagsOnly', search.filter.tagsOnlyChoices)}</Field>
      <div className={shared.filterDeeds}>
        <Button type="submit">{review.filter.apply}</Button>
        <Button variant="default" onClick={() => onApply(withoutFilters(question))}>
          {review.filter.clear}
        </Button>
      </div>
    </form>
  );
}
