import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type AskProblem, ask, post } from '../../api/ask.ts';
import type { CheckedConfig, Config } from '../../api/wire.ts';
import { differingIn, type KnobSchema, type Section, sectionsOf } from './settings.ts';

/** Typing in the YAML view is looked at when it rests this long. */
const REST_MILLIS = 300;

export const configQuery = queryOptions({
  queryKey: ['config'],
  queryFn: ({ signal }) => ask<Config>('/config', { signal }),
});

const schemaQuery = queryOptions({
  queryKey: ['config-schema'],
  queryFn: ({ signal }) => ask<KnobSchema>('/config/schema', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export interface KnobChange {
  readonly path: readonly string[];
  /** Left out: what the text says of it goes. */
  readonly value?: unknown;
}

/** The text that form and YAML view are two views of. */
export interface Draft {
  /** What was opened, or saved last: what differs from it is not saved. */
  readonly base: Config;
  readonly text: string;
  /** What the text means; of an older text while it is being looked at. */
  readonly checked: Pick<CheckedConfig, 'given' | 'values' | 'problems' | 'effects'>;
}

const draftOf = (base: Config): Draft => ({ base, text: base.text, checked: { ...base, effects: [] } });

export interface ConfigState {
  readonly draft: Draft;
  readonly sections: readonly Section[];
  readonly isDirty: boolean;
  /** How many knobs say something else than what is saved. */
  readonly differing: ReturnType<typeof differingIn>;
  /** The text is being looked at. */
  readonly isChecking: boolean;
  /** Why the server would not look at it. */
  readonly checkError: unknown;
  readonly change: (changes: readonly KnobChange[]) => void;
  readonly type: (text: string) => void;
  readonly discard: () => void;
  /** When all that was typed has been looked at: whether there is something to save. */
  readonly settled: () => Promise<boolean>;
  readonly save: () => void;
  readonly isSaving: boolean;
  readonly saveError: AskProblem | null;
  /** What somebody else saved meanwhile. */
  readonly theirs: Config | null;
  readonly takeTheirs: () => void;
  readonly mergeIntoTheirs: () => void;
  readonly keepMine: () => void;
  readonly savedAt: number | null;
  /** What the saving brought, until the next change. */
  readonly savedEffects: CheckedConfig['effects'];
  readonly forgetSaving: () => void;
}

/** The configuration as it is saved and as it is being changed; null until it is here. */
export function useConfig(): { state: ConfigState | null; error: unknown; retry: () => void } {
  const queries = useQueryClient();
  const config = useQuery(configQuery);
  const schema = useQuery(schemaQuery);
  const sections = useMemo(() => (schema.data === undefined ? null : sectionsOf(schema.data)), [schema.data]);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [theirs, setTheirs] = useState<Config | null>(null);
  const [waiting, setWaiting] = useState(0);
  const [checkError, setCheckError] = useState<unknown>(null);
  const [saved, setSaved] = useState<{ at: number; effects: CheckedConfig['effects'] } | null>(null);
  /** The newest text, which a change of the form begins from, also before it was drawn. */
  const text = useRef('');
  const chain = useRef<Promise<unknown>>(Promise.resolve());
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  const open = useCallback((base: Config): void => {
    text.current = base.text;
    setDraft(draftOf(base));
    setTheirs(null);
    setCheckError(null);
  }, []);

  const isDirty = draft !== null && draft.text !== draft.base.text;
  const current = config.data;
  useEffect(() => {
    if (current === undefined) return;
    if (draft === null || (!isDirty && text.current === draft.base.text)) {
      if (draft?.base !== current) open(current);
    } else if (current.digest !== draft.base.digest && current.digest !== theirs?.digest) setTheirs(current);
  }, [current, draft, isDirty, open, theirs]);

  /** One after the other: each begins from the text that the one before left. */
  const check = useCallback((changes: readonly KnobChange[], of: () => string): void => {
    setWaiting((count) => count + 1);
    chain.current = chain.current.then(async () => {
      const begun = of();
      try {
        const checked = await post<CheckedConfig>('/config/check', { text: begun, changes });
        setCheckError(null);
        // Who typed on meanwhile is looked at next.
        if (changes.length > 0 || text.current === begun) {
          text.current = checked.text;
          setDraft((draft) => draft && { ...draft, text: checked.text, checked });
        }
      } catch (error) {
        setCheckError(error);
      } finally {
        setWaiting((count) => count - 1);
      }
    });
  }, []);

  const change = useCallback(
    (changes: readonly KnobChange[]): void => {
      setSaved(null);
      check(changes, () => text.current);
    },
    [check],
  );

  const type = useCallback(
    (typed: string): void => {
      text.current = typed;
      setSaved(null);
      setDraft((draft) => draft && { ...draft, text: typed });
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        timer.current = null;
        check([], () => text.current);
      }, REST_MILLIS);
    },
    [check],
  );
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );

  const saving = useMutation<Config, AskProblem, { text: string; digest: string }>({
    mutationFn: (body) =>
      ask<Config>('/config', {
        method: 'PUT',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    onSuccess: (answer) => {
      setSaved({ at: Date.now(), effects: draft?.checked.effects ?? [] });
      // First: what is drawn next must not take the former for what somebody else saved.
      queries.setQueryData(configQuery.queryKey, answer);
      open(answer);
      // Folders, models and words are others now.
      void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'config' });
    },
    onError: ({ problem }) => {
      if (problem.code === 'FILE_CHANGED') void config.refetch();
    },
  });

  if (config.error ?? schema.error) {
    const retry = (): void => {
      void config.refetch();
      void schema.refetch();
    };
    if (draft === null || sections === null)
      return { state: null, error: config.error ?? schema.error, retry };
  }
  if (draft === null || sections === null) return { state: null, error: null, retry: () => undefined };

  const mine = differingIn(sections, draft.base.given, draft.checked.given);
  const rebase = (on: Config): void => {
    setTheirs(null);
    saving.reset();
    setDraft({ ...draft, base: on });
    check([], () => text.current);
  };
  const state: ConfigState = {
    draft,
    sections,
    isDirty,
    differing: mine,
    isChecking: waiting > 0 || timer.current !== null,
    checkError,
    change,
    type,
    discard: () => {
      saving.reset();
      open(theirs ?? draft.base);
    },
    settled: async () => {
      if (timer.current !== null) {
        clearTimeout(timer.current);
        timer.current = null;
        check([], () => text.current);
      }
      await chain.current;
      return text.current !== draft.base.text;
    },
    save: () => saving.mutate({ text: draft.text, digest: draft.base.digest }),
    isSaving: saving.isPending,
    saveError: saving.error?.problem.code === 'FILE_CHANGED' ? null : saving.error,
    theirs,
    takeTheirs: () => {
      saving.reset();
      open(theirs!);
    },
    mergeIntoTheirs: () => {
      saving.reset();
      open(theirs!);
      change(mine.map(({ setting: { path }, value }) => (value === undefined ? { path } : { path, value })));
    },
    keepMine: () => rebase(theirs!),
    savedAt: saved?.at ?? null,
    savedEffects: saved?.effects ?? [],
    forgetSaving: () => saving.reset(),
  };
  return { state, error: null, retry: () => undefined };
}
