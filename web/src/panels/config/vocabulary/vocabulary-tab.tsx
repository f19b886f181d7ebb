import { Button } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { VocabularyOrder, VocabularyTerm } from '../../../api/wire.ts';
import { DeedButton } from '../../../deeds/deed-button.tsx';
import { showInHelp } from '../../../deeds/help.tsx';
import { useDeedKeys } from '../../../deeds/use-deed-keys.ts';
import { countText, localeOf } from '../../../format/numbers.ts';
import { Trouble } from '../../../shell/notice.tsx';
import { useLanguage, useWords } from '../../../words/index.ts';
import common from '../config.module.css';
import { CONFIG_DEEDS } from '../config-deeds.ts';
import fields from '../form.module.css';
import { ChangeDialog } from './change-dialog.tsx';
import { History } from './history.tsx';
import { JobLine } from './job-line.tsx';
import { TermRow } from './term-row.tsx';
import { isAtWork, ORDERS, type TermQuestion, termsShown } from './terms.ts';
import { useVocabulary } from './use-vocabulary.ts';
import classes from './vocabulary.module.css';
import {
  add,
  follow,
  isOfNew,
  type OrderKind,
  promote,
  VOCABULARY_DEEDS,
  type VocabularyContext,
} from './vocabulary-deeds.ts';

/** What the dialog is about: a form to be filled in, or an order that needs none. */
export type Begun =
  | { readonly kind: OrderKind; readonly term: VocabularyTerm | null }
  | { readonly kind: 'order'; readonly order: VocabularyOrder }
  /** The job that is at work, or has just ended. */
  | { readonly kind: 'job' };

export function VocabularyTab() {
  const words = useWords().config.vocabulary;
  const language = useLanguage();
  const state = useVocabulary();
  const [question, ask] = useState<TermQuestion>({ search: '', kind: '', order: 'file' });
  const [marked, mark] = useState<string | null>(null);
  const [begun, begin] = useState<Begun | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const all = state.terms.data?.terms;
  const shown = useMemo(
    () => (all === undefined ? [] : termsShown(all, question, localeOf(language))),
    [all, question, language],
  );
  const keyOf = ({ kind, name }: VocabularyTerm): string => `${kind} ${name}`;
  const at = shown.findIndex((term) => keyOf(term) === marked);
  const open = (kind: OrderKind, term: VocabularyTerm | null): void => {
    state.forget();
    begin({ kind, term });
  };
  const order = (order: VocabularyOrder): void => {
    state.forget();
    begin({ kind: 'order', order });
    state.ask(order, true);
  };
  const context: VocabularyContext = {
    term: shown[at] ?? null,
    isAtWork: isAtWork(state.job),
    step: (by) => {
      const next = shown[Math.min(shown.length - 1, Math.max(0, at + by))];
      if (next === undefined) return;
      mark(keyOf(next));
      list.current
        ?.querySelectorAll(':scope > li')
        [shown.indexOf(next)]?.scrollIntoView({ block: 'nearest' });
    },
    begin: (kind) => open(kind, isOfNew(kind) ? null : (shown[at] ?? null)),
    follow: () => order({ kind: 'follow' }),
    search: () => {
      field.current?.focus();
      field.current?.select();
    },
  };
  useDeedKeys(VOCABULARY_DEEDS, context);
  useEffect(
    () => showInHelp([...VOCABULARY_DEEDS, ...CONFIG_DEEDS.filter(({ id }) => id.startsWith('view-'))]),
    [],
  );
  if (state.terms.error) {
    return <Trouble error={state.terms.error} onRetry={() => void state.terms.refetch()} />;
  }
  const count = (number: number): string => countText(number, language);
  return (
    <div className={classes.vocabulary}>
      <p className={common.dim}>{words.about}</p>
      {state.terms.data?.isSeed && <p className={common.note}>{words.isSeed}</p>}
      <JobLine
        job={state.job}
        isShown={begun !== null}
        onShow={() => begin({ kind: 'job' })}
        onCancel={state.cancel}
      />
      <div className={classes.termBar}>
        <search className={fields.search}>
          <input
            ref={field}
            type="search"
            aria-label={words.search}
            aria-keyshortcuts="/"
            placeholder={words.searchPlaceholder}
            value={question.search}
            spellCheck={false}
            onChange={(event) => ask({ ...question, search: event.currentTarget.value })}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return;
              // The browser would empty the field.
              event.preventDefault();
              event.currentTarget.blur();
            }}
          />
          <select
            aria-label={words.kind}
            value={question.kind}
            onChange={(event) => ask({ ...question, kind: event.currentTarget.value })}
          >
            <option value="">{words.allKinds}</option>
            {Object.entries(words.kinds).map(([kind, label]) => (
              <option key={kind} value={kind}>
                {label}
              </option>
            ))}
          </select>
          <select
            aria-label={words.order}
            value={question.order}
            onChange={(event) =>
              ask({ ...question, order: event.currentTarget.value as TermQuestion['order'] })
            }
          >
            {ORDERS.map((order) => (
              <option key={order} value={order}>
                {words.orders[order]}
              </option>
            ))}
          </select>
        </search>
        <span className={fields.facts} role="status">
          {all !== undefined && words.count(count(shown.length), count(all.length))}
        </span>
        <span className={classes.termDeeds}>
          <DeedButton deed={follow} context={context} />
          <DeedButton deed={promote} context={context} />
          <DeedButton deed={add} context={context} variant="filled" />
        </span>
      </div>
      {all !== undefined && shown.length === 0 && (
        <p className={common.dim}>
          {words.noneFound}{' '}
          {question.search.trim() !== '' && (
            <Button size="compact-sm" variant="default" onClick={() => open('add', null)}>
              {words.deeds.add}
            </Button>
          )}
        </p>
      )}
      <ul ref={list} className={classes.terms} aria-label={words.list}>
        {shown.map((term) => (
          <TermRow
            key={keyOf(term)}
            term={term}
            isOpen={keyOf(term) === marked}
            below={all?.filter(({ parent }) => parent === term.name).map(({ name }) => name) ?? []}
            context={context}
            onToggle={() => mark(keyOf(term) === marked ? null : keyOf(term))}
          />
        ))}
      </ul>
      <History
        changes={state.changes}
        isAtWork={context.isAtWork}
        onUndo={(change) => order({ kind: 'undo', change })}
      />
      {begun !== null && all !== undefined && (
        <ChangeDialog
          begun={begun}
          typed={question.search}
          terms={all}
          state={state}
          onUndo={(change) => order({ kind: 'undo', change })}
          onClose={() => begin(null)}
        />
      )}
    </div>
  );
}
