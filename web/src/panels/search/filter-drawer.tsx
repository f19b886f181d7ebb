import { useState } from 'react';
import {
  Choice,
  DateField,
  Field,
  FilterFields,
  FilterFrame,
  TrustChoice,
  Two,
} from '../../shell/filter-frame.tsx';
import { useWords } from '../../words/index.ts';
import { type Question, withoutFilters } from './question.ts';

interface Props {
  readonly question: Question;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onApply: (question: Question) => void;
}

/** What photos must be besides what is typed. */
export function FilterDrawer({ question, opened, onClose, onApply }: Props) {
  return (
    <FilterFrame opened={opened} onClose={onClose}>
      <FilterForm question={question} onApply={onApply} />
    </FilterFrame>
  );
}

function FilterForm({ question, onApply }: Pick<Props, 'question' | 'onApply'>) {
  const { review, search } = useWords();
  const [draft, change] = useState(question);
  const of = (key: keyof Question) => ({
    value: draft[key],
    onChange: (value: string) => change({ ...draft, [key]: value }),
  });
  const text = (key: keyof Question) => ({
    value: draft[key],
    onChange: (event: { currentTarget: { value: string } }) => of(key).onChange(event.currentTarget.value),
  });
  return (
    <FilterFields onApply={() => onApply(draft)} onClear={() => onApply(withoutFilters(question))}>
      <Two>
        <Field label={review.filter.from}>
          <DateField {...of('from')} />
        </Field>
        <Field label={review.filter.to}>
          <DateField {...of('to')} />
        </Field>
      </Two>
      <Field label={review.filter.leastTrust}>
        <TrustChoice {...of('trust')} />
      </Field>
      <Field label={review.filter.camera}>
        <input {...text('camera')} maxLength={200} />
      </Field>
      <Field label={search.filter.place}>
        <input {...text('place')} placeholder="Rio" title={search.filter.placeHint} maxLength={200} />
      </Field>
      <Field label={review.filter.people}>
        <Choice {...of('people')} choices={search.filter.peoples} />
      </Field>
      <Field label={search.filter.reviewed}>
        <Choice {...of('reviewed')} choices={search.filter.reviewedChoices} />
      </Field>
      <Field label={search.filter.tagsOnly}>
        <Choice {...of('tagsOnly')} choices={search.filter.tagsOnlyChoices} />
      </Field>
    </FilterFields>
  );
}
