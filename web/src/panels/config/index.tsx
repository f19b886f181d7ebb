import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { DeedButton } from '../../deeds/deed-button.tsx';
import { showInHelp } from '../../deeds/help.tsx';
import { useDeedKeys } from '../../deeds/use-deed-keys.ts';
import { Trouble } from '../../shell/notice.tsx';
import { Link, navigate, useSearch } from '../../shell/router.tsx';
import shell from '../../shell/shell.module.css';
import { useWords } from '../../words/index.ts';
import classes from './config.module.css';
import {
  CONFIG_DEEDS,
  type ConfigContext,
  discard,
  review,
  VIEW_DEEDS,
  VIEWS,
  type View,
} from './config-deeds.ts';
import { ConflictDialog } from './conflict-dialog.tsx';
import { Effects } from './effects.tsx';
import { LeaveDialog } from './leave-dialog.tsx';
import { Obstacle, SaveDialog } from './save-dialog.tsx';
import { lineOf } from './settings.ts';
import { SettingsForm } from './settings-form.tsx';
import { type ConfigState, useConfig } from './use-config.ts';
import { termsQuery } from './vocabulary/use-vocabulary.ts';
import { VocabularyTab } from './vocabulary/vocabulary-tab.tsx';
import { YamlView } from './yaml-view.tsx';

export default function ConfigPanel() {
  const words = useWords();
  const { state, error, retry } = useConfig();
  if (error) return <Trouble error={error} onRetry={retry} />;
  if (state === null) return <p className={shell.loading}>{words.shell.loading}</p>;
  return <Panel state={state} />;
}

/** Which view is open stands in the address. */
const viewOf = (search: string): View => {
  const asked = new URLSearchParams(search).get('view');
  return VIEWS.find((view) => view === asked) ?? 'form';
};

function Panel({ state }: { readonly state: ConfigState }) {
  const words = useWords().config;
  const view = viewOf(useSearch());
  const [search, setSearch] = useState('');
  const [onlyChanged, showOnlyChanged] = useState(false);
  const [isReviewing, setReviewing] = useState(false);
  const [goTo, setGoTo] = useState<number | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const { draft, isDirty } = state;
  const vocabulary = useQuery({ ...termsQuery, enabled: view === 'vocabulary' });
  const file = view === 'vocabulary' ? (vocabulary.data?.file ?? '') : draft.base.file;
  useEffect(() => {
    if (!isDirty) setReviewing(false);
  }, [isDirty]);
  const show = (view: View): void => navigate(view === 'form' ? '/config' : `/config?view=${view}`);
  const reviewNow = async (): Promise<void> => {
    state.forgetSaving();
    // What is being typed is told when its field is left.
    (document.activeElement as HTMLElement | null)?.blur();
    setReviewing(await state.settled());
  };
  const context: ConfigContext = {
    view,
    isDirty,
    review: () => void reviewNow(),
    discard: state.discard,
    show,
    search: () => {
      field.current?.focus();
      field.current?.select();
    },
    onlyChanged,
    showOnlyChanged,
  };
  const deeds = useMemo(
    () => (view === 'vocabulary' ? CONFIG_DEEDS.filter(({ id }) => id.startsWith('view-')) : CONFIG_DEEDS),
    [view],
  );
  useDeedKeys(deeds, context);
  useEffect(() => (view === 'vocabulary' ? undefined : showInHelp(CONFIG_DEEDS)), [view]);
  const toYaml = (path: readonly string[]): void => {
    const [first] = draft.checked.problems;
    setGoTo(path.length > 0 ? lineOf(draft.text, path) : (first?.line ?? 1));
    show('yaml');
  };
  return (
    <div className={classes.panel}>
      <div className={classes.head}>
        <h1>{words.title}</h1>
        <nav className={classes.views} aria-label={words.viewsLabel}>
          {VIEWS.map((one) => (
            <DeedButton
              key={one}
              deed={{ ...VIEW_DEEDS[one], isAllowed: () => true }}
              context={context}
              variant={view === one ? 'light' : 'subtle'}
              isPressed={view === one}
            />
          ))}
        </nav>
        <span className={classes.file} title={file}>
          {file}
        </span>
      </div>
      <div className={classes.body} data-view={view}>
        {view !== 'vocabulary' && (
          <>
            {draft.base.obstacle !== null && <Obstacle obstacle={draft.base.obstacle} text={draft.text} />}
            {!draft.base.exists && <p className={classes.note}>{words.noFile}</p>}
            {Boolean(state.checkError) && <Trouble error={state.checkError} />}
            {state.savedAt !== null && !isDirty && <Saved state={state} />}
          </>
        )}
        {view === 'form' && (
          <SettingsForm
            state={state}
            search={search}
            onSearch={setSearch}
            field={field}
            onlyChanged={onlyChanged}
            onOnlyChanged={showOnlyChanged}
            onYaml={toYaml}
          />
        )}
        {view === 'yaml' && (
          <YamlView
            text={draft.text}
            problems={draft.checked.problems}
            isReadOnly={false}
            goTo={goTo}
            onType={state.type}
          />
        )}
        {view === 'vocabulary' && <VocabularyTab />}
      </div>
      {view !== 'vocabulary' && (
        <div className={classes.foot}>
          <Standing state={state} />
          <DeedButton deed={discard} context={context} />
          <DeedButton deed={{ ...review, isAllowed: discard.isAllowed }} context={context} variant="filled" />
        </div>
      )}
      <SaveDialog
        state={state}
        opened={isReviewing && isDirty && state.theirs === null}
        onClose={() => setReviewing(false)}
      />
      <ConflictDialog state={state} />
      <LeaveDialog isDirty={isDirty} onReview={() => void reviewNow()} />
    </div>
  );
}

/** In one line: what is not saved, what is wrong. */
function Standing({ state }: { readonly state: ConfigState }) {
  const words = useWords().config;
  const { isDirty, differing, draft, isChecking } = state;
  const { problems } = draft.checked;
  return (
    <p className={classes.standing} role="status">
      {isChecking ? (
        words.checking
      ) : (
        <>
          {problems.length > 0 && <b className={classes.bad}>{words.problems(problems.length)} </b>}
          {!isDirty
            ? words.allSaved
            : differing.length > 0
              ? words.unsavedCount(differing.length)
              : words.unsavedText}
        </>
      )}
    </p>
  );
}

function Saved({ state }: { readonly state: ConfigState }) {
  const words = useWords().config;
  return (
    <div className={classes.saved} role="status">
      <b>{words.saved}</b>
      {state.savedEffects.length > 0 && (
        <>
          <Effects effects={state.savedEffects} />
          <Link to="/run">{words.toRun}</Link>
        </>
      )}
    </div>
  );
}
