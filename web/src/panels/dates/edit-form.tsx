import { Button } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, useEffect, useRef } from 'react';
import type { DateRunDetails, DatesDecided } from '../../api/wire.ts';
import { countText } from '../../format/numbers.ts';
import { intervalText } from '../../format/wall-time.ts';
import { Field } from '../../shell/filter-frame.tsx';
import { Trouble } from '../../shell/notice.tsx';
import { useLanguage, useWords } from '../../words/index.ts';
import { thumbnailUrl } from '../review/pictures.ts';
import classes from './dates.module.css';
import type { Draft, ShiftFields } from './draft.ts';
import { shortFolder } from './run-list.tsx';
import type { Preview } from './run-view.tsx';
import type { DatesPanelState } from './use-dates.ts';

interface Props {
  readonly panel: DatesPanelState;
  readonly preview: Preview;
  /** Folders that may be meant instead. */
  readonly folders: readonly Pick<DateRunDetails['folders'][number], 'path' | 'sample'>[];
}

/** Says by hand when photos were taken, with what that would do while one types. */
export function EditForm({ panel, preview, folders }: Props) {
  const { dates: words } = useWords();
  const { context, order, setDraft } = panel;
  const draft = context.draft!;
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[data-first]')?.focus();
    form.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const isKnown = preview.data !== undefined && preview.error === null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (order !== null && isKnown) panel.apply();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    setDraft(null);
  };
  return (
    <form
      ref={form}
      className={classes.edit}
      onSubmit={submit}
      onKeyDown={onKeyDown}
      aria-label={words.edit.title[draft.kind]}
    >
      <h2>{words.edit.title[draft.kind]}</h2>
      <div className={classes.fields}>
        <Fields draft={draft} panel={panel} />
        {draft.kind !== 'at' && folders.length > 0 && <Who draft={draft} panel={panel} folders={folders} />}
      </div>
      <div className={classes.would} aria-live="polite">
        {order !== null && preview.error !== null && <Trouble error={preview.error} />}
        {order !== null && isKnown && <Would answer={preview.data} />}
      </div>
      <div className={classes.deeds}>
        <Button type="submit" disabled={order === null || !isKnown}>
          {words.edit.apply}
        </Button>
        <Button variant="default" onClick={() => setDraft(null)}>
          {words.edit.cancel}
        </Button>
      </div>
    </form>
  );
}

function Fields({ draft, panel }: { readonly draft: Draft; readonly panel: DatesPanelState }) {
  const { edit } = useWords().dates;
  const change = (part: Partial<Draft>): void => panel.setDraft({ ...draft, ...part });
  if (draft.kind === 'set') {
    return (
      <Field label={edit.set}>
        <input
          data-first
          value={draft.set}
          onChange={(event) => change({ set: event.currentTarget.value })}
          placeholder="2008-07"
          title={edit.setHint}
          maxLength={20}
        />
        <small className={classes.dim}>{edit.setHint}</small>
      </Field>
    );
  }
  if (draft.kind === 'at') {
    const { details, sample, photo } = panel.context;
    const name = photo?.fileName ?? details?.photos.find(({ sha1 }) => sha1 === sample)?.fileName ?? '';
    return (
      <>
        {sample !== null && <img className={classes.asked} src={thumbnailUrl(sample, 320)} alt={name} />}
        <Field label={edit.at(name)}>
          <input
            data-first
            type="datetime-local"
            step={draft.at.length > 16 ? 1 : 60}
            value={draft.at}
            onChange={(event) => change({ at: event.currentTarget.value })}
          />
          <small className={classes.dim}>{edit.atHint}</small>
        </Field>
      </>
    );
  }
  const { shift } = draft;
  const set = (part: Partial<ShiftFields>): void => change({ shift: { ...shift, ...part } });
  const count = (key: 'years' | 'days' | 'hours' | 'minutes', isFirst = false) => (
    <Field label={edit[key]}>
      <input
        data-first={isFirst || undefined}
        type="number"
        min={0}
        max={99999}
        inputMode="numeric"
        value={shift[key]}
        onChange={(event) => set({ [key]: event.currentTarget.value })}
      />
    </Field>
  );
  return (
    <>
      <Field label={edit.way}>
        <select
          value={shift.sign}
          onChange={(event) => set({ sign: event.currentTarget.value as '+' | '-' })}
        >
          {Object.entries(edit.ways).map(([sign, label]) => (
            <option key={sign} value={sign}>
              {label}
            </option>
          ))}
        </select>
      </Field>
      {count('years')}
      {count('days', true)}
      {count('hours')}
      {count('minutes')}
    </>
  );
}

/** The run, or a whole folder. */
function Who({ draft, panel, folders }: { readonly draft: Draft } & Pick<Props, 'panel' | 'folders'>) {
  const { edit } = useWords().dates;
  const language = useLanguage();
  const { run, selection } = panel.context;
  const own =
    run !== null
      ? edit.thisRun(countText(run.photos, language))
      : selection.size > 1
        ? edit.selected(countText(selection.size, language))
        : edit.thisPhoto;
  const { target } = draft;
  return (
    <Field label={edit.who}>
      <select
        value={target.kind === 'own' ? '' : target.path}
        onChange={(event) => {
          const found = folders.find(({ path }) => path === event.currentTarget.value);
          panel.setDraft({
            ...draft,
            target:
              found === undefined
                ? { kind: 'own' }
                : { kind: 'folder', path: found.path, sample: found.sample },
          });
        }}
      >
        <option value="">{own}</option>
        {folders.map(({ path }) => (
          <option key={path} value={path}>
            {edit.folder(shortFolder(path))}
          </option>
        ))}
      </select>
    </Field>
  );
}

function Would({ answer }: { readonly answer: DatesDecided }) {
  const { dates } = useWords();
  const language = useLanguage();
  const { edit } = dates;
  return answer.targets.map((target) => {
    const { name, photos, clock, decided, shiftMillis, withoutClock, withoutRhythm, replaced } = target;
    const count = (number: number): string => dates.photoCount(number, countText(number, language));
    const taken = decided === null ? '' : intervalText(decided.start, decided.end, language);
    return (
      <div key={name}>
        <p>
          <b>
            {shiftMillis === null || clock === null
              ? edit.wouldSet(count(photos), taken)
              : edit.would(count(photos), intervalText(clock.start, clock.end, language), taken)}
          </b>
        </p>
        {withoutClock > 0 && <p>{edit.withoutClock(count(withoutClock))}</p>}
        {withoutRhythm > 0 && <p>{edit.withoutRhythm(count(withoutRhythm))}</p>}
        {replaced > 0 && <p>{edit.replaced(count(replaced))}</p>}
      </div>
    );
  });
}
