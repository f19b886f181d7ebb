import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { vocabularyQuery } from '../../api/queries.ts';
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
import { type Filter, NO_FILTER } from './filter.ts';

interface Props {
  readonly filter: Filter;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onApply: (filter: Filter) => void;
}

export function FilterDrawer({ filter, opened, onClose, onApply }: Props) {
  return (
    <FilterFrame opened={opened} onClose={onClose}>
      <FilterForm filter={filter} onApply={onApply} />
    </FilterFrame>
  );
}

function FilterForm({ filter, onApply }: Pick<Props, 'filter' | 'onApply'>) {
  const words = useWords().review.filter;
  const [draft, change] = useState(filter);
  const wordsId = useId();
  const vocabulary = useQuery(vocabularyQuery).data;
  const of = (key: keyof Filter) => ({
    value: draft[key],
    onChange: (value: string) => change({ ...draft, [key]: value }),
  });
  const text = (key: keyof Filter) => ({
    value: draft[key],
    onChange: (event: { currentTarget: { value: string } }) => of(key).onChange(event.currentTarget.value),
  });
  return (
    <FilterFields onApply={() => onApply(draft)} onClear={() => onApply(NO_FILTER)}>
      <Field label={words.state}>
        <Choice {...of('state')} choices={words.states} />
      </Field>
      <Field label={words.order}>
        <Choice {...of('order')} choices={words.orders} />
      </Field>
      <Two>
        <Field label={words.from}>
          <DateField {...of('from')} />
        </Field>
        <Field label={words.to}>
          <DateField {...of('to')} />
        </Field>
      </Two>
      <Field label={words.tag}>
        <input {...text('tag')} list={wordsId} placeholder="CK:flower" maxLength={200} />
      </Field>
      <datalist id={wordsId}>
        {vocabulary?.terms.map(({ name }) => (
          <option key={name} value={`${vocabulary.prefixes.CK}${name}`} />
        ))}
        {vocabulary?.concepts.map((name) => (
          <option key={name} value={`${vocabulary.prefixes.AI}${name}`} />
        ))}
      </datalist>
      <Field label={words.camera}>
        <input {...text('camera')} maxLength={200} />
      </Field>
      <Field label={words.window}>
        <input {...text('window')} title={words.windowHint} maxLength={100} />
      </Field>
      <Field label={words.people}>
        <Choice {...of('people')} choices={words.peoples} />
      </Field>
      <Two>
        <Field label={words.leastTrust}>
          <TrustChoice {...of('leastTrust')} />
        </Field>
        <Field label={words.leastMembers}>
          <input {...text('leastMembers')} type="number" min={1} max={100000} />
        </Field>
      </Two>
    </FilterFields>
  );
}
