import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type Ref, useId, useState } from 'react';
import { tagsQuery, vocabularyQuery } from '../../api/queries.ts';
import { countText } from '../../format/numbers.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { type Choice, choicesFor } from './completion.ts';
import classes from './review.module.css';

interface Props {
  readonly onAdd: (choice: Choice) => void;
  readonly field: Ref<HTMLInputElement>;
}

/** Where the server cannot tell its words, freeform ones can still be given. */
const NO_VOCABULARY = { terms: [], concepts: [], prefixes: { CK: 'CK:', AI: 'AI:' } };

/** A field with completion (ARIA combobox). Enter takes the marked choice, at first the best, and gives the keys back. */
export function AddTag({ onAdd, field }: Props) {
  const words = useWords().review;
  const language = useLanguage();
  const [typed, type] = useState('');
  const [at, setAt] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const listId = useId();
  const asked = useQuery(vocabularyQuery);
  const vocabulary = asked.data ?? (asked.isError ? NO_VOCABULARY : undefined);
  const used = useQuery({ ...tagsQuery, enabled: typed !== '' }).data ?? [];
  const choices = vocabulary === undefined ? [] : choicesFor(typed, vocabulary, used, language);
  const isShown = isOpen && choices.length > 0;
  const take = (choice: Choice | undefined): void => {
    if (choice === undefined) return;
    onAdd(choice);
    type('');
    setAt(0);
    setOpen(false);
    (document.activeElement as HTMLElement | null)?.blur();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && choices.length > 0) {
      event.preventDefault();
      setOpen(true);
      setAt((at + step + choices.length) % choices.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      take(choices[at]);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      type('');
      setOpen(false);
      event.currentTarget.blur();
    }
  };
  return (
    <div className={classes.add}>
      <input
        ref={field}
        className={classes.addField}
        role="combobox"
        aria-label={words.add}
        aria-expanded={isShown}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isShown ? `${listId}-${at}` : undefined}
        aria-keyshortcuts="t"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        placeholder={words.add}
        title={words.addHint}
        maxLength={80}
        value={typed}
        onChange={(event) => {
          type(event.currentTarget.value);
          setAt(0);
          setOpen(true);
        }}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <div id={listId} className={classes.choices} role="listbox" aria-label={words.add} hidden={!isShown}>
        {isShown &&
          choices.map((choice, place) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys, as the combobox pattern wants
            <div
              key={`${choice.layer}:${choice.name}:${choice.isNew}`}
              id={`${listId}-${place}`}
              role="option"
              tabIndex={-1}
              aria-selected={place === at}
              className={classes.choice}
              onMouseDown={(event) => event.preventDefault()}
              onMouseEnter={() => setAt(place)}
              onClick={() => take(choice)}
            >
              <span className={classes.choiceLayer}>{choice.layer}</span>
              <span>{choice.isNew ? words.addFree(choice.name) : choice.name}</span>
              <span className={classes.dim}>{choice.beside ?? ''}</span>
              {choice.photos > 0 && (
                <span className={classes.choiceCount}>{words.inUse(countText(choice.photos, language))}</span>
              )}
            </div>
          ))}
      </div>
    </div>
  );
}
