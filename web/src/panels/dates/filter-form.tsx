import { useState } from 'react';
import { Choice, Field, FilterFields, FilterFrame } from '../../shell/filter-frame.tsx';
import { useWords } from '../../words/index.ts';
import { type DatesFilter, NO_FILTER } from './filter.ts';

interface Props {
  readonly filter: DatesFilter;
  readonly cameras: readonly string[];
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onApply: (filter: DatesFilter) => void;
}

export function FilterDrawer({ opened, onClose, ...props }: Props) {
  return (
    <FilterFrame opened={opened} onClose={onClose}>
      <FilterForm {...props} />
    </FilterFrame>
  );
}

function FilterForm({ filter, cameras, onApply }: Omit<Props, 'opened' | 'onClose'>) {
  const words = useWords().dates.filter;
  const [draft, change] = useState(filter);
  const of = (key: keyof DatesFilter) => ({
    value: draft[key],
    onChange: (value: string) => change({ ...draft, [key]: value } as DatesFilter),
  });
  const isRuns = filter.view === 'runs';
  return (
    <FilterFields onApply={() => onApply(draft)} onClear={() => onApply({ ...NO_FILTER, view: filter.view })}>
      {isRuns ? (
        <Field label={words.state}>
          <Choice {...of('state')} choices={words.states} />
        </Field>
      ) : (
        <Field label={words.kind}>
          <Choice {...of('kind')} choices={words.kinds} />
        </Field>
      )}
      <Field label={words.camera}>
        <input
          value={draft.camera}
          onChange={(event) => of('camera').onChange(event.currentTarget.value)}
          list="date-cameras"
          maxLength={200}
        />
      </Field>
      <datalist id="date-cameras">
        {cameras.map((camera) => (
          <option key={camera} value={camera} />
        ))}
      </datalist>
      <Field label={isRuns ? words.mostSure : words.belowTrust}>
        <Choice {...of('trust')} choices={{ '': words.any, '0.5': '50 %', '0.8': '80 %', '0.95': '95 %' }} />
      </Field>
    </FilterFields>
  );
}
