import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { tagsQuery } from '../../../api/queries.ts';
import type { VocabularyOrder, VocabularyTerm } from '../../../api/wire.ts';
import { useWords } from '../../../words/index.ts';
import common from '../config.module.css';
import classes from '../form.module.css';
import { listOf } from './terms.ts';
import wordClasses from './vocabulary.module.css';
import { isOfNew, type OrderKind } from './vocabulary-deeds.ts';

type Kind = VocabularyTerm['kind'];

/** The dialog gives it the focus. */
const AUTOFOCUS = { 'data-autofocus': true };

/** What is wanted of a word, as a form; what comes of it is looked at before it is done. */
export function TermForm(props: {
  readonly kind: OrderKind;
  readonly term: VocabularyTerm | null;
  /** What was searched for, and not found: perhaps the word that is to be added. */
  readonly typed: string;
  readonly terms: readonly VocabularyTerm[];
  readonly isAsking: boolean;
  readonly onLook: (order: VocabularyOrder) => void;
  readonly onClose: () => void;
}) {
  const { kind, term, typed, terms, isAsking, onLook, onClose } = props;
  const words = useWords().config.vocabulary;
  const [draft, setDraft] = useState({
    name:
      kind === 'rename' ? (term?.name ?? '') : kind === 'add' && !isKnown(typed, terms) ? typed.trim() : '',
    termKind: (term?.kind ?? 'subject') as Kind,
    parent: kind === 'edit' ? (term?.parent ?? '') : '',
    en: term?.names.en ?? '',
    pt: term?.names.pt ?? '',
    aliases: term?.aliases.join(', ') ?? '',
    prompts: term?.prompts.join('\n') ?? '',
    models: '',
    into: '',
  });
  const listId = useId();
  const freeId = useId();
  const tags = useQuery({ ...tagsQuery, enabled: kind === 'promote' });
  const free = (tags.data ?? []).flatMap(({ layer, name }) => (layer === 'AI' ? [name] : []));
  const set = (field: keyof typeof draft) => (event: { currentTarget: { value: string } }) =>
    setDraft({ ...draft, [field]: event.currentTarget.value });
  const text = (
    field: Exclude<keyof typeof draft, 'termKind'>,
    more: { list?: string; 'data-autofocus'?: boolean } = {},
  ) => (
    <input
      {...more}
      className={classes.input}
      value={draft[field]}
      onChange={set(field)}
      autoComplete="off"
      spellCheck={false}
      maxLength={2000}
    />
  );
  const order = orderOf(kind, term, draft);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (order !== null) onLook(order);
  };
  return (
    <form className={wordClasses.termForm} onSubmit={submit}>
      <datalist id={listId}>
        {[...new Set(terms.map(({ name }) => name))].map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {kind !== 'edit' && <p className={classes.help}>{words.help[kind]}</p>}
      {isOfNew(kind) && (
        <>
          <Field label={kind === 'promote' ? words.fields.free : words.fields.name}>
            {text('name', kind === 'promote' ? { list: freeId, ...AUTOFOCUS } : AUTOFOCUS)}
          </Field>
          <Field label={words.fields.kind}>
            <select className={classes.input} value={draft.termKind} onChange={set('termKind')}>
              {Object.entries(words.kinds)
                // A camera is known by its EXIF model: no word can become one.
                .filter(([value]) => kind !== 'promote' || value !== 'gear')
                .map(([value, label]) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
            </select>
          </Field>
        </>
      )}
      {kind === 'promote' && (
        <>
          <datalist id={freeId}>
            {free.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
          <Field label={words.fields.parent}>{text('parent', { list: listId })}</Field>
        </>
      )}
      {kind === 'rename' && <Field label={words.fields.newName}>{text('name', AUTOFOCUS)}</Field>}
      {kind === 'merge' && (
        <Field label={words.fields.into}>{text('into', { list: listId, ...AUTOFOCUS })}</Field>
      )}
      {(kind === 'add' || kind === 'edit') && (
        <>
          <div className={wordClasses.two}>
            <Field label={words.fields.en}>{text('en', kind === 'edit' ? AUTOFOCUS : {})}</Field>
            <Field label={words.fields.pt}>{text('pt')}</Field>
          </div>
          <Field label={words.fields.aliases}>{text('aliases')}</Field>
          <Field label={words.fields.parent}>{text('parent', { list: listId })}</Field>
          {kind === 'add' && draft.termKind === 'gear' && (
            <Field label={words.fields.models}>{text('models')}</Field>
          )}
          <Field label={words.fields.prompts}>
            <textarea className={classes.input} rows={2} value={draft.prompts} onChange={set('prompts')} />
          </Field>
        </>
      )}
      <div className={common.answers}>
        <Button variant="default" onClick={onClose}>
          {words.no}
        </Button>
        <Button
          type="submit"
          loading={isAsking}
          disabled={order === null}
          {...((kind === 'remove' || kind === 'demote') && AUTOFOCUS)}
        >
          {words.look}
        </Button>
      </div>
    </form>
  );
}

function Field({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is what it is given
    <label className={classes.field}>
      <span>{label}</span>
      {children}
    </label>
  );
}

const isKnown = (typed: string, terms: readonly VocabularyTerm[]): boolean =>
  terms.some(({ name }) => name.toLowerCase().includes(typed.trim().toLowerCase()));

/** Null while something that is wanted is missing. */
function orderOf(
  kind: OrderKind,
  term: VocabularyTerm | null,
  draft: Readonly<
    Record<'name' | 'parent' | 'en' | 'pt' | 'aliases' | 'prompts' | 'models' | 'into', string>
  > & {
    readonly termKind: Kind;
  },
): VocabularyOrder | null {
  const { termKind } = draft;
  const [name, parent, en, pt, into] = [draft.name, draft.parent, draft.en, draft.pt, draft.into].map(
    (text) => text.trim(),
  ) as [string, string, string, string, string];
  const [aliases, prompts, models] = [
    listOf(draft.aliases),
    listOf(draft.prompts, '\n'),
    listOf(draft.models),
  ];
  if (kind === 'add') {
    if (name === '') return null;
    const words = { ...(en !== '' && { en }), ...(pt !== '' && { pt }), ...(parent !== '' && { parent }) };
    return { kind, term: name, termKind, aliases, prompts, models, ...words };
  }
  if (kind === 'promote') {
    if (name === '' || termKind === 'gear') return null;
    return { kind, word: name, termKind, ...(parent !== '' && { parent }) };
  }
  if (term === null) return null;
  switch (kind) {
    case 'edit':
      return {
        ...{ kind, term: term.name, aliases, prompts },
        ...{ en: en || null, pt: pt || null, parent: parent || null },
      };
    case 'rename':
      return name === '' || name === term.name ? null : { kind, term: term.name, name };
    case 'merge':
      return into === '' || into === term.name ? null : { kind, terms: [term.name], into };
    case 'remove':
    case 'demote':
      return { kind, term: term.name };
  }
}
