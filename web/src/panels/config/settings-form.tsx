import type { Ref } from 'react';
import { CONFIG_HELP_PT } from '../../words/config-help-pt.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import common from './config.module.css';
import classes from './form.module.css';
import { Sections } from './sections.tsx';
import { SettingField } from './setting-field.tsx';
import { isChanged, isFound, type Section, type Setting } from './settings.ts';
import type { ConfigState } from './use-config.ts';

interface Props {
  readonly state: ConfigState;
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly field: Ref<HTMLInputElement>;
  readonly onlyChanged: boolean;
  readonly onOnlyChanged: (only: boolean) => void;
  readonly onYaml: (path: readonly string[]) => void;
}

/** Every knob of the schema in its section, and a search over them. */
export function SettingsForm(props: Props) {
  const { state, search, onlyChanged } = props;
  const words = useWords().config;
  const language = useLanguage();
  const { given, problems } = state.draft.checked;
  if (given === null) {
    const [problem] = problems;
    return (
      <div className={common.warning} role="alert">
        <b>{words.notYaml(problem?.line ?? 1)}</b> {problem?.problem}.{' '}
        <button type="button" className={common.link} onClick={() => props.onYaml([])}>
          {words.toYaml}
        </button>
      </div>
    );
  }
  const isShown = (setting: Setting, { name }: Section): boolean =>
    (!onlyChanged || isChanged(given, setting)) &&
    isFound(search, [
      setting.key.replaceAll('_', ' '),
      setting.key,
      setting.help,
      words.sections[name] ?? '',
      CONFIG_HELP_PT[setting.key] ?? '',
    ]);
  const shown = state.sections
    .map((section) => ({ ...section, settings: section.settings.filter((one) => isShown(one, section)) }))
    .filter(({ settings }) => settings.length > 0);
  // What stands in the text and is no setting has no field: it is told here.
  const known = state.sections.flatMap(({ settings }) => settings.map(({ key }) => key));
  const homeless = problems.filter(
    ({ key }) => !known.some((one) => key === one || key.startsWith(`${one}.`)),
  );
  return (
    <div className={classes.form}>
      <Sections
        sections={shown.map(({ name, settings }) => ({
          name,
          changed: settings.filter((one) => isChanged(given, one)).length,
          isWrong: settings.some((one) => problemsOf(problems, one).length > 0),
        }))}
      />
      <div className={classes.settings}>
        <search className={classes.search}>
          <input
            ref={props.field}
            type="search"
            aria-label={words.search}
            aria-keyshortcuts="/"
            placeholder={words.searchPlaceholder}
            value={search}
            spellCheck={false}
            onChange={(event) => props.onSearch(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return;
              // The browser would empty the field.
              event.preventDefault();
              event.currentTarget.blur();
            }}
          />
          <label className={classes.check}>
            <input
              type="checkbox"
              checked={onlyChanged}
              onChange={(event) => props.onOnlyChanged(event.currentTarget.checked)}
            />
            {words.deeds.onlyChanged}
          </label>
        </search>
        {homeless.length > 0 && (
          <div className={common.warning} role="alert">
            {homeless.map(({ line, key, problem, remedy }) => (
              <p key={`${line} ${key}`}>
                <b>
                  {line === null ? '' : `${words.line(line)}: `}
                  {key === '' ? '' : `${key}: `}
                  {problem}.
                </b>{' '}
                {remedy}
              </p>
            ))}
            <button type="button" className={common.link} onClick={() => props.onYaml([])}>
              {words.toYaml}
            </button>
          </div>
        )}
        {shown.length === 0 && <p className={common.dim}>{words.noneFound}</p>}
        {shown.map(({ name, help, settings }) => (
          <section key={name} id={`section-${name}`} className={classes.section}>
            <h2>{words.sections[name] ?? name}</h2>
            {help !== '' && (
              <p className={common.dim}>{language === 'pt' ? (CONFIG_HELP_PT[name] ?? help) : help}</p>
            )}
            {name === 'ai_tagging' && <KeyLine hasKey={state.draft.base.hasKey} />}
            {settings.map((setting) => (
              <SettingField
                key={setting.key}
                setting={setting}
                state={state}
                problems={problemsOf(problems, setting)}
                onYaml={() => props.onYaml(setting.path)}
              />
            ))}
          </section>
        ))}
      </div>
    </div>
  );
}

const problemsOf = (problems: ConfigState['draft']['checked']['problems'], { key }: Setting) =>
  problems.filter((one) => one.key === key || one.key.startsWith(`${key}.`));

/** Whether there is a key; the key itself is in the environment, and comes nowhere near the page. */
function KeyLine({ hasKey }: { readonly hasKey: boolean }) {
  const words = useWords().config;
  return (
    <div className={classes.setting}>
      <div className={classes.about}>
        <span className={classes.key}>OPENAI_API_KEY</span>
        <p className={classes.help}>{words.keyHelp}</p>
      </div>
      <div className={classes.control}>
        <span className={classes.state} data-good={hasKey || undefined}>
          {hasKey ? words.keySet : words.keyMissing}
        </span>
      </div>
    </div>
  );
}
