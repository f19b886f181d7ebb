import { useId } from 'react';
import type { ConfigProblem } from '../../api/wire.ts';
import { CONFIG_HELP_PT } from '../../words/config-help-pt.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { Cities } from './cities.tsx';
import common from './config.module.css';
import classes from './form.module.css';
import { Choice, Choices, NumberInput, OnOff, Pair, TextInput } from './inputs.tsx';
import { Roots } from './roots.tsx';
import { isChanged, type Setting, same, valueAt } from './settings.ts';
import type { ConfigState } from './use-config.ts';
import { WordList } from './word-list.tsx';

/** What an input of a knob is given. */
export interface InputProps {
  readonly setting: Setting;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly id: string;
  readonly isWrong: boolean;
  /** Id of what is said below it. */
  readonly describedBy: string;
}

/** These take the whole width, below what is said of them. */
const WIDE = new Set(['roots', 'cities', 'list']);

/** One knob: what it is, its field, what is wrong with it, and the way back to the default. */
export function SettingField(props: {
  readonly setting: Setting;
  readonly state: ConfigState;
  readonly problems: readonly ConfigProblem[];
  readonly onYaml: () => void;
}) {
  const { setting, state, problems, onYaml } = props;
  const words = useWords().config;
  const language = useLanguage();
  const id = useId();
  const { given } = state.draft.checked;
  const value = valueAt(given, setting.path) ?? setting.standard;
  const isUnsaved = !same(valueAt(given, setting.path), valueAt(state.draft.base.given, setting.path));
  const input: InputProps = {
    ...{ setting, value, id, isWrong: problems.length > 0, describedBy: `${id}-about` },
    onChange: (value) => state.change([{ path: setting.path, value }]),
  };
  const translated = language === 'pt' ? CONFIG_HELP_PT[setting.key] : undefined;
  return (
    <div
      className={classes.setting}
      data-wide={WIDE.has(setting.kind) || undefined}
      data-unsaved={isUnsaved || undefined}
      data-setting={setting.key}
    >
      <div className={classes.about}>
        <label htmlFor={id} id={`${id}-label`} className={classes.key}>
          {setting.path.slice(setting.path.length > 1 ? 1 : 0).join('.')}
        </label>
        {isUnsaved && <span className={classes.unsaved}>{words.unsaved}</span>}
        <p
          id={`${id}-about`}
          className={classes.help}
          lang={language === 'pt' && translated === undefined ? 'en' : undefined}
        >
          {translated ?? setting.help}
        </p>
      </div>
      <div className={classes.control}>
        <Input input={input} state={state} onYaml={onYaml} />
        <Facts setting={setting} />
        {problems.map((problem) => (
          <p key={problem.key} className={classes.wrong} role="alert">
            <b>
              {problem.key === setting.key ? '' : `${problem.key.slice(setting.key.length + 1)}: `}
              {problem.problem}.
            </b>
            {problem.remedy.startsWith(setting.help)
              ? ` ${problem.remedy.slice(setting.help.length)}`
              : ` ${problem.remedy}`}
          </p>
        ))}
        {isChanged(given, setting) && (
          <p className={classes.changed}>
            <span>{words.isChanged}</span>
            {setting.kind !== 'yaml' && setting.kind !== 'roots' && (
              <button
                type="button"
                className={common.link}
                aria-label={`${words.reset(shortText(setting.standard, words.empty))}: ${setting.key}`}
                onClick={() => input.onChange(setting.standard)}
              >
                {words.reset(shortText(setting.standard, words.empty))}
              </button>
            )}
          </p>
        )}
      </div>
    </div>
  );
}

function Input(props: {
  readonly input: InputProps;
  readonly state: ConfigState;
  readonly onYaml: () => void;
}) {
  const { input, state, onYaml } = props;
  const words = useWords().config;
  switch (input.setting.kind) {
    case 'roots':
      return <Roots {...input} base={state.draft.base} />;
    case 'cities':
      return <Cities {...input} known={state.draft.base.cities} />;
    case 'list':
      return <WordList {...input} />;
    case 'choices':
      return <Choices {...input} />;
    case 'choice':
      return <Choice {...input} />;
    case 'switch':
      return <OnOff {...input} />;
    case 'number':
      return <NumberInput {...input} />;
    case 'pair':
      return <Pair {...input} />;
    case 'text':
      return <TextInput {...input} />;
    case 'yaml':
      return (
        <button type="button" id={input.id} className={common.link} onClick={onYaml}>
          {words.editInYaml}
        </button>
      );
  }
}

/** Range and unit. */
function Facts({ setting: { kind, minimum, maximum, unit } }: { readonly setting: Setting }) {
  const words = useWords().config;
  if (kind !== 'number' && kind !== 'pair') return null;
  const range = minimum === null || maximum === null ? null : words.range(String(minimum), String(maximum));
  const facts = [range, unit === null ? null : (words.units[unit] ?? unit)].filter((fact) => fact !== null);
  return facts.length === 0 ? null : <span className={classes.facts}>{facts.join(', ')}</span>;
}

function shortText(value: unknown, empty: string): string {
  if (Array.isArray(value) && value.length === 0) return empty;
  if (value === '') return empty;
  const text = Array.isArray(value) ? value.join(', ') : String(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
